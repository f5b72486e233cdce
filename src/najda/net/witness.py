"""Witness facts: which heads of other chains a base holds, said while nobody suspects anybody.

When a base is captured, they tell the chiefs what others had of it before, and so where to cut.
A witness fact is not witnessed itself, so bases at rest stay silent.
"""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import apsw

from najda.journal.codec import fact_from_parts
from najda.journal.control import Head, HeadsWitnessed
from najda.journal.entry import MalformedBytes
from najda.journal.file import JournalFile
from najda.net.copies import Family
from najda.plain import NotPlain
from najda.vocabulary import Part, Standing

WITNESS_SECONDS = 600.0
WITNESS_FACTS = 100
_LOOK_SECONDS = 1.0
KIND = "journal.HeadsWitnessed"


def heads_held(journal: JournalFile, chains: frozenset[str]) -> dict[str, Head]:
    """The last fact of each of these chains that stands and is no witness fact."""
    held = {}
    for chain in sorted(chains):
        found = journal.db.execute(
            "SELECT seq, id FROM facts WHERE chain = ? AND standing = 'counts' AND odd IS NULL"
            " AND kind <> ? ORDER BY seq DESC LIMIT 1",
            (bytes.fromhex(chain), KIND),
        ).fetchone()
        if found is not None:
            held[chain] = Head(chain=chain, seq=found[0], hash=found[1].hex())
    return held


@dataclass(frozen=True, slots=True)
class Witnessed:
    """What one installation said it holds of another's chain, and when by its wall clock."""

    n: int
    by: str
    wall_ms: int
    head: Head


def witnessed(journal: JournalFile) -> Iterator[Witnessed]:
    """Everything witnessed by facts that stand, in order of arrival."""
    for stored in journal.every(kinds=(KIND,)):
        if stored.standing is not Standing.COUNTS or stored.odd is not None:
            continue
        bodies: dict[Part, bytes] = {
            part: data for part, data in stored.parts.items() if part is not Part.META
        }
        try:
            said = fact_from_parts(HeadsWitnessed, stored.meta.subjects, bodies, {})
        except (NotPlain, MalformedBytes):
            continue  # from a version that says it otherwise; kept, and others' words remain
        if isinstance(said, HeadsWitnessed):
            for head in said.heads:
                yield Witnessed(stored.n, stored.chain, stored.meta.wall_ms, head)


def news(held: Mapping[str, Head], said: Mapping[str, Head]) -> tuple[Head, ...]:
    """Heads that changed since they were last witnessed."""
    return tuple(head for chain, head in held.items() if said.get(chain) != head)


class Witness:
    """Says from time to time which heads it holds."""

    def __init__(
        self,
        journal: Callable[[], JournalFile],
        family: Callable[[], Family],
        say: Callable[[HeadsWitnessed], bool],
    ) -> None:
        """``say`` writes the fact; False where the disk did not take it (it is tried again)."""
        self._journal = journal
        self._family = family
        self._say = say
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._said: dict[str, Head] | None = None
        self._said_up_to = 0
        self._said_at = time.monotonic()

    def start(self) -> None:
        """Begin to look once a second."""
        self._thread = threading.Thread(target=self._run, name="najda-witness", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(2)

    def _run(self) -> None:
        while not self._stop.wait(_LOOK_SECONDS):
            with contextlib.suppress(apsw.Error):  # a disk that fails now may answer in a second
                self.look(time.monotonic())

    def look(self, now: float) -> tuple[Head, ...]:
        """Witness where enough is new or the time has come; gives what was said."""
        journal, family = self._journal(), self._family()
        others = family.members - {family.own}
        if self._said is None:
            self._said, self._said_up_to = _said_before(journal, family.own)
            self._said_at = now
        due = now - self._said_at >= WITNESS_SECONDS
        if not due and _new_facts(journal, others, self._said_up_to) < WITNESS_FACTS:
            return ()
        up_to = journal.last_number()
        heads = news(heads_held(journal, others), self._said)
        if heads and not self._say(HeadsWitnessed(heads=heads)):
            return ()
        self._said.update({head.chain: head for head in heads})
        self._said_up_to, self._said_at = up_to, now
        return heads


def _said_before(journal: JournalFile, own: str) -> tuple[dict[str, Head], int]:
    """What this installation witnessed last of each chain, and up to which arrival number."""
    said: dict[str, Head] = {}
    up_to = 0
    for one in witnessed(journal):
        if one.by == own:
            said[one.head.chain] = one.head
            up_to = one.n
    return said, up_to


def _new_facts(journal: JournalFile, chains: frozenset[str], after: int) -> int:
    return sum(
        count
        for chain, count in journal.db.execute(
            "SELECT chain, count(*) FROM facts WHERE n > ? AND kind <> ? GROUP BY chain",
            (after, KIND),
        )
        if chain.hex() in chains
    )
