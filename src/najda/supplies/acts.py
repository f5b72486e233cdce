"""What people do with stores. Pure."""

from dataclasses import dataclass

from najda.engine.card import ROOM, Act, Draft, Request, Rows
from najda.refused import Refusal, refuse
from najda.supplies.facts import (
    AnswerKind,
    RequestAnswered,
    StockCounted,
    StockItemNamed,
    StockKind,
    StockMoved,
    SupplyRequested,
)
from najda.supplies.rules import ITEM, REQUEST
from najda.vocabulary import Actor, Role, ThingId

MOST = 1_000_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NameItem(Request):
    """Enter a supply that the base keeps."""

    name: str
    kind: StockKind = StockKind.OTHER
    unit: str = ""
    low_at: float | None = None
    base_letter: str | None = None
    invented: bool = False


def name_item(request: NameItem, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """A base keeps one item of a name, counted in one unit."""
    del now
    name, letter = request.name.strip(), request.base_letter or actor.base
    if not name:
        return refuse("supplies.name_needed", at="name")
    if not request.unit.strip():
        return refuse("supplies.unit_needed", at="unit")
    if any(name in one.names and one.base_letter == letter for one in rows.all(ITEM).values()):
        return refuse("supplies.name_taken", at="name", status=409, name=name)
    said = StockItemNamed(
        name=name,
        kind=request.kind,
        unit=request.unit.strip(),
        base_letter=letter,
        low_at=request.low_at,
        invented=request.invented,
    )
    return [Draft(said)]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountStock(Request):
    """Write down a count: how much is there now."""

    item: ThingId
    level: float
    note: str | None = None
    at_ms: int | None = None


def count_stock(request: CountStock, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """A count ends every period its counter had seen."""
    del actor
    if not 0 <= request.level <= MOST:
        return refuse("supplies.figure_impossible", at="level", most=int(MOST))
    known = rows.get(ITEM, request.item)
    said = StockCounted(
        item=request.item,
        level=request.level,
        at_ms=request.at_ms if request.at_ms is not None else now,
        note=request.note,
    )
    return [Draft(said, tuple(one.fact for one in known.standing) if known else ())]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveStock(Request):
    """Some came in, or went out."""

    item: ThingId
    #: One of the two; both above 0.
    came: float | None = None
    went: float | None = None
    reason: str | None = None
    at_ms: int | None = None


def move_stock(request: MoveStock, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """Follows the last count; before the first one nothing can be summed."""
    del actor
    amounts = [one for one in (request.came, request.went) if one is not None]
    if len(amounts) != 1:
        return refuse("supplies.one_figure", at="went")
    if not 0 < amounts[0] <= MOST:
        return refuse("supplies.figure_impossible", at="went", most=int(MOST))
    known = rows.get(ITEM, request.item)
    if known is None or not known.standing:
        return refuse("supplies.count_first", at="item", status=409)
    said = StockMoved(
        item=request.item,
        count=known.standing[-1].id,
        amount=request.came if request.came is not None else -amounts[0],
        at_ms=request.at_ms if request.at_ms is not None else now,
        reason=request.reason,
    )
    return [Draft(said)]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSupply(Request):
    """Ask for something the base lacks."""

    what: str
    item: ThingId | None = None
    amount: float | None = None
    unit: str = ""
    needed_by_ms: int | None = None
    base_letter: str | None = None
    at_ms: int | None = None
    invented: bool = False


def request_supply(
    request: RequestSupply, rows: Rows, actor: Actor, now: int
) -> list[Draft] | Refusal:
    """It needs words."""
    del rows
    if not request.what.strip():
        return refuse("supplies.what_needed", at="what")
    if request.amount is not None and not 0 < request.amount <= MOST:
        return refuse("supplies.figure_impossible", at="amount", most=int(MOST))
    said = SupplyRequested(
        what=request.what.strip(),
        item=request.item,
        amount=request.amount,
        unit=request.unit.strip(),
        base_letter=request.base_letter or actor.base,
        at_ms=request.at_ms if request.at_ms is not None else now,
        needed_by_ms=request.needed_by_ms,
        invented=request.invented,
    )
    return [Draft(said)]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRequest(Request):
    """Say what becomes of a request."""

    request: ThingId
    answer: AnswerKind
    amount: float | None = None
    note: str | None = None


def answer_request(
    request: AnswerRequest, rows: Rows, actor: Actor, now: int
) -> list[Draft] | Refusal:
    """What was received or refused is answered."""
    del actor
    known = rows.get(REQUEST, request.request)
    if known is not None and not known.open:
        return refuse("supplies.answered_already", status=409)
    said = RequestAnswered(
        request=request.request,
        answer=request.answer,
        amount=request.amount,
        at_ms=now,
        note=request.note,
    )
    return [Draft(said)]


_WITH_CREW = ROOM | {Role.CREW}
ACTS = (
    Act("name_item", NameItem, name_item),
    Act("count_stock", CountStock, count_stock, _WITH_CREW),
    Act("move_stock", MoveStock, move_stock, _WITH_CREW),
    Act("request_supply", RequestSupply, request_supply, _WITH_CREW),
    Act("answer_request", AnswerRequest, answer_request),
)
