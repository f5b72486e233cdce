"""How many living installations hold a fact. Never more than they told us, signed."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from najda.net.vector import Vector

#: An installation not heard from for this long (machine time) is shown apart.
HEARD_SECONDS = 15 * 60


@dataclass(frozen=True, slots=True)
class Heard:
    """What a peer told us last, and when by this machine's own clock."""

    vector: Vector
    at: float


@dataclass(slots=True)
class Holders:
    """The signed vectors heard from peers. Memory only: after a restart they are asked again."""

    heard: dict[str, Heard] = field(default_factory=dict)
    #: Chain -> the chain it goes on from; predecessor and successor count once.
    predecessors: dict[str, str] = field(default_factory=dict)

    def note(self, chain: str, vector: Vector) -> None:
        """Remember what a peer said it holds (the caller has checked its signature)."""
        self.heard[chain] = Heard(vector, time.monotonic())

    def forget(self, chain: str) -> None:
        """A revoked installation counts no more."""
        self.heard.pop(chain, None)

    def copies(self, fact: str, chain: str, seq: int, members: frozenset[str]) -> int:
        """Living installations that hold all parts of the fact, this one included."""
        return 1 + len(self._holders(fact, chain, seq, members, living=True))

    def silent_copies(self, fact: str, chain: str, seq: int, members: frozenset[str]) -> int:
        """Installations that held it when last heard, but have been silent since."""
        return len(self._holders(fact, chain, seq, members, living=False))

    def _holders(
        self, fact: str, chain: str, seq: int, members: frozenset[str], *, living: bool
    ) -> set[str]:
        now = time.monotonic()
        return {
            self._eldest(peer)
            for peer, heard in self.heard.items()
            if peer in members
            and (now - heard.at <= HEARD_SECONDS) == living
            and fact not in heard.vector.lacking
            and (held := heard.vector.chains.get(chain)) is not None
            and held.holds(seq)
        }

    def _eldest(self, chain: str) -> str:
        seen = {chain}
        while (before := self.predecessors.get(chain)) is not None and before not in seen:
            seen.add(before)
            chain = before
        return chain

    def safe_elsewhere(self, chain: str, last: int, members: frozenset[str]) -> int:
        """Of a chain's first ``last`` facts: how many some other living installation holds."""
        now = time.monotonic()
        held = [
            one.vector.chains[chain].closed
            for peer, one in self.heard.items()
            if peer in members
            and peer != chain
            and now - one.at <= HEARD_SECONDS
            and chain in one.vector.chains
        ]
        return min(last, max(held, default=0))

    def silence_seconds(self) -> Mapping[str, float]:
        """Seconds since each peer was heard, by machine time."""
        now = time.monotonic()
        return {chain: now - one.at for chain, one in self.heard.items()}
