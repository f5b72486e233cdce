"""What can be said about stores: what is kept, how much was counted, what came and went."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from najda.vocabulary import Fact, Names, ThingId, Worded


class StockKind(StrEnum):
    """What a stock item is for."""

    FUEL = "fuel"
    BLOOD = "blood"
    MEDICINE = "medicine"
    DRESSINGS = "dressings"
    WATER = "water"
    FOOD = "food"
    EQUIPMENT = "equipment"
    OTHER = "other"


class AnswerKind(StrEnum):
    """What became of a request."""

    PROMISED = "promised"
    SENT = "sent"
    RECEIVED = "received"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class StockItemNamed(Fact):
    """A supply that a base keeps and counts."""

    creates: ClassVar[str | None] = "stock_item"
    searched: ClassVar[tuple[str, ...]] = ("name",)

    name: str
    kind: StockKind
    #: What it is counted in: litres, bags, boxes.
    unit: str
    base_letter: str = ""
    #: At this level somebody must act; None = not said.
    low_at: float | None = None
    invented: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StockCounted(Fact):
    """Somebody counted; a new period begins with this level. Zero is a stock-out."""

    creates: ClassVar[str | None] = "stock_count"

    item: Names[ThingId]
    level: float
    at_ms: int
    note: Worded[str | None] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StockMoved(Fact):
    """Some came in (above 0) or went out (below 0) since a count. Movements are summed."""

    item: Names[ThingId]
    count: Names[ThingId]
    amount: float
    at_ms: int
    reason: Worded[str | None] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyRequested(Fact):
    """A base asks for something it lacks."""

    creates: ClassVar[str | None] = "supply_request"
    numbered: ClassVar[bool] = True
    searched: ClassVar[tuple[str, ...]] = ("number", "what")

    number: str = ""
    what: str
    item: Names[ThingId | None] = None
    amount: float | None = None
    unit: str = ""
    base_letter: str = ""
    at_ms: int
    #: When it runs out, where that was said.
    needed_by_ms: int | None = None
    invented: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestAnswered(Fact):
    """Somebody said what becomes of a request."""

    request: Names[ThingId]
    answer: AnswerKind
    amount: float | None = None
    at_ms: int
    note: Worded[str | None] = None
