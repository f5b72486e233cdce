"""The inbox reads the newest minutes only, and leaves out nothing of them."""

import os

from doors import Enter
from najda.reports.rules import STRETCH_MS
from rooms import NIGHT_MS


def test_the_newest_minutes_are_listed_whole_and_older_ones_are_not_read(enter: Enter) -> None:
    """Reports without a quarter too; a late entry stands at the minutes in which it was told."""
    room = enter("operator")
    made = []
    for n in range(6):
        body = {"text": f"inbox {os.urandom(4).hex()}", "channel": "phone",
                "received_at": NIGHT_MS - n * STRETCH_MS}  # fmt: skip
        body |= {"place": {"text": "السكري"}} if n % 2 else {}
        made.append(room.post("/api/v1/reports", json=body).json()["id"])
    page = room.get("/reports").text

    places = [page.find(f"/reports/{one}") for one in made]
    assert -1 not in places
    assert places == sorted(places)


def test_a_report_of_which_only_a_correction_is_here_is_listed(enter: Enter) -> None:
    """Its telling burned with its base; the correction waits and is seen."""
    room = enter("operator")
    body = {"report": os.urandom(16).hex(), "text": "وصل وحده"}
    answer = room.post("/api/v1/acts/reports/correct_report", json=body)

    assert answer.status_code == 201
    assert f"/reports/{body['report']}" in room.get("/reports").text
