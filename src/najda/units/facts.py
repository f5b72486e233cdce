"""What can be said about bases, crews and vehicles."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from najda.vocabulary import Fact, Names, Personal, Placed, ThingId, Where, Worded


class UnitKind(StrEnum):
    """What a unit is: the smallest thing one can dispatch."""

    AMBULANCE = "ambulance"
    RESCUE_CREW = "rescue_crew"
    HEAVY_RESCUE = "heavy_rescue"
    FIRE_ENGINE = "fire_engine"
    MEDICAL_TEAM = "medical_team"
    OBSERVER = "observer"


class BaseState(StrEnum):
    """What is said of a base; each is a claim with its teller. Silent is never destroyed."""

    OPERATIONAL = "operational"
    HIT = "hit"
    OUT_OF_SERVICE = "out_of_service"
    EVACUATED = "evacuated"
    DESTROYED = "destroyed"
    SILENT = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseRegistered(Fact):
    """A base (centre) of the organisation."""

    creates: ClassVar[str | None] = "base"
    searched: ClassVar[tuple[str, ...]] = ("name", "letter")

    name: str
    letter: str
    quarter: str | None = None
    place: Placed[Where | None] = None
    invented: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseStateClaimed(Fact):
    """Somebody said in which state a base is."""

    base: Names[ThingId]
    state: BaseState
    tellers: tuple[str, ...] = ()
    at_ms: int
    note: Worded[str | None] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRegistered(Fact):
    """A vehicle with its crew, or a team on foot."""

    creates: ClassVar[str | None] = "unit"
    searched: ClassVar[tuple[str, ...]] = ("call_sign",)

    call_sign: str
    kind: UnitKind
    base: Names[ThingId | None] = None
    base_letter: str = ""
    crew_size: int | None = None
    equipment: tuple[str, ...] = ()
    phone: Personal[str | None] = None
    invented: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCorrected(Fact):
    """A unit was entered wrongly: what it is called and what it is, from now on."""

    searched: ClassVar[tuple[str, ...]] = ("call_sign",)

    unit: Names[ThingId]
    call_sign: str
    kind: UnitKind
    crew_size: int | None = None
    phone: Personal[str | None] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitStatusSet(Fact):
    """A unit can or cannot take a callout (with the reason), or is kept for a later one."""

    unit: Names[ThingId]
    available: bool
    reserved: bool = False
    reason: str | None = None
    #: Litres in the tank; None = not said.
    fuel_litres: float | None = None
    crew_fit: bool | None = None
    at_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPlaced(Fact):
    """Where a unit is, as somebody said it: the place proposals reckon from."""

    unit: Names[ThingId]
    quarter: str | None = None
    place: Placed[Where | None] = None
    at_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitHeard(Fact):
    """A unit answered (radio check, head-count); ``people`` counted, None = not counted."""

    unit: Names[ThingId]
    people: int | None = None
    all_well: bool | None = None
    note: Worded[str | None] = None
    at_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRehomed(Fact):
    """A unit works from another base now."""

    unit: Names[ThingId]
    base: Names[ThingId]
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftStarted(Fact):
    """A crew took a unit over for a shift."""

    creates: ClassVar[str | None] = "shift"

    unit: Names[ThingId]
    #: Persons of the roster; their names stand there.
    crew: Names[tuple[ThingId, ...]] = ()
    leader: Personal[str | None] = None
    people: int
    at_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftEnded(Fact):
    """A crew handed its unit over."""

    shift: Names[ThingId]
    unit: Names[ThingId]
    at_ms: int
    note: Worded[str | None] = None
