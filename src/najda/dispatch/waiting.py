"""How long the same people would wait for the next unit: the forecast behind every benefit."""

from dataclasses import dataclass

from najda.dispatch.states import ResourceClass


@dataclass(frozen=True, slots=True)
class WaitSettings:
    """Named assumptions of the forecast; found by simulation, see docs/decisions."""

    #: Minutes a unit is bound by one person, driving included: ambulance, crew, heavy gear.
    cycle_minutes: tuple[int, int, int] = (50, 60, 90)
    least_minutes: int = 60
    most_minutes: int = 240
    #: How much of the work that waits is reckoned to be done first.
    backlog_share: float = 1.0
    #: What a minute of a unit is worth, in millionths of a survivor, per minute of wait.
    price_per_wait_minute: float = 50.0
    #: The price does not grow beyond this, in millionths of a survivor per minute.
    most_price: int = 15_000

    def price(self, wait: int) -> int:
        """The price of one minute of a unit when the queue is ``wait`` minutes long."""
        return min(self.most_price, round(self.price_per_wait_minute * wait))


def expected_wait(kind: ResourceClass, backlog: float, units: int, settings: WaitSettings) -> int:
    """Minutes until the next unit would come, if ``backlog`` people wait for ``units`` units."""
    cycle = settings.cycle_minutes[list(ResourceClass).index(kind)]
    forecast = settings.backlog_share * cycle * backlog / max(1, units)
    return round(max(settings.least_minutes, min(settings.most_minutes, forecast)))
