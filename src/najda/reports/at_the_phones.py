"""Which calls are being typed at this base right now, by whom: kept in memory, never written.

Two operators who begin the same call see each other while they type. Machine time only: what
was not heard of for a while is forgotten.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from najda.vocabulary import ThingId

#: Seconds without a word from the browser until a call counts as left half-taken.
TYPING_SECONDS = 12.0
#: Seconds until a half-taken call is forgotten; its words stay in its own browser.
FORGOTTEN_SECONDS = 900.0
#: Fewer digits than this may be anybody's.
LEAST_DIGITS = 5


@dataclass(frozen=True, slots=True)
class Call:
    """A call that somebody has begun to type."""

    id: ThingId
    person: ThingId
    name: str
    place: str
    quarter: str | None
    digits: str
    #: Machine time, in seconds.
    begun: float
    heard: float

    def is_typed(self, now: float) -> bool:
        """Whether its operator is at it at this moment."""
        return now - self.heard <= TYPING_SECONDS

    def same_as(self, other: "Call") -> bool:
        """The same caller's number: two operators have one call."""
        return len(self.digits) >= LEAST_DIGITS and self.digits == other.digits


class AtThePhones:
    """Calls now being taken at this base."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._calls: dict[ThingId, Call] = {}
        self._lock = threading.Lock()

    def typed(
        self, id_: ThingId, person: ThingId, name: str, place: str, quarter: str | None, digits: str
    ) -> tuple[Call, list[Call]]:
        """Note a call; gives it, and all others' calls, the oldest first."""
        now = self._clock()
        with self._lock:
            before = self._calls.get(id_)
            own = Call(id_, person, name, place, quarter, digits,
                       before.begun if before else now, now)  # fmt: skip
            self._calls = {
                key: one for key, one in self._calls.items() if now - one.heard < FORGOTTEN_SECONDS
            }
            if place or digits or quarter:
                self._calls[id_] = own
            others = [one for one in self._calls.values() if one.person != person]
        return own, sorted(others, key=lambda one: one.begun)

    def ended(self, ids: set[ThingId]) -> None:
        """These calls are saved; nobody types them any more."""
        with self._lock:
            self._calls = {key: one for key, one in self._calls.items() if key not in ids}

    def now(self) -> float:
        """The machine time that calls are stamped with."""
        return self._clock()
