"""What this journal holds, and what another lacks of it, the most urgent first."""

from collections.abc import Iterator, Sequence
from weakref import WeakKeyDictionary

from najda.journal.control import WALKED
from najda.journal.file import JournalFile, Stored
from najda.net.forks import other_bodies
from najda.net.vector import (
    MAX_LACKING,
    ChainHeld,
    Vector,
    held_from_numbers,
    missing_ranges,
)
from najda.vocabulary import Part

#: Desks whose facts travel before all others; control facts before these.
URGENT = ("journal.", "warnings.", "dispatch.", "units.")
#: So many facts of each chain (the newest) come before the rest: today's board first.
NEWEST_FIRST = 2_000
#: So many facts of forks are asked for by hash at a time.
MAX_OTHER_BODIES = 100
#: Small gaps are sent whole, urgent facts in front; larger ones as stretches.
SMALL_GAP = 5_000


#: Journal -> (what its connection saw of changes, its vector then): polls mostly find no news.
_KNOWN: WeakKeyDictionary[JournalFile, tuple[tuple[int, int], Vector]] = WeakKeyDictionary()


def vector_of(journal: JournalFile) -> Vector:
    """The vector of a journal, from the numbers it holds."""
    seen = (journal.db.pragma("data_version"), journal.db.total_changes())
    known = _KNOWN.get(journal)
    if known is None or known[0] != seen:
        known = _KNOWN[journal] = (seen, _vector_now(journal))
    return known[1]


def _vector_now(journal: JournalFile) -> Vector:
    chains: dict[str, ChainHeld] = {}
    for chain, count, last in journal.db.execute(
        "SELECT chain, count(DISTINCT seq), max(seq) FROM facts GROUP BY chain"
    ).fetchall():
        chains[chain.hex()] = (
            ChainHeld(last) if count == last else held_from_numbers(_numbers(journal, chain))
        )
    others = sorted(other_bodies(journal))[:MAX_OTHER_BODIES]
    lacking = journal.facts_lacking_parts(MAX_LACKING - len(others))
    return Vector(chains, frozenset((*others, *lacking)))


def _numbers(journal: JournalFile, chain: bytes) -> Iterator[int]:
    for (seq,) in journal.db.execute(
        "SELECT DISTINCT seq FROM facts WHERE chain = ? ORDER BY seq", (chain,)
    ):
        yield seq


def missing_for(journal: JournalFile, theirs: Vector) -> Iterator[Stored]:
    """Facts held here that the other lacks, most urgent first; then parts it lacks."""
    ours = vector_of(journal)
    stretches = [
        (chain, first, last)
        for chain, held in sorted(ours.chains.items())
        for first, last in missing_ranges(theirs.chains.get(chain, ChainHeld(0)), held)
    ]
    yield from _in_lanes(journal, stretches)
    for id_ in sorted(theirs.lacking):
        stored = journal.get(id_)
        if stored is not None and not stored.lacking():
            yield stored


def _in_lanes(journal: JournalFile, stretches: Sequence[tuple[str, int, int]]) -> Iterator[Stored]:
    total = sum(last - first + 1 for _, first, last in stretches)
    if total <= SMALL_GAP:
        found = [one for stretch in stretches for one in journal.of_chain(*stretch)]
        yield from sorted(found, key=lambda one: (_lane(one.kind), one.height))
        return
    yield from _control(journal, stretches)
    for chain, first, last in stretches:
        yield from journal.of_chain(chain, max(first, last - NEWEST_FIRST), last)
    for chain, first, last in stretches:
        if last - NEWEST_FIRST > first:
            yield from journal.of_chain(chain, first, last - NEWEST_FIRST - 1)


def _control(journal: JournalFile, stretches: Sequence[tuple[str, int, int]]) -> Iterator[Stored]:
    wanted = {chain: (first, last) for chain, first, last in stretches}
    for stored in journal.every(kinds=WALKED):
        first, last = wanted.get(stored.chain, (1, 0))
        if first <= stored.seq <= last:
            yield stored


def _lane(kind: str) -> int:
    return next((n for n, prefix in enumerate(URGENT) if kind.startswith(prefix)), len(URGENT))


def parts_to_withhold(names: Sequence[str]) -> frozenset[Part]:
    """Parts named on a command line; raises ``ValueError`` for a part that always travels."""
    parts = frozenset(map(Part, names))
    if parts & {Part.META, Part.OPEN}:
        raise ValueError("meta and open always travel")
    return parts
