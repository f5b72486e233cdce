"""Dispatch by hand: a radio round in a line, roll-call, recall of many, the script to read."""

import os
from typing import Any

import pytest
from starlette.testclient import TestClient

from doors import Enter
from najda.dispatch.facts import Step
from najda.dispatch.naming import number_named, unit_named
from najda.dispatch.radio_round import parse_round
from najda.dispatch.radio_script import Order, script, spell, spell_arabic
from najda.dispatch.rules import CalloutRow, Sent
from najda.units.rules import UnitRow

UNITS = [
    UnitRow(id="a3", call_sign="إسعاف 3"),
    UnitRow(id="a13", call_sign="إسعاف 13"),
    UnitRow(id="r5", call_sign="Rescue 5"),
    UnitRow(id="f7", call_sign="إطفاء 7"),
    UnitRow(id="a7", call_sign="إسعاف 7"),
]


def callout(id_: str, unit: str, number: str) -> CalloutRow:
    sent = Sent(fact="f", number=number, unit=unit, incident="i", at_ms=0, by="p", base="A")
    return CalloutRow(id=id_, unit=unit, sent=(sent,))


LIVE = [callout("c3", "a3", "A-17"), callout("c5", "r5", "A-18"), callout("c6", "r5", "A-19")]


def act(client: TestClient, path: str, /, **body: object) -> str:
    answer = client.post(f"/api/v1/acts/{path}", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


@pytest.mark.parametrize(
    ("said", "unit", "step", "people"),
    [
        ("3 en_route", "a3", Step.EN_ROUTE, None),
        ("٣ في الطريق", "a3", Step.EN_ROUTE, None),
        ("اسعاف3 وصلنا", "a3", Step.ON_SCENE, None),
        ("rescue 5 a-19 on scene", "r5", Step.ON_SCENE, None),
        ("13 ok 4", "a13", None, 4),
        ("13 بخير ٠", "a13", None, 0),
        ("إسعاف 7 تمام", "a7", None, None),
    ],
)
def test_a_piece_of_a_round_in_two_languages(
    said: str, unit: str, step: Step | None, people: int | None
) -> None:
    """Digits of both scripts, glued or not; nought people is an answer."""
    [heard] = parse_round(said, UNITS, LIVE)

    assert heard.wrong is None
    assert heard.unit is not None
    assert (heard.unit.id, heard.step, heard.people) == (unit, step, people)


def test_nothing_is_guessed_in_a_round() -> None:
    """Two units of a number, two callouts of a unit, no callout, no such word, no such unit."""
    line = "7 ok; 5 on scene، 13 clear, 3 dancing؛ 99 ok;; "

    assert [one.wrong for one in parse_round(line, UNITS, LIVE)] == [
        "dispatch.round_which_unit",
        "dispatch.round_which_callout",
        "dispatch.round_no_callout",
        "dispatch.round_no_word",
        "dispatch.round_no_unit",
    ]
    assert parse_round("  ; \n", UNITS, LIVE) == ()


def test_a_spoken_number_is_found_however_it_is_typed() -> None:
    """The base's own letter may be left out."""
    numbers = {"A-17": "x", "B-17": "y"}

    assert [number_named(n, numbers, "A") for n in ("a17", "A-17", "17", "b 17", "١٧", "18")] == [
        "x", "x", "x", "y", "x", None,
    ]  # fmt: skip
    assert unit_named("إسعاف 13 A-4", UNITS).rest == "a-4"


def test_the_script_says_who_what_where_and_spells_the_grid() -> None:
    """In both languages; the middle of a quarter is called that."""
    found = script(
        Order("إسعاف 3", "A-17", "غارة جوية", "Air strike", "الكلاسة", "Kallaseh",
              grid="37SCB3412", is_centre=True, hold_until="23:55")
    )  # fmt: skip

    assert "A-17" in found.arabic
    assert "أعد القراءة" in found.arabic
    assert "middle of the quarter" in found.english
    assert "Hold until 23:55" in found.english
    assert found.spelled.startswith("Three Seven Sierra Charlie Bravo")
    assert spell_arabic("90") == "تسعة صفر"
    assert spell("A-1") == "Alfa One"


def scene(room: TestClient) -> tuple[str, str, str, str]:
    """A unit sent to an incident at Kallaseh: call sign, unit, incident, callout."""
    sign = f"يدوي {int.from_bytes(os.urandom(3))}"
    unit = act(room, "units/register_unit", call_sign=sign, crew_size=4)
    incident = act(room, "incidents/open_incident", type="fire", quarter="kallaseh")
    return sign, unit, incident, act(room, "dispatch/send_unit", unit=unit, incident=incident)


def row(room: TestClient, view: str, key: str) -> dict[str, Any]:
    found: dict[str, Any] = room.get(f"/api/v1/views/{view}", params={"key": key}).json()
    return found


def test_a_round_is_previewed_and_then_written_one_act_a_unit(enter: Enter) -> None:
    """What is wrong stays in the line; what is right is written."""
    room = enter("operator")
    sign, unit, _, sent = scene(enter("dispatcher"))
    line = f"{sign} on scene; 99999999 ok"
    preview = room.get("/radio", params={"line": line})
    untouched = row(room, "dispatch.callout", sent)["steps"]
    done = room.post("/radio", data={"line": line})
    steps = row(room, "dispatch.callout", sent)["steps"]
    room.post("/radio", data={"line": f"{sign} بخير 4"})

    assert sign in preview.text
    assert untouched == []
    assert [one["step"] for one in steps] == ["on_scene"]
    assert 'value="99999999 ok"' in done.text
    assert row(room, "units.unit", unit)["people"] == 4


def test_all_around_a_place_are_recalled(enter: Enter) -> None:
    """The list is shown first; those elsewhere are not in it."""
    room = enter("dispatcher")
    _, _, _, here = scene(room)
    far_unit = act(room, "units/register_unit", call_sign=f"بعيد {os.urandom(2).hex()}")
    far = act(room, "incidents/open_incident", type="fire", quarter="masaken-hanano")
    elsewhere = act(room, "dispatch/send_unit", unit=far_unit, incident=far)
    page = room.get("/recall", params={"near": "الكلاسة", "km": "1"}).text
    room.post("/do/dispatch/recall_many", data={"callouts": [here], "reason": "طيران"})
    nobody = room.post("/api/v1/acts/dispatch/recall_many", json={"callouts": []})

    assert here in page
    assert elsewhere not in page
    assert len(row(room, "dispatch.callout", here)["recalls"]) == 1
    assert row(room, "dispatch.callout", elsewhere)["recalls"] == []
    assert nobody.status_code == 409


def test_the_script_is_read_and_read_back(enter: Enter) -> None:
    """With the grid of the quarter's middle; the read-back is a fact."""
    room = enter("dispatcher")
    sign, _, _, sent = scene(room)
    page = room.get(f"/dispatch/script/{sent}").text
    room.post("/do/dispatch/read_back", data={"callout": sent, "right": "1"})

    assert sign in page
    assert "الكلاسة" in page
    assert "Three Seven Sierra" in page
    assert row(room, "dispatch.callout", sent)["read_backs"] == [True]


def test_roll_call_counts_people_of_one_base(enter: Enter) -> None:
    """Who was not counted is said; nought is a count."""
    room = enter("operator")
    base = act(room, "units/register_base", name="مركز العد", letter="Q")
    counted, silent = (
        act(room, "units/register_unit", call_sign=f"عد {n} {os.urandom(2).hex()}", base=base)
        for n in range(2)
    )
    room.post("/do/units/hear_unit", data={"unit": counted, "people": "0", "all_well": "1"})
    room.cookies.set("lang", "en")
    page = room.get("/rollcall", params={"base": base}).text
    room.cookies.clear()

    assert "1 unit not counted" in page
    assert "not heard yet" in page
    assert silent in page
    assert row(room, "units.unit", counted)["people"] == 0


def test_a_unit_on_two_incidents_keeps_two_states(enter: Enter) -> None:
    """Sent all the same: each callout has its own steps."""
    room = enter("dispatcher")
    _, unit, _, first = scene(room)
    other = act(room, "incidents/open_incident", type="fire", quarter="fardous")
    page = room.get(f"/dispatch/for-incident/{other}").text
    second = act(room, "dispatch/send_unit", unit=unit, incident=other, although=True)
    act(room, "dispatch/report_step", callout=first, step="on_scene")

    assert unit in page
    assert row(room, "dispatch.callout", second)["steps"] == []
    assert len(row(room, "dispatch.callout", first)["steps"]) == 1


def test_nobody_is_recalled_twice_by_all_and_a_recalled_crew_can_be_sent_back(enter: Enter) -> None:
    """Recall all passes over those recalled; sending again to the same incident is no double."""
    room = enter("dispatcher")
    unit = act(room, "units/register_unit", call_sign=f"رجوع {os.urandom(3).hex()}")
    incident = act(room, "incidents/open_incident", type="fire", title="رجوع")
    callout = act(room, "dispatch/send_unit", unit=unit, incident=incident)
    again = {"unit": unit, "incident": incident, "although": True}
    twice = room.post("/api/v1/acts/dispatch/send_unit", json=again)
    act(room, "dispatch/recall_many", callouts=[callout])
    nobody = room.post("/api/v1/acts/dispatch/recall_many", json={"callouts": [callout]})
    shown = room.get(f"/dispatch/for-incident/{incident}").text
    back = act(room, "dispatch/send_unit", **again)

    assert twice.status_code == 409
    assert nobody.status_code == 409
    assert len(row(room, "dispatch.callout", callout)["recalls"]) == 1
    assert 'data-key="l"' not in shown
    assert "إعادة الإرسال إلى هنا" in shown or "Send here again" in shown
    assert row(room, "dispatch.callout", back)["recalls"] == []
