"""Callouts as the facts tell, with all their times. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from najda.dispatch.facts import (
    CalloutStepped,
    CalloutUndone,
    HoldLifted,
    HoldSet,
    RadioReadBack,
    Step,
    UnitRecalled,
    UnitSent,
)
from najda.engine.apart import Apart, apart
from najda.engine.card import ALL_ROLES, View
from najda.engine.heads import heads
from najda.engine.said import Said, said_by
from najda.vocabulary import Entry, FactId, ThingId, Worded

ORDER = tuple(Step)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSaid(Said):
    """A step as somebody reported it."""

    step: Step
    note: Worded[str | None] = None
    read_back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled(Said):
    """A recall of this callout."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent(Said):
    """One sending order; two of them for one callout id are both kept."""

    number: str
    unit: ThingId
    incident: ThingId
    note: Worded[str | None] = None
    taken_over_reason: str | None = None
    override_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CalloutRow:
    """One callout of one unit to one incident."""

    id: ThingId
    #: Everything said about it: so many facts have to be safe elsewhere.
    facts: tuple[FactId, ...] = ()
    sent: tuple[Sent, ...] = ()
    steps: tuple[StepSaid, ...] = ()
    recalls: tuple[Recalled, ...] = ()
    undone_reason: str | None = None
    read_backs: tuple[bool, ...] = ()
    invented: bool = False
    #: Writes that did not know each other and differ; a person decides.
    apart: tuple[Apart, ...] = ()
    waiting: bool = False
    #: Named by every fact about the callout, so it is known even when the order is not here.
    unit: ThingId | None = None

    @property
    def number(self) -> str:
        """The spoken number."""
        return self.sent[0].number if self.sent else ""

    @property
    def incident(self) -> ThingId | None:
        """Where the unit was sent."""
        return self.sent[0].incident if self.sent else None

    @property
    def sent_ms(self) -> int | None:
        """When it was sent."""
        return self.sent[0].at_ms if self.sent else None

    @property
    def state(self) -> str:
        """The last step reported, ``dispatched`` before the first."""
        if self.undone_reason is not None:
            return "undone"
        return self.steps[-1].step.value if self.steps else "dispatched"

    @property
    def state_since_ms(self) -> int | None:
        """Since when."""
        return self.steps[-1].at_ms if self.steps else self.sent_ms

    @property
    def is_recalled(self) -> bool:
        """Whether the crew was called home and is not yet clear."""
        return self.live and bool(self.recalls)

    @property
    def recall_heard(self) -> bool:
        """Whether the crew said anything since it was called home."""
        return self.is_recalled and any(one.at_ms >= self.recalls[-1].at_ms for one in self.steps)

    @property
    def shown(self) -> str:
        """The state as screens and paper name it: a recalled crew is on its way home, not there."""
        if self.is_recalled:
            return "recall_heard" if self.recall_heard else "recalled"
        return self.state

    @property
    def shown_since_ms(self) -> int | None:
        """Since when it is named so."""
        return self.recalls[-1].at_ms if self.is_recalled else self.state_since_ms

    @property
    def live(self) -> bool:
        """Whether the unit is still busy with it."""
        return self.state not in ("clear", "undone")

    @property
    def acknowledged(self) -> bool:
        """Whether the unit has answered in any way."""
        return bool(self.steps)

    def first_ms(self, step: Step) -> int | None:
        """When a step was first reported."""
        return next((one.at_ms for one in self.steps if one.step is step), None)


def callout_keys(entry: Entry[Any]) -> Iterable[str]:
    """A callout's facts stand under the callout."""
    if isinstance(entry.said, UnitSent):
        return (entry.thing or "",)
    return (entry.said.callout,)


