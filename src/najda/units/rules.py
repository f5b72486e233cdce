"""Bases and units as the facts tell: state, place, fuel, crew, and since when. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from najda.engine.apart import Apart, apart
from najda.engine.card import ALL_ROLES, View
from najda.engine.heads import heads
from najda.engine.said import Said, said_by
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
from najda.vocabulary import (
    Entry,
    FactId,
    Personal,
    Placed,
    ThingId,
    Where,
    Worded,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StateClaim(Said):
    """One claim on a base's state."""

    state: BaseState
    tellers: tuple[str, ...]
    note: Worded[str | None] = None
    stands: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseRow:
    """A base and all that was said of its state; the newest standing claim is shown first."""

    id: ThingId
    name: str = ""
    #: Other names written for the same base.
    names: tuple[str, ...] = ()
    letter: str = ""
    quarter: str | None = None
    place: Placed[Where | None] = None
    claims: tuple[StateClaim, ...] = ()
    invented: bool = False
    #: Writes that did not know each other and differ; a person decides.
    apart: tuple[Apart, ...] = ()
    waiting: bool = False

    @property
    def states(self) -> tuple[BaseState, ...]:
        """The states now claimed, newest first; several where tellers disagree."""
        standing = sorted(
            (claim for claim in self.claims if claim.stands), key=lambda one: -one.at_ms
        )
        return tuple(dict.fromkeys(claim.state for claim in standing))


def base_keys(entry: Entry[Any]) -> Iterable[str]:
    """A base's facts stand under the base."""
    if isinstance(entry.said, BaseRegistered):
        return (entry.thing or "",)
    return (entry.said.base,)


def derive_base(entries: Sequence[Entry[Any]]) -> BaseRow | None:
    """The base with every claim on its state."""
    made = [e for e in entries if isinstance(e.said, BaseRegistered)]
    claimed = [e for e in entries if isinstance(e.said, BaseStateClaimed)]
    standing = {e.id for e in heads(claimed)}
    last = made[-1].said if made else None
    return BaseRow(
        id=(made[0].thing if made else claimed[0].said.base) or "",
        name=last.name if last else "",
        names=tuple(dict.fromkeys(e.said.name for e in made)),
        letter=last.letter if last else "",
        quarter=last.quarter if last else None,
        place=last.place if last else None,
        claims=tuple(_state_claim(e, e.id in standing) for e in claimed),
        invented=any(e.said.invented for e in made),
        apart=apart(entries, BaseRegistered),
        waiting=not made,
    )


def _state_claim(entry: Entry[Any], stands: bool) -> StateClaim:
    said: BaseStateClaimed = entry.said
    return StateClaim(
        **said_by(entry), state=said.state, tellers=said.tellers, note=said.note, stands=stands
    )


