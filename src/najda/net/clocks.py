"""How far the clocks of other bases are from ours. A doubtful clock expires nothing and says so."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

#: From this difference on two clocks disagree.
APART_MS = 5 * 60_000


@dataclass(slots=True)
class Clocks:
    """What peers' clocks said, each beside ours at the same moment."""

    _offsets: dict[str, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, chain: str, theirs_ms: int, before_ms: int, after_ms: int) -> None:
        """A peer's clock, asked between two readings of ours."""
        with self._lock:
            self._offsets[chain] = theirs_ms - (before_ms + after_ms) // 2

    def offsets(self) -> Mapping[str, int]:
        """Milliseconds by which each peer's clock is ahead of ours."""
        with self._lock:
            return dict(self._offsets)

    def doubtful(self, living: frozenset[str]) -> bool:
        """Whether at least half of the living peers' clocks disagree with ours.

        With one peer nobody knows who is right: both doubt.
        """
        found = [abs(ms) >= APART_MS for chain, ms in self.offsets().items() if chain in living]
        return bool(found) and 2 * sum(found) >= len(found)
