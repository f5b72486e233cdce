"""Keys of facts, and rows derived through them.

A fact stands under its own keys and under those of everything it supersedes, transitively, also
when a superseded fact arrives later. Whatever changes what a view may read (arrival, a part
gained or lost, a change of admission) re-derives the rows under the fact's keys, and only those.
A row stands beside the numbers of the facts it was derived from: that is the index from keys to
facts. The way back, from a fact to its keys, is worked out from the fact, not stored.
"""

import json
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeVar, cast

import apsw
import cbor2

from najda.engine.card import View
from najda.engine.discovery import Desks
from najda.engine.entries import Entries
from najda.journal.codec import UNKNOWN
from najda.journal.order import in_order
from najda.plain import from_plain, to_plain
from najda.vocabulary import Entry, Standing, ThingId

R = TypeVar("R")
#: (number of the view, key)
ViewKey = tuple[int, str]
#: The keys of so many facts are kept in memory.
REMEMBERED = 10_000

SCHEMA = """
CREATE TABLE IF NOT EXISTS views (no INTEGER PRIMARY KEY, name TEXT UNIQUE, fingerprint BLOB);
CREATE TABLE IF NOT EXISTS rows (
  at INTEGER PRIMARY KEY, view INTEGER, key TEXT, numbers BLOB NOT NULL, row BLOB);
CREATE UNIQUE INDEX IF NOT EXISTS rows_key ON rows (view, key);
CREATE TABLE IF NOT EXISTS supersessions (
  target BLOB, n INTEGER, PRIMARY KEY (target, n)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS joins (
  fact BLOB PRIMARY KEY, kind TEXT, a TEXT, b TEXT) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS joins_a ON joins (kind, a);
CREATE INDEX IF NOT EXISTS joins_b ON joins (kind, b);
CREATE TABLE IF NOT EXISTS things (id TEXT PRIMARY KEY, n INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS waiting (
  thing TEXT, n INTEGER, PRIMARY KEY (thing, n)) WITHOUT ROWID;
"""
_COUNTED = frozenset({Standing.COUNTS, Standing.DETACHED})
_WITH_GREY = _COUNTED | {Standing.GREY}
DERIVED_TABLES = ("rows", "supersessions", "joins", "things", "waiting")


def encode_row(row: Any) -> bytes:
    """A row's bytes: equal rows have equal bytes."""
    return cbor2.dumps(to_plain(row))


def decode_row(kind: type[R], data: bytes) -> R:
    """A row again; decoded once while it does not change (rows are frozen)."""
    found: R = _decoded(cast("Any", kind), data)
    return found


@lru_cache(maxsize=4096)
def _decoded(kind: Any, data: bytes) -> Any:
    return from_plain(kind, cbor2.loads(data))


def _as_grey(entry: Entry[Any]) -> Entry[Any] | None:
    """A fact beyond a cut adds and never changes: a report stays, what it would end goes on."""
    return replace(entry, supersedes=()) if entry.said.creates else None


