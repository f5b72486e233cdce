"""A night as it truly was: strikes, people, closures, losses. Read from a file or drawn by a seed.

Times are whole minutes since the start of the night. ``docs/nights.md`` describes the file.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

SCHEMA = "najda-night/1"
UNIT_KINDS = ("ambulance", "rescue_crew", "heavy_rescue")
TRIAGE = ("immediate", "delayed", "minimal")


class NightRefusedError(Exception):
    """A night file that cannot be played, with a key and values for the reader's language."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values


@dataclass(frozen=True, slots=True)
class Place:
    """A quarter, a junction of the night's district graph."""

    id: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Street:
    """A two-way line between two places and its minutes on an open road."""

    a: str
    b: str
    minutes: int


@dataclass(frozen=True, slots=True)
class NightClosure:
    """Rubble (slower) or fire (nobody passes) on a street, from a minute until a minute."""

    street: int
    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NightUnit:
    """A unit, where it starts, and the minute it is lost (``None``: never)."""

    id: str
    kind: str
    place: str
    lost_at: int | None = None


@dataclass(frozen=True, slots=True)
class Wounded:
    """One severely wounded person: true triage class and the minutes an ambulance spends."""

    triage: str
    scene_minutes: int
    handover_minutes: int


@dataclass(frozen=True, slots=True)
class Trapped:
    """One trapped person: deep (heavy gear) or not, and the minutes of work to get them out."""

    deep: bool
    work_minutes: int


@dataclass(frozen=True, slots=True)
class FirstReport:
    """What the room is told first: late, with wrong figures and partly wrong triage."""

    minute: int
    wounded: tuple[str, ...]
    trapped: int


@dataclass(frozen=True, slots=True)
class Strike:
    """One strike: when and where, who was truly harmed, and what was reported."""

    id: str
    minute: int
    place: str
    wounded: tuple[Wounded, ...]
    trapped: tuple[Trapped, ...]
    report: FirstReport


@dataclass(frozen=True, slots=True)
class Night:
    """Everything that was true. Only the simulator and the bound may read it."""

    name: str
    minutes: int
    places: tuple[Place, ...]
    streets: tuple[Street, ...]
    closures: tuple[NightClosure, ...]
    facilities: tuple[str, ...]
    units: tuple[NightUnit, ...]
    strikes: tuple[Strike, ...]
    #: Minutes from a place's centre to the scene, for every drive.
    access_minutes: int = 3
    #: Rubble: driving minutes times this.
    rubble_factor: int = 3


def save_night(night: Night, file: Path) -> None:
    """Write a night as JSON."""
    file.write_text(json.dumps({"schema": SCHEMA, **asdict(night)}, indent=1), encoding="utf-8")


def load_night(file: Path) -> Night:
    """Read a night. Raises ``NightRefusedError`` with the key ``night.unreadable`` or another."""
    try:
        raw = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise NightRefusedError("night.unreadable", file=file.name, reason=str(error)) from error
    if not isinstance(raw, dict) or raw.get("schema") != SCHEMA:
        raise NightRefusedError("night.schema", file=file.name, wanted=SCHEMA)
    try:
        night = _night(raw)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NightRefusedError("night.field", file=file.name, field=str(error)) from error
    check_night(night)
    return night


def _night(raw: Mapping[str, Any]) -> Night:
    return Night(
        name=str(raw.get("name", "")),
        minutes=int(raw["minutes"]),
        places=tuple(Place(**p) for p in raw["places"]),
        streets=tuple(Street(**s) for s in raw["streets"]),
        closures=tuple(NightClosure(**c) for c in raw.get("closures", ())),
        facilities=tuple(raw["facilities"]),
        units=tuple(NightUnit(**u) for u in raw["units"]),
        strikes=tuple(_strike(s) for s in raw["strikes"]),
        access_minutes=int(raw.get("access_minutes", 3)),
        rubble_factor=int(raw.get("rubble_factor", 3)),
    )


def _strike(raw: Mapping[str, Any]) -> Strike:
    report = raw["report"]
    return Strike(
        id=str(raw["id"]),
        minute=int(raw["minute"]),
        place=raw["place"],
        wounded=tuple(Wounded(**w) for w in raw["wounded"]),
        trapped=tuple(Trapped(**t) for t in raw["trapped"]),
        report=FirstReport(int(report["minute"]), tuple(report["wounded"]), int(report["trapped"])),
    )


def check_night(night: Night) -> None:
    """Raise ``NightRefusedError`` where a night names what it does not hold, or time runs back."""
    places = {p.id for p in night.places}
    named = [u.place for u in night.units] + [s.place for s in night.strikes]
    named += [*night.facilities, *(s.a for s in night.streets), *(s.b for s in night.streets)]
    for name in named:
        if name not in places:
            raise NightRefusedError("night.no_such_place", place=name)
    if not night.facilities:
        raise NightRefusedError("night.no_facility")
    for ids in ([u.id for u in night.units], [s.id for s in night.strikes]):
        if len(set(ids)) != len(ids):
            raise NightRefusedError("night.id_twice")
    for closure in night.closures:
        if not 0 <= closure.street < len(night.streets) or closure.kind not in CLOSURE_KINDS:
            raise NightRefusedError("night.closure", street=closure.street, kind=closure.kind)
    for unit in night.units:
        if unit.kind not in UNIT_KINDS:
            raise NightRefusedError("night.unit_kind", kind=unit.kind)
    for strike in night.strikes:
        classes = {w.triage for w in strike.wounded} | set(strike.report.wounded)
        if strike.report.minute < strike.minute or not classes <= set(TRIAGE):
            raise NightRefusedError("night.strike", strike=strike.id)
    too_long = night.minutes > LONGEST_NIGHT_MINUTES
    if too_long or any(s.minutes < 1 for s in night.streets) or night.access_minutes < 1:
        raise NightRefusedError("night.minutes")


CLOSURE_KINDS = ("rubble", "under_fire")
#: Survival curves are tabulated for little more than this.
LONGEST_NIGHT_MINUTES = 5 * 24 * 60
