"""Proposals beside the queue: from facts to "who should go where", decided by a person."""

import dataclasses
import html
import os
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from doors import Enter
from najda.dispatch import proposal_pages
from najda.dispatch.facts import Step
from najda.dispatch.incident_states import people_of
from najda.dispatch.picture import AssemblySettings, Picture, Scene
from najda.dispatch.proposing import proposed
from najda.dispatch.rules import CalloutRow
from najda.dispatch.survival import Need
from najda.incidents.facts import IncidentType
from najda.incidents.rules import IncidentRow
from najda.machine_person import machine_token
from najda.places.located import quarters
from najda.reports.rules import ReportRow
from najda.roads.closures import Closure, ClosureKind
from najda.roads.district import district_network
from najda.roads.eta import Roads
from najda.roads.network import Point
from najda.serving import make_site
from najda.units.facts import UnitKind
from najda.units.rules import StatusSaid, UnitRow
from najda.web.app import make_app
from rooms import NIGHT_MS, Organisation

MINUTE = 60_000


def act(client: TestClient, name: str, **body: object) -> dict[str, Any]:
    answer = client.post(f"/api/v1/acts/{name}", json=body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def unit(id_: str, quarter: str | None, **more: Any) -> UnitRow:
    status = StatusSaid(fact="f", available=True, reserved=False, at_ms=NIGHT_MS, by="", base="A")
    given = {"kind": UnitKind.AMBULANCE, "statuses": (status,), **more}
    return UnitRow(id=id_, call_sign=id_, quarter=quarter, **given)


def scene(id_: str, quarter: str | None, **more: Any) -> Scene:
    incident = IncidentRow(
        id=id_, type=IncidentType.AIR_STRIKE, quarter=quarter, opened_ms=NIGHT_MS - 10 * MINUTE
    )
    return Scene(incident=incident, members=(id_,), **more)


def picture(scenes: list[Scene], units: list[UnitRow]) -> Picture:
    return Picture(now_ms=NIGHT_MS, scenes=tuple(scenes), units=tuple(units), bases={}, callouts={})


def districts() -> Roads:
    return Roads(district_network((one.id, one.lat, one.lon) for one in quarters()))


def test_the_nearer_ambulance_is_proposed_and_a_closed_quarter_changes_that() -> None:
    """Everything round the nearer unit is cut: the farther one is proposed."""
    given = picture([scene("i", "sukkari")], [unit("near", "sukkari"), unit("far", "shaar")])
    roads = districts()
    first = proposed(given, roads).plan.proposals[0]
    here = next(one for one in quarters() if one.id == "shaar")
    wall = Closure(id="c", kind=ClosureKind.CUT, at=Point(here.lat, here.lon), since_ms=0,
                   radius_m=2_500)  # fmt: skip
    roads.apply([wall], NIGHT_MS)
    after = proposed(given, roads)

    assert (first.unit, first.runner_up and first.runner_up.unit) == ("near", "far")
    assert after.etas["far", "i"].by_vehicle is False


def test_in_a_flood_of_incidents_the_most_pressing_and_the_bound_are_looked_at() -> None:
    """Beyond the limit: those that lose most in an hour, and whatever a crew is bound to."""
    reports = [
        ReportRow(id=f"r{n}", trapped=n, injured=n, received_ms=NIGHT_MS - MINUTE) for n in range(5)
    ]
    scenes = [scene(f"i{n}", "sukkari", reports=(reports[n],)) for n in range(5)]
    order = dataclasses.replace(_sent("u"), incident="i0")
    callout = CalloutRow(id="c", unit="u", sent=(order,))
    given = dataclasses.replace(
        picture(scenes, [unit("u", "shaar"), unit("v", "shaar")]),
        callouts={"u": (callout,)},
        settings=AssemblySettings(most_scenes=2),
    )
    found = proposed(given, districts())

    assert found.left_out == 3
    assert {place for _, place in found.etas} == {"i0", "i4"}


def test_nothing_known_gives_an_answer_and_no_error() -> None:
    """No units, no incidents, no places: the board stays alive and says what is missing."""
    roads = districts()
    nowhere = proposed(picture([scene("i", None)], [unit("u", None)]), roads)

    assert proposed(picture([], []), roads).plan.proposals == ()
    assert nowhere.without_place == ("i",)
    assert nowhere.plan.not_candidates == {"u": "no_place"}
    assert proposed(picture([scene("i", "sukkari")], []), roads).unsaid == {"i"}


def test_people_are_those_nobody_works_on_yet() -> None:
    """Of five trapped and ten injured, an ambulance and a crew on scene take one each."""
    said = ReportRow(id="r", injured=10, trapped=5)
    busy = [CalloutRow(id=f"c{n}", unit=n, sent=(_sent(n),), steps=(_step(),)) for n in ("a", "b")]
    units = [unit("a", "sukkari"), unit("b", "sukkari", kind=UnitKind.RESCUE_CREW)]
    one = scene("i", "sukkari", reports=(said,), callouts=tuple(busy))
    found = {people.need: people.count for people in people_of(picture([one], units), one)}

    assert sum(found.values()) - found[Need.TRAPPED] == 9
    assert found[Need.TRAPPED] == 4


def _sent(unit_id: str) -> Any:
    from najda.dispatch.rules import Sent

    return Sent(fact="s", number="A-1", unit=unit_id, incident="i", at_ms=0, by="", base="A")


def _step() -> Any:
    from najda.dispatch.rules import StepSaid

    return StepSaid(fact="t", step=Step.ON_SCENE, at_ms=NIGHT_MS, by="", base="A")


def test_a_proposal_is_accepted_and_another_unit_needs_a_reason(enter: Enter) -> None:
    """The page gives the form; the callout follows; the override keeps why."""
    room = enter("dispatcher")
    names = [f"{n} {os.urandom(2).hex()}" for n in range(2)]
    ids = [
        act(room, "units/register_unit", call_sign=name, quarter=quarter)["id"]
        for name, quarter in zip(names, ("sukkari", "shaar"), strict=True)
    ]
    report = act(room, "reports/receive_report", text="جرحى بالسكري", injured=3)["id"]
    incident = act(
        room, "incidents/open_incident", quarter="sukkari", place={"text": "السكري"}, report=report
    )["id"]
    page = room.get(f"/dispatch/proposals?incident={incident}").text
    form = dict(re.findall(r'name="(\w+)" value="([^"]*)"',
                           page.partition('action="/do/dispatch/send_unit"')[2]))  # fmt: skip
    body = {"id": html.unescape(form["id"]), "unit": ids[0], "incident": incident}
    sent = room.post("/do/dispatch/send_unit", data=body, follow_redirects=False)
    act(room, "dispatch/send_unit", unit=ids[1], incident=incident, override_reason="أقرب فعلياً")
    callout = room.get("/api/v1/views/dispatch.callout", params={"key": body["id"]}).json()

    assert names[0] in page
    assert "تقدير بين الأحياء" in page
    assert sent.status_code == 303
    assert callout["sent"][0]["unit"] == ids[0]
    assert enter("observer").get("/dispatch/proposals").status_code == 403


def test_a_blocked_crew_is_offered_as_a_closure(enter: Enter) -> None:
    """The crew says "blocked"; nothing is closed until a person says so."""
    room = enter("dispatcher")
    name = f"عائق {os.urandom(2).hex()}"
    id_ = act(room, "units/register_unit", call_sign=name, quarter="sukkari")["id"]
    incident = act(room, "incidents/open_incident", place={"text": "الفردوس"})["id"]
    callout = act(room, "dispatch/send_unit", unit=id_, incident=incident)["id"]
    act(enter("crew"), "dispatch/report_step", callout=callout, step="blocked")
    offered = room.get("/dispatch/blocked").text
    act(room, "roads/close_road", callout=callout, place={"text": "السكري"}, tellers=[name])

    assert name in offered
    assert name not in room.get("/dispatch/blocked").text


def test_a_plan_that_took_long_is_given_again_with_the_time_to_ask(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the room rests from planning, a screen is told when a newer plan can be had."""
    monkeypatch.setattr(proposal_pages, "LONG_SECONDS", 0.0)
    monkeypatch.setattr(proposal_pages, "PAUSE", 10_000)
    site = make_site(organisation.first)
    token = machine_token(site, "سلمى", "dispatcher")
    with TestClient(make_app(site), base_url="http://127.0.0.1") as room:
        room.headers["authorization"] = f"Bearer {token}"
        first = room.get("/dispatch/proposals").text
        act(room, "units/register_unit", call_sign="إسعاف 1", quarter="shaar")
        resting = room.get("/dispatch/proposals").text

    assert "load delay:" not in first
    assert 'hx-trigger="load delay:' in resting
    assert 'hx-target="closest .plan"' in resting