BASE = View(
    name="units.base",
    reads=(BaseRegistered, BaseStateClaimed),
    keys=base_keys,
    derive=derive_base,
    row=BaseRow,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusSaid(Said):
    """A status as somebody set it."""

    available: bool
    reserved: bool
    reason: str | None = None
    fuel_litres: float | None = None
    crew_fit: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """A unit as the facts tell; what it is doing stands with its callouts (desk dispatch)."""

    id: ThingId
    call_sign: str = ""
    call_signs: tuple[str, ...] = ()
    kind: UnitKind | None = None
    base: ThingId | None = None
    base_letter: str = ""
    crew_size: int | None = None
    equipment: tuple[str, ...] = ()
    phone: Personal[str | None] = None
    #: Statuses that stand; more than one = writes that did not know each other.
    statuses: tuple[StatusSaid, ...] = ()
    #: The last status that said how much fuel (nought is said), and whether the crew is fit;
    #: a later one that says nothing of it takes nothing back.
    fuel_said: StatusSaid | None = None
    fit_said: StatusSaid | None = None
    quarter: str | None = None
    place: Placed[Where | None] = None
    placed_ms: int | None = None
    heard_ms: int | None = None
    people: int | None = None
    all_well: bool | None = None
    heard_note: Worded[str | None] = None
    shift: ThingId | None = None
    shift_since_ms: int | None = None
    shift_leader: Personal[str | None] = None
    shift_crew: tuple[ThingId, ...] = ()
    shift_note: Worded[str | None] = None
    rehome_reason: str | None = None
    invented: bool = False
    #: Writes that did not know each other and differ; a person decides.
    apart: tuple[Apart, ...] = ()
    #: The last facts of what it is, of place, hearing, home and shift, for the next to supersede.
    described_facts: tuple[FactId, ...] = ()
    placed_facts: tuple[FactId, ...] = ()
    heard_facts: tuple[FactId, ...] = ()
    home_facts: tuple[FactId, ...] = ()
    waiting: bool = False

    @property
    def status(self) -> StatusSaid | None:
        """The last standing status."""
        return self.statuses[-1] if self.statuses else None

    @property
    def available(self) -> bool:
        """Cautious: available only where every standing status says so."""
        return bool(self.statuses) and all(one.available for one in self.statuses)

    @property
    def reserved(self) -> bool:
        """Kept for a later callout; not dispatched."""
        return any(one.reserved for one in self.statuses)


def unit_keys(entry: Entry[Any]) -> Iterable[str]:
    """A unit's facts stand under the unit."""
    if isinstance(entry.said, UnitRegistered):
        return (entry.thing or "",)
    return (entry.said.unit,)


def derive_unit(entries: Sequence[Entry[Any]]) -> UnitRow | None:
    """The unit as last said, with every status that stands."""
    made = [e for e in entries if isinstance(e.said, UnitRegistered)]
    last = made[-1].said if made else None
    described = heads([e for e in entries if isinstance(e.said, UnitRegistered | UnitCorrected)])
    is_now = described[-1].said if described else None
    homes = [e.said for e in entries if isinstance(e.said, UnitRehomed)]
    placed = _newest(entries, UnitPlaced)
    heard = _heard([e for e in entries if isinstance(e.said, UnitHeard)])
    counted = _heard([e for e in entries
                      if isinstance(e.said, UnitHeard) and e.said.people is not None])  # fmt: skip
    started = _newest(entries, ShiftStarted)
    ended = _newest(entries, ShiftEnded)
    shift = _open_shift(entries)
    on_shift = started if shift else None
    return UnitRow(
        id=(made[0].thing if made else entries[0].said.unit) or "",
        call_sign=is_now.call_sign if is_now else "",
        call_signs=tuple(dict.fromkeys(e.said.call_sign for e in described)),
        kind=is_now.kind if is_now else None,
        base=homes[-1].base if homes else (last.base if last else None),
        base_letter=last.base_letter if last else "",
        crew_size=is_now.crew_size if is_now else None,
        equipment=last.equipment if last else (),
        phone=is_now.phone if is_now else None,
        statuses=tuple(
            _status(e) for e in heads([e for e in entries if isinstance(e.said, UnitStatusSet)])
        ),
        fuel_said=_last_status(entries, lambda said: said.fuel_litres is not None),
        fit_said=_last_status(entries, lambda said: said.crew_fit is not None),
        quarter=placed.quarter if placed else None,
        place=placed.place if placed else None,
        placed_ms=placed.at_ms if placed else None,
        heard_ms=heard.at_ms if heard else None,
        people=counted.people if counted else (on_shift.people if on_shift else None),
        all_well=heard.all_well if heard else None,
        heard_note=heard.note if heard else None,
        shift=shift,
        shift_since_ms=on_shift.at_ms if on_shift else None,
        shift_leader=on_shift.leader if on_shift else None,
        shift_crew=on_shift.crew if on_shift else (),
        shift_note=ended.note if ended else None,
        rehome_reason=homes[-1].reason if homes else None,
        invented=any(e.said.invented for e in made),
        apart=apart(
            entries,
            UnitRegistered,
            UnitCorrected,
            UnitPlaced,
            UnitHeard,
            UnitRehomed,
            ShiftStarted,
            ShiftEnded,
        ),
        described_facts=tuple(e.id for e in described),
        placed_facts=_standing(entries, UnitPlaced),
        heard_facts=_standing(entries, UnitHeard),
        home_facts=_standing(entries, UnitRehomed),
        waiting=not made,
    )


def _standing(entries: Sequence[Entry[Any]], kind: type) -> tuple[FactId, ...]:
    return tuple(e.id for e in heads([e for e in entries if isinstance(e.said, kind)]))


def _newest(entries: Sequence[Entry[Any]], kind: type) -> Any:
    """The last of a kind in the order of facts; its own clock is only shown."""
    return next((e.said for e in reversed(entries) if isinstance(e.said, kind)), None)


def _heard(entries: Sequence[Entry[Any]]) -> UnitHeard | None:
    """The last answer; of those that did not know each other (one told late) the later one."""
    standing: list[UnitHeard] = [e.said for e in heads(entries)]
    return max(standing, key=lambda one: one.at_ms, default=None)


def _open_shift(entries: Sequence[Entry[Any]]) -> ThingId | None:
    """The last shift that nobody ended."""
    ended = {e.said.shift for e in entries if isinstance(e.said, ShiftEnded)}
    started = [e.thing for e in entries if isinstance(e.said, ShiftStarted)]
    last = started[-1] if started else None
    return last if last not in ended else None


def _last_status(
    entries: Sequence[Entry[Any]], says: Callable[[UnitStatusSet], bool]
) -> StatusSaid | None:
    """The newest by its own time that says something, superseded or not."""
    saying = [_status(e) for e in entries if isinstance(e.said, UnitStatusSet) and says(e.said)]
    return max(reversed(saying), key=lambda one: one.at_ms, default=None)


def _status(entry: Entry[Any]) -> StatusSaid:
    said: UnitStatusSet = entry.said
    return StatusSaid(
        **said_by(entry),
        available=said.available,
        reserved=said.reserved,
        reason=said.reason,
        fuel_litres=said.fuel_litres,
        crew_fit=said.crew_fit,
    )


UNIT = View(
    name="units.unit",
    reads=(
        UnitRegistered,
        UnitCorrected,
        UnitStatusSet,
        UnitPlaced,
        UnitHeard,
        UnitRehomed,
        ShiftStarted,
        ShiftEnded,
    ),
    keys=unit_keys,
    derive=derive_unit,
    row=UnitRow,
    roles=ALL_ROLES,
)

VIEWS = (BASE, UNIT)
