"""The HTTPS carrier: a base asks another over TLS, pinned to the enrolled key."""

import json
from collections.abc import Callable, Iterator, Sequence

import httpx

from najda.journal.entry import SignedFact
from najda.journal.keys import SigningKey
from najda.net.bundle import PieceReader
from najda.net.carrier import NoAnswer, Peer
from najda.net.certificates import pinned_context
from najda.net.clocks import Clocks
from najda.net.copies import Holders
from najda.net.fetching import NotThere
from najda.net.greeting import SignedVector, attachment_greeting, greeting, sign_vector
from najda.net.vector import Vector, VectorProblem, decode_vector, encode_vector
from najda.scene_clock import real_now_ms

CONNECT_SECONDS = 5.0
#: Between two bytes; a thin link brings some every second, a half-broken one none.
READ_SECONDS = 20.0
VECTOR_HEADER = "najda-vector-bytes"
MAX_VECTOR_BYTES = 1 << 20


class HttpsCarrier:
    """Asks peers over HTTPS (three methods, as every carrier)."""

    def __init__(
        self,
        own_key: Callable[[], SigningKey],
        holders: Holders,
        clocks: Clocks,
        addresses: Callable[[], Sequence[Peer]],
        point_of: Callable[[str], bytes | None],
    ) -> None:
        """``point_of`` gives the pinned key of an enrolled, unrevoked chain."""
        self._own_key = own_key
        self._holders = holders
        self._clocks = clocks
        self._addresses = addresses
        self._point_of = point_of
        self._clients: dict[str, tuple[bytes, httpx.Client]] = {}

    def peers(self) -> Sequence[Peer]:
        """Installations whose address and key are known."""
        return [one for one in self._addresses() if self._point_of(one.chain)]

    def hint(self, peer: Peer) -> None:
        """Tell the peer that there is news; silence is no error."""
        try:
            self._client(peer).post("/sync/hint", json={"chain": self._own_key().public.hex()})
        except (httpx.TransportError, NoAnswer):
            return  # the peer's slow poll finds it

    def ask(self, peer: Peer, ours: Vector) -> Iterator[list[SignedFact]]:
        """Ask for what we lack; raises ``NoAnswer``."""
        client = self._client(peer)
        point = self._point_of(peer.chain) or b""
        try:
            nonce = self._greet(client, peer)
            with client.stream("POST", "/sync", json=self._question(nonce, point, ours)) as answer:
                if answer.status_code != httpx.codes.OK:
                    raise NoAnswer(f"answered {answer.status_code}")
                yield from self._pieces(peer, answer)
        except (httpx.TransportError, httpx.HTTPStatusError, ValueError, KeyError) as wrong:
            raise NoAnswer(type(wrong).__name__) from wrong

    def fetch(self, peer: Peer, sha256: str, offset: int) -> Iterator[bytes]:
        """An attachment's bytes from ``offset`` on; raises ``NoAnswer``, ``NotThere``."""
        client = self._client(peer)
        point = self._point_of(peer.chain) or b""
        try:
            nonce = client.get("/sync/nonce").raise_for_status().json()["nonce"]
            signed = attachment_greeting(nonce, point, sha256, offset)
            question = {
                "chain": self._own_key().public.hex(),
                "nonce": nonce,
                "sha256": sha256,
                "offset": offset,
                "signature": self._own_key().sign_statement(signed),
            }
            with client.stream("POST", "/sync/attachment", json=question) as answer:
                if answer.status_code == httpx.codes.NOT_FOUND:
                    raise NotThere("not there")
                if answer.status_code != httpx.codes.OK:
                    raise NoAnswer(f"answered {answer.status_code}")
                yield from answer.iter_raw()
        except (httpx.TransportError, httpx.HTTPStatusError, ValueError, KeyError) as wrong:
            raise NoAnswer(type(wrong).__name__) from wrong

    def _greet(self, client: httpx.Client, peer: Peer) -> str:
        """A nonce to sign; the peer's clock comes with it."""
        before = real_now_ms()
        greeted = client.get("/sync/nonce").raise_for_status().json()
        if isinstance(theirs := greeted.get("now_ms"), int):
            self._clocks.note(peer.chain, theirs, before, real_now_ms())
        return str(greeted["nonce"])

    def _question(self, nonce: str, point: bytes, ours: Vector) -> dict[str, str]:
        vector = encode_vector(ours)
        signed = sign_vector(self._own_key(), vector)
        return {
            "chain": signed.chain,
            "nonce": nonce,
            "vector": vector.hex(),
            "vector_signature": signed.signature,
            "signature": self._own_key().sign_statement(greeting(nonce, point, vector)),
        }

    def _pieces(self, peer: Peer, answer: httpx.Response) -> Iterator[list[SignedFact]]:
        length = int(answer.headers.get(VECTOR_HEADER, "0"))
        if not 0 < length <= MAX_VECTOR_BYTES:
            raise NoAnswer("no vector")
        head = bytearray()
        reader = PieceReader()
        noted = False
        for data in answer.iter_raw():
            if noted:
                yield from reader.feed(data)
                continue
            head += data
            if len(head) >= length:
                self._note(peer, bytes(head[:length]))
                noted = True
                yield from reader.feed(bytes(head[length:]))

    def _note(self, peer: Peer, signed: bytes) -> None:
        """Remember what the peer holds, under the key it now signs with.

        A restored installation answers under a key that nobody knows before its facts have come:
        then nothing is noted, and its facts, each signed for itself, are taken all the same.
        """
        plain = json.loads(signed)
        chain = str(plain.get("chain", peer.chain))
        if self._point_of(chain) != self._point_of(peer.chain):
            return
        vector = SignedVector(chain, bytes.fromhex(plain["vector"]), plain["signature"])
        if not vector.is_genuine():
            raise NoAnswer("vector not signed by the peer")
        try:
            self._holders.note(chain, decode_vector(vector.vector))
        except VectorProblem as wrong:
            raise NoAnswer("vector unreadable") from wrong

    def _client(self, peer: Peer) -> httpx.Client:
        point = self._point_of(peer.chain)
        if point is None:
            raise NoAnswer("not enrolled, or revoked")
        known = self._clients.get(peer.address)
        if known is None or known[0] != point:
            client = httpx.Client(
                base_url=peer.address,
                verify=pinned_context(point),
                timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
                trust_env=False,
            )
            known = self._clients[peer.address] = (point, client)
        return known[1]

    def close(self) -> None:
        """Close all connections."""
        for _, client in self._clients.values():
            client.close()
