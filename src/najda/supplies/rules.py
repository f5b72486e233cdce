"""What stands of stores and requests, as the facts tell. Pure.

Movements are summed by period: a count opens one and carries its opening level, so that no row
gathers movements for ever. Counts that did not know each other both stand; a person counts again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from najda.engine.apart import Apart, apart
from najda.engine.card import View
from najda.engine.heads import heads
from najda.engine.said import Said, said_by
from najda.supplies.facts import (
    AnswerKind,
    RequestAnswered,
    StockCounted,
    StockItemNamed,
    StockKind,
    StockMoved,
    SupplyRequested,
)
from najda.vocabulary import ALL_BUT_DISPLAY, Entry, ThingId, Worded


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted(Said):
    """One count of an item."""

    id: ThingId
    level: float
    note: Worded[str | None] = None
    stands: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """A stock item and its counts."""

    id: ThingId
    name: str = ""
    names: tuple[str, ...] = ()
    kind: StockKind | None = None
    unit: str = ""
    base_letter: str = ""
    low_at: float | None = None
    counts: tuple[Counted, ...] = ()
    invented: bool = False
    #: Writes that did not know each other and differ; a person decides.
    apart: tuple[Apart, ...] = ()
    waiting: bool = False

    @property
    def standing(self) -> tuple[Counted, ...]:
        """Counts that no later one names; two = made without knowing of each other."""
        return tuple(one for one in self.counts if one.stands)


def item_keys(entry: Entry[Any]) -> Iterable[str]:
    """An item's name and counts stand under the item."""
    if isinstance(entry.said, StockItemNamed):
        return (entry.thing or "",)
    return (entry.said.item,)


def derive_item(entries: Sequence[Entry[Any]]) -> ItemRow | None:
    """The item with every count."""
    named = [e for e in entries if isinstance(e.said, StockItemNamed)]
    counted = [e for e in entries if isinstance(e.said, StockCounted)]
    standing = {e.id for e in heads(counted)}
    last = named[-1].said if named else None
    return ItemRow(
        id=(named[0].thing if named else counted[0].said.item) or "",
        name=last.name if last else "",
        names=tuple(dict.fromkeys(e.said.name for e in named)),
        kind=last.kind if last else None,
        unit=last.unit if last else "",
        base_letter=last.base_letter if last else "",
        low_at=last.low_at if last else None,
        counts=tuple(_counted(e, e.id in standing) for e in counted),
        invented=any(e.said.invented for e in named),
        apart=apart(entries, StockItemNamed),
        waiting=not named,
    )


def _counted(entry: Entry[Any], stands: bool) -> Counted:
    said: StockCounted = entry.said
    return Counted(
        **said_by(entry), id=entry.thing or "", level=said.level, note=said.note, stands=stands
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved(Said):
    """Some that came in or went out."""

    amount: float
    reason: Worded[str | None] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRow:
    """All movements since one count."""

    id: ThingId
    moved: tuple[Moved, ...] = ()
    #: True where the count itself is not here.
    waiting: bool = False


def period_keys(entry: Entry[Any]) -> Iterable[str]:
    """Movements stand under the count they follow."""
    if isinstance(entry.said, StockCounted):
        return (entry.thing or "",)
    return (entry.said.count,)


def derive_period(entries: Sequence[Entry[Any]]) -> PeriodRow | None:
    """The movements in order."""
    counted = [e for e in entries if isinstance(e.said, StockCounted)]
    moved = [e for e in entries if isinstance(e.said, StockMoved)]
    return PeriodRow(
        id=(counted[0].thing if counted else moved[0].said.count) or "",
        moved=tuple(Moved(**said_by(e), amount=e.said.amount, reason=e.said.reason) for e in moved),
        waiting=not counted,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Said):
    """One word on what becomes of a request."""

    answer: AnswerKind
    amount: float | None = None
    note: Worded[str | None] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRow:
    """What a base asked for, and every answer."""

    id: ThingId
    numbers: tuple[str, ...] = ()
    what: str = ""
    item: ThingId | None = None
    amount: float | None = None
    unit: str = ""
    base_letter: str = ""
    at_ms: int = 0
    needed_by_ms: int | None = None
    answers: tuple[Answer, ...] = ()
    invented: bool = False
    #: Writes that did not know each other and differ; a person decides.
    apart: tuple[Apart, ...] = ()
    waiting: bool = False

    @property
    def open(self) -> bool:
        """Nobody said that it was received or refused."""
        done = {AnswerKind.RECEIVED, AnswerKind.REFUSED}
        return not done & {one.answer for one in self.answers}


def request_keys(entry: Entry[Any]) -> Iterable[str]:
    """A request's facts stand under the request."""
    if isinstance(entry.said, SupplyRequested):
        return (entry.thing or "",)
    return (entry.said.request,)


def derive_request(entries: Sequence[Entry[Any]]) -> RequestRow | None:
    """The request with its answers."""
    asked = [e for e in entries if isinstance(e.said, SupplyRequested)]
    answered = [e for e in entries if isinstance(e.said, RequestAnswered)]
    last = asked[-1].said if asked else None
    return RequestRow(
        id=(asked[0].thing if asked else answered[0].said.request) or "",
        numbers=tuple(dict.fromkeys(e.said.number for e in asked)),
        what=last.what if last else "",
        item=last.item if last else None,
        amount=last.amount if last else None,
        unit=last.unit if last else "",
        base_letter=last.base_letter if last else "",
        at_ms=last.at_ms if last else 0,
        needed_by_ms=last.needed_by_ms if last else None,
        answers=tuple(
            Answer(**said_by(e), answer=e.said.answer, amount=e.said.amount, note=e.said.note)
            for e in answered
        ),
        invented=any(e.said.invented for e in asked),
        apart=apart(entries, SupplyRequested),
        waiting=not asked,
    )


ITEM = View(
    name="supplies.item",
    reads=(StockItemNamed, StockCounted),
    keys=item_keys,
    derive=derive_item,
    row=ItemRow,
    roles=ALL_BUT_DISPLAY,
)
PERIOD = View(
    name="supplies.period",
    reads=(StockCounted, StockMoved),
    keys=period_keys,
    derive=derive_period,
    row=PeriodRow,
    roles=ALL_BUT_DISPLAY,
)
REQUEST = View(
    name="supplies.request",
    reads=(SupplyRequested, RequestAnswered),
    keys=request_keys,
    derive=derive_request,
    row=RequestRow,
    roles=ALL_BUT_DISPLAY,
)
VIEWS = (ITEM, PERIOD, REQUEST)
