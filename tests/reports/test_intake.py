"""Taking calls: the quarter from the words, the same place asked about, sending before the end."""

import os

import pytest
from starlette.testclient import TestClient

from doors import Enter
from najda.incidents.nearby import quarter_meant
from najda.places import own_gazetteer
from najda.vocabulary import thing_made_by


def act(client: TestClient, name: str, **body: object) -> str:
    answer = client.post(f"/api/v1/acts/{name}", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def row(client: TestClient, view: str, key: str) -> dict[str, object]:
    found: dict[str, object] = client.get(f"/api/v1/views/{view}", params={"key": key}).json()
    return found


def test_a_named_quarter_is_taken_and_two_close_ones_are_asked_about() -> None:
    """Bustan al-Qasr is sure; a name that fits two places is for a person."""
    own = own_gazetteer()
    sure = quarter_meant("", "غارة على بستان القصر وفي ناس تحت الردم", own)
    asked = quarter_meant("الأنصاري", "", own)

    assert sure.quarter == "bustan-al-qasr"
    assert asked.quarter is None
    assert len(asked.candidates) > 1
    assert quarter_meant("", "بدنا إسعاف بسرعة", own).candidates == ()


def test_the_same_place_is_shown_while_typing_and_linked_on_saving(enter: Enter) -> None:
    """A second call from the quarter shows the first one's incident; saving links it."""
    room = enter("dispatcher")
    first = act(room, "incidents/take_report", text="قصف", quarter="kallaseh", opens="air_strike")
    incident = thing_made_by(first, 1)
    fragment = room.get("/incidents/same-place", params={"text": "", "place": "الكلاسة"}).text
    second = act(room, "incidents/take_report", text="قصف قوي", quarter="kallaseh", about=incident)

    assert incident in fragment
    assert 'name="quarter" value="kallaseh"' in fragment
    links = row(room, "incidents.links", incident)["links"]
    assert isinstance(links, list)
    assert {one["report"] for one in links} == {first, second}


def test_a_call_is_sent_on_before_it_is_finished(enter: Enter) -> None:
    """Report, incident and callout in one act; a busy unit refuses all of it."""
    room = enter("dispatcher")
    unit = act(room, "units/register_unit", call_sign=f"إنقاذ {os.urandom(2).hex()}")
    body = {"text": "بناء منهار", "opens": "collapse", "units": [unit]}
    report = act(room, "dispatch/take_and_send", **body)
    refused = room.post("/api/v1/acts/dispatch/take_and_send", json=body)
    callout = row(room, "dispatch.callout", thing_made_by(report, 2))
    reports = room.get("/api/v1/views/reports.report").json()

    assert callout["unit"] == unit
    assert callout["sent"][0]["incident"] == thing_made_by(report, 1)  # type: ignore[index]
    assert refused.status_code == 409
    assert refused.json()["code"] == "dispatch.unit_busy"
    assert sum(one["text"] == "بناء منهار" for one in reports.values()) == 1


@pytest.mark.parametrize("body", [{"units": []}, {"opens": None, "units": ["a" * 32]}])
def test_sending_needs_a_unit_and_an_incident(enter: Enter, body: dict[str, object]) -> None:
    """What lacks is named."""
    answer = enter("dispatcher").post(
        "/api/v1/acts/dispatch/take_and_send", json={"text": "قصف", "opens": "fire", **body}
    )

    assert answer.status_code == 422


def test_who_called_before_is_shown_to_those_who_may_read_it(enter: Enter) -> None:
    """Caller history is searched in the person part; an observer has no such page."""
    room = enter("operator")
    act(room, "reports/receive_report", text="جارنا تحت الردم", caller_phone="0944 555 123")
    shown = room.get("/reports/caller", params={"caller_phone": "0944 555 123"})
    hidden = enter("observer").get("/reports/caller", params={"caller_phone": "0944 555 123"})

    assert "جارنا تحت الردم" in shown.text
    assert hidden.status_code == 403


def test_a_late_entry_keeps_its_true_time(enter: Enter) -> None:
    """A call written down later says when it came; the entry time stays beside it."""
    room = enter("operator")
    answer = room.post(
        "/do/incidents/take_report",
        data={"text": "بلاغ متأخر", "received": "2016-09-22 22:15", "next": "/reports/{id}"},
        follow_redirects=False,
    )
    found = row(room, "reports.report", answer.headers["location"].rpartition("/")[2])

    assert found["received_ms"] == 1474571700000
    assert found["entered_ms"] != found["received_ms"]


def test_a_call_back_is_noted(enter: Enter) -> None:
    """Reached or not, with a note."""
    room = enter("operator")
    report = act(room, "reports/receive_report", text="نداء", caller_phone="0933 111 222")
    act(room, "reports/note_callback", report=report, reached=False, note="مشغول")

    assert "مشغول" in room.get(f"/reports/{report}").text


def test_a_ticked_unit_is_not_dropped_when_only_the_report_is_saved(enter: Enter) -> None:
    """The refusal names who was ticked; without a tick the call is saved with its incident."""
    room = enter("dispatcher")
    sign = f"إسعاف {os.urandom(2).hex()}"
    unit = act(room, "units/register_unit", call_sign=sign)
    body = {"text": "حريق بالمطبخ", "opens": "fire", "quarter": "kallaseh"}
    answer = room.post("/api/v1/acts/dispatch/take_call", json={**body, "units": [unit]})
    page = room.get("/reports/new").text
    report = act(room, "dispatch/take_call", **body)

    assert (answer.status_code, answer.json()["code"]) == (422, "dispatch.ticked_not_sent")
    assert answer.json()["values"] == {"units": sign}
    assert 'hx-post="/do/dispatch/take_call"' in page
    assert row(room, "incidents.incident", thing_made_by(report, 1))["type"] == "fire"
