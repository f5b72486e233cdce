"""The command line and the papers of a shift."""

import os

import pytest
from starlette.testclient import TestClient

from doors import Enter
from najda.dispatch.commands import Go, Leave, Send, Unclear, command_of
from najda.units.rules import UnitRow

UNITS = [UnitRow(id="u3", call_sign="Ambulance 3"), UnitRow(id="u4", call_sign="إسعاف 4")]
NUMBERS = {"A-17": "/incidents/i17", "A-16": "/reports/r16"}


def act(client: TestClient, path: str, /, **body: object) -> str:
    answer = client.post(f"/api/v1/acts/{path}", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("n", "/reports/new"),
        ("/n", "/reports/new"),
        ("a-17", "/incidents/i17"),
        ("16", "/reports/r16"),
        ("إسعاف4", "/units/u4"),
        ("find ناس تحت", "/search?q=%D9%86%D8%A7%D8%B3%20%D8%AA%D8%AD%D8%AA"),
        ("3 en route; 4 ok 2", "/radio?line=3%20en%20route%3B%204%20ok%202"),
        ("٤ بخير ٢", "/radio?line=%D9%A4%20%D8%A8%D8%AE%D9%8A%D8%B1%20%D9%A2"),
        ("3 dancing", "/search?q=3%20dancing"),
        ("الجامع", "/search?q=%D8%A7%D9%84%D8%AC%D8%A7%D9%85%D8%B9"),
    ],
)
def test_a_line_opens_what_it_names(line: str, path: str) -> None:
    """Pages, numbers, call signs; anything else is searched for."""
    assert command_of(line, UNITS, NUMBERS, "A") == Go(path)


def test_a_line_locks_and_logs_out(enter: Enter) -> None:
    """In both languages; over HTTP it is posted on to where that is done."""
    assert command_of("/lock", UNITS, NUMBERS, "A") == Leave("/seal")
    assert command_of("قفل", UNITS, NUMBERS, "A") == Leave("/seal")
    assert command_of("/خروج", UNITS, NUMBERS, "A") == Leave("/logout")
    room = enter("operator")
    sent = room.post("/command", data={"q": "/logout"}, follow_redirects=False)
    locked = room.post("/command", data={"q": "/lock"})

    assert (sent.status_code, sent.headers["location"]) == (307, "/logout")
    assert locked.status_code == 409  # this base has no passphrase
    assert "F9" not in room.get("/").text.partition("<dialog")[0]


def test_a_line_sends_and_says_what_it_could_not_understand() -> None:
    """The unit however it is typed; a report's number is no incident."""
    assert command_of("s ambulance3 A-17", UNITS, NUMBERS, "A") == Send(UNITS[0], "i17")
    assert command_of("ارسل ٤ 17", UNITS, NUMBERS, "A") == Send(UNITS[1], "i17")
    although = Send(UNITS[0], "i17", although=True)
    for line in ("s 3 A-17!", "s 3 A-17 !", "s 3 17 all the same", "ارسل 3 17 رغم ذلك"):
        assert command_of(line, UNITS, NUMBERS, "A") == although
    assert isinstance(command_of("s 3 A-16", UNITS, NUMBERS, "A"), Unclear)
    assert isinstance(command_of("s 99 A-17", UNITS, NUMBERS, "A"), Unclear)


def test_the_line_sends_over_http_and_only_for_those_who_may(enter: Enter) -> None:
    """An operator is refused; a dispatcher's unit is sent."""
    room = enter("dispatcher")
    sign = f"سطر {int.from_bytes(os.urandom(3))}"
    act(room, "units/register_unit", call_sign=sign)
    incident = act(room, "incidents/open_incident", type="fire", title="سطر")
    key = {"key": incident}
    number = room.get("/api/v1/views/incidents.incident", params=key).json()["numbers"][0]
    refused = enter("operator").post("/command", data={"q": f"s {sign} {number}"})
    sent = room.post("/command", data={"q": f"s {sign} {number}"}, follow_redirects=False)
    again = room.post("/command", data={"q": f"s {sign} {number}"})

    assert refused.status_code == 403
    assert sent.headers["location"] == f"/incidents/{incident}"
    assert again.status_code == 409


def test_the_urgency_list_and_the_hand_over_hold_what_is_open(enter: Enter) -> None:
    """Open incidents, reports without one, and units with their phones, on paper."""
    room = enter("dispatcher")
    act(room, "reports/receive_report", text="بلاغ بلا حادث", trapped=1, caller_phone="0988")
    act(room, "incidents/open_incident", type="fire", title="حريق التسليم")
    sign = f"معطلة {os.urandom(2).hex()}"
    unit = act(room, "units/register_unit", call_sign=sign)
    act(room, "units/set_status", unit=unit, available=False, reason="بلا وقود")
    urgency, shift = room.get("/urgency").text, room.get("/shift?hours=2").text

    for page in (urgency, shift):
        assert "حريق التسليم" in page
        assert "بلاغ بلا حادث" in page
        assert "بلا وقود" in page
    assert "0988" in urgency
    assert room.get("/shift?hours=x").status_code == 200