def derive_callout(entries: Sequence[Entry[Any]]) -> CalloutRow | None:
    """The callout with its order, steps, recalls and read-backs."""
    sent = [e for e in entries if isinstance(e.said, UnitSent)]
    undone = [e.said for e in entries if isinstance(e.said, CalloutUndone)]
    return CalloutRow(
        id=(sent[0].thing if sent else entries[0].said.callout) or "",
        facts=tuple(e.id for e in entries),
        sent=tuple(map(_sent, sent)),
        steps=tuple(_step(e) for e in entries if isinstance(e.said, CalloutStepped)),
        recalls=tuple(
            Recalled(**said_by(e), reason=e.said.reason)
            for e in entries
            if isinstance(e.said, UnitRecalled)
        ),
        undone_reason=undone[-1].reason if undone else None,
        read_backs=tuple(e.said.right for e in entries if isinstance(e.said, RadioReadBack)),
        invented=any(e.said.invented for e in sent),
        apart=apart(entries, UnitSent, CalloutUndone),
        waiting=not sent,
        unit=entries[0].said.unit,
    )


def _sent(entry: Entry[Any]) -> Sent:
    said: UnitSent = entry.said
    return Sent(
        **said_by(entry),
        number=said.number,
        unit=said.unit,
        incident=said.incident,
        note=said.note,
        taken_over_reason=said.taken_over_reason,
        override_reason=said.override_reason,
    )


def _step(entry: Entry[Any]) -> StepSaid:
    said: CalloutStepped = entry.said
    return StepSaid(**said_by(entry), step=said.step, note=said.note, read_back=said.read_back)


CALLOUT = View(
    name="dispatch.callout",
    reads=(UnitSent, CalloutStepped, UnitRecalled, CalloutUndone, RadioReadBack),
    keys=callout_keys,
    derive=derive_callout,
    row=CalloutRow,
    roles=ALL_ROLES,
    urgent=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalloutsRow:
    """Callouts of one unit, or to one incident."""

    callouts: tuple[ThingId, ...] = ()


def callouts_keys(entry: Entry[Any]) -> Iterable[str]:
    """An order stands under its unit and its incident."""
    return (entry.said.unit, entry.said.incident)


def derive_callouts(entries: Sequence[Entry[Any]]) -> CalloutsRow | None:
    """The callouts named, in order."""
    named = [(e.thing if isinstance(e.said, UnitSent) else e.said.callout) or "" for e in entries]
    return CalloutsRow(callouts=tuple(dict.fromkeys(named)))


CALLOUTS_OF = View(
    name="dispatch.callouts_of",
    reads=(UnitSent, CalloutUndone),
    keys=callouts_keys,
    derive=derive_callouts,
    row=CalloutsRow,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldSaid(Said):
    """A hold somebody set."""

    until_ms: int
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldRow:
    """Holds on one incident; those that stand, and why the last one was lifted."""

    incident: ThingId
    standing: tuple[HoldSaid, ...] = ()
    lifted_ms: int | None = None
    lifted_reason: str | None = None
    #: Writes that did not know each other and differ; a person decides.
    apart: tuple[Apart, ...] = ()

    @property
    def until_ms(self) -> int | None:
        """The cautious one wins: the latest end."""
        return max((one.until_ms for one in self.standing), default=None)


def hold_keys(entry: Entry[Any]) -> Iterable[str]:
    """A hold stands under its incident."""
    return (entry.said.incident,)


def derive_hold(entries: Sequence[Entry[Any]]) -> HoldRow | None:
    """Holds end only by a fact naming them, or by their clock."""
    standing = [e for e in heads(entries) if isinstance(e.said, HoldSet)]
    lifted = [e.said for e in entries if isinstance(e.said, HoldLifted)]
    return HoldRow(
        incident=entries[0].said.incident,
        standing=tuple(
            HoldSaid(**said_by(e), until_ms=e.said.until_ms, reason=e.said.reason) for e in standing
        ),
        lifted_ms=lifted[-1].at_ms if lifted else None,
        lifted_reason=lifted[-1].reason if lifted else None,
        apart=apart(entries, HoldSet, HoldLifted),
    )


HOLD = View(
    name="dispatch.hold",
    reads=(HoldSet, HoldLifted),
    keys=hold_keys,
    derive=derive_hold,
    row=HoldRow,
    roles=ALL_ROLES,
    urgent=True,
)

VIEWS = (CALLOUT, CALLOUTS_OF, HOLD)
