"""Hard filters: which unit may be proposed at all, and the reason where it may not."""

from dataclasses import dataclass
from enum import StrEnum

from najda.dispatch.states import IncidentState, ResourceClass, UnitState, UnitStatus

MINUTE_MS = 60_000


class WhyNot(StrEnum):
    """Why a unit is no candidate (at all, or at one incident)."""

    UNAVAILABLE = "unavailable"
    BUSY = "busy"
    RESTING = "resting"
    SILENT = "silent"
    BASE_LOST = "base_lost"
    NO_PLACE = "no_place"
    NO_WAY = "no_way"
    FUEL = "fuel"
    EQUIPMENT = "equipment"
    HOLD = "hold"
    NO_FACILITY = "no_facility"
    NO_UNIT = "no_unit"


@dataclass(frozen=True, slots=True)
class CandidateSettings:
    """Limits that are decided by people, not computed. All are own assumptions."""

    #: A busy unit that is free within this is planned with, but not sent.
    soon_free_minutes: int = 15
    #: Nobody heard from a unit for this long: not proposed until it answers.
    silence_minutes: int = 60
    #: Driving minutes that must be left in the tank after the round trip.
    fuel_reserve_minutes: int = 20


def why_not(unit: UnitState, now_ms: int, settings: CandidateSettings) -> WhyNot | None:
    """Why a unit is no candidate anywhere; nothing if it is one."""
    resting = unit.rest_until_ms is not None and unit.rest_until_ms > now_ms
    reasons = (
        (unit.status is UnitStatus.UNAVAILABLE, WhyNot.UNAVAILABLE),
        (not unit.base_alive, WhyNot.BASE_LOST),
        (not unit.placed, WhyNot.NO_PLACE),
        (resting, WhyNot.RESTING),
        (_silent(unit, now_ms, settings), WhyNot.SILENT),
        (_busy_for_long(unit, now_ms, settings), WhyNot.BUSY),
    )
    return next((reason for holds, reason in reasons if holds), None)


def _silent(unit: UnitState, now_ms: int, settings: CandidateSettings) -> bool:
    heard = unit.last_heard_ms
    return heard is not None and now_ms - heard > settings.silence_minutes * MINUTE_MS


def _busy_for_long(unit: UnitState, now_ms: int, settings: CandidateSettings) -> bool:
    if unit.status is not UnitStatus.BUSY:
        return False
    soon_ms = now_ms + settings.soon_free_minutes * MINUTE_MS
    return unit.free_at_ms is None or unit.free_at_ms > soon_ms


def free_in_minutes(unit: UnitState, now_ms: int) -> int:
    """Whole minutes until a unit can start; 0 for one that can now."""
    if unit.status is not UnitStatus.BUSY or unit.free_at_ms is None:
        return 0
    return max(0, -(-(unit.free_at_ms - now_ms) // MINUTE_MS))


def why_not_there(
    unit: UnitState,
    incident: IncidentState,
    *,
    arrive: int | None,
    onward: int | None,
    home: int | None,
    now_ms: int,
    settings: CandidateSettings,
) -> WhyNot | None:
    """Why a unit is no candidate at this incident; ``arrive``, ``onward``, ``home`` in minutes."""
    if arrive is None:
        return WhyNot.NO_WAY
    ambulance = unit.kind is ResourceClass.AMBULANCE
    if ambulance and onward is None:
        return WhyNot.NO_FACILITY
    if incident.equipment - unit.equipment:
        return WhyNot.EQUIPMENT
    if incident.hold_until_ms is not None and now_ms + arrive * MINUTE_MS < incident.hold_until_ms:
        return WhyNot.HOLD
    after = (home or 0) + ((onward or 0) if ambulance else 0)
    if unit.fuel_minutes is not None:
        enough = unit.fuel_minutes >= arrive + after + settings.fuel_reserve_minutes
        return None if enough else WhyNot.FUEL
    return None
