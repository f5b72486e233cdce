"""One fact as bytes: a signed shell over salted digests of its parts. Pure.

The format is fixed; see DESIGN.md. Everything is deterministic CBOR (RFC 8949 §4.2) and
BLAKE2b; received bytes are never re-encoded, only checked.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import cbor2

from najda.vocabulary import FactId, Part, ThingId

VERSION = 1
PARTS = (Part.META, Part.OPEN, Part.PLACE, Part.PERSON, Part.TEXT)
ALWAYS_TRAVEL = frozenset({Part.META, Part.OPEN})
MAX_FACT_BYTES = 64 * 1024
SALT_BYTES = 16
HASH_BYTES = 32
ID_BYTES = 16
KEY_BYTES = 32
SIGNATURE_BYTES = 64
NO_PREDECESSOR = bytes(HASH_BYTES)
SIGNED_PREFIX = b"najda/fact/1\x00"
MAX_HEIGHT_STEP = 2**40
_MAX_INT = 2**63 - 1
_PLAIN = frozenset({str, bytes, bool, float, type(None)})


class MalformedBytes(ValueError):
    """Received bytes are not a fact; ``reason`` is a stable key for the health page."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Shell:
    """The signed outside of a fact: where it stands and the digests of its parts."""

    #: Ed25519 public key of the installation, which is also the name of its chain.
    chain: bytes
    seq: int
    #: Hash of the shell before this one in the chain; zeros for the first.
    previous: bytes
    height: int
    #: A digest for each of ``PARTS``, None where the fact has no such part.
    digests: tuple[bytes | None, ...]


@dataclass(frozen=True, slots=True)
class Meta:
    """What ``meta`` holds: the kind, what is named, who acted, when by the wall, which request."""

    kind: str
    base: str
    person: str
    wall_ms: int
    request: ThingId
    subjects: Mapping[str, tuple[ThingId, ...]]
    supersedes: tuple[FactId, ...] = ()
    #: Which of the things made by the request this fact makes; 0 for the first.
    index: int = 0


@dataclass(frozen=True, slots=True)
class SignedFact:
    """A fact as it travels: shell, signature and those parts that came along (salt + bytes)."""

    shell: bytes
    signature: bytes
    parts: Mapping[Part, bytes]


def encode(value: Any) -> bytes:
    """Deterministic CBOR."""
    return cbor2.dumps(value, canonical=True)


def in_order(key: str) -> tuple[int, bytes]:
    """Where a key stands in a map: the shorter first, then by its bytes."""
    data = key.encode()
    return len(data), data


def encode_in_order(value: Any) -> bytes:
    """The same bytes at half the cost, for a list, or for a map whose keys stand in order.

    No number in it may be a float, and every map in it must be in order.
    """
    return cbor2.dumps(value)


def decode(data: bytes) -> Any:
    """Strict: only plain values, only in the one encoding ``encode`` gives."""
    if len(data) > MAX_FACT_BYTES:
        raise MalformedBytes("too_large")
    try:
        value = cbor2.loads(data)
    except (cbor2.CBORDecodeError, ValueError, OverflowError, RecursionError, MemoryError):
        raise MalformedBytes("not_cbor") from None
    quick = _is_plain_in_order(value)
    if (encode_in_order(value) if quick else encode(value)) != data:
        raise MalformedBytes("not_deterministic")
    return value


def _is_plain_in_order(value: Any) -> bool:
    """Whether ``encode_in_order`` may judge it; raises ``MalformedBytes`` for what is not plain."""
    kind = type(value)
    if kind is dict:
        return _is_map_in_order(value)
    if kind is list:
        return sum(map(_is_plain_in_order, value)) == len(value)  # every item is looked at
    if kind is int:
        if not -_MAX_INT <= value <= _MAX_INT:
            raise MalformedBytes("not_plain")
    elif kind not in _PLAIN:
        raise MalformedBytes("not_plain")
    return kind is not float


def _is_map_in_order(value: dict[Any, Any]) -> bool:
    ordered = True
    length, before = 0, ""
    for key, item in value.items():
        if type(key) is not str:
            raise MalformedBytes("not_plain")
        ordered = _is_plain_in_order(item) and ordered
        ordered = ordered and key.isascii() and (length, before) <= (len(key), key)
        length, before = len(key), key
    return ordered


def part_digest(part: Part, salted: bytes) -> bytes:
    """The digest of a part: BLAKE2b keyed by its salt, so a short part cannot be guessed."""
    return hashlib.blake2b(
        salted[SALT_BYTES:], digest_size=HASH_BYTES, key=salted[:SALT_BYTES], person=part.encode()
    ).digest()


def shell_hash(shell: bytes) -> bytes:
    """The name of a fact: the hash of its shell."""
    return hashlib.blake2b(shell, digest_size=HASH_BYTES, person=b"najda-shell").digest()


