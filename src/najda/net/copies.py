"""How many living installations hold a fact. Never more than they told us, signed."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from najda.net.vector import MAX_LACKING, Vector

#: An installation not heard from for this long (machine time) is shown apart.
HEARD_SECONDS = 15 * 60
#: A stick counts for this long after it was last read back.
READ_BACK_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Heard:
    """What a peer told us last, and when by this machine's own clock."""

    vector: Vector
    at: float


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a fact is, as far as this base was told."""

    #: Living installations, this one included, and one more where a labelled copy holds it.
    copies: int = 1
    #: Installations that held it when last heard, and have been silent since.
    silent: int = 0
    #: Labels of the second disks and sticks that hold it.
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Family:
    """Who may hold copies: enrolled, unrevoked chains, and which is another's successor."""

    own: str
    members: frozenset[str]
    predecessors: Mapping[str, str] = field(default_factory=dict)

    def eldest(self, chain: str) -> str:
        """The first of a line of installations that took each other's place: they count once."""
        seen = {chain}
        while (before := self.predecessors.get(chain)) is not None and before not in seen:
            seen.add(before)
            chain = before
        return chain


@dataclass(slots=True)
class Holders:
    """The signed vectors heard from peers. Memory only: after a restart they are asked again."""

    heard: dict[str, Heard] = field(default_factory=dict)
    #: Label -> what a second disk or stick held when it was last read back.
    labelled: dict[str, Heard] = field(default_factory=dict)

    def note(self, chain: str, vector: Vector) -> None:
        """Remember what a peer said it holds (the caller has checked its signature)."""
        self.heard[chain] = Heard(vector, time.monotonic())

    def note_labelled(self, label: str, vector: Vector) -> None:
        """A second disk or stick was read back whole just now."""
        self.labelled = {**self.labelled, label: Heard(vector, time.monotonic())}

    def labels(self, fact: str, chain: str, seq: int) -> tuple[str, ...]:
        """Second disks and sticks that hold all parts of the fact and were read back lately."""
        now = time.monotonic()
        return tuple(
            label
            for label, heard in sorted(self.labelled.items())
            if now - heard.at <= READ_BACK_SECONDS and _holds_all(heard.vector, fact, chain, seq)
        )

    def kept(self, fact: str, chain: str, seq: int, family: Family) -> Kept:
        """Where a fact is: labelled copies count as one, however many there are."""
        labels = self.labels(fact, chain, seq)
        living = self._holders(fact, chain, seq, family, living=True)
        silent = self._holders(fact, chain, seq, family, living=False)
        return Kept(1 + len(living) + bool(labels), len(silent - living), labels)

    def forget(self, chain: str) -> None:
        """A revoked installation counts no more."""
        self.heard.pop(chain, None)

    def _holders(
        self, fact: str, chain: str, seq: int, family: Family, *, living: bool
    ) -> set[str]:
        now = time.monotonic()
        # Of a line of installations its last word alone: what was restored from an older copy,
        # or replaced, no longer holds what its predecessor told.
        last: dict[str, Heard] = {}
        for peer, heard in self.heard.items():
            line = family.eldest(peer)
            if peer in family.members and (line not in last or heard.at >= last[line].at):
                last[line] = heard
        found = {
            line
            for line, heard in last.items()
            if (now - heard.at <= HEARD_SECONDS) == living
            and _holds_all(heard.vector, fact, chain, seq)
        }
        return found - {family.eldest(family.own)}

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


def _holds_all(vector: Vector, fact: str, chain: str, seq: int) -> bool:
    held = vector.chains.get(chain)
    if held is None or not held.holds(seq):
        return False
    # A full list of lacking facts was cut: who knows what else lacks a part.
    return fact not in vector.lacking and len(vector.lacking) < MAX_LACKING
