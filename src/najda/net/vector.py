"""Who has what: a vector names, for each chain, what an installation holds. Pure.

``closed`` is the last number up to which nothing is missing; ``ranges`` are detached stretches
that ran ahead of a gap (at most 64 a chain); ``lacking`` names facts held without some part.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from najda.journal.entry import decode, encode

MAX_RANGES = 64
MAX_LACKING = 500


class VectorProblem(ValueError):
    """Received bytes are no vector."""


@dataclass(frozen=True, slots=True)
class ChainHeld:
    """What is held of one chain."""

    closed: int
    #: (first, last) of detached stretches, ascending, none touching another.
    ranges: tuple[tuple[int, int], ...] = ()

    def holds(self, seq: int) -> bool:
        """Whether the number is held."""
        return seq <= self.closed or any(first <= seq <= last for first, last in self.ranges)

    @property
    def last(self) -> int:
        """The greatest number held."""
        return self.ranges[-1][1] if self.ranges else self.closed


@dataclass(frozen=True, slots=True)
class Vector:
    """Everything an installation holds, by chain (hexadecimal)."""

    chains: Mapping[str, ChainHeld] = field(default_factory=dict)
    #: Facts (ids) held without all their parts; cut at ``MAX_LACKING``.
    lacking: frozenset[str] = frozenset()

    def digest(self) -> bytes:
        """Equal vectors have equal digests: asked first, as mostly nothing is new."""
        return hashlib.blake2b(encode_vector(self), digest_size=16).digest()


def held_from_numbers(numbers: Iterable[int]) -> ChainHeld:
    """What these numbers (ascending) amount to."""
    closed = 0
    ranges: list[tuple[int, int]] = []
    for seq in numbers:
        if seq <= closed:
            continue
        if seq == closed + 1 and not ranges:
            closed = seq
        elif ranges and seq == ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], seq)
        elif not ranges or seq > ranges[-1][1]:
            ranges.append((seq, seq))
    return ChainHeld(closed, tuple(ranges[:MAX_RANGES]))


def missing_ranges(theirs: ChainHeld, ours: ChainHeld) -> list[tuple[int, int]]:
    """Stretches that we hold and they do not, ascending."""
    wanted: list[tuple[int, int]] = []
    for first, last in ((1, ours.closed), *ours.ranges):
        wanted.extend(_without(first, last, ((1, theirs.closed), *theirs.ranges)))
    return wanted


def _without(first: int, last: int, held: Iterable[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    for low, high in held:
        if high < first or low > last:
            continue
        if low > first:
            yield (first, low - 1)
        first = high + 1
    if first <= last:
        yield (first, last)


def encode_vector(vector: Vector) -> bytes:
    """Deterministic bytes."""
    chains = {
        chain: [held.closed, [list(pair) for pair in held.ranges]]
        for chain, held in vector.chains.items()
    }
    return encode([chains, sorted(vector.lacking)])


def decode_vector(data: bytes) -> Vector:
    """Strictly; raises ``VectorProblem``."""
    try:
        chains, lacking = decode(data)
        return Vector(
            {
                str(chain): ChainHeld(
                    _whole(closed), tuple((_whole(a), _whole(b)) for a, b in ranges)
                )
                for chain, (closed, ranges) in chains.items()
            },
            frozenset(map(str, lacking[:MAX_LACKING])),
        )
    except (ValueError, TypeError, AttributeError) as wrong:
        raise VectorProblem(str(wrong)) from wrong


def _whole(value: object) -> int:
    if type(value) is not int or value < 0:
        raise VectorProblem("number")
    return value
