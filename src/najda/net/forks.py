"""Two bodies for one number: both must reach everybody, though the numbers say "held".

A vector speaks of numbers, so the other body of a number would never be asked for. What shows
that there is one (a successor built on it, a witness of it, a proof that names it) gives its
hash, and by its hash it is asked for.
"""

from collections.abc import Iterator

from najda.journal.codec import fact_from_parts
from najda.journal.control import ForkProven
from najda.journal.entry import NO_PREDECESSOR, MalformedBytes, decode_shell
from najda.journal.file import JournalFile
from najda.net.witness import witnessed
from najda.plain import NotPlain
from najda.vocabulary import FactId, Part, Standing

PROVEN = "journal.ForkProven"
#: So many of the newest detached facts and witnesses are looked through at a time.
MOST_LOOKED_AT = 500


def forks(journal: JournalFile) -> list[ForkProven]:
    """Every proven fork that was said here, each number of a chain once."""
    found: dict[tuple[str, int], ForkProven] = {}
    for stored in journal.every(kinds=(PROVEN,)):
        bodies: dict[Part, bytes] = {
            part: data for part, data in stored.parts.items() if part is not Part.META
        }
        try:
            said = fact_from_parts(ForkProven, stored.meta.subjects, bodies, {})
        except (NotPlain, MalformedBytes):
            continue  # said by another version; the two bodies speak for themselves
        if isinstance(said, ForkProven):
            found.setdefault((said.chain, said.seq), said)
    return list(found.values())


def other_bodies(journal: JournalFile) -> frozenset[FactId]:
    """Hashes of facts that are not here though their number is held with another body."""
    return frozenset(
        hash_
        for chain, seq, hash_ in _named(journal)
        if journal.number_of(hash_) is None and _is_held(journal, chain, seq)
    )


def _named(journal: JournalFile) -> Iterator[tuple[str, int, FactId]]:
    for stored in journal.standing_apart(Standing.DETACHED, MOST_LOOKED_AT):
        shell = decode_shell(stored.shell)
        if shell.previous != NO_PREDECESSOR:
            yield shell.chain.hex(), shell.seq - 1, shell.previous.hex()
    for one in list(witnessed(journal))[-MOST_LOOKED_AT:]:
        yield one.head.chain, one.head.seq, one.head.hash
    for fork in forks(journal):
        yield fork.chain, fork.seq, fork.first
        yield fork.chain, fork.seq, fork.second


def _is_held(journal: JournalFile, chain: str, seq: int) -> bool:
    try:
        return next(iter(journal.of_chain(chain, seq, seq)), None) is not None
    except ValueError:
        return False  # what was said names no chain
