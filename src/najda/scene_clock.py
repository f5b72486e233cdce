"""The clock everything on the scene asks: real time at a base, the night's time in demo and drill.

Polls, sessions, leases, silence between bases and rate limits use ``time.monotonic`` instead.
"""

import time
from collections.abc import Callable

Clock = Callable[[], int]


def real_now_ms() -> int:
    """Milliseconds since 1970, UTC, by this machine's clock."""
    return time.time_ns() // 1_000_000


class SceneClock:
    """Real time, or a time that a driver sets step by step; never ahead of the driver."""

    def __init__(self, *, driven: bool = False, start_ms: int | None = None) -> None:
        self.driven = driven
        self._set_ms = start_ms if start_ms is not None else real_now_ms()

    def now_ms(self) -> int:
        """The time on the scene."""
        return self._set_ms if self.driven else real_now_ms()

    def set_ms(self, now_ms: int) -> None:
        """Move a driven clock; raises ``RuntimeError`` at a real base."""
        if not self.driven:
            raise RuntimeError("the clock of a real base cannot be set")
        self._set_ms = now_ms
