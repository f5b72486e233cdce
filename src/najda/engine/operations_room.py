"""The operations room of one base: journal, desks and views in one folder, one transaction each.

Append, derive, commit; then acknowledge; then tell the screens.
"""

import hashlib
import hmac
import os
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import apsw

from najda.engine import forks, search
from najda.engine import views as views_module
from najda.engine.arrivals import Arrivals
from najda.engine.behind import MOST_WAITING, Arrived, Behind
from najda.engine.card import Act, Draft, Request
from najda.engine.discovery import Desks
from najda.engine.entries import Entries, entry_with
from najda.engine.fingerprint import fingerprint
from najda.engine.views import ViewKey, Views
from najda.engine.writer import NotStored, Writer
from najda.journal.attachments import Attachments
from najda.journal.codec import encode_fact, searchable
from najda.journal.entry import MalformedBytes, Meta, SignedFact, decode, encode
from najda.journal.file import DATABASE, PIECE_FACTS, JournalFile, Stored, open_database
from najda.journal.keys import SigningKey
from najda.plain import NotPlain, to_plain
from najda.refused import Refusal, Refused, refuse
from najda.scene_clock import real_now_ms
from najda.vocabulary import Actor, Fact, FactId, Part, ThingId

T = TypeVar("T")
Progress = Callable[[int, int], None]

SCHEMA = """
CREATE TABLE IF NOT EXISTS requests (
  id TEXT PRIMARY KEY, said BLOB NOT NULL, answer BLOB NOT NULL) WITHOUT ROWID;
"""
#: How far spoken numbers jump when an installation finds that it was cloned or restored.
SPOKEN_GAP = 1000


