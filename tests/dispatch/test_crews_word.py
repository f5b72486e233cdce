"""What a crew must be told and what it says: recalls, cover, its own words."""

import os
from typing import Any

import pytest
from starlette.testclient import TestClient

from dispatch.test_by_hand import act, row, scene
from doors import Enter
from najda.dispatch.facts import Step
from najda.dispatch.lateness import MINUTE_MS, callout_colour
from najda.dispatch.rules import CalloutRow, Recalled, StepSaid
from najda.web.language import Speech
from najda.web.site import Site


def task(crew: TestClient, unit: str) -> dict[str, Any]:
    found = crew.get("/crew/state").json()["callouts"]
    one: dict[str, Any] = next(each for each in found if each["unit"] == unit)
    return one


@pytest.mark.parametrize("reason", ["", "ضربة ثانية متوقعة"])
def test_a_recall_reaches_the_phone_with_or_without_a_reason(enter: Enter, reason: str) -> None:
    """And the desk sees when the crew has heard it."""
    room, crew = enter("dispatcher"), enter("crew")
    _, unit, incident, callout = scene(room)
    act(crew, "dispatch/report_step", callout=callout, step="on_scene")
    assert not task(crew, unit)["recalled"]
    act(room, "dispatch/recall", callout=callout, reason=reason)
    told = task(crew, unit)
    act(crew, "dispatch/report_step", callout=callout, step="acknowledged")
    heard = task(crew, unit)
    room.cookies.set("lang", "en")
    page = room.get(f"/dispatch/for-incident/{incident}").text
    room.cookies.clear()

    assert (told["recalled"], told["recall_heard"]) == (True, False)
    assert told["recall_reason"] == reason
    assert (heard["recalled"], heard["recall_heard"]) == (True, True)
    assert "recalled, heard" in page


def test_a_recall_that_nobody_answers_turns_red() -> None:
    """A step that was told before the recall is no answer to it."""
    said: dict[str, Any] = {"fact": "f", "by": "p", "base": "A"}
    step = StepSaid(**said, step=Step.ON_SCENE, at_ms=0)
    late = StepSaid(**said, step=Step.ACKNOWLEDGED, at_ms=2 * MINUTE_MS)
    recall = Recalled(**said, reason="", at_ms=MINUTE_MS)
    unheard = CalloutRow(id="c", steps=(step,), recalls=(recall,))
    heard = CalloutRow(id="c", steps=(step, late), recalls=(recall,))

    assert [callout_colour(unheard, minutes * MINUTE_MS) for minutes in (1, 2, 3)] == [
        "amber", "amber", "red",
    ]  # fmt: skip
    assert callout_colour(heard, 30 * MINUTE_MS) == "amber"
    assert (unheard.shown, heard.shown) == ("recalled", "recall_heard")


def test_cover_rings_and_stands_on_the_board_until_the_crew_is_out(
    site: Site, enter: Enter
) -> None:
    """Pressed on a callout: nobody may believe that the crew works on."""
    room, crew = enter("dispatcher"), enter("crew")
    sign, unit, _, _ = scene(room)
    word = site.words.say(Speech("ar"), "dispatch.crew_cover")
    act(crew, "units/set_status", unit=unit, available=False, reason=word)
    rings, board = fresh(site, room, "/alarms"), room.get("/").text
    covered = next(one for one in crew.get("/crew/state").json()["units"] if one["id"] == unit)
    act(crew, "units/set_status", unit=unit, available=True)
    after = fresh(site, room, "/alarms")

    assert sign in rings
    assert board.count(word) >= 1
    assert covered["cover"]
    assert sign not in after
    assert row(room, "units.unit", unit)["statuses"][-1]["available"]


def test_a_word_of_a_crew_rings_with_its_name_until_an_incident_has_it(
    site: Site, enter: Enter
) -> None:
    """ "Two floors down, need heavy" is not left in the tray."""
    room, crew = enter("dispatcher"), enter("crew")
    sign = f"إنقاذ {os.urandom(2).hex()}"
    words = "طابقان تحت، نحتاج آلية"
    body = {"text": words, "channel": "crew", "source": sign, "quarter": "fardous"}
    report = crew.post("/api/v1/reports", json=body).json()["id"]
    before = fresh(site, room, "/alarms")
    act(room, "incidents/open_incident", report=report, type="collapse", quarter="fardous")

    assert f"/reports/{report}" in before
    assert sign in room.get(f"/reports/{report}").text
    assert f"/reports/{report}" not in fresh(site, room, "/alarms")


def fresh(site: Site, room: TestClient, path: str) -> str:
    """A page that many screens share, made anew."""
    site.shared._made.clear()
    return str(room.get(path).text)
