"""Everything a proposal is made from, at one moment. Pure values.

Every assumption made where something was not said is a named setting here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from najda.dispatch.rules import CalloutRow, HoldRow
from najda.facilities.rules import FacilityRow
from najda.incidents.claims import ClaimRow
from najda.incidents.rules import IncidentRow
from najda.reports.rules import ReportRow
from najda.units.rules import BaseRow, UnitRow
from najda.vocabulary import ThingId

MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class AssemblySettings:
    """What is reckoned with where nobody said it. All are own assumptions, to be reviewed."""

    #: Injured and trapped at a strike or collapse of which no figure was said.
    unsaid_injured: int = 2
    unsaid_trapped: int = 1
    #: Driving minutes in a litre: about 4 litres an hour in a slow city, with rubble and idling.
    minutes_per_litre: int = 10
    #: Minutes a unit is still bound after it arrives, transports, reaches the facility.
    on_scene_minutes: int = 20
    transport_minutes: int = 25
    facility_minutes: int = 15
    #: A unit that should be free by now is expected in so many minutes.
    overdue_minutes: int = 5
    #: Driving inside one quarter, where only the quarter is known.
    within_quarter_minutes: int = 3
    #: A claim of aircraft overhead older than this says nothing of now.
    aircraft_minutes: int = 20
    #: So many incidents at most are looked at, the most pressing ones: a plan takes about ten
    #: microseconds for each pair of unit and incident (``python bench/proposals.py``).
    most_scenes: int = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """An open incident (joined ones together) with what was reported and who was sent."""

    incident: IncidentRow
    members: tuple[ThingId, ...]
    reports: tuple[ReportRow, ...] = ()
    claims: tuple[ClaimRow, ...] = ()
    callouts: tuple[CalloutRow, ...] = ()
    hold: HoldRow | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Everything a proposal is made from, at one moment."""

    now_ms: int
    scenes: tuple[Scene, ...]
    units: tuple[UnitRow, ...]
    bases: Mapping[ThingId, BaseRow]
    #: Live callouts by unit.
    callouts: Mapping[ThingId, tuple[CalloutRow, ...]]
    facilities: tuple[FacilityRow, ...] = ()
    #: False where this machine's clock is in doubt: a hold then stands until a person lifts it.
    holds_end: bool = True
    settings: AssemblySettings = field(default_factory=AssemblySettings)
