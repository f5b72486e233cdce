"""Which hospital can take whom: every word with its teller and age; the way there is reckoned."""

import os
from typing import Any

from starlette.testclient import TestClient

from doors import Enter
from najda.dispatch.destinations import destinations
from najda.facilities.facts import FacilityKind, FacilityState
from najda.facilities.rules import CAPACITY_HOLDS_MS, CapacitySaid, FacilityRow, StateSaid
from najda.places.located import Located, located, quarters
from najda.roads.closures import Closure, ClosureKind
from najda.roads.district import district_network
from najda.roads.eta import Roads
from najda.roads.network import Point
from rooms import NIGHT_MS


def act(client: TestClient, path: str, /, **body: object) -> str:
    answer = client.post(f"/api/v1/acts/{path}", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def beds(free: int | None, at_ms: int, *, stands: bool = True) -> CapacitySaid:
    return CapacitySaid(
        fact="f", beds_free=free, tellers=(), at_ms=at_ms, by="", base="A", stands=stands
    )


def hospital(id_: str, quarter: str, **more: Any) -> FacilityRow:
    return FacilityRow(id=id_, name=id_, kind=FacilityKind.HOSPITAL, quarter=quarter, **more)


def state(said: FacilityState, teller: str) -> StateSaid:
    return StateSaid(
        fact=teller, state=said, tellers=(teller,), at_ms=NIGHT_MS, by="", base="A", stands=True
    )


def districts() -> Roads:
    return Roads(district_network((one.id, one.lat, one.lon) for one in quarters()))


def at(quarter: str) -> Located:
    found = located(None, quarter)
    assert found is not None
    return found


def test_full_is_not_said_for_ever_and_nothing_said_is_not_full() -> None:
    """A lately told 0 is full; an old 0, no word, and a newer word of beds are not."""
    now = NIGHT_MS
    old = now - CAPACITY_HOLDS_MS - 1

    assert hospital("h", "shaar", capacities=(beds(0, now),)).is_full(now)
    assert not hospital("h", "shaar", capacities=(beds(0, old),)).is_full(now)
    assert not hospital("h", "shaar").is_full(now)
    assert not hospital("h", "shaar", capacities=(beds(0, now - 2), beds(3, now - 1))).is_full(now)


def test_one_teller_of_closed_is_enough_to_send_nobody_there() -> None:
    """Cautious wins: one says open, another closed, nobody is brought there; both stay shown."""
    row = hospital(
        "h", "shaar", states=(state(FacilityState.OPEN, "a"), state(FacilityState.CLOSED, "b"))
    )

    assert set(row.states_now) == {FacilityState.OPEN, FacilityState.CLOSED}
    assert not row.receives
    assert not FacilityRow(id="s", kind=FacilityKind.SHELTER).receives


def test_the_nearest_that_has_room_is_named_and_no_way_is_told_from_none_known() -> None:
    """A full one is passed by; where all are full the nearest is named, marked."""
    near, far = hospital("near", "sukkari"), hospital("far", "shaar")
    full = hospital("near", "sukkari", capacities=(beds(0, NIGHT_MS),))
    full_far = hospital("far", "shaar", capacities=(beds(0, NIGHT_MS),))
    there = [("i", at("sukkari"))]
    roads = districts()

    assert destinations([near, far], there, roads, NIGHT_MS).by_incident["i"].facility == "near"
    assert destinations([full, far], there, roads, NIGHT_MS).by_incident["i"].facility == "far"
    last = destinations([full, full_far], there, roads, NIGHT_MS).by_incident["i"]
    assert (last.facility, last.full) == ("near", True)

    none_known = destinations([], there, roads, NIGHT_MS)
    here = at("sukkari")
    wall = Closure(id="c", kind=ClosureKind.CUT, at=Point(here.lat, here.lon), since_ms=0,
                   radius_m=60_000)  # fmt: skip
    roads.apply([wall], NIGHT_MS)
    unreached = destinations([far], there, roads, NIGHT_MS)

    assert none_known.minutes("i") == 0
    assert unreached.minutes("i") is None


def test_from_the_form_to_the_proposal(enter: Enter) -> None:
    """Registered, told, claimed: the page shows each word, the proposal where it would go."""
    room = enter("dispatcher")
    name = f"مشفى {os.urandom(3).hex()}"
    facility = act(room, "facilities/register_facility", name=name, quarter="sukkari")
    act(room, "facilities/tell_capacity", facility=facility, beds_free=0, tellers=["ممرض"])
    act(room, "facilities/tell_capacity", facility=facility, beds_free=4, tellers=["طبيب"])
    act(room, "facilities/claim_state", facility=facility, state="compromised", tellers=["طبيب"])
    act(
        room, "units/register_unit", call_sign=f"إسعاف {os.urandom(2).hex()}", quarter="sukkari",
        fuel_litres=80,
    )  # fmt: skip
    act(room, "incidents/open_incident", type="air_strike", quarter="sukkari", title="قصف")
    room.cookies.set("lang", "en")
    page, proposals = room.get("/facilities").text, room.get("/dispatch/proposals").text
    shown = enter("observer").get("/facilities").status_code
    refused = enter("reader").get("/facilities").status_code
    points = [one["properties"] for one in room.get("/map/live.json").json()["features"]]
    states = [one["state"] for one in points if one["id"] == facility]
    room.cookies.clear()

    assert "ممرض" in page
    assert "طبيب" in page
    assert "compromised" in page
    assert f"then to <bdi>{name}</bdi>" in proposals
    assert (shown, refused) == (200, 403)
    assert states == ["open"]


def test_what_cannot_be_is_refused_with_what_to_do(enter: Enter) -> None:
    """No name, no place, no figure, an impossible one, a name taken: nothing is written."""
    room = enter("operator")
    name = f"نقطة {os.urandom(3).hex()}"
    facility = act(room, "facilities/register_facility", name=name, quarter="shaar")

    def code(path: str, /, **body: object) -> tuple[int, str]:
        answer = room.post(f"/api/v1/acts/facilities/{path}", json=body)
        return answer.status_code, str(answer.json()["code"])

    assert code("register_facility", name=" ", quarter="shaar")[1] == "facilities.name_needed"
    assert code("register_facility", name="x")[1] == "facilities.place_needed"
    assert code("register_facility", name=name, quarter="shaar") == (409, "facilities.name_taken")
    assert code("tell_capacity", facility=facility)[1] == "facilities.figure_needed"
    assert code("tell_capacity", facility=facility, beds_free=-1)[1] == (
        "facilities.figure_impossible"
    )
