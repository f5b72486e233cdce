"""What people do with facilities. Pure."""

from dataclasses import dataclass

from najda.engine.card import ROOM, Act, Draft, Request, Rows
from najda.facilities.facts import (
    CapacityTold,
    FacilityKind,
    FacilityRegistered,
    FacilityState,
    FacilityStateClaimed,
)
from najda.facilities.rules import FACILITY, CapacitySaid, StateSaid
from najda.refused import Refusal, refuse
from najda.vocabulary import Actor, FactId, Role, ThingId, Where

MOST_ROOM = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterFacility(Request):
    """Enter a hospital, medical point or shelter."""

    name: str
    kind: FacilityKind = FacilityKind.HOSPITAL
    quarter: str | None = None
    place: Where | None = None
    phone: str | None = None
    invented: bool = False


def register_facility(
    request: RegisterFacility, rows: Rows, actor: Actor, now: int
) -> list[Draft] | Refusal:
    """It needs a name of its own and a place, or nobody can be driven there."""
    del actor, now
    name = request.name.strip()
    if not name:
        return refuse("facilities.name_needed", at="name")
    if any(name in row.names for row in rows.all(FACILITY).values()):
        return refuse("facilities.name_taken", at="name", status=409, name=name)
    if request.place is None and request.quarter is None:
        return refuse("facilities.place_needed", at="place")
    said = FacilityRegistered(
        name=name,
        kind=request.kind,
        quarter=request.quarter,
        place=request.place,
        phone=request.phone,
        invented=request.invented,
    )
    return [Draft(said)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimState(Request):
    """Write down what somebody says of a facility's state."""

    facility: ThingId
    state: FacilityState
    tellers: tuple[str, ...] = ()
    note: str | None = None
    at_ms: int | None = None


def claim_state(request: ClaimState, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """A teller's later word supersedes their own earlier one, nobody else's."""
    del actor
    known = rows.get(FACILITY, request.facility)
    said = FacilityStateClaimed(
        facility=request.facility,
        state=request.state,
        tellers=request.tellers,
        note=request.note,
        at_ms=request.at_ms if request.at_ms is not None else now,
    )
    return [Draft(said, _own(known.states if known else (), request.tellers))]


@dataclass(frozen=True, slots=True, kw_only=True)
class TellCapacity(Request):
    """Write down how much room a facility has; what is left out was not said."""

    facility: ThingId
    beds_free: int | None = None
    theatres_free: int | None = None
    places_free: int | None = None
    tellers: tuple[str, ...] = ()
    note: str | None = None
    at_ms: int | None = None


def tell_capacity(
    request: TellCapacity, rows: Rows, actor: Actor, now: int
) -> list[Draft] | Refusal:
    """At least one figure; a teller's later word supersedes their own earlier one."""
    del actor
    figures = {
        "beds_free": request.beds_free,
        "theatres_free": request.theatres_free,
        "places_free": request.places_free,
    }
    if all(one is None for one in figures.values()):
        return refuse("facilities.figure_needed", at="beds_free")
    for at, figure in figures.items():
        if figure is not None and not 0 <= figure <= MOST_ROOM:
            return refuse("facilities.figure_impossible", at=at, most=MOST_ROOM)
    known = rows.get(FACILITY, request.facility)
    said = CapacityTold(
        facility=request.facility,
        **figures,
        tellers=request.tellers,
        note=request.note,
        at_ms=request.at_ms if request.at_ms is not None else now,
    )
    return [Draft(said, _own(known.capacities if known else (), request.tellers))]


def _own(
    said: tuple[StateSaid, ...] | tuple[CapacitySaid, ...], tellers: tuple[str, ...]
) -> tuple[FactId, ...]:
    return tuple(one.fact for one in said if one.stands and one.tellers == tellers)


_WITH_CREW = ROOM | {Role.CREW}
ACTS = (
    Act("register_facility", RegisterFacility, register_facility),
    Act("claim_state", ClaimState, claim_state, _WITH_CREW),
    Act("tell_capacity", TellCapacity, tell_capacity, _WITH_CREW),
)
