"""The board: what needs most stands first, what lasts too long is coloured, what rings climbs."""

import os
import re

from starlette.testclient import TestClient

from doors import Enter
from najda.dispatch.facts import Step
from najda.dispatch.lateness import MINUTE_MS, callout_colour, colour, doubled, ring_level
from najda.dispatch.rules import CalloutRow, Sent, StepSaid


def act(client: TestClient, name: str, **body: object) -> str:
    answer = client.post(f"/api/v1/acts/{name}", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def callout(base: str = "A", *steps: Step, id_: str = "c") -> CalloutRow:
    sent = Sent(fact="f", number="A-1", unit="u", incident="i", at_ms=0, by="p", base=base)
    said = tuple(StepSaid(fact="s", step=one, at_ms=0, by="p", base=base) for one in steps)
    return CalloutRow(id=id_, sent=(sent,), steps=said, unit="u")


def test_a_state_turns_amber_then_red() -> None:
    """Thresholds are named minutes."""
    assert [colour(0, n * MINUTE_MS, (2, 5)) for n in (1, 2, 4, 5)] == ["", "amber", "amber", "red"]
    assert colour(None, MINUTE_MS, (1, 2)) == ""
    assert callout_colour(callout(), 3 * MINUTE_MS) == "red"
    assert callout_colour(callout("A", Step.CLEAR), 999 * MINUTE_MS) == ""


def test_an_unanswered_call_climbs() -> None:
    """Silent for a minute, then louder at each step."""
    assert [ring_level(0, n * MINUTE_MS) for n in (0, 1, 2, 3, 5, 60)] == [0, 1, 1, 2, 3, 3]


def test_two_callouts_of_two_bases_are_a_red_card_and_two_of_one_are_not() -> None:
    """One base may send a unit on; two bases that sent it did not know each other."""
    assert doubled([callout(), callout(id_="d")]) == ()
    [found] = doubled([callout(), callout("B", id_="d")])
    assert found.unit == "u"
    assert doubled([callout(), callout("B", Step.CLEAR, id_="d")]) == ()


def test_trapped_people_nobody_placed_ring_until_the_report_is_linked(enter: Enter) -> None:
    """The alarm bar names the report; linking ends it."""
    room = enter("dispatcher")
    report = act(room, "reports/receive_report", text="في ناس تحت", trapped=3)
    before = room.get("/alarms").text
    act(room, "incidents/open_incident", type="collapse", title="بناء", report=report)
    after = room.get("/alarms").text

    assert f"/reports/{report}" in before
    assert 'data-ring="trapped"' in before
    assert f"/reports/{report}" not in after


def test_the_board_puts_trapped_people_without_a_crew_first(enter: Enter) -> None:
    """Need goes before age."""
    room = enter("dispatcher")
    first = act(room, "incidents/take_report", text="دخان", opens="fire", quarter="fardous")
    second = act(room, "incidents/take_report", text="ردم", opens="collapse", trapped=9,
                 quarter="fardous")  # fmt: skip
    links = room.get("/api/v1/views/incidents.links").json()
    ids = [links[one]["links"][0]["about"] for one in (second, first)]
    page = room.get("/").text

    assert page.index(ids[0]) < page.index(ids[1])
    assert "data-row" in page


def test_the_wall_shows_states_and_no_words_names_or_places(enter: Enter) -> None:
    """A display reads the wall alone, and of rows only what is open."""
    room, wall = enter("dispatcher"), enter("display")
    secret = f"مخبأ {os.urandom(3).hex()}"
    incident = act(room, "incidents/open_incident", type="fire", place={"text": secret})
    unit = act(room, "units/register_unit", call_sign=f"جدار {os.urandom(2).hex()}", phone="0999")
    act(room, "dispatch/send_unit", unit=unit, incident=incident)
    page = wall.get("/display")
    row = wall.get("/api/v1/views/incidents.incident", params={"key": incident}).json()

    assert page.status_code == 200
    assert secret not in page.text
    assert "0999" not in page.text
    assert row["place"] == {"absent": "hidden"}
    for path in ("/", "/reports", f"/incidents/{incident}", "/reports/new"):
        assert wall.get(path).status_code == 403
    assert wall.post("/api/v1/acts/dispatch/recall", json={}).status_code == 403


def test_muting_is_a_persons_own_setting_and_visible(enter: Enter) -> None:
    """The button says which way it stands."""
    room = enter("operator")
    assert 'data-sound="on"' in room.get("/").text
    room.post("/settings", data={"sound": "off", "lang": "ar", "next": "/"})
    assert 'data-sound="off"' in room.get("/").text
    room.post("/settings", data={"sound": "on", "lang": "ar"})


def test_a_wall_screen_comes_in_with_its_token_alone(enter: Enter) -> None:
    """The token stands in the password field; a wrong one is refused."""
    wall = enter("display")
    token = wall.headers["authorization"].removeprefix("Bearer ")
    stranger = TestClient(wall.app, base_url="http://127.0.0.1")
    inside = stranger.post("/login", data={"password": token}, follow_redirects=False)
    outside = stranger.post("/login", data={"password": "x" * 20}, follow_redirects=False)

    assert inside.headers["location"] == "/display"
    assert outside.status_code == 403


def test_a_crew_that_left_is_told_from_nobody_sent(enter: Enter) -> None:
    """What a crew left stands below what nobody was sent to, and is no longer red."""
    room = enter("dispatcher")
    room.cookies.set("lang", "en")
    names = [f"بناء {os.urandom(3).hex()}" for _ in range(2)]
    left, never = (
        act(room, "incidents/open_incident", type="collapse", title=name, report=act(
            room, "reports/receive_report", text=name, trapped=2)) for name in names
    )  # fmt: skip
    unit = act(room, "units/register_unit", call_sign=f"غادر {os.urandom(2).hex()}")
    callout = act(room, "dispatch/send_unit", unit=unit, incident=left)
    for step in ("acknowledged", "clear"):
        act(room, "dispatch/report_step", callout=callout, step=step)
    page = room.get("/").text
    room.cookies.clear()
    rows = {one: page.partition(f'data-row="{one}"')[2].partition("</tr>")[0]
            for one in (left, never)}  # fmt: skip

    assert page.index(never) < page.index(left)
    assert "last crew left" in rows[left]
    assert "nobody yet" in rows[never]


def test_many_rows_pass_the_door_like_one(enter: Enter) -> None:
    """An observer sees that there is a report, and none of its words, in lists too."""
    secret = f"x{os.urandom(3).hex()}"
    report = act(enter("operator"), "reports/receive_report", text=f"سر {secret}")
    page = enter("observer").get("/reports").text

    assert report in page
    assert secret not in page
    assert enter("display").get("/api/v1/views/incidents.links").status_code == 403


def unserved(client: TestClient) -> int:
    """The first of the board's figures, as it is read on the screen."""
    client.cookies.set("lang", "en")
    page = client.get("/").text
    client.cookies.clear()
    shown = re.search(r"<b>(\d+)</b> with trapped people, nobody there or on the way", page)
    assert shown
    return int(shown[1])


def test_only_a_crew_that_is_there_or_goes_is_help(enter: Enter) -> None:
    """Recalled, taken back or left: trapped people without a crew count again."""
    room = enter("dispatcher")
    others = unserved(room)
    report = act(room, "reports/receive_report", text="ردم", trapped=4)
    incident = act(room, "incidents/open_incident", type="collapse", title="ردم", report=report)
    unit = act(room, "units/register_unit", call_sign=f"عون {os.urandom(2).hex()}")
    seen = [unserved(room) - others]

    def sent() -> str:
        made = act(room, "dispatch/send_unit", unit=unit, incident=incident)
        seen.append(unserved(room) - others)
        return made

    def ended(callout: str, name: str, **body: object) -> None:
        act(room, f"dispatch/{name}", callout=callout, **body)
        seen.append(unserved(room) - others)

    ended(sent(), "undo_callout", reason="خطأ")
    recalled = sent()
    act(room, "dispatch/report_step", callout=recalled, step="en_route")
    ended(recalled, "recall", reason="أقرب")
    row = room.get("/").text.partition(f'data-row="{incident}"')[2].partition("</tr>")[0]
    ended(recalled, "report_step", step="clear")
    never = room.get("/").text.partition(f'data-row="{incident}"')[2].partition("</tr>")[0]
    arrived = sent()
    act(room, "dispatch/report_step", callout=arrived, step="on_scene")
    ended(arrived, "report_step", step="clear")

    assert seen == [1, 0, 1, 0, 1, 1, 0, 1]
    assert "استُدعيت" in row
    assert "لا أحد بعد" in never


def test_a_report_of_trapped_people_without_incident_stands_on_the_board(enter: Enter) -> None:
    """It counts, leads to its report, stands above every incident, and goes when it is linked."""
    room = enter("dispatcher")
    others = unserved(room)
    incident = act(room, "incidents/open_incident", type="collapse", title="بناء آخر")
    report = act(room, "reports/receive_report", text="سبعة تحت", trapped=7)
    act(room, "reports/receive_report", text="دخان فقط")
    before, page = unserved(room) - others, room.get("/").text
    seen_by_observer = enter("observer").get("/").text
    act(room, "incidents/link_passage", report=report, about=incident)
    after, linked = unserved(room) - others, room.get("/").text

    assert page.index(f'data-row="{report}"') < page.index(f'data-row="{incident}"')
    assert f'href="/reports/{report}"' in page
    assert f'data-row="{report}"' in seen_by_observer
    assert "سبعة تحت" not in seen_by_observer
    assert f'data-row="{report}"' not in linked
    assert (before, after) == (1, 1)
