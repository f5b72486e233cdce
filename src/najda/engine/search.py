"""Text search, one indexed column for each part, so that a role searches only what it may read.

When words are indexed: see ``behind.py``.
"""

from collections.abc import Iterable, Mapping

import apsw

from najda.folding import fold_words
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


def index(db: apsw.Connection, n: int, words: Mapping[Part, str]) -> None:
    """Index the words of one fact under its arrival number."""
    if words:
        db.execute(
            "INSERT INTO search (rowid, open, place, person, text) VALUES (?,?,?,?,?)",
            (n, *(_folded(words.get(part, "")) for part in SEARCHED)),
        )


def forget(db: apsw.Connection, n: int) -> None:
    """Take the words of one fact out."""
    db.execute("DELETE FROM search WHERE rowid = ?", (n,))


def empty(db: apsw.Connection) -> None:
    """Take all words out."""
    db.execute("INSERT INTO search(search) VALUES ('delete-all')")


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
