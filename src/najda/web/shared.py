"""What many screens ask for at once is put together once: after a change all of them fetch.

A shared answer is at least as new as the last change any screen was told of; what came later is
told later, and fetched again.
"""

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

from najda.web.live import LiveHub

T = TypeVar("T")
#: Ages on screen are shown in minutes; an answer may be this old in a quiet room.
OLDEST_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class _Made:
    value: Any
    #: Number of the last change committed before it was begun.
    n: int
    at: float


class SharedAnswers:
    """Answers that do not depend on who asks, only on the key."""

    def __init__(self, live: LiveHub, clock: Callable[[], float] = time.monotonic) -> None:
        self._live = live
        self._clock = clock
        self._made: dict[Hashable, _Made] = {}
        self._locks: dict[Hashable, threading.Lock] = {}
        self._guard = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The answer under a key, made now by one of those who wait for it where it is too old."""
        with self._guard:
            lock = self._locks.setdefault(key, threading.Lock())
        with lock:
            known = self._made.get(key)
            if known is None or not self._is_fresh(known):
                n = self._live.committed
                known = self._made[key] = _Made(make(), n, self._clock())
        value: T = known.value
        return value

    def _is_fresh(self, known: _Made) -> bool:
        return known.n >= self._live.told and self._clock() - known.at < OLDEST_SECONDS
