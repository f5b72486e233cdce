"""The journal on disk: all facts this base holds, in one encrypted SQLite file.

One connection writes (see ``engine/writer.py``); readers open their own. Nothing here knows a
desk: bodies are parts, kinds are text.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import apsw

from najda.journal import entry as bytes_of
from najda.journal.entry import Meta, Shell, SignedFact
from najda.journal.keys import SigningKey, shell_is_signed
from najda.journal.order import next_height
from najda.vocabulary import Absent, FactId, Part, Standing, ThingId

DATABASE = "journal.db"
#: So many facts are held at once by whoever goes through all of them.
PIECE_FACTS = 1000
#: A write touches about a dozen pages, each encrypted whole: half-size pages cost a third less.
PAGE_BYTES = 2048
_BITS = tuple(1 << n for n in range(len(bytes_of.PARTS)))

SCHEMA = """
CREATE TABLE IF NOT EXISTS local (name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS facts (
  n INTEGER PRIMARY KEY, id BLOB NOT NULL, chain BLOB NOT NULL, seq INTEGER NOT NULL,
  height INTEGER NOT NULL, kind TEXT NOT NULL, standing TEXT NOT NULL, odd TEXT,
  shell BLOB NOT NULL, signature BLOB NOT NULL,
  meta BLOB, open BLOB, place BLOB, person BLOB, text BLOB, destroyed TEXT,
  named INTEGER NOT NULL -- one bit for each part the shell names, in the order of the columns
);
CREATE UNIQUE INDEX IF NOT EXISTS facts_id ON facts (id);
CREATE INDEX IF NOT EXISTS facts_chain ON facts (chain, seq);
"""
#: Facts here without some part their shell names.
_LACKS = " OR ".join(
    f"(named & {bit} AND {part.value} IS NULL)"
    for part, bit in zip(bytes_of.PARTS, _BITS, strict=True)
)
_IS_CONTROL = "kind >= 'journal.' AND kind < 'journal/'"
#: What few facts are is asked at every change: each has an index that holds only those few.
FEW = f"""
CREATE INDEX IF NOT EXISTS facts_lacking ON facts (n) WHERE {_LACKS};
CREATE INDEX IF NOT EXISTS facts_control ON facts (kind, n) WHERE {_IS_CONTROL};
CREATE INDEX IF NOT EXISTS facts_standing ON facts (standing, n) WHERE standing <> 'counts';
"""

_INSERT = (
    "INSERT INTO facts (id, chain, seq, height, kind, standing, odd, shell, signature,"
    " meta, open, place, person, text, named) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
)
_SELECT = (
    "SELECT n, id, chain, seq, height, kind, standing, odd, shell, signature,"
    " named, meta, open, place, person, text, destroyed FROM facts "
)


@dataclass(frozen=True, slots=True)
class Stored:
    """One row of the journal."""

    n: int
    id: FactId
    chain: str
    seq: int
    height: int
    kind: str
    standing: Standing
    odd: str | None
    shell: bytes
    signature: bytes
    #: One bit for each part the shell names.
    named: int
    parts: Mapping[Part, bytes]
    destroyed: frozenset[Part] = frozenset()

    @property
    def meta(self) -> Meta:
        """The decoded meta part."""
        return bytes_of.decode_meta(self.parts[Part.META][bytes_of.SALT_BYTES :])

    def subjects(self) -> set[ThingId]:
        """Every thing the fact names."""
        return {thing for things in self.meta.subjects.values() for thing in things}

    def lacking(self) -> dict[Part, Absent]:
        """Parts the shell names that are not here, and why."""
        return {
            part: Absent.DESTROYED if part in self.destroyed else Absent.WITHHELD
            for part, bit in zip(bytes_of.PARTS, _BITS, strict=True)
            if self.named & bit and part not in self.parts
        }

    def signed(self, *, without: Iterable[Part] = ()) -> SignedFact:
        """The fact as it travels, some parts held back where asked."""
        held_back = set(without) - bytes_of.ALWAYS_TRAVEL
        kept = {part: data for part, data in self.parts.items() if part not in held_back}
        return SignedFact(self.shell, self.signature, kept)


@dataclass(frozen=True, slots=True)
class Tip:
    """What the next own fact goes on from. Replaced whole, so a savepoint can restore it."""

    seq: int
    hash: bytes
    height_seen: int
    #: The greatest arrival number.
    last_number: int = 0


def open_database(
    path: Path, key: bytes, *, vfs: str | None = None, read_only: bool = False
) -> apsw.Connection:
    """Open the encrypted database; raises ``apsw.NotADBError`` for a wrong key.

    ``vfs`` names a file system registered with SQLite, over which encryption is laid: the slow
    disk of the bench and the lossy disk of the checker.
    """
    flags = apsw.SQLITE_OPEN_URI | (
        apsw.SQLITE_OPEN_READONLY
        if read_only
        else apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
    )
    db = apsw.Connection(str(path), flags=flags, vfs=f"multipleciphers-{vfs or 'unix'}")
    db.set_busy_timeout(10_000)
    db.pragma("cipher", "chacha20")
    db.execute(f'PRAGMA key = "raw:{key.hex()}"')
    if not read_only:
        db.pragma("page_size", PAGE_BYTES)
        db.pragma("journal_mode", "wal")
        db.pragma("wal_autocheckpoint", 2000)
    db.pragma("synchronous", "full")
    db.pragma("cache_size", -16_000)
    db.pragma("temp_store", "memory")
    db.pragma("foreign_keys", 0)
    db.execute("SELECT count(*) FROM sqlite_schema").fetchall()
    return db


class JournalFile:
    """The facts table and the tip of the own chain, on one writing (or reading) connection."""

    def __init__(self, db: apsw.Connection, own_key: SigningKey | None = None) -> None:
        self.db = db
        self.own_key = own_key
        self.tip = Tip(0, bytes_of.NO_PREDECESSOR, 0)

    def create(self) -> None:
        """Make the tables where they are missing and read the tip."""
        self.db.execute(SCHEMA + FEW)
        self.read_tip()

    def read_tip(self) -> None:
        """Read the head of the own chain and the greatest height seen."""
        if self.own_key is None:
            return
        head = self.db.execute(
            "SELECT seq, id FROM facts WHERE chain = ? ORDER BY seq DESC LIMIT 1",
            (self.own_key.public,),
        ).fetchone()
        (height,) = self.db.execute(
            "SELECT coalesce(max(height), 0) FROM facts WHERE odd IS NULL"
        ).fetchone()
        seq, id_ = head or (0, bytes_of.NO_PREDECESSOR)
        self.tip = Tip(seq, id_, height, self.last_number())

    def append(
        self,
        meta: Meta,
        parts: Mapping[Part, bytes],
        standing: Standing = Standing.COUNTS,
    ) -> Stored:
        """Sign and store a fact of the own chain (inside the caller's transaction)."""
        if self.own_key is None:
            raise RuntimeError("this journal is open for reading only")
        plain = {Part.META: bytes_of.encode_meta(meta), **parts}
        salts = os.urandom(bytes_of.SALT_BYTES * len(bytes_of.PARTS))
        salted = bytes_of.seal_parts(plain, salts)
        shell = Shell(
            chain=self.own_key.public,
            seq=self.tip.seq + 1,
            previous=self.tip.hash,
            height=next_height(self.tip.height_seen),
            digests=bytes_of.digests_of(salted),
        )
        data = bytes_of.encode_shell(shell)
        bytes_of.check_size(salted)
        signed = SignedFact(data, self.own_key.sign_shell(data), salted)
        stored = self._insert(shell, signed, meta.kind, standing, None)
        self.tip = Tip(shell.seq, bytes.fromhex(stored.id), shell.height, stored.n)
        return stored

    def receive(self, signed: SignedFact, standing: Standing) -> Stored | None:
        """Check and store a fact of any chain; None where it is here already.

        Parts that were lacking and came along now are added by ``add_parts``. Raises
        ``MalformedBytes`` for what is no fact; odd facts are kept and marked.
        """
        shell = bytes_of.decode_shell(signed.shell)
        id_ = bytes_of.shell_hash(signed.shell)
        if self.number_of(id_.hex()) is not None:
            return None
        bytes_of.check_parts(shell, signed.parts)
        if not shell_is_signed(shell.chain, signed.shell, signed.signature):
            raise bytes_of.MalformedBytes("signature")
        meta = bytes_of.decode_meta(signed.parts[Part.META][bytes_of.SALT_BYTES :])
        odd = self._oddness(shell)
        stored = self._insert(shell, signed, meta.kind, standing, odd)
        seen = max(self.tip.height_seen, shell.height if odd is None else 0)
        self.tip = replace(self.tip, height_seen=seen, last_number=stored.n)
        self._judge_successors(stored, shell)
        return stored

    def _oddness(self, shell: Shell) -> str | None:
        previous = self.get(shell.previous.hex())
        if previous is None:
            too_far = shell.height > self.tip.height_seen + bytes_of.MAX_HEIGHT_STEP
            return "height" if too_far else None
        rises = bytes_of.follows_rightly(bytes_of.decode_shell(previous.shell), shell)
        return None if rises else "height"

    def _judge_successors(self, stored: Stored, shell: Shell) -> None:
        for row in self.db.execute(
            _SELECT + "WHERE chain = ? AND seq = ?", (shell.chain, shell.seq + 1)
        ).fetchall():
            later = _stored(row)
            after = bytes_of.decode_shell(later.shell)
            if after.previous.hex() == stored.id:
                rises = bytes_of.follows_rightly(shell, after)
                self.db.execute(
                    "UPDATE facts SET odd = ? WHERE n = ?", (None if rises else "height", later.n)
                )

    def _insert(
        self, shell: Shell, signed: SignedFact, kind: str, standing: Standing, odd: str | None
    ) -> Stored:
        id_ = bytes_of.shell_hash(signed.shell)
        parts = signed.parts
        named = sum(bit for bit, digest in zip(_BITS, shell.digests, strict=True) if digest)
        self.db.execute(
            _INSERT,
            (
                id_, shell.chain, shell.seq, shell.height, kind, standing.value, odd,
                signed.shell, signed.signature, *(parts.get(part) for part in bytes_of.PARTS),
                named,
            ),
        )  # fmt: skip
        return Stored(
            n=self.db.last_insert_rowid(),
            id=id_.hex(),
            chain=shell.chain.hex(),
            seq=shell.seq,
            height=shell.height,
            kind=kind,
            standing=standing,
            odd=odd,
            shell=signed.shell,
            signature=signed.signature,
            named=named,
            parts=parts,
        )

    def add_parts(self, id_: FactId, parts: Mapping[Part, bytes]) -> tuple[Part, ...]:
        """Store parts that were withheld until now; gives those that are new here."""
        stored = self.get(id_)
        if stored is None:
            return ()
        missing = {part for part, why in stored.lacking().items() if why is Absent.WITHHELD}
        new = {part: data for part, data in parts.items() if part in missing}
        if not new:
            return ()
        bytes_of.check_parts(bytes_of.decode_shell(stored.shell), {**stored.parts, **new})
        for part, data in new.items():
            self.db.execute(
                f"UPDATE facts SET {part.value} = ? WHERE n = ?",  # noqa: S608 - an enum's value
                (data, stored.n),
            )
        return tuple(new)

    def number_of(self, id_: FactId) -> int | None:
        """The arrival number of a fact, None where it is not here."""
        found = self.db.execute(
            "SELECT n FROM facts WHERE id = ?", (bytes.fromhex(id_),)
        ).fetchone()
        return found[0] if found else None

    def get(self, id_: FactId) -> Stored | None:
        """A fact by its id."""
        row = self.db.execute(_SELECT + "WHERE id = ?", (bytes.fromhex(id_),)).fetchone()
        return _stored(row) if row else None

    def by_number(self, n: int) -> Stored:
        """A fact by its arrival number; raises ``KeyError``."""
        row = self.db.execute(_SELECT + "WHERE n = ?", (n,)).fetchone()
        if row is None:
            raise KeyError(n)
        return _stored(row)

    def every(self, *, after: int = 0, kinds: Sequence[str] = ()) -> Iterator[Stored]:
        """All facts in order of arrival, those of some kinds where given."""
        if kinds:
            marks = ",".join("?" * len(kinds))
            control = all(kind.startswith("journal.") for kind in kinds)
            which = f"{_IS_CONTROL} AND " if control else ""
            sql = _SELECT + f"WHERE {which}n > ? AND kind IN ({marks}) ORDER BY n"
        else:
            sql = _SELECT + "WHERE n > ? ORDER BY n"
        for row in self.db.execute(sql, (after, *kinds)):
            yield _stored(row)

    def in_pieces(self) -> Iterator[Stored]:
        """All facts in order of arrival, read piece by piece: rows may be written in between."""
        after = 0
        while rows := self.db.execute(
            _SELECT + "WHERE n > ? ORDER BY n LIMIT ?", (after, PIECE_FACTS)
        ).fetchall():
            yield from map(_stored, rows)
            after = rows[-1][0]

    def of_chain(self, chain: str, first: int = 1, last: int | None = None) -> Iterator[Stored]:
        """The facts of one chain by number."""
        sql = _SELECT + "WHERE chain = ? AND seq BETWEEN ? AND ? ORDER BY seq, id"
        bound = last if last is not None else 2**62
        for row in self.db.execute(sql, (bytes.fromhex(chain), first, bound)):
            yield _stored(row)

    def newest_of_chain(self, chain: str, kinds: Sequence[str]) -> Iterator[Stored]:
        """The facts of some kinds of one chain, the newest first."""
        marks = ",".join("?" * len(kinds))
        sql = _SELECT + f"WHERE chain = ? AND kind IN ({marks}) ORDER BY seq DESC"
        for row in self.db.execute(sql, (bytes.fromhex(chain), *kinds)):
            yield _stored(row)

    def set_standing(self, n: int, standing: Standing) -> None:
        """Store how a fact counts."""
        self.db.execute("UPDATE facts SET standing = ? WHERE n = ?", (standing.value, n))

    def count(self) -> int:
        """How many facts are here."""
        (count,) = self.db.execute("SELECT count(*) FROM facts").fetchone()
        return int(count)

    def count_lacking(self) -> dict[Part, int]:
        """How many facts lack each part (withheld or destroyed)."""
        lacks = ", ".join(
            f"coalesce(sum(named & {bit} AND {part.value} IS NULL), 0)"
            for part, bit in zip(bytes_of.PARTS, _BITS, strict=True)
        )
        found = self.db.execute(f"SELECT {lacks} FROM facts WHERE {_LACKS}").fetchone()  # noqa: S608 - enum values
        return {part: count for part, count in zip(bytes_of.PARTS, found, strict=True) if count}

    def facts_lacking_parts(self, most: int) -> list[FactId]:
        """Facts here without all their parts, the newest first."""
        sql = f"SELECT id FROM facts WHERE {_LACKS} ORDER BY n DESC LIMIT ?"  # noqa: S608 - enum values
        return [id_.hex() for (id_,) in self.db.execute(sql, (most,))]

    def standing_apart(self, standing: Standing, most: int) -> Iterator[Stored]:
        """The newest facts that stand so (any standing but "counts")."""
        sql = _SELECT + "WHERE standing <> 'counts' AND standing = ? ORDER BY n DESC LIMIT ?"
        for row in self.db.execute(sql, (standing.value, most)):
            yield _stored(row)

    def last_number(self) -> int:
        """The greatest arrival number, 0 for an empty journal."""
        (last,) = self.db.execute("SELECT coalesce(max(n), 0) FROM facts").fetchone()
        return int(last)

    def local(self, name: str) -> bytes | None:
        """A value that belongs to this installation only (keys, pinned root)."""
        found = self.db.execute("SELECT value FROM local WHERE name = ?", (name,)).fetchone()
        return found[0] if found else None

    def set_local(self, name: str, value: bytes) -> None:
        """Store a local value."""
        self.db.execute("INSERT OR REPLACE INTO local VALUES (?, ?)", (name, value))


def _stored(row: Any) -> Stored:
    n, id_, chain, seq, height, kind, standing, odd, shell, signature, named, *rest = row
    *parts, destroyed = rest
    return Stored(
        n=n,
        id=id_.hex(),
        chain=chain.hex(),
        seq=seq,
        height=height,
        kind=kind,
        standing=Standing(standing),
        odd=odd,
        shell=shell,
        signature=signature,
        named=named,
        parts={
            part: data for part, data in zip(bytes_of.PARTS, parts, strict=True) if data is not None
        },
        destroyed=frozenset(map(Part, destroyed.split())) if destroyed else frozenset(),
    )


__all__ = ["DATABASE", "JournalFile", "Stored", "ThingId", "Tip", "open_database"]
