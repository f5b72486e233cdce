"""How much is left and how long it lasts. Pure: the time is given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from najda.supplies.rules import Counted, ItemRow, PeriodRow
from najda.vocabulary import ThingId

HOUR_MS = 3_600_000
#: Use is reckoned from no less than this: one can of fuel taken just now is no rate.
LEAST_HOURS = 2.0
#: Below this many hours a store is short, below the lower it is pressing; own assumptions.
SHORT_HOURS, PRESSING_HOURS = 24.0, 6.0


@dataclass(frozen=True, slots=True)
class Level:
    """One reading of an item's stock: a count and what moved since."""

    counted: Counted
    #: Opening level and all movements; below 0 = something was not written down.
    left: float
    #: What went out in an hour since the count; None = nothing went out, so no rate is known.
    used_an_hour: float | None

    @property
    def hours_left(self) -> float | None:
        """Fuel endurance and its like: hours at the present use; None where no rate is known."""
        if self.used_an_hour is None:
            return None
        return max(0.0, self.left) / self.used_an_hour

    def urgency(self, low_at: float | None) -> str:
        """``out``, ``wrong`` (below nothing), ``pressing``, ``short`` or ``enough``."""
        hours = self.hours_left
        cases = (
            (self.left < 0, "wrong"),
            (self.left == 0, "out"),
            (hours is not None and hours < PRESSING_HOURS, "pressing"),
            (low_at is not None and self.left <= low_at, "short"),
            (hours is not None and hours < SHORT_HOURS, "short"),
        )
        return next((name for holds, name in cases if holds), "enough")


def levels(item: ItemRow, periods: Mapping[ThingId, PeriodRow], now_ms: int) -> Sequence[Level]:
    """A level for each standing count, newest first; none = not counted, which is not nothing."""
    found = []
    for counted in sorted(item.standing, key=lambda one: -one.at_ms):
        period = periods.get(counted.id)
        moved = period.moved if period else ()
        gone = -sum(one.amount for one in moved if one.amount < 0)
        hours = max(LEAST_HOURS, (now_ms - counted.at_ms) / HOUR_MS)
        left = counted.level + sum(one.amount for one in moved)
        found.append(Level(counted, left, gone / hours if gone else None))
    return found
