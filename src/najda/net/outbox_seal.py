"""What a phone keeps until two bases have it: sealed to each enrolled base's own key.

An envelope is ``NJO1``, a header (JSON: the ephemeral point, a wrapped key for each base) and the
sealed content, each with its length. ECDH on P-256 with the base's certified key, HKDF-SHA256,
AES-256-GCM; every key is used once, so the nonces are zero. A captured phone opens none of it.
"""

import base64
import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"NJO1"
_LENGTH = struct.Struct(">I")
_ZERO_NONCE = bytes(12)
_INFO = b"najda/outbox/1 "
MAX_HEADER_BYTES = 64 * 1024


class BrokenEnvelope(ValueError):
    """Bytes are no envelope, or not one for this base; ``reason`` is a short key."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Opened:
    """What an envelope held: requests in order, and the bytes of a photo or voice note."""

    requests: list[dict[str, Any]]
    attachment: bytes


def _shared(key: ec.EllipticCurvePrivateKey, point: bytes, chain: str) -> AESGCM:
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    secret = key.exchange(ec.ECDH(), theirs)
    return AESGCM(HKDF(hashes.SHA256(), 32, b"", _INFO + chain.encode()).derive(secret))


def seal(content: bytes, bases: dict[str, bytes]) -> bytes:
    """An envelope to bases (chain -> point), as the phone's script makes it."""
    ephemeral = ec.generate_private_key(ec.SECP256R1())
    key = AESGCM.generate_key(256)
    header = {
        "ephemeral": _text(ephemeral.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)),
        "keys": {
            chain: _text(_shared(ephemeral, point, chain).encrypt(_ZERO_NONCE, key, None))
            for chain, point in bases.items()
        },
    }  # fmt: skip
    head = json.dumps(header).encode()
    sealed = AESGCM(key).encrypt(_ZERO_NONCE, content, None)
    return MAGIC + _LENGTH.pack(len(head)) + head + _LENGTH.pack(len(sealed)) + sealed


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def envelopes(data: bytes) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Each envelope's header and sealed content; raises ``BrokenEnvelope``."""
    at = 0
    while at < len(data):
        if data[at : at + len(MAGIC)] != MAGIC:
            raise BrokenEnvelope("no_envelope")
        head, at = _taken(data, at + len(MAGIC), MAX_HEADER_BYTES)
        sealed, at = _taken(data, at, len(data))
        try:
            header = json.loads(head)
        except ValueError as wrong:
            raise BrokenEnvelope("no_envelope") from wrong
        yield header, sealed


def _taken(data: bytes, at: int, most: int) -> tuple[bytes, int]:
    begin = at + _LENGTH.size
    if begin > len(data):
        raise BrokenEnvelope("torn")
    (length,) = _LENGTH.unpack_from(data, at)
    if length > most or begin + length > len(data):
        raise BrokenEnvelope("torn")
    return data[begin : begin + length], begin + length


def unseal(
    header: dict[str, Any], sealed: bytes, chains: list[str], key: ec.EllipticCurvePrivateKey
) -> Opened:
    """Open an envelope with our key, under any name we have had; raises ``BrokenEnvelope``."""
    try:
        keys = header["keys"]
        chain = next(one for one in chains if one in keys)
        shared = _shared(key, base64.b64decode(header["ephemeral"]), chain)
        content_key = shared.decrypt(_ZERO_NONCE, base64.b64decode(keys[chain]), None)
        content = AESGCM(content_key).decrypt(_ZERO_NONCE, sealed, None)
        (length,) = _LENGTH.unpack_from(content)
        requests = json.loads(content[_LENGTH.size : _LENGTH.size + length])
        if not isinstance(requests, list) or not all(isinstance(one, dict) for one in requests):
            raise BrokenEnvelope("unreadable")
    except StopIteration as wrong:
        raise BrokenEnvelope("not_for_us") from wrong
    except (InvalidTag, KeyError, TypeError, ValueError, struct.error) as wrong:
        raise BrokenEnvelope("unreadable") from wrong
    return Opened(requests, content[_LENGTH.size + length :])
