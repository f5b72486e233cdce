"""The exchange of one base put together: carrier, holders, sync, and the routes that answer."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from starlette.routing import Route

from najda.journal.admission import Admission
from najda.journal.attachments import Attachments
from najda.journal.entry import SignedFact
from najda.journal.file import JournalFile
from najda.journal.keys import SigningKey
from najda.net.carrier import Peer
from najda.net.copies import Holders
from najda.net.fetching import Fetching, Named
from najda.net.holdings import vector_of
from najda.net.https_carrier import HttpsCarrier
from najda.net.https_server import Answering, routes
from najda.net.sync import POLL_SECONDS, Sync
from najda.net.vector import Vector


@dataclass(frozen=True, slots=True)
class Ground:
    """What the exchange needs of the base it serves."""

    #: The key now in use; it changes where the installation finds that it was cloned.
    own_key: Callable[[], SigningKey]
    certificate: bytes
    #: A journal for reading, of the calling thread.
    journal: Callable[[], JournalFile]
    admission: Callable[[], Admission]
    receive: Callable[[list[SignedFact]], list[str]]
    attachments: Attachments
    #: Attachments that facts name, here or not.
    named: Callable[[], Sequence[Named]]


class Station:
    """Asks peers, answers them, and counts copies."""

    def __init__(self, ground: Ground, *, poll_seconds: float = POLL_SECONDS) -> None:
        self._ground = ground
        self.holders = Holders()
        self._lock = threading.Lock()
        self._addresses: dict[str, str] = {}
        self._carrier = HttpsCarrier(
            ground.own_key, self.holders, self.addresses, self.certificate_of
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
        """Peers whose chain is known from their enrolment and that are not revoked."""
        with self._lock:
            addresses = dict(self._addresses)
        return [
            Peer(member.chain, addresses[member.letter])
            for member in self._ground.admission().members.values()
            if member.letter in addresses
            and member.cut is None
            and member.chain != self._ground.own_key().public.hex()
        ]

    def certificate_of(self, chain: str) -> bytes | None:
        """The pinned certificate of an enrolled, unrevoked installation."""
        member = self._ground.admission().members.get(chain)
        if member is None or member.cut is not None or not member.certificate:
            return None
        return bytes.fromhex(member.certificate)

    def is_member(self, chain: str) -> bool:
        """Whether the installation is enrolled and not revoked."""
        member = self._ground.admission().members.get(chain)
        return member is not None and member.cut is None

    def members(self) -> frozenset[str]:
        """Chains of installations that may hold copies."""
        found = self._ground.admission().members
        return frozenset(chain for chain, member in found.items() if member.cut is None)

    def copies(self, fact: str, chain: str, seq: int) -> int:
        """Living installations that told us, signed, that they hold all of the fact."""
        return self.holders.copies(fact, chain, seq, self.members())

    def _vector(self) -> Vector:
        return vector_of(self._ground.journal())

    def answering_routes(self) -> list[Route]:
        """The routes under ``/sync``."""
        return routes(
            Answering(
                own_key=self._ground.own_key,
                certificate=self._ground.certificate,
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

    def close(self) -> None:
        """Stop asking and close connections."""
        self.sync.close()
        self.fetching.close()
        self._carrier.close()
