"""What people do with bases and units. Pure."""

from dataclasses import dataclass

from najda.engine.card import ROOM, Act, Draft, Request, Rows
from najda.refused import Refusal, refuse
from najda.units.facts import (
    BaseRegistered,
    BaseState,
    BaseStateClaimed,
    ShiftEnded,
    ShiftStarted,
    UnitCorrected,
    UnitHeard,
    UnitKind,
    UnitPlaced,
    UnitRegistered,
    UnitRehomed,
    UnitStatusSet,
)
from najda.units.rules import BASE, UNIT, BaseRow
from najda.vocabulary import Actor, Role, ThingId, Where

MAX_CREW = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterBase(Request):
    """Enter a base."""

    name: str
    letter: str
    quarter: str | None = None
    place: Where | None = None
    invented: bool = False


def register_base(
    request: RegisterBase, rows: Rows, actor: Actor, now: int
) -> list[Draft] | Refusal:
    """A letter belongs to one base."""
    del actor, now
    name, letter = request.name.strip(), request.letter.strip().upper()
    if not name or not letter:
        return refuse("units.name_needed", at="name")
    if any(row.letter == letter for row in rows.all(BASE).values()):
        return refuse("units.letter_taken", at="letter", status=409, letter=letter)
    return [
        Draft(
            BaseRegistered(
                name=name,
                letter=letter,
                quarter=request.quarter,
                place=request.place,
                invented=request.invented,
            )
        )
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimBaseState(Request):
    """Write down what somebody says of a base's state."""

    base: ThingId
    state: BaseState
    tellers: tuple[str, ...] = ()
    note: str | None = None
    at_ms: int | None = None


def claim_base_state(
    request: ClaimBaseState, rows: Rows, actor: Actor, now: int
) -> list[Draft] | Refusal:
    """A teller's later word supersedes their own earlier one, nobody else's."""
    del actor
    known = rows.get(BASE, request.base)
    own = tuple(
        claim.fact
        for claim in (known.claims if known else ())
        if claim.stands and claim.tellers == request.tellers
    )
    said = BaseStateClaimed(
        base=request.base,
        state=request.state,
        tellers=request.tellers,
        note=request.note,
        at_ms=request.at_ms if request.at_ms is not None else now,
    )
    return [Draft(said, own)]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterUnit(Request):
    """Enter a unit; it is available from now on unless said otherwise."""

    call_sign: str
    kind: UnitKind = UnitKind.AMBULANCE
    base: ThingId | None = None
    crew_size: int | None = None
    equipment: tuple[str, ...] = ()
    phone: str | None = None
    quarter: str | None = None
    place: Where | None = None
    fuel_litres: float | None = None
    invented: bool = False


def register_unit(
    request: RegisterUnit, rows: Rows, actor: Actor, now: int
) -> list[Draft] | Refusal:
    """A call sign is spoken on the radio, so it belongs to one unit."""
    call_sign = request.call_sign.strip()
    if wrong := _wrong_unit(rows, request.id, call_sign, request.crew_size):
        return wrong
    home = rows.get(BASE, request.base) if request.base else _own_base(rows, actor)
    drafts = [
        Draft(
            UnitRegistered(
                call_sign=call_sign,
                kind=request.kind,
                base=request.base or (home.id if home else None),
                base_letter=home.letter if home else actor.base,
                crew_size=request.crew_size,
                equipment=request.equipment,
                phone=request.phone,
                invented=request.invented,
            )
        ),
        Draft(
            UnitStatusSet(
                unit=request.id, available=True, fuel_litres=request.fuel_litres, at_ms=now
            )
        ),
    ]
    quarter = request.quarter or (home.quarter if home else None)
    if quarter or request.place:
        drafts.append(
            Draft(UnitPlaced(unit=request.id, quarter=quarter, place=request.place, at_ms=now))
        )
    return drafts


def _own_base(rows: Rows, actor: Actor) -> BaseRow | None:
    """The base where this is written, once it is entered."""
    return next((one for one in rows.all(BASE).values() if one.letter == actor.base), None)


def _wrong_unit(rows: Rows, unit: ThingId, call_sign: str, crew_size: int | None) -> Refusal | None:
    if not call_sign:
        return refuse("units.call_sign_needed", at="call_sign")
    if any(one.call_sign == call_sign and one.id != unit for one in rows.all(UNIT).values()):
        return refuse("units.call_sign_taken", at="call_sign", status=409, call_sign=call_sign)
    if crew_size is not None and not 0 <= crew_size <= MAX_CREW:
        return refuse("units.figure_impossible", at="crew_size", most=MAX_CREW)
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectUnit(Request):
    """Put right how a unit was entered."""

    unit: ThingId
    call_sign: str
    kind: UnitKind
    crew_size: int | None = None
    phone: str | None = None


def correct_unit(request: CorrectUnit, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """What it was called before stays in the journal."""
    del actor, now
    call_sign = request.call_sign.strip()
    if wrong := _wrong_unit(rows, request.unit, call_sign, request.crew_size):
        return wrong
    known = rows.get(UNIT, request.unit)
    said = UnitCorrected(
        unit=request.unit,
        call_sign=call_sign,
        kind=request.kind,
        crew_size=request.crew_size,
        phone=request.phone,
    )
    return [Draft(said, known.described_facts if known else ())]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetStatus(Request):
    """Say whether a unit can take a callout."""

    unit: ThingId
    available: bool
    reserved: bool = False
    reason: str | None = None
    fuel_litres: float | None = None
    crew_fit: bool | None = None
    #: When it was so, where that was earlier (a phone without a network).
    at_ms: int | None = None


def set_status(request: SetStatus, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """Unavailable needs a reason."""
    del actor
    reason = request.reason.strip() if request.reason else None
    if not request.available and not reason:
        return refuse("units.reason_needed", at="reason")
    known = rows.get(UNIT, request.unit)
    at_ms = _when(request.at_ms, now)
    statuses = known.statuses if known else ()
    said = UnitStatusSet(
        unit=request.unit,
        available=request.available,
        reserved=request.reserved,
        reason=reason,
        fuel_litres=request.fuel_litres,
        crew_fit=request.crew_fit,
        at_ms=at_ms,
    )
    return [Draft(said, tuple(one.fact for one in statuses if one.at_ms <= at_ms))]


def _when(at_ms: int | None, now: int) -> int:
    """The time a request names, never later than now.

    What is told late does not know what was said since: it stands beside that, and a person looks.
    """
    return now if at_ms is None else min(at_ms, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceUnit(Request):
    """Say where a unit is."""

    unit: ThingId
    quarter: str | None = None
    place: Where | None = None


def place_unit(request: PlaceUnit, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """A quarter or an exact place."""
    del actor
    if not request.quarter and request.place is None:
        return refuse("units.place_needed", at="place")
    known = rows.get(UNIT, request.unit)
    said = UnitPlaced(unit=request.unit, quarter=request.quarter, place=request.place, at_ms=now)
    return [Draft(said, known.placed_facts if known else ())]


@dataclass(frozen=True, slots=True, kw_only=True)
class HearUnit(Request):
    """A unit answered; with a head-count where one was taken."""

    unit: ThingId
    people: int | None = None
    all_well: bool | None = None
    note: str | None = None
    #: When it answered, where that was earlier (a phone without a network).
    at_ms: int | None = None


def hear_unit(request: HearUnit, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """Nought people is an answer; not counted is none."""
    del actor
    if request.people is not None and not 0 <= request.people <= MAX_CREW:
        return refuse("units.figure_impossible", at="people", most=MAX_CREW)
    said = UnitHeard(
        unit=request.unit,
        people=request.people,
        all_well=request.all_well,
        note=request.note,
        at_ms=_when(request.at_ms, now),
    )
    known = rows.get(UNIT, request.unit)
    late = known is not None and (known.heard_ms or 0) > said.at_ms
    return [Draft(said, known.heard_facts if known and not late else ())]


@dataclass(frozen=True, slots=True, kw_only=True)
class RehomeUnit(Request):
    """Let a unit work from another base."""

    unit: ThingId
    base: ThingId
    reason: str | None = None


def rehome_unit(request: RehomeUnit, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """With the reason, as its own base may be gone."""
    del actor, now
    known = rows.get(UNIT, request.unit)
    said = UnitRehomed(unit=request.unit, base=request.base, reason=request.reason)
    return [Draft(said, known.home_facts if known else ())]


@dataclass(frozen=True, slots=True, kw_only=True)
class StartShift(Request):
    """A crew takes a unit over."""

    unit: ThingId
    people: int
    crew: tuple[ThingId, ...] = ()
    leader: str | None = None


def start_shift(request: StartShift, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """The shift before is ended with it."""
    del actor
    if not 0 <= request.people <= MAX_CREW:
        return refuse("units.figure_impossible", at="people", most=MAX_CREW)
    known = rows.get(UNIT, request.unit)
    drafts = []
    if known and known.shift:
        drafts.append(Draft(ShiftEnded(shift=known.shift, unit=request.unit, at_ms=now)))
    started = ShiftStarted(
        unit=request.unit,
        crew=request.crew,
        leader=request.leader,
        people=request.people,
        at_ms=now,
    )
    return [*drafts, Draft(started)]


@dataclass(frozen=True, slots=True, kw_only=True)
class EndShift(Request):
    """A crew hands its unit over."""

    unit: ThingId
    note: str | None = None


def end_shift(request: EndShift, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """Only an open shift can end."""
    del actor
    known = rows.get(UNIT, request.unit)
    if known is None or known.shift is None:
        return refuse("units.no_shift", status=409)
    said = ShiftEnded(shift=known.shift, unit=request.unit, at_ms=now, note=request.note)
    return [Draft(said)]


_WITH_CREW = ROOM | {Role.CREW}
ACTS = (
    Act("register_base", RegisterBase, register_base),
    Act("claim_base_state", ClaimBaseState, claim_base_state),
    Act("register_unit", RegisterUnit, register_unit),
    Act("correct_unit", CorrectUnit, correct_unit),
    Act("set_status", SetStatus, set_status, _WITH_CREW),
    Act("place_unit", PlaceUnit, place_unit, _WITH_CREW),
    Act("hear_unit", HearUnit, hear_unit, _WITH_CREW),
    Act("rehome_unit", RehomeUnit, rehome_unit),
    Act("start_shift", StartShift, start_shift, _WITH_CREW),
    Act("end_shift", EndShift, end_shift, _WITH_CREW),
)
