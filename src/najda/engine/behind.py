"""What is done behind the commit: words are indexed, and named things that are not here noted.

A single write is acknowledged without it: FTS5 rewrites half a dozen pages at every commit, and
the ids of things are random, so that each lies on a page of its own. It is caught up when the
base is quiet, when many facts wait, or before somebody asks. ``behind_up_to`` in the journal says
how far it went, so that nothing is left out after a crash.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from najda.engine import search
from najda.engine.entries import Entries
from najda.engine.views import Views
from najda.journal.file import JournalFile, Stored
from najda.vocabulary import Entry, Part, ThingId

#: So many facts wait at most.
MOST_WAITING = 256


@dataclass(frozen=True, slots=True)
class Arrived:
    """A fact whose words and names wait."""

    n: int
    makes: ThingId | None
    names: frozenset[ThingId]
    words: Mapping[Part, str]


class Behind:
    """Facts that wait, on the writing connection."""

    def __init__(
        self,
        journal: JournalFile,
        entries: Entries,
        views: Views,
        words_of: Callable[[Stored], Mapping[Part, str]],
    ) -> None:
        self._journal = journal
        self._entries = entries
        self._views = views
        self._words_of = words_of
        self._waiting: list[Arrived] = []

    def load(self) -> None:
        """Let wait what was stored but not done when the base last stopped."""
        done = int(self._journal.local("behind_up_to") or 0)
        for stored in self._journal.every(after=done):
            self.add_stored(stored, self._entries.get(stored.n)[0])

    @property
    def waiting(self) -> int:
        """How many facts wait."""
        return len(self._waiting)

    def add(self, arrived: Arrived) -> None:
        """Let a new fact wait."""
        self._waiting.append(arrived)

    def add_stored(self, stored: Stored, entry: Entry[Any]) -> None:
        """Let a fact wait whose words and names are read from what is stored."""
        names = frozenset(stored.subjects())
        self.add(Arrived(stored.n, entry.thing, names, self._words_of(stored)))

    def changed(self, stored: Stored) -> None:
        """Index a fact anew, after a part came or went."""
        self.catch_up()
        search.forget(self._journal.db, stored.n)
        search.index(self._journal.db, stored.n, self._words_of(stored))

    def catch_up(self) -> None:
        """Do all that waits, inside the caller's transaction."""
        waiting, self._waiting = self._waiting, []
        for one in waiting:
            search.index(self._journal.db, one.n, one.words)
            self._views.note_things(one.n, one.makes, one.names)
        if waiting:
            self._journal.set_local("behind_up_to", b"%d" % waiting[-1].n)

    def start_anew(self) -> None:
        """Empty the index of words; every fact is going to be added again."""
        search.empty(self._journal.db)
        self._waiting = []
        self._journal.set_local("behind_up_to", b"0")

    def mark(self) -> tuple[list[Arrived], int]:
        """What ``restore`` goes back to after a rollback."""
        return self._waiting, len(self._waiting)

    def restore(self, mark: tuple[list[Arrived], int]) -> None:
        """Forget facts that were rolled back."""
        waiting, length = mark
        self._waiting = waiting[:length]
