"""Text search, one indexed column for each part, so that a role searches only what it may read.

Words are indexed behind the write that brought them: when the base is quiet, when many wait, or
before somebody searches. FTS5 rewrites half a dozen pages at every commit, most of what a single
write would cost. ``searched_up_to`` in the journal says how far the index is, so that nothing is
left out after a crash.
"""

from collections.abc import Callable, Iterable, Mapping

import apsw

from najda.folding import fold_words
from najda.journal.file import JournalFile, Stored
from najda.vocabulary import Part

#: Parts that can be searched; ``meta`` cannot.
SEARCHED = (Part.OPEN, Part.PLACE, Part.PERSON, Part.TEXT)

SCHEMA = """
CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5(
  open, place, person, text, content='', contentless_delete=1, detail=column,
  tokenize="unicode61 remove_diacritics 0"
);
"""
#: Small segments are merged when sixteen have gathered, not at every commit.
SETTLE = "INSERT INTO search (search, rank) VALUES ('automerge', 0)"
_WORDS_INDEXED = 4000
#: So many facts wait at most for their words to be indexed.
MOST_WAITING = 256


class Words:
    """Words of facts that wait to be indexed, on the writing connection."""

    def __init__(
        self, journal: JournalFile, words_of: Callable[[Stored], Mapping[Part, str]]
    ) -> None:
        self._journal = journal
        self._words_of = words_of
        self._waiting: list[tuple[int, Mapping[Part, str]]] = []

    def catch_up(self) -> None:
        """Index what was stored but not indexed when the base last stopped."""
        done = int(self._journal.local("searched_up_to") or 0)
        for stored in self._journal.every(after=done):
            self.add(stored.n, self._words_of(stored))

    @property
    def waiting(self) -> int:
        """How many facts wait."""
        return len(self._waiting)

    def add(self, n: int, words: Mapping[Part, str]) -> None:
        """Let the words of a new fact wait."""
        self._waiting.append((n, words))

    def changed(self, stored: Stored) -> None:
        """Index a fact anew, after a part came or went."""
        self.index_waiting()
        self._journal.db.execute("DELETE FROM search WHERE rowid = ?", (stored.n,))
        index(self._journal.db, stored.n, self._words_of(stored))

    def index_waiting(self) -> None:
        """Index all that wait, inside the caller's transaction."""
        waiting, self._waiting = self._waiting, []
        for n, words in waiting:
            index(self._journal.db, n, words)
        if waiting:
            self._journal.set_local("searched_up_to", b"%d" % waiting[-1][0])

    def start_anew(self) -> None:
        """Empty the index and let every fact wait."""
        self._journal.db.execute("INSERT INTO search(search) VALUES ('delete-all')")
        self._waiting = []
        self._journal.set_local("searched_up_to", b"0")

    def mark(self) -> tuple[list[tuple[int, Mapping[Part, str]]], int]:
        """What ``restore`` goes back to after a rollback."""
        return self._waiting, len(self._waiting)

    def restore(self, mark: tuple[list[tuple[int, Mapping[Part, str]]], int]) -> None:
        """Forget the words of facts that were rolled back."""
        waiting, length = mark
        self._waiting = waiting[:length]


def index(db: apsw.Connection, n: int, words: Mapping[Part, str]) -> None:
    """Index the words of one fact under its arrival number."""
    if words:
        db.execute(
            "INSERT INTO search (rowid, open, place, person, text) VALUES (?,?,?,?,?)",
            (n, *(_folded(words.get(part, "")) for part in SEARCHED)),
        )


def find(db: apsw.Connection, query: str, parts: Iterable[Part], *, limit: int = 50) -> list[int]:
    """Arrival numbers of facts whose readable parts hold all words of the query, newest first."""
    words = fold_words(query)[:20]
    columns = " ".join(part.value for part in SEARCHED if part in set(parts))
    if not words or not columns:
        return []
    expression = " AND ".join(f'{{{columns}}} : "{word}"*' for word in words)
    rows = db.execute(
        "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?",
        (expression, limit),
    )
    return [n for (n,) in rows]


def _folded(text: str) -> str:
    return " ".join(fold_words(text)[:_WORDS_INDEXED])
