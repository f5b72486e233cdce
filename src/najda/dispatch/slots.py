"""People waiting at an incident, as slots that units can be assigned to."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from najda.dispatch.states import ANSWERS, IncidentState, People, ResourceClass
from najda.dispatch.survival import (
    TABLE_MINUTES,
    Need,
    SurvivalSettings,
    chance_of_at_least,
    curve_of,
    table_of,
)

#: Never more slots than this at one incident for one class.
MOST_SLOTS = 24
#: Who comes first at an incident is looked at anew after so many minutes.
ORDER_MINUTES = 10


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """The person reached as number ``rank`` (from 1) at an incident by units of one class."""

    need: Need
    rank: int
    #: Chance in thousandths that this person exists.
    chance: int
    table: Sequence[int]

    def loss(self, early: int, late: int) -> int:
        """Expected survivors (millionths) lost if reached ``late`` and not ``early``.

        Both in minutes since it happened.
        """
        if late >= TABLE_MINUTES:
            return 0
        return (self.table[early] - self.table[late]) * self.chance // 1000


@dataclass(frozen=True, slots=True)
class Demand:
    """What one incident asks of one class of units."""

    slots: tuple[Slot, ...]
    #: How many people are expected to need such a unit.
    expected: float


@lru_cache(maxsize=1 << 16)
def demand_of(
    people: tuple[People, ...],
    kind: ResourceClass,
    since: int,
    how: SurvivalSettings,
    *,
    seen: bool,
) -> Demand:
    """The slots of an incident; whoever loses most in half an hour comes first.

    ``since`` = minutes since it happened, counted in steps of ``ORDER_MINUTES``. ``seen`` = the
    figures come from a crew on scene. More people than reported are reckoned with, each with a
    chance; before a crew has looked, some of the trapped may lie deep.
    """
    found = [(p.need, p.count) for p in people if p.need in ANSWERS[kind] and p.count > 0]
    trapped = sum(p.count for p in people if p.need is Need.TRAPPED)
    maybe_deep = kind is ResourceClass.HEAVY_RESCUE and not seen and not found and trapped > 0
    if maybe_deep:
        found = [(Need.TRAPPED_DEEP, 1)]
    at = min(since, TABLE_MINUTES - 31)
    waiting: list[tuple[int, Need, Sequence[int]]] = []
    for need, count in found:
        table = table_of(curve_of(need, how, seen=seen))
        waiting += [(table[at + 30] - table[at], need, table)] * min(count, MOST_SLOTS)
    waiting.sort(key=lambda w: w[:2])
    reported = sum(count for _, count in found)
    guessed = 0 if seen or kind is ResourceClass.HEAVY_RESCUE else how.unreported
    waiting += waiting[-1:] * guessed
    slots = []
    for rank, (_, need, table) in enumerate(waiting[:MOST_SLOTS], start=1):
        chance = 1.0 if seen else chance_of_at_least(rank, reported, how.figure_sigma)
        if kind is ResourceClass.HEAVY_RESCUE and not seen:
            chance = 1 - (1 - how.deep_share) ** trapped if maybe_deep else 1.0
        if chance > 0:
            slots.append(Slot(need, rank, round(1000 * chance), table))
    return Demand(tuple(slots), _expected(kind, reported, trapped, how, seen=seen))


def an_hour_loses(incident: IncidentState, now_ms: int, how: SurvivalSettings) -> int:
    """Expected survivors (millionths) lost there within an hour if nobody comes."""
    since = min(max(0, (now_ms - incident.occurred_ms) // 60_000), TABLE_MINUTES - 61)
    tables = [
        (people.count, table_of(curve_of(people.need, how, seen=incident.seen)))
        for people in incident.people
    ]
    return sum(count * (table[since] - table[since + 60]) for count, table in tables)


def _expected(
    kind: ResourceClass, reported: int, trapped: int, how: SurvivalSettings, *, seen: bool
) -> float:
    if seen or kind is ResourceClass.AMBULANCE:
        return reported
    share = how.deep_share if kind is ResourceClass.HEAVY_RESCUE else 1 - how.deep_share
    return share * trapped
