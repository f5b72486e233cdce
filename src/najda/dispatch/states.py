"""What proposals are made from: plain values of units, incidents and driving minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from najda.dispatch.survival import Need


class ResourceClass(StrEnum):
    """The kinds of units that are assigned apart from one another."""

    AMBULANCE = "ambulance"
    RESCUE_CREW = "rescue_crew"
    HEAVY_RESCUE = "heavy_rescue"


#: Which needs a class of units answers.
ANSWERS = {
    ResourceClass.AMBULANCE: (Need.IMMEDIATE, Need.DELAYED, Need.MINIMAL),
    ResourceClass.RESCUE_CREW: (Need.TRAPPED,),
    ResourceClass.HEAVY_RESCUE: (Need.TRAPPED_DEEP,),
}


class UnitStatus(StrEnum):
    """What a unit is doing, as far as sending it is concerned."""

    AVAILABLE = "available"
    EN_ROUTE = "en_route"
    #: On scene, transporting or at a facility.
    BUSY = "busy"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitState:
    """One unit as the journal last knew it. Times in milliseconds since 1970, UTC.

    ``None`` means not said; a figure that was not said never stops a unit, but is named.
    """

    id: str
    kind: ResourceClass
    status: UnitStatus
    #: The incident it drives to or stands at.
    incident: str | None = None
    on_scene: bool = False
    #: When it is expected to be free, where it is busy.
    free_at_ms: int | None = None
    #: Minutes of driving left in the tank.
    fuel_minutes: int | None = None
    equipment: frozenset[str] = frozenset()
    #: Rest that was ordered lasts until then.
    rest_until_ms: int | None = None
    last_heard_ms: int | None = None
    base_alive: bool = True
    #: False where no place of the unit is known.
    placed: bool = True


@dataclass(frozen=True, slots=True)
class People:
    """So many people at an incident with one need, not yet reached."""

    need: Need
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentState:
    """One incident as the journal last knew it.

    ``people`` are those nobody works on yet; people that units en route are meant for are among
    them. ``seen`` = a crew on scene gave the figures.
    """

    id: str
    occurred_ms: int
    people: tuple[People, ...]
    seen: bool = False
    equipment: frozenset[str] = frozenset()
    #: A hold in force: nobody enters before.
    hold_until_ms: int | None = None
    last_strike_ms: int | None = None
    aircraft_overhead: bool | None = None
    #: False where only a quarter is known: minutes are to its centre.
    exact_place: bool = True


@dataclass(frozen=True, slots=True)
class Travel:
    """Minutes over the roads that are left, rows as the units and columns as the incidents given.

    ``arrive[u][i]`` from where unit ``u`` is (or will be free) to incident ``i``, walking
    included; ``None`` = no way. ``onward[i]`` from the incident to the nearest facility that can
    take people (ambulances), ``None`` = none reachable; ``home[i]`` to the nearest living base.
    """

    arrive: Sequence[Sequence[int | None]]
    onward: Sequence[int | None]
    home: Sequence[int | None]
    #: Of ``arrive``, the minutes on foot, where there are any.
    walk: Sequence[Sequence[int]] | None = None
