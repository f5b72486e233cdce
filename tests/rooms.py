"""Real rooms on real files for tests: one organisation, several bases, no network."""

import os
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from najda.base import OpenBase, make_base
from najda.engine.card import Draft
from najda.engine.discovery import Desks, find_desks
from najda.engine.operations_room import OperationsRoom
from najda.journal.admission import enrolment_statement, revocation_statement
from najda.journal.control import BaseEnrolled, ChainRevoked, Endorsement
from najda.journal.entry import SignedFact
from najda.journal.keys import SigningKey
from najda.net.holdings import missing_for, vector_of
from najda.settings import ROOT_KEY
from najda.vocabulary import Actor, Fact, FactId, Part

DESKS: Desks = find_desks()
#: 22 September 2016, 23:40 in Aleppo.
NIGHT_MS = 1_474_576_800_000


def memory_folder() -> Path:
    """A folder in memory where there is one: real SQLite files, quick flushes."""
    shared = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="najda-", dir=shared if shared.is_dir() else None))


def new_request() -> str:
    return os.urandom(16).hex()


class Organisation:
    """An organisation whose root key the test holds, with a base A and others that join."""

    def __init__(self, folder: Path, desks: Desks = DESKS) -> None:
        self.folder = folder
        self.desks = desks
        self.bases: list[OpenBase] = []
        make_base(folder / "A", name="الأنصاري", letter="A")
        self.root = _root_key(folder / "A")
        self.first = self._open("A")

    def _open(self, letter: str) -> OpenBase:
        base = OpenBase(self.folder / letter, None, desks=self.desks)
        self.bases.append(base)
        return base

    @property
    def room(self) -> OperationsRoom:
        return self.first.room

    def join(self, letter: str) -> OpenBase:
        """Another base of the same organisation, enrolled by the root key; it knows only that."""
        make_base(
            self.folder / letter,
            name=f"مركز {letter}",
            letter=letter,
            join_root=self.root.public.hex(),
        )
        base = self._open(letter)
        unsigned = BaseEnrolled(
            chain=base.room.own_chain,
            letter=letter,
            name=f"مركز {letter}",
            endorsements=(),
            certificate=(base.room.reader().journal.local("tls_certificate") or b"").hex(),
        )
        signature = self.root.sign_statement(enrolment_statement(unsigned))
        said = replace(
            unsigned,
            endorsements=(Endorsement(key=self.root.public.hex(), signature=signature),),
        )
        say(self.room, said)
        give(facts_of(self.room), base.room)
        return base

    def close(self) -> None:
        for base in self.bases:
            base.close()


def _root_key(folder: Path) -> SigningKey:
    import json

    secret = json.loads((folder / ROOT_KEY).read_text())["secret"]
    return SigningKey.from_seed(bytes.fromhex(secret)[:32])


def say(
    room: OperationsRoom,
    *said: Fact,
    supersedes: Sequence[FactId] = (),
    request: str | None = None,
    wall_ms: int = NIGHT_MS,
    person: str = "",
) -> tuple[FactId, ...]:
    """Write facts at a room as if an act had decided them."""
    drafts = [Draft(one, tuple(supersedes)) for one in said]
    actor = Actor(room.letter, person)
    return room.write(drafts, request or new_request(), actor, wall_ms).result().facts


def facts_of(room: OperationsRoom, *, without: Sequence[Part] = ()) -> list[SignedFact]:
    """All facts a room holds, as they would travel."""
    return [stored.signed(without=without) for stored in room.reader().journal.every()]


def give(facts: Sequence[SignedFact], room: OperationsRoom) -> list[str]:
    """Hand facts to a room, in this order."""
    return room.receive(facts).result()


def level(rooms: Sequence[OperationsRoom], rounds: int = 6) -> None:
    """Every room asks every other, as bases do, by vector only."""
    for _ in range(rounds):
        for asking in rooms:
            for asked in rooms:
                if asked is not asking:
                    theirs = vector_of(asking.reader().journal)
                    facts = [one.signed() for one in missing_for(asked.reader().journal, theirs)]
                    asking.receive(facts).result()


def rows_of(room: OperationsRoom) -> dict[tuple[str, str], bytes]:
    """Every derived row, by view and key."""
    return {
        (name, key): row
        for name, key, row in room.reader().db.execute(
            "SELECT v.name, r.key, r.row FROM rows r JOIN views v ON v.no = r.view"
            " WHERE r.row IS NOT NULL"
        )
    }


def revoke(made: Organisation, chain: str, seq: int, hash_: FactId) -> FactId:
    """The root key ends the trust in a chain after a number; written at the first base."""
    unsigned = ChainRevoked(
        chain=chain, cut_seq=seq, cut_hash=hash_, reason="captured", endorsements=()
    )
    signature = made.root.sign_statement(revocation_statement(unsigned))
    signed = (Endorsement(key=made.root.public.hex(), signature=signature),)
    return say(made.room, replace(unsigned, endorsements=signed))[0]


def small_report(text: str, *, trapped: int | None = None) -> Fact:
    """A report that came by phone."""
    from najda.reports.facts import Channel, ReportReceived

    return ReportReceived(channel=Channel.PHONE, received_ms=NIGHT_MS, text=text, trapped=trapped)