def encode_shell(shell: Shell) -> bytes:
    """The bytes that are hashed and signed."""
    return encode_in_order(
        [VERSION, shell.chain, shell.seq, shell.previous, shell.height, list(shell.digests)]
    )


def decode_shell(data: bytes) -> Shell:
    """Strictly; raises ``MalformedBytes``."""
    match decode(data):
        case [int(version), *_] if version > VERSION:
            raise MalformedBytes("newer_version")
        case [
            1,
            bytes(chain),
            int(seq),
            bytes(previous),
            int(height),
            list(digests),
        ] if (
            len(chain) == KEY_BYTES
            and len(previous) == HASH_BYTES
            and seq >= 1
            and height >= 1
            and len(digests) == len(PARTS)
            and all(_is_digest(one) for one in digests)
            and digests[0] is not None
        ):
            return Shell(chain, seq, previous, height, tuple(digests))
    raise MalformedBytes("shell")


def _is_digest(value: object) -> bool:
    return value is None or (type(value) is bytes and len(value) == HASH_BYTES)


def encode_meta(meta: Meta) -> bytes:
    """The bytes of ``meta`` (without salt)."""
    value: dict[str, Any] = {"b": meta.base}
    if meta.index:
        value["i"] = meta.index
    value |= {"k": meta.kind, "p": meta.person, "r": bytes.fromhex(meta.request)}
    if meta.subjects:
        value["s"] = {
            name: [bytes.fromhex(one) for one in meta.subjects[name]]
            for name in sorted(meta.subjects, key=in_order)
        }
    value["w"] = meta.wall_ms
    if meta.supersedes:
        value["x"] = [bytes.fromhex(one) for one in meta.supersedes]
    return encode_in_order(value)


def decode_meta(data: bytes) -> Meta:
    """Strictly; raises ``MalformedBytes``."""
    value = decode(data)
    try:
        return Meta(
            kind=_text(value["k"]),
            base=_text(value["b"]),
            person=_text(value["p"]),
            wall_ms=_whole(value["w"]),
            request=_name(value["r"], ID_BYTES),
            subjects={
                _text(field): tuple(_name(one, ID_BYTES) for one in things)
                for field, things in value.get("s", {}).items()
            },
            supersedes=tuple(_name(one, HASH_BYTES) for one in value.get("x", ())),
            index=_whole(value.get("i", 0)),
        )
    except (KeyError, TypeError, AttributeError):
        raise MalformedBytes("meta") from None


def _text(value: object) -> str:
    if type(value) is not str:
        raise MalformedBytes("meta")
    return value


def _whole(value: object) -> int:
    if type(value) is not int or value < 0:
        raise MalformedBytes("meta")
    return value


def _name(value: object, size: int) -> str:
    if type(value) is not bytes or len(value) != size:
        raise MalformedBytes("meta")
    return value.hex()


def seal_parts(plain: Mapping[Part, bytes], salts: bytes) -> dict[Part, bytes]:
    """Each part with its salt in front; ``salts`` holds ``SALT_BYTES`` for each of ``PARTS``."""
    return {
        part: salts[n * SALT_BYTES : (n + 1) * SALT_BYTES] + plain[part]
        for n, part in enumerate(PARTS)
        if part in plain
    }


def digests_of(parts: Mapping[Part, bytes]) -> tuple[bytes | None, ...]:
    """The digests a shell carries for these salted parts."""
    return tuple(part_digest(part, parts[part]) if part in parts else None for part in PARTS)


def check_size(parts: Mapping[Part, bytes]) -> None:
    """A fact holds at most 64 kB; larger things are attachments."""
    if sum(map(len, parts.values())) > MAX_FACT_BYTES:
        raise MalformedBytes("too_large")


def check_parts(shell: Shell, parts: Mapping[Part, bytes]) -> None:
    """Every part that came along must be the one the shell names; meta and open must be there."""
    expected = dict(zip(PARTS, shell.digests, strict=True))
    check_size(parts)
    for part, salted in parts.items():
        if expected[part] is None or len(salted) < SALT_BYTES:
            raise MalformedBytes("part_not_named")
        if part_digest(part, salted) != expected[part]:
            raise MalformedBytes("part_digest")
    for part in ALWAYS_TRAVEL:
        if expected[part] is not None and part not in parts:
            raise MalformedBytes("open_part_lacking")


def lacking_parts(shell: Shell, present: Iterable[Part]) -> tuple[Part, ...]:
    """Parts the shell names that are not here."""
    here = set(present)
    return tuple(
        part
        for part, digest in zip(PARTS, shell.digests, strict=True)
        if digest is not None and part not in here
    )


def follows_rightly(previous: Shell, shell: Shell) -> bool:
    """Whether the height rises above the predecessor's, by no more than 2^40."""
    return previous.height < shell.height <= previous.height + MAX_HEIGHT_STEP