class Views:
    """Keys, rows and joins on one connection."""

    def __init__(self, db: apsw.Connection, desks: Desks, entries: Entries) -> None:
        self._db = db
        self._desks = desks
        self._entries = entries
        self._numbers: dict[str, int] = {}
        self._by_no: dict[int, View[Any]] = {}
        self._kinds_read: dict[str, frozenset[str | None]] = {}
        self._by_kind: dict[str, list[tuple[int, View[Any]]]] = {}
        self._waiting: set[ThingId] | None = None
        #: Keys of facts by arrival number, as far as they were asked for.
        self._keys: dict[int, frozenset[ViewKey]] = {}
        #: Rows to derive again, with the facts newly put under them; empty outside of a request.
        self._unsettled: dict[ViewKey, set[int]] = {}

    def number_views(self) -> None:
        """Give each view its number in this file."""
        for name in self._desks.views:
            self._db.execute("INSERT OR IGNORE INTO views (name) VALUES (?)", (name,))
        self.read_numbers()

    def read_numbers(self) -> None:
        """Read the numbers of the views this version knows."""
        for name, no in self._db.execute("SELECT name, no FROM views").fetchall():
            view = self._desks.views.get(name)
            if view is None:
                continue
            self._numbers[name] = no
            self._by_no[no] = view
            self._kinds_read[name] = frozenset(map(self._desks.kind_names.get, view.reads))
            for kind in view.reads:
                self._by_kind.setdefault(self._desks.kind_names[kind], []).append((no, view))

    def number(self, view: View[Any]) -> int:
        """The number of a view in this file."""
        return self._numbers[view.name]

    def name(self, no: int) -> str:
        """The name of the view with this number."""
        return self._by_no[no].name

    def take_in(self, n: int, entry: Entry[Any], *, named_by_others: bool = True) -> None:
        """Put a newly arrived fact under its keys, whose rows ``settle`` derives again.

        ``named_by_others`` False: nobody can have named a fact that was signed this moment.
        """
        for target in entry.supersedes:
            self._db.execute(
                "INSERT OR IGNORE INTO supersessions VALUES (?, ?)", (bytes.fromhex(target), n)
            )
        keys = self._keys_of(n)
        self._put_under(n, keys)
        if named_by_others:
            self._pass_on(entry.id, keys)
        self._note_join(entry)

    def _keys_of(self, n: int) -> frozenset[ViewKey]:
        """Where a fact stands: its own keys and those of all it supersedes, transitively."""
        to_visit = [n]
        while to_visit:
            at = to_visit[-1]
            if at in self._keys:
                to_visit.pop()
                continue
            entry, _ = self._entries.get(at)
            targets = [found for one in entry.supersedes if (found := self._number_of(one))]
            unknown = [one for one in targets if one not in self._keys]
            if unknown:
                to_visit.extend(unknown)
                continue
            self._remember(at, self._own_keys(entry).union(*map(self._keys.__getitem__, targets)))
        return self._keys[n]

    def _own_keys(self, entry: Entry[Any]) -> frozenset[ViewKey]:
        if entry.said is UNKNOWN:
            return frozenset()
        views = self._by_kind.get(entry.kind, ())
        return frozenset((no, key) for no, view in views for key in view.keys(entry))

    def _number_of(self, id_: str) -> int | None:
        found = self._db.execute(
            "SELECT n FROM facts WHERE id = ?", (bytes.fromhex(id_),)
        ).fetchone()
        return found[0] if found else None

    def _remember(self, n: int, keys: frozenset[ViewKey]) -> None:
        self._keys[n] = keys
        if len(self._keys) > REMEMBERED:
            del self._keys[next(iter(self._keys))]

    def touch(self, n: int) -> None:
        """Let every row that reads this fact be derived again.

        It stands under the keys it had: only parts that always travel decide them.
        """
        self._put_under(n, self._keys_of(n))

    def _put_under(self, n: int, keys: Iterable[ViewKey]) -> None:
        for under in keys:
            self._unsettled.setdefault(under, set()).add(n)

    def _pass_on(self, id_: str, keys: frozenset[ViewKey]) -> None:
        """Give the keys to all facts here that supersede this one, transitively."""
        seen: set[int] = set()
        to_visit = [bytes.fromhex(id_)]
        while to_visit:
            target = to_visit.pop()
            for (n,) in self._db.execute(
                "SELECT n FROM supersessions WHERE target = ?", (target,)
            ).fetchall():
                if n in seen:
                    continue
                seen.add(n)
                self._keys.pop(n, None)
                self._put_under(n, keys)
                to_visit.append(bytes.fromhex(self._entries.get(n)[0].id))

    def note_things(self, n: int, makes: ThingId | None, names: Iterable[ThingId]) -> None:
        """Note what a fact makes, and what it names that is not here.

        What is not here was made by a base that burned, or is under way.
        """
        if makes is not None:
            self._db.execute("INSERT OR IGNORE INTO things VALUES (?, ?)", (makes, n))
            if makes in self._waited_for():
                self._db.execute("DELETE FROM waiting WHERE thing = ?", (makes,))
                self._waiting = None
        for thing in names:
            known = self._db.execute("SELECT 1 FROM things WHERE id = ?", (thing,)).fetchone()
            if known is None:
                self._db.execute("INSERT OR IGNORE INTO waiting VALUES (?, ?)", (thing, n))
                self._waited_for().add(thing)

    def _waited_for(self) -> set[ThingId]:
        """Things waited for; few, and asked at each thing made."""
        if self._waiting is None:
            self._waiting = self._waiting_now()
        return self._waiting

    def _waiting_now(self) -> set[ThingId]:
        return {thing for (thing,) in self._db.execute("SELECT DISTINCT thing FROM waiting")}

    def waiting_things(self) -> list[ThingId]:
        """Things that facts here name and nobody here made, in the order of their names."""
        return sorted(self._waiting_now())

    def forget(self) -> None:
        """Forget what was remembered of the tables (after a rollback)."""
        self._waiting = None
        self._unsettled = {}
        self._keys.clear()

    def _note_join(self, entry: Entry[Any]) -> None:
        """Keep the live joins: a join fact holds until an admitted fact supersedes it."""
        self.refresh_join(entry)
        for target in entry.supersedes:
            found = self._db.execute(
                "SELECT n FROM facts WHERE id = ?", (bytes.fromhex(target),)
            ).fetchone()
            if found:
                self.refresh_join(self._entries.get(found[0])[0])

    def refresh_join(self, entry: Entry[Any]) -> None:
        """Judge again whether a join fact is live."""
        kind = type(entry.said).joins
        if kind is None:
            return
        id_ = bytes.fromhex(entry.id)
        undone = any(
            self._counts(n)
            for (n,) in self._db.execute(
                "SELECT n FROM supersessions WHERE target = ?", (id_,)
            ).fetchall()
        )
        self._db.execute("DELETE FROM joins WHERE fact = ?", (id_,))
        if not undone and entry.standing in _COUNTED:
            a, b = sorted((entry.said.first, entry.said.second))
            self._db.execute("INSERT INTO joins VALUES (?, ?, ?, ?)", (id_, kind, a, b))

    def _counts(self, n: int) -> bool:
        entry, odd = self._entries.get(n)
        return not odd and entry.standing in _COUNTED

    def settle(self) -> set[ViewKey]:
        """Derive again what facts since the last time may have changed; gives rows that did."""
        unsettled, self._unsettled = self._unsettled, {}
        return {
            (no, key)
            # The newest first: in a rebuild those are still remembered.
            for (no, key), arrived in reversed(unsettled.items())
            if no in self._by_no and self._derive(no, key, arrived)
        }

    def _derive(self, no: int, key: str, arrived: set[int]) -> bool:
        """Derive one row and store it beside the numbers of its facts; True where it changed."""
        view = self._by_no[no]
        stood = self._db.execute(
            "SELECT at, numbers, row FROM rows WHERE view = ? AND key = ?", (no, key)
        ).fetchone()
        at, standing_numbers, standing_row = stood or (None, b"", None)
        numbers = array("q", standing_numbers)
        numbers.extend(sorted(arrived.difference(numbers)))
        readable = self._readable(numbers, view)
        derived = view.derive(readable) if readable else None
        row = None if derived is None else encode_row(derived)
        under = numbers.tobytes()
        if (under, row) != (standing_numbers, standing_row):
            if at is None:
                self._db.execute(
                    "INSERT INTO rows (view, key, numbers, row) VALUES (?, ?, ?, ?)",
                    (no, key, under, row),
                )
            else:
                self._db.execute(
                    "UPDATE rows SET numbers = ?, row = ? WHERE at = ?", (under, row, at)
                )
        return row != standing_row

    def _readable(self, numbers: Iterable[int], view: View[Any]) -> list[Entry[Any]]:
        kinds = self._kinds_read[view.name]
        standings = _WITH_GREY if view.keeps_grey else _COUNTED
        found: list[Entry[Any] | None] = []
        for n in numbers:
            entry, odd = self._entries.get(n)
            if (
                not odd
                and entry.kind in kinds
                and entry.standing in standings
                and entry.said is not UNKNOWN
            ):
                found.append(entry if entry.standing is not Standing.GREY else _as_grey(entry))
        return in_order([entry for entry in found if entry is not None])

    # Reading (the ``Rows`` an act gets).

    def get(self, view: View[R], key: str) -> R | None:
        """The row under a key."""
        found = self._db.execute(
            "SELECT row FROM rows WHERE view = ? AND key = ?", (self._numbers[view.name], key)
        ).fetchone()
        return decode_row(view.row, found[0]) if found and found[0] is not None else None

    def some(self, view: View[R], keys: Iterable[str]) -> dict[str, R]:
        """The rows under some keys, those that are there, sorted by key; one query."""
        return {
            key: decode_row(view.row, data)
            for key, data in self._db.execute(
                "SELECT key, row FROM rows WHERE view = ? AND row IS NOT NULL"
                " AND key IN (SELECT value FROM json_each(?)) ORDER BY key",
                (self._numbers[view.name], json.dumps(list(keys))),
            )
        }

    def all(self, view: View[R]) -> dict[str, R]:
        """All rows of a view by key."""
        return {
            key: decode_row(view.row, data)
            for key, data in self._db.execute(
                "SELECT key, row FROM rows WHERE view = ? AND row IS NOT NULL ORDER BY key",
                (self._numbers[view.name],),
            )
        }

    def last(self, view: View[R]) -> Iterator[R]:
        """Rows of a view from its last key backwards, fetched as far as somebody reads."""
        after = "\U0010ffff"
        # In pieces: a statement left open would hold back checkpoints of the log.
        while found := self._db.execute(
            "SELECT key, row FROM rows WHERE view = ? AND row IS NOT NULL AND key < ?"
            " ORDER BY key DESC LIMIT 64",
            (self._numbers[view.name], after),
        ).fetchall():
            yield from (decode_row(view.row, data) for _, data in found)
            after = found[-1][0]

    def group(self, kind: str, thing: ThingId) -> tuple[ThingId, ...]:
        """All things joined with this one, itself included, sorted."""
        rows = self._db.execute(
            "WITH RECURSIVE member(id) AS (SELECT ?2 UNION"
            " SELECT CASE WHEN j.a = m.id THEN j.b ELSE j.a END FROM member m"
            " JOIN joins j ON j.kind = ?1 AND (j.a = m.id OR j.b = m.id))"
            " SELECT id FROM member ORDER BY id",
            (kind, thing),
        )
        return tuple(id_ for (id_,) in rows)

    def groups(self, kind: str) -> dict[ThingId, ThingId]:
        """Every joined thing with the first (smallest) member of its group."""
        leader: dict[ThingId, ThingId] = {}
        for a, b in self._db.execute(
            "SELECT a, b FROM joins WHERE kind = ? ORDER BY a, b", (kind,)
        ):
            low, high = sorted((_find(leader, a), _find(leader, b)))
            leader[high] = low
            leader.setdefault(low, low)
        return {thing: _find(leader, thing) for thing in leader}


def _find(leader: dict[ThingId, ThingId], thing: ThingId) -> ThingId:
    while leader.setdefault(thing, thing) != thing:
        thing = leader[thing]
    return thing
