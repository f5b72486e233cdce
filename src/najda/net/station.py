"""The exchange of one base put together: carrier, holders, sync, and the routes that answer."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from starlette.routing import Route

from najda.journal.admission import Admission, Member
from najda.journal.attachments import Attachments
from najda.journal.control import HeadsWitnessed
from najda.journal.entry import SignedFact
from najda.journal.file import JournalFile
from najda.journal.keys import SigningKey
from najda.net.carrier import Peer
from najda.net.certificates import pinned_point
from najda.net.clocks import Clocks
from najda.net.copies import HEARD_SECONDS, Family, Holders, Kept
from najda.net.fetching import Fetching, Named
from najda.net.holdings import vector_of
from najda.net.https_carrier import HttpsCarrier
from najda.net.https_server import Answering, routes
from najda.net.second_copy import SecondCopies
from najda.net.sync import POLL_SECONDS, Sync
from najda.net.vector import Vector
from najda.net.witness import Witness


@dataclass(frozen=True, slots=True)
class Ground:
    """What the exchange needs of the base it serves."""

    #: The key now in use; it changes where the installation finds that it was cloned.
    own_key: Callable[[], SigningKey]
    #: The certified key of this base, as an uncompressed point.
    point: bytes
    #: A journal for reading, of the calling thread.
    journal: Callable[[], JournalFile]
    admission: Callable[[], Admission]
    receive: Callable[[list[SignedFact]], list[str]]
    attachments: Attachments
    #: Attachments that facts name, here or not.
    named: Callable[[], Sequence[Named]]
    #: Writes a witness fact; False where the disk did not take it.
    say: Callable[[HeadsWitnessed], bool]
    #: The scene clock, by which keys expire.
    now_ms: Callable[[], int]


class Station:
    """Asks peers, answers them, and counts copies."""

    def __init__(self, ground: Ground, *, poll_seconds: float = POLL_SECONDS) -> None:
        self._ground = ground
        self.holders = Holders()
        self.clocks = Clocks()
        self.witness = Witness(ground.journal, self.family, ground.say)
        self.second_copies = SecondCopies(self.holders, ground.journal)
        self._begun = time.monotonic()
        self._lock = threading.Lock()
        self._addresses: dict[str, str] = {}
        self._carrier = HttpsCarrier(
            ground.own_key, self.holders, self.clocks, self.addresses, self.point_of
        )
        self.fetching = Fetching(ground.attachments, ground.named, self._carrier.fetch)
        self.sync = Sync(
            self._carrier,
            self._vector,
            ground.receive,
            poll_seconds=poll_seconds,
            afterwards=self.fetching.some,
        )

    def set_address(self, letter: str, address: str) -> None:
        """Where the base with this letter is reached."""
        with self._lock:
            self._addresses[letter] = address

    def addresses(self) -> Sequence[Peer]:
        """Peers known from their enrolment and not revoked, each under its newest key."""
        with self._lock:
            addresses = dict(self._addresses)
        members = self._ground.admission().members
        succeeded = {member.succeeds for member in members.values()}
        return [
            Peer(member.chain, addresses[member.letter])
            for member in members.values()
            if member.letter in addresses
            and self._may_talk(member)
            and member.chain not in succeeded
            and member.chain != self._ground.own_key().public.hex()
        ]

    def point_of(self, chain: str) -> bytes | None:
        """The pinned key of an enrolled, unrevoked installation."""
        member = self._ground.admission().members.get(chain)
        return pinned_point(member.certificate) if member and self._may_talk(member) else None

    def is_member(self, chain: str) -> bool:
        """Whether the installation is enrolled, not revoked, and its key not past its end."""
        member = self._ground.admission().members.get(chain)
        return member is not None and self._may_talk(member)

    def _may_talk(self, member: Member) -> bool:
        return member.cut is None and not self._is_expired(member)

    def members(self) -> frozenset[str]:
        """Chains of installations that may hold copies."""
        return self.family().members

    def family(self) -> Family:
        """Who may hold copies, and which of them count once."""
        found = self._ground.admission()
        members = {chain for chain, member in found.members.items() if member.cut is None}
        own = self._ground.own_key().public.hex()
        return Family(own, frozenset(members), found.predecessors)

    def kept(self, fact: str, chain: str, seq: int) -> Kept:
        """Where a fact is, as living installations and read-back disks told."""
        return self.holders.kept(fact, chain, seq, self.family())

    def silent_bases(self) -> frozenset[str]:
        """Letters of bases we ask of which no machine was heard from for a quarter hour.

        By machine time; a process that has just started gives them as long.
        """
        silence, up = self.holders.silence_seconds(), time.monotonic() - self._begun
        living = {
            member.letter
            for chain, member in self._ground.admission().members.items()
            if silence.get(chain, up) <= HEARD_SECONDS
        }
        with self._lock:
            return frozenset(self._addresses) - living

    def clock_is_doubtful(self) -> bool:
        """Whether our clock disagrees with the living bases' by five minutes: nothing expires."""
        silence = self.holders.silence_seconds()
        living = frozenset(one for one, seconds in silence.items() if seconds <= HEARD_SECONDS)
        return self.clocks.doubtful(living & self.members())

    def _is_expired(self, member: Member) -> bool:
        """A key past its end is not talked to; what it said stands. A doubtful clock ends none."""
        if member.expires_ms is None or self._ground.now_ms() < member.expires_ms:
            return False
        return not self.clock_is_doubtful()

    def _vector(self) -> Vector:
        return vector_of(self._ground.journal())

    def answering_routes(self) -> list[Route]:
        """The routes under ``/sync``."""
        return routes(
            Answering(
                own_key=self._ground.own_key,
                point=self._ground.point,
                journal=self._ground.journal,
                attachments=self._ground.attachments,
                is_member=self.is_member,
                holders=self.holders,
                hinted=self.sync.hinted,
            )
        )

    def start(self) -> None:
        """Begin asking peers."""
        self.sync.start()
        self.witness.start()
        self.second_copies.start()

    def close(self) -> None:
        """Stop asking and close connections."""
        self.witness.close()
        self.second_copies.close()
        self.sync.close()
        self.fetching.close()
        self._carrier.close()