@dataclass(frozen=True, slots=True)
class Answer:
    """What an act wrote: the thing it made (its request id) and the facts."""

    id: ThingId
    facts: tuple[FactId, ...]
    #: True where the same request had been answered before.
    again: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What a commit changed, for the screens: last arrival number and (view, key) pairs."""

    n: int
    rows: frozenset[tuple[str, str]]


@dataclass(slots=True)
class _Memory:
    """What the writer remembers between savepoints."""

    changed: set[ViewKey] = field(default_factory=set)
    #: The last spoken number given out.
    spoken: int = 0


class Reader:
    """A reading connection with the same rows interface; one for each thread."""

    def __init__(self, db: apsw.Connection, desks: Desks, own_key: SigningKey | None) -> None:
        self.db = db
        self.journal = JournalFile(db, own_key)
        self.entries = Entries(self.journal, desks.kinds)
        self.views = Views(db, desks, self.entries)
        self.views.read_numbers()


class OperationsRoom:
    """One base's folder, open for work. Made by ``base.py``; pages and acts go through it."""

    def __init__(
        self,
        folder: Path,
        database_key: bytes,
        desks: Desks,
        *,
        letter: str,
        vfs: str | None = None,
        progress: Progress | None = None,
    ) -> None:
        """``progress`` hears how many of all facts a rebuild of the rows has gone through."""
        self.folder = folder
        self._progress: Progress = progress or (lambda _done, _of: None)
        self.desks = desks
        self.letter = letter
        self._database_key = database_key
        self._vfs = vfs
        self._db = open_database(folder / DATABASE, database_key, vfs=vfs)
        self.journal = JournalFile(self._db)
        self.journal.create()
        stale = fingerprint(self.desks) != self.journal.local("fingerprint")
        if stale:  # perhaps written by a version with other tables
            for table in views_module.DERIVED_TABLES:
                self._db.execute(f"DROP TABLE IF EXISTS {table}")
        for schema in (SCHEMA, views_module.SCHEMA, search.SCHEMA, search.SETTLE):
            self._db.execute(schema)
        self._load_own_key()
        self.attachments = Attachments(folder, database_key)
        self.entries = Entries(self.journal, desks.kinds)
        self.views = Views(self._db, desks, self.entries)
        self.views.number_views()
        self.arrivals = Arrivals(self.journal, self.entries, self.views)
        self._memory = _Memory(spoken=self._last_spoken())
        self.behind = Behind(self.journal, self.entries, self.views, self._words)
        self._listeners: list[Callable[[Change], None]] = []
        self._fact_listeners: list[Callable[[], None]] = []
        self._told_up_to = self.journal.tip.last_number
        self._readers = threading.local()
        self._all_readers: list[apsw.Connection] = []
        if stale:
            with self._db:
                self.rebuild_rows()
        else:
            self.behind.load()
        self.arrivals.load()
        self.writer = Writer(
            self._db,
            mark=self._mark,
            restore=self._restore,
            before_commit=self._catch_up,
            after_commit=self._tell,
        )

    # Opening and closing.

    def _load_own_key(self) -> None:
        seed = self.journal.local("signing_seed")
        if seed is None:
            return
        self.journal.own_key = SigningKey.from_seed(seed)
        self.journal.read_tip()
        self._request_key = self.journal.local("request_key") or b""

    def start_chain(self, key: SigningKey, pinned_root: str) -> None:
        """Give a new folder its own key, its pinned root and the key by which requests compare."""

        def work() -> None:
            self.journal.set_local("signing_seed", key.seed)
            self.journal.set_local("root", bytes.fromhex(pinned_root))
            self.journal.set_local("request_key", os.urandom(32))
            self._load_own_key()
            self.arrivals.load()

        self.writer.submit(work).result()

    def keep(self, **values: bytes) -> None:
        """Store values that belong to this installation only; they are on disk when it returns."""

        def work() -> None:
            for name, value in values.items():
                self.journal.set_local(name, value)

        self.writer.submit(work).result()

    @property
    def own_chain(self) -> str:
        """The name of this installation's chain."""
        if self.journal.own_key is None:
            raise RuntimeError("this folder has no chain yet")
        return self.journal.own_key.public.hex()

    def close(self) -> None:
        """Finish queued writes and close every connection."""
        self.writer.close()
        for db in self._all_readers:
            db.close()
        self._db.close()
        self._database_key = b""
        self.attachments.forget()

    def reader(self) -> Reader:
        """The reading connection of this thread."""
        found: Reader | None = getattr(self._readers, "one", None)
        if found is None:
            db = open_database(
                self.folder / DATABASE, self._database_key, vfs=self._vfs, read_only=True
            )
            found = Reader(db, self.desks, self.journal.own_key)
            self._readers.one = found
            self._all_readers.append(db)
        return found

    # Searching.

    def find(self, query: str, parts: Iterable[Part]) -> list[int]:
        """Arrival numbers of facts that hold all words of the query in these parts, newest first.

        Whatever was acknowledged before the question is found, while the disk takes writes.
        """
        self._catch_up_first()
        return search.find(self.reader().db, query, parts)

    def waiting_things(self) -> list[ThingId]:
        """Things that facts here name and nobody here made, in the order of their names."""
        self._catch_up_first()
        return self.reader().views.waiting_things()

    def _catch_up_first(self) -> None:
        if self.behind.waiting:
            with suppress(NotStored):  # a full disk: people still read what was written before
                self.writer.submit(self.behind.catch_up).result()

    # Writing.

    def on_change(self, listener: Callable[[Change], None]) -> None:
        """Call ``listener`` after each commit that changed something (from the writer thread)."""
        self._listeners.append(listener)

    def on_facts(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` after each commit that stored a fact, whatever it changed."""
        self._fact_listeners.append(listener)

    def act(
        self, desk: str, act: Act[Any], form: Request, actor: Actor, now_ms: int
    ) -> "Future[Answer]":
        """Decide an act and write its facts; raises ``Refused`` through the future."""
        said = self._said(f"{desk}.{act.name}", to_plain(form))
        return self.writer.submit(lambda: self._do(act, form, actor, now_ms, said))

    def write(
        self, drafts: Sequence[Draft], request: ThingId, actor: Actor, now_ms: int
    ) -> "Future[Answer]":
        """Write facts without an act (control facts, enrolment, the driver's own set-up)."""
        return self.writer.submit(
            lambda: Answer(request, self._append_all(drafts, request, actor, now_ms))
        )

    def receive(self, facts: Iterable[SignedFact]) -> "Future[list[str]]":
        """Take in facts of any chain; gives for each "new", "known", "parts" or what was wrong."""
        facts = list(facts)
        return self.writer.submit(lambda: self._receive(facts))

    def local_write(self, work: Callable[[apsw.Connection], T]) -> "Future[T]":
        """Write what is local to this installation and no fact (accounts, sessions, drafts)."""
        return self.writer.submit(lambda: work(self._db))

    def _do(self, act: Act[Any], form: Request, actor: Actor, now_ms: int, said: bytes) -> Answer:
        earlier = self._db.execute(
            "SELECT said, answer FROM requests WHERE id = ?", (form.id,)
        ).fetchone()
        if earlier is not None:
            if not hmac.compare_digest(earlier[0], said):
                raise Refused(refuse("request_differs", status=409, id=form.id))
            return Answer(form.id, tuple(decode(earlier[1])), again=True)
        decided = act.decide(form, self.views, actor, now_ms)
        if isinstance(decided, Refusal):
            raise Refused(decided)
        facts = self._append_all(decided, form.id, actor, now_ms)
        self._db.execute(
            "INSERT INTO requests VALUES (?, ?, ?)", (form.id, said, encode(list(facts)))
        )
        return Answer(form.id, facts)

    def _said(self, name: str, plain: Any) -> bytes:
        """A locally keyed hash of what was asked: sameness is judged by it, never signed."""
        return hashlib.blake2b(encode([name, plain]), key=self._request_key).digest()

    def _append_all(
        self, drafts: Sequence[Draft], request: ThingId, actor: Actor, now_ms: int
    ) -> tuple[FactId, ...]:
        written = []
        made = 0
        for draft in drafts:
            index = 0
            if draft.said.creates:
                index, made = made, made + 1
            written.append(self._append(draft, request, index, actor, now_ms))
        self._memory.changed |= self.views.settle()
        return tuple(written)

    def _append(
        self, draft: Draft, request: ThingId, index: int, actor: Actor, now_ms: int
    ) -> FactId:
        said = draft.said
        try:
            encoded = encode_fact(said, **self._number_for(said))
        except NotPlain as wrong:
            raise Refused(refuse("malformed", at=wrong.path, wanted=wrong.wanted)) from wrong
        meta = Meta(
            kind=self.desks.kind_names[type(said)],
            base=actor.base,
            person=actor.person,
            wall_ms=now_ms,
            request=request,
            subjects=encoded.subjects,
            supersedes=draft.supersedes,
            index=index,
        )
        try:
            stored = self.journal.append(
                meta, encoded.parts, self.arrivals.own_standing(self.own_chain)
            )
        except MalformedBytes as wrong:
            raise Refused(refuse("too_large", status=413, most=64)) from wrong
        entry = self.entries.put(stored, entry_with(stored, meta, encoded.said))
        names = frozenset(thing for things in encoded.subjects.values() for thing in things)
        self.behind.add(Arrived(stored.n, entry.thing, names, encoded.words))
        # Nobody can have named a fact that was signed this moment.
        self.views.take_in(stored.n, entry, named_by_others=False)
        self.arrivals.after(stored, entry, own=True)
        return stored.id

    def _number_for(self, said: Fact) -> dict[str, str]:
        """The spoken number of a numbered thing: base letter and running number.

        One count for all kinds, so that "A-17" on the radio is one thing and no other.
        """
        if not said.numbered or not said.creates:
            return {}
        self._memory.spoken += 1
        return {"number": f"{self.letter}-{self._memory.spoken}"}

    def _last_spoken(self) -> int:
        """The last spoken number given out: what the newest numbered fact of the own chain bears.

        Earlier chains of this installation (it was cloned once) left theirs in the folder.
        """
        left = int(self.journal.local("spoken") or 0)
        if self.journal.own_key is None:
            return left
        numbered = [name for name, kind in self.desks.kinds.items() if kind.numbered]
        for stored in self.journal.newest_of_chain(self.own_chain, numbered):
            entry, _ = self.entries.get(stored.n)
            number = getattr(entry.said, "number", "")
            if number.startswith(f"{self.letter}-"):
                return max(left, int(number.removeprefix(f"{self.letter}-")))
        return left

    def _words(self, stored: Stored) -> Mapping[Part, str]:
        kind = self.desks.kinds.get(stored.kind)
        return searchable(kind, stored.parts) if kind else {}

    def _receive(self, facts: Sequence[SignedFact]) -> list[str]:
        outcomes = [self._receive_one(signed) for signed in facts]
        self._memory.changed |= self.views.settle()
        return outcomes

    def _receive_one(self, signed: SignedFact) -> str:
        outcome, stored, gained = self.arrivals.receive(signed)
        if stored is None:
            return outcome
        if gained:
            self.behind.changed(stored)
            self.entries.put(stored)
            self.views.touch(stored.n)
            return outcome
        entry = self.entries.put(stored)
        self.behind.add_stored(stored, entry)
        self.views.take_in(stored.n, entry)
        self.arrivals.after(stored, entry, own=False)
        if stored.chain == self.own_chain:
            self._go_on_under_a_new_key(stored)
        else:
            self._say_by_itself(forks.proof(self.journal, stored))
        return outcome

    def _say_by_itself(self, drafts: Sequence[Draft]) -> None:
        if drafts:
            request = os.urandom(16).hex()
            self._append_all(drafts, request, Actor(self.letter, ""), real_now_ms())

    def _go_on_under_a_new_key(self, theirs: Stored) -> None:
        """A fact of our own chain that we do not know came back: we were cloned or restored.

        Spoken numbers leave a gap, so that none is given out twice.
        """
        drafts = forks.go_on_under_a_new_key(
            self.journal, self.arrivals.admission, self.letter, theirs
        )
        self._memory.spoken += SPOKEN_GAP
        self.journal.set_local("spoken", b"%d" % self._memory.spoken)
        self._say_by_itself(drafts)

    # Memory beside the transaction.

    def _mark(self) -> tuple[Any, ...]:
        memory = self._memory
        return (
            self.journal.tip,
            self.journal.own_key,
            self.arrivals.admission,
            memory.spoken,
            set(memory.changed),
            self.behind.mark(),
        )

    def _restore(self, mark: tuple[Any, ...]) -> None:
        self.journal.tip, self.journal.own_key, self.arrivals.admission, *rest = mark
        spoken, changed, behind = rest
        self._memory = _Memory(changed, spoken)
        self.behind.restore(behind)
        self.entries.forget()
        self.views.forget()

    def _catch_up(self, *, quiet: bool) -> None:
        """Do what is done behind the commit when the base is quiet or much waits."""
        if quiet or self.behind.waiting >= MOST_WAITING:
            self.behind.catch_up()

    def _tell(self) -> None:
        changed, self._memory.changed = self._memory.changed, set()
        last = self.journal.tip.last_number
        if last != self._told_up_to:
            self._told_up_to = last
            for told in self._fact_listeners:
                told()
        if not changed:
            return
        rows = frozenset((self.views.name(no), key) for no, key in changed)
        change = Change(last, rows)
        for listener in self._listeners:
            listener(change)

    # Rebuilding.

    def rebuild_rows(self) -> bytes:
        """Throw away everything derived and derive it again; gives the digest of all rows.

        Runs inside the caller's transaction.
        """
        for table in views_module.DERIVED_TABLES:
            self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - a fixed list
        self.behind.start_anew()
        self.entries.forget()
        self.views.forget()
        self.arrivals.rewalk()
        total = self.journal.count()
        for done, stored in enumerate(self.journal.in_pieces()):
            if done % PIECE_FACTS == 0:
                self._progress(done, total)
            entry = self.entries.put(stored)
            self.views.take_in(stored.n, entry)
            self.behind.add_stored(stored, entry)
            self._catch_up(quiet=False)
        self.behind.catch_up()
        self.views.settle()
        self.journal.set_local("fingerprint", fingerprint(self.desks))
        return self.rows_digest()

    def rows_digest(self) -> bytes:
        """A digest over all rows, equal at bases that hold equal facts and parts."""
        digest = hashlib.blake2b(digest_size=32)
        for name, key, row in self._db.execute(
            "SELECT v.name, r.key, r.row FROM rows r JOIN views v ON v.no = r.view"
            " WHERE r.row IS NOT NULL"
            " ORDER BY v.name, r.key"
        ):
            digest.update(encode([name, key, row]))
        return digest.digest()

    def rebuild(self) -> "Future[bool]":
        """Rebuild all rows; True where the rows were identical before."""

        def work() -> bool:
            before = self.rows_digest()
            return self.rebuild_rows() == before

        return self.writer.submit(work)
