"""How installations prove to each other who they are: a signed nonce bound to the certified key.

Pure but for the random numbers it is given and the key that signs.
"""

import hashlib
import secrets
import time
from dataclasses import dataclass

from najda.journal.entry import encode
from najda.journal.keys import SigningKey, statement_is_signed

NONCE_SECONDS = 60
MAX_NONCES = 10_000


@dataclass(frozen=True, slots=True)
class SignedVector:
    """A vector as its installation signed it, so that it may be shown to a third."""

    chain: str
    vector: bytes
    signature: str

    def is_genuine(self) -> bool:
        """Whether the chain's key signed it."""
        return statement_is_signed(self.chain, _vector_statement(self.vector), self.signature)


def sign_vector(key: SigningKey, vector: bytes) -> SignedVector:
    """Our vector, signed."""
    signature = key.sign_statement(_vector_statement(vector))
    return SignedVector(key.public.hex(), vector, signature)


def _vector_statement(vector: bytes) -> bytes:
    return b"najda/vector/1\x00" + vector


def greeting(nonce: str, point: bytes, vector: bytes) -> bytes:
    """What an asking installation signs: the nonce, the server's certified key, its own vector."""
    pinned = hashlib.sha256(point).digest()
    return b"najda/ask/2\x00" + encode([nonce, pinned, hashlib.sha256(vector).digest()])


def attachment_greeting(nonce: str, point: bytes, sha256: str, offset: int) -> bytes:
    """What an asking installation signs for an attachment's bytes from ``offset`` on."""
    pinned = hashlib.sha256(point).digest()
    return b"najda/attachment/2\x00" + encode([nonce, pinned, sha256, offset])


class Nonces:
    """Nonces given out, each good once and for a minute of machine time."""

    def __init__(self) -> None:
        self._given: dict[str, float] = {}

    def new(self) -> str:
        """A fresh nonce."""
        now = time.monotonic()
        if len(self._given) >= MAX_NONCES:
            self._given = {n: end for n, end in self._given.items() if end > now}
        nonce = secrets.token_hex(16)
        self._given[nonce] = now + NONCE_SECONDS
        return nonce

    def take(self, nonce: str) -> bool:
        """Whether this nonce was given out and is still good; it is not afterwards."""
        end = self._given.pop(nonce, 0.0)
        return end > time.monotonic()
