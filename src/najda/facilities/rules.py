"""Facilities as the facts tell: what is said of their state and their room, and how old it is.

Pure. Nothing is averaged: each teller's last word stands beside the others'.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from najda.engine.apart import Apart, apart
from najda.engine.card import View
from najda.engine.heads import heads
from najda.engine.said import Said, said_by
from najda.facilities.facts import (
    CapacityTold,
    FacilityKind,
    FacilityRegistered,
    FacilityState,
    FacilityStateClaimed,
)
from najda.vocabulary import (
    ALL_BUT_DISPLAY,
    Entry,
    Personal,
    Placed,
    ThingId,
    Where,
    Worded,
)

#: Facilities that receive patients.
CARE = frozenset({FacilityKind.HOSPITAL, FacilityKind.FIELD_HOSPITAL, FacilityKind.MEDICAL_POINT})
#: Nobody is brought to a facility of which a teller says this.
_SHUT = frozenset({FacilityState.EVACUATING, FacilityState.CLOSED})
#: Beds told longer ago say nothing of now: own assumption, a raid fills a ward within the hour.
CAPACITY_HOLDS_MS = 60 * 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class StateSaid(Said):
    """One claim on a facility's state."""

    state: FacilityState
    tellers: tuple[str, ...]
    note: Worded[str | None] = None
    stands: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacitySaid(Said):
    """One word on how much room there is; None = not said."""

    beds_free: int | None = None
    theatres_free: int | None = None
    places_free: int | None = None
    tellers: tuple[str, ...]
    note: Worded[str | None] = None
    stands: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityRow:
    """A facility with every word on its state and its room."""

    id: ThingId
    name: str = ""
    #: Other names written for the same facility.
    names: tuple[str, ...] = ()
    kind: FacilityKind | None = None
    quarter: str | None = None
    place: Placed[Where | None] = None
    phone: Personal[str | None] = None
    states: tuple[StateSaid, ...] = ()
    capacities: tuple[CapacitySaid, ...] = ()
    invented: bool = False
    #: Writes that did not know each other and differ; a person decides.
    apart: tuple[Apart, ...] = ()
    waiting: bool = False

    @property
    def states_now(self) -> tuple[FacilityState, ...]:
        """The states that stand, newest first; several where tellers disagree."""
        standing = sorted((one for one in self.states if one.stands), key=lambda one: -one.at_ms)
        return tuple(dict.fromkeys(one.state for one in standing))

    @property
    def told(self) -> tuple[CapacitySaid, ...]:
        """What stands of its room, newest first: one word of each teller."""
        return tuple(
            sorted((one for one in self.capacities if one.stands), key=lambda one: -one.at_ms)
        )

    @property
    def receives(self) -> bool:
        """Cautious: it takes patients unless any standing word says that it does not."""
        return self.kind in CARE and not _SHUT & set(self.states_now)

    def is_full(self, now_ms: int) -> bool:
        """True where somebody said "no free bed" lately and nobody newer said otherwise."""
        fresh = [
            one.beds_free
            for one in self.told
            if one.beds_free is not None and now_ms - one.at_ms <= CAPACITY_HOLDS_MS
        ]
        return bool(fresh) and fresh[0] == 0


def facility_keys(entry: Entry[Any]) -> Iterable[str]:
    """A facility's facts stand under the facility."""
    if isinstance(entry.said, FacilityRegistered):
        return (entry.thing or "",)
    return (entry.said.facility,)


def derive_facility(entries: Sequence[Entry[Any]]) -> FacilityRow | None:
    """The facility with everything said of it."""
    made = [e for e in entries if isinstance(e.said, FacilityRegistered)]
    claimed = [e for e in entries if isinstance(e.said, FacilityStateClaimed)]
    told = [e for e in entries if isinstance(e.said, CapacityTold)]
    standing = {e.id for e in (*heads(claimed), *heads(told))}
    last = made[-1].said if made else None
    return FacilityRow(
        id=(made[0].thing if made else entries[0].said.facility) or "",
        name=last.name if last else "",
        names=tuple(dict.fromkeys(e.said.name for e in made)),
        kind=last.kind if last else None,
        quarter=last.quarter if last else None,
        place=last.place if last else None,
        phone=last.phone if last else None,
        states=tuple(_state(e, e.id in standing) for e in claimed),
        capacities=tuple(_capacity(e, e.id in standing) for e in told),
        invented=any(e.said.invented for e in made),
        apart=apart(entries, FacilityRegistered),
        waiting=not made,
    )


def _state(entry: Entry[Any], stands: bool) -> StateSaid:
    said: FacilityStateClaimed = entry.said
    return StateSaid(
        **said_by(entry), state=said.state, tellers=said.tellers, note=said.note, stands=stands
    )


def _capacity(entry: Entry[Any], stands: bool) -> CapacitySaid:
    said: CapacityTold = entry.said
    return CapacitySaid(
        **said_by(entry),
        beds_free=said.beds_free,
        theatres_free=said.theatres_free,
        places_free=said.places_free,
        tellers=said.tellers,
        note=said.note,
        stands=stands,
    )


FACILITY = View(
    name="facilities.facility",
    reads=(FacilityRegistered, FacilityStateClaimed, CapacityTold),
    keys=facility_keys,
    derive=derive_facility,
    row=FacilityRow,
    roles=ALL_BUT_DISPLAY,
)
