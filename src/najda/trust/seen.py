"""What the pages of this desk show, read from journal and admission."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from najda.engine.entries import Entries
from najda.journal.admission import Admission, Member
from najda.journal.file import Stored
from najda.net.holdings import vector_of
from najda.net.witness import witnessed
from najda.trust.rules import AskRow
from najda.vocabulary import Absent, FactId, Part, Standing
from najda.web.door import READABLE
from najda.web.visit import Visit

MOST_GREY = 500
MOST_NUMBERS = 40


@dataclass(frozen=True, slots=True)
class Seen:
    """What another installation said, before anybody suspected, that it holds of a chain."""

    letter: str
    name: str
    wall_ms: int
    seq: int
    hash: FactId


@dataclass(frozen=True, slots=True)
class Number:
    """One fact of a chain that may be cut: its number, its clock, what kind of thing it says."""

    seq: int
    id: FactId
    kind: str
    wall_ms: int


def seen_by_others(visit: Visit, chain: str) -> list[Seen]:
    """What others witnessed of a chain, the newest first."""
    members = visit.room.arrivals.admission.members
    found = [
        Seen(
            letter=members[one.by].letter if one.by in members else "?",
            name=members[one.by].name if one.by in members else "",
            wall_ms=one.wall_ms,
            seq=one.head.seq,
            hash=one.head.hash,
        )
        for one in witnessed(visit.room.reader().journal)
        if one.head.chain == chain and one.by != chain
    ]
    return sorted(found, key=lambda one: (-one.seq, one.letter))[:MOST_NUMBERS]


def last_numbers(visit: Visit, chain: str) -> list[Number]:
    """The newest facts of a chain without a gap behind them, where a cut may be made."""
    journal = visit.room.reader().journal
    held = vector_of(journal).chains.get(chain)
    closed = held.closed if held else 0
    found = journal.of_chain(chain, max(1, closed - MOST_NUMBERS + 1), closed)
    return [Number(one.seq, one.id, one.kind, one.meta.wall_ms) for one in found][::-1]


def hash_at(visit: Visit, chain: str, seq: int) -> FactId | None:
    """The fact at a number of a chain: held here, or else as another witnessed it."""
    stored = next(iter(visit.room.reader().journal.of_chain(chain, seq, seq)), None)
    if stored is not None:
        return stored.id
    return next((one.hash for one in seen_by_others(visit, chain) if one.seq == seq), None)


def still_waiting(asks: Iterable[AskRow], admission: Admission) -> list[AskRow]:
    """Asks that have not come true and were not withdrawn, the oldest first."""
    found = [
        one
        for one in asks
        if one.withdrawn_reason is None
        and not _came_true(one, admission.members.get(one.chain))
        and one.endorsement is not None
    ]
    return sorted(found, key=lambda one: (one.at_ms, one.id))


def _came_true(ask: AskRow, member: Member | None) -> bool:
    if member is None:
        return False
    if ask.enrolment is not None:
        return member.expires_ms is None or (
            ask.enrolment.expires_ms is not None and member.expires_ms >= ask.enrolment.expires_ms
        )
    if ask.revocation is None or member.cut is None:
        return False
    return member.cut.seq <= ask.revocation.cut_seq


@dataclass(frozen=True, slots=True)
class Grey:
    """A fact beyond a cut, as much of it as the reader's role may see."""

    id: FactId
    kind: str
    letter: str
    seq: int
    wall_ms: int
    #: (name of the field, what it says) of what a person needs to judge it.
    says: tuple[tuple[str, str], ...]
    standing: Standing


def grey_facts(visit: Visit, *, judged: bool = False) -> list[Grey]:
    """Facts beyond a cut that were told anew: not judged yet, or (``judged``) dismissed."""
    reader = visit.room.reader()
    standing = Standing.DISMISSED if judged else Standing.GREY
    members = visit.room.arrivals.admission.members
    found = []
    for stored in reader.journal.standing_apart(standing, MOST_GREY):
        member = members.get(stored.chain)
        letter = member.letter if member else "?"
        found.append(_grey(stored, reader.entries, letter, READABLE[visit.role]))
    return found


def _grey(stored: Stored, entries: Entries, letter: str, readable: frozenset[Part]) -> Grey:
    entry, _ = entries.get(stored.n)
    return Grey(
        id=stored.id,
        kind=stored.kind,
        letter=letter,
        seq=stored.seq,
        wall_ms=entry.wall_ms,
        says=tuple(_says(entry.said, readable)),
        standing=stored.standing,
    )


#: Fields by which a person judges a grey fact, with the part each stands in.
_TOLD = (
    ("text", Part.TEXT), ("quote", Part.TEXT), ("title", Part.OPEN), ("source", Part.OPEN),
    ("tellers", Part.OPEN), ("trapped", Part.OPEN), ("injured", Part.OPEN), ("kind", Part.OPEN),
    ("low", Part.OPEN), ("high", Part.OPEN), ("quarter", Part.OPEN), ("place", Part.PLACE),
    ("reason", Part.OPEN), ("state", Part.OPEN), ("status", Part.OPEN),
)  # fmt: skip


def _says(said: Any, readable: frozenset[Part]) -> Iterable[tuple[str, str]]:
    for name, part in _TOLD:
        value = getattr(said, name, None)
        if value in (None, "", ()) or part not in readable or isinstance(value, Absent):
            continue
        yield name, _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, tuple):
        return " › ".join(map(str, value))
    return str(getattr(value, "text", None) or getattr(value, "value", value))
