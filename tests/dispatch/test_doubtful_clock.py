"""A machine whose clock disagrees with the other bases' ends no hold by it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from najda.dispatch.incident_states import DOUBTFUL_HOLD_MS, incident_state
from najda.dispatch.picture import Picture, Scene
from najda.dispatch.rules import HoldRow, HoldSaid
from najda.incidents.facts import IncidentType
from najda.incidents.rules import IncidentRow
from najda.machine_person import machine_token
from najda.net.clocks import APART_MS
from najda.net.vector import Vector
from najda.places.located import Located
from najda.scene_clock import SceneClock
from najda.serving import Where, make_site, make_station
from najda.web.app import make_app
from najda.web.site import Site
from rooms import NIGHT_MS, Organisation

MINUTE_MS = 60_000


@pytest.fixture
def site(organisation: Organisation) -> Site:
    organisation.join("B")
    clock = SceneClock(driven=True, start_ms=NIGHT_MS)
    made = make_site(organisation.first, clock)
    made.station = make_station(organisation.first, Where(), clock)
    return made


@pytest.fixture
def dispatcher(site: Site) -> Iterator[TestClient]:
    with TestClient(make_app(site), base_url="http://127.0.0.1") as client:
        client.headers["authorization"] = f"Bearer {machine_token(site, 'd', 'dispatcher')}"
        yield client


def test_a_hold_does_not_end_by_a_doubtful_clock(
    organisation: Organisation, site: Site, dispatcher: TestClient
) -> None:
    """Past its end the crew and the board are told so, unless nobody knows what time it is."""

    def act(name: str, **body: object) -> str:
        answer = dispatcher.post(f"/api/v1/acts/{name}", json=body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def told() -> tuple[bool, bool]:
        [task] = dispatcher.get("/crew/state").json()["callouts"]
        return bool(task["hold"]), "لم يؤكَّد" in dispatcher.get("/").text

    unit = act("units/register_unit", call_sign="إسعاف 1")
    incident = act("incidents/open_incident", type="air_strike", title="السكري")
    act("dispatch/send_unit", unit=unit, incident=incident)
    act("dispatch/set_hold", incident=incident, minutes=10, reason="ضربة ثانية")
    assert told() == (True, False)
    assert site.station is not None
    site.clock.set_ms(NIGHT_MS + 11 * MINUTE_MS)
    assert told() == (False, True)
    other = organisation.bases[1].room.own_chain
    site.station.holders.note(other, Vector())
    site.station.clocks.note(other, APART_MS, 0, 0)

    assert told() == (True, False)


def test_a_proposal_keeps_to_a_hold_that_nobody_can_time() -> None:
    """Past its end, or by a clock in doubt: it stands for at least an hour from now."""
    said = HoldSaid(fact="f", by="", base="A", at_ms=0, until_ms=NIGHT_MS - MINUTE_MS)
    scene = Scene(
        incident=IncidentRow(id="i", type=IncidentType.AIR_STRIKE, opened_ms=NIGHT_MS),
        members=("i",),
        hold=HoldRow(incident="i", standing=(said,)),
    )
    sure = Picture(now_ms=NIGHT_MS, scenes=(scene,), units=(), bases={}, callouts={})
    where = Located(36.2, 37.15, exact=True)

    assert incident_state(sure, scene, where).hold_until_ms is None
    unsure = incident_state(replace(sure, holds_end=False), scene, where)
    assert unsure.hold_until_ms == NIGHT_MS + DOUBTFUL_HOLD_MS
