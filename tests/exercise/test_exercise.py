"""A night worked at the screens: reports come in, crews answer, the sheet says how it went."""

import dataclasses
import shutil
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from najda.base import OpenBase, make_base
from najda.dispatch.rules import CALLOUT
from najda.drill.exercise import Exercise, play
from najda.drill.exercise_command import NIGHT_FALLS_MS, _night
from najda.exercise.sheet import Sheet, keep_sheet, kept_sheet
from najda.facilities.rules import FACILITY
from najda.incidents.rules import LINKS
from najda.machine_person import machine_token
from najda.reports.rules import REPORT
from najda.roads.rules import CLOSURE
from najda.serving import make_site
from najda.units.rules import UNIT
from najda.web.app import make_app
from najda.web.site import Site
from rooms import memory_folder


@pytest.fixture
def stage() -> Iterator[Site]:
    folder = memory_folder()
    make_base(folder / "A", name="تمرين", letter="A", mode="exercise")
    base = OpenBase(folder / "A", None)
    yield make_site(base)
    base.close()
    shutil.rmtree(folder)


def send_somebody(site: Site, exercise: Exercise) -> None:
    """What a dispatcher in a hurry does: open each report, send the first three free units."""
    views = site.room.reader().views
    busy = {one.unit for one in views.all(CALLOUT).values() if one.live}
    free = [id_ for id_ in views.all(UNIT) if id_ not in busy]
    for report in views.all(REPORT).values():
        row = views.get(LINKS, report.id)
        if row is None or not row.live:
            incident = exercise._do("incidents/open_incident", quarter=report.quarter,
                                    report=report.id)  # fmt: skip
            for unit in free[:3]:
                exercise._do("dispatch/send_unit", unit=unit, incident=incident, although=True,
                             taken_over_reason="تمرين")  # fmt: skip
            del free[:3]


def worked(site: Site, *, busy: bool) -> Sheet:
    night = _night(None, 3, 1, 2.0)
    exercise = Exercise(site, night, seed="3", load=2.0, start_ms=NIGHT_FALLS_MS)
    exercise.prepare()
    for minute in range(night.minutes):
        site.clock.set_ms(NIGHT_FALLS_MS + minute * 60_000)
        exercise.minute(minute)
        if busy:
            send_somebody(site, exercise)
    return exercise.sheet(over=True)


def test_people_who_send_save_more_than_those_who_do_not(stage: Site) -> None:
    """Units sent arrive, report their steps and are counted; the sheet compares and is kept."""
    sheet = worked(stage, busy=True)
    steps = {s.step.value for c in stage.room.reader().views.all(CALLOUT).values() for s in c.steps}
    keep_sheet(stage.room.folder, sheet)
    token = machine_token(stage, "ناظر", "observer")
    with TestClient(make_app(stage), base_url="http://127.0.0.1") as client:
        client.headers["authorization"] = f"Bearer {token}"
        page = client.get("/exercise").text

    assert [way.who for way in sheet.ways] == ["people", "proposal", "closest-idle"]
    assert sheet.ways[0].survivors > 0
    assert {"en_route", "on_scene", "clear"} <= steps
    assert any(one.sent is not None and one.ambulance is not None for one in sheet.strikes)
    assert kept_sheet(stage.room.folder) == sheet
    assert "لو اتُّبعت الاقتراحات كلها" in page


def test_who_sends_nobody_misses_everybody_and_the_seed_repeats(stage: Site) -> None:
    """The night is the same for a seed; what was missed is named."""
    sheet = worked(stage, busy=False)

    assert sheet.ways[0].survivors == 0
    assert any(one.missed for one in sheet.strikes)
    assert _night(None, 3, 1, 2.0) == _night(None, 3, 1, 2.0)


def test_streets_are_told_of_as_they_close_and_open(stage: Site) -> None:
    """Every closure of the night that lasts is told once; none stays closed past its end."""
    night = _night(None, 3, 1, 1.0)
    long = dataclasses.replace(night, closures=night.closures[:4])
    exercise = Exercise(stage, long, seed="3", load=1.0, start_ms=NIGHT_FALLS_MS)
    exercise.prepare()
    seen: set[str] = set()
    last = max(one.end for one in long.closures)
    for minute in range(last + 1):
        stage.clock.set_ms(NIGHT_FALLS_MS + minute * 60_000)
        exercise._closures.minute(minute)
        seen |= {one.id for one in stage.room.reader().views.all(CLOSURE).values() if one.live}
    left = [one for one in stage.room.reader().views.all(CLOSURE).values() if one.live]
    facilities = stage.room.reader().views.all(FACILITY).values()

    assert len(seen) == len(long.closures)
    assert left == []
    assert {one.quarter for one in facilities} == set(night.facilities)


def test_the_scene_runs_as_fast_as_asked(stage: Site) -> None:
    """At speed 60 a scene minute is a second; nothing is played ahead of the clock."""
    night = _night(None, 3, 1, 1.0)
    exercise = Exercise(stage, night, seed="3", load=1.0, start_ms=NIGHT_FALLS_MS)
    exercise.prepare()
    time = [0.0]
    kept: list[Sheet] = []

    def wait(seconds: float) -> None:
        time[0] += seconds

    play(exercise, minutes=night.minutes, now=lambda: time[0], wait=wait,
         set_scene=lambda m: stage.clock.set_ms(NIGHT_FALLS_MS + round(m * 60_000)),
         keep=kept.append, speed=60)  # fmt: skip

    assert 58 < time[0] < 61
    assert kept[-1].over
    assert stage.clock.now_ms() <= NIGHT_FALLS_MS + 60 * 60_000
