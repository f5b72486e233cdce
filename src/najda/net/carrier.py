"""What moves facts between installations: one small interface, whatever the link."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from najda.journal.entry import SignedFact
from najda.net.vector import Vector


@dataclass(frozen=True, slots=True)
class Peer:
    """Another installation and where it is reached."""

    chain: str
    address: str


class NoAnswer(Exception):
    """The peer could not be asked now; ``reason`` is short and for people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Carrier(Protocol):
    """Three methods: tell that something is new, ask for what one lacks, say who is there."""

    def hint(self, peer: Peer) -> None:
        """Tell a peer that there is something new here; losing it does no harm."""
        ...

    def ask(self, peer: Peer, ours: Vector) -> Iterator[list[SignedFact]]:
        """What the peer has and we lack, in pieces; its own signed vector is noted.

        Raises ``NoAnswer``. May be stopped at any piece: the next vector asks for the rest.
        """
        ...

    def peers(self) -> Sequence[Peer]:
        """Installations that can be asked."""
        ...
