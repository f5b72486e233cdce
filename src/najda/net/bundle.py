"""The bytes that move facts: pieces of at most 256 kB, each complete in itself. Pure.

A piece is ``NJB1``, its length, a checksum and zstd-compressed CBOR. What the receiver can work
out again is left out (digests of parts that travel, the hash of a predecessor in the same piece);
the signature proves that what was worked out is what was signed. A file is pieces one after the
other, so an import may stop at any byte and go on later.
"""

import hashlib
import struct
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import cbor2
import zstandard

from najda.journal.entry import (
    HASH_BYTES,
    KEY_BYTES,
    PARTS,
    SIGNATURE_BYTES,
    MalformedBytes,
    Shell,
    SignedFact,
    decode_shell,
    encode_shell,
    part_digest,
    shell_hash,
)
from najda.vocabulary import Part

MAGIC = b"NJB1"
PIECE_BYTES = 256 * 1024
CHECKSUM_BYTES = 16
_HEAD = struct.Struct(">4sI16s")
MAX_PLAIN_BYTES = 4 * PIECE_BYTES
LEVEL = 9


class BrokenPiece(ValueError):
    """A piece is damaged; ``reason`` says how. What came before it is good."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def pack(facts: Iterable[SignedFact]) -> Iterator[bytes]:
    """Pieces that carry these facts in this order."""
    batch: list[SignedFact] = []
    size = 0
    for fact in facts:
        weight = len(fact.shell) + SIGNATURE_BYTES + sum(map(len, fact.parts.values()))
        if batch and size + weight > PIECE_BYTES:
            yield _piece(batch)
            batch, size = [], 0
        batch.append(fact)
        size += weight
    if batch:
        yield _piece(batch)


def _piece(facts: list[SignedFact]) -> bytes:
    chains: dict[bytes, int] = {}
    lines: list[Any] = []
    last: dict[bytes, tuple[int, bytes, int]] = {}
    for fact in facts:
        shell = decode_shell(fact.shell)
        number = chains.setdefault(shell.chain, len(chains))
        lines.append(_line(shell, fact, number, last.get(shell.chain)))
        last[shell.chain] = (shell.seq, shell_hash(fact.shell), shell.height)
    plain = cbor2.dumps([list(chains), lines])
    body = zstandard.ZstdCompressor(level=LEVEL).compress(plain)
    return _HEAD.pack(MAGIC, len(body), _checksum(body)) + body


def _line(
    shell: Shell, fact: SignedFact, number: int, before: tuple[int, bytes, int] | None
) -> list[Any]:
    """[chain, seq, previous, height, parts, signature]; 0 stands for what follows from before."""
    follows = before is not None and before[0] + 1 == shell.seq and before[1] == shell.previous
    parts: list[Any] = []
    for part, digest in zip(PARTS, shell.digests, strict=True):
        if digest is None:
            parts.append(None)
        elif part in fact.parts:
            parts.append(fact.parts[part])
        else:
            parts.append([digest])
    return [
        number,
        0 if follows else shell.seq,
        0 if follows else shell.previous,
        shell.height - (before[2] if follows and before else 0),
        parts,
        fact.signature,
    ]


def unpack(piece: bytes) -> list[SignedFact]:
    """The facts of one piece; raises ``BrokenPiece``."""
    magic, length, checksum = _HEAD.unpack_from(piece)
    body = piece[_HEAD.size :]
    if magic != MAGIC:
        raise BrokenPiece("no_piece")
    if len(body) != length or _checksum(body) != checksum:
        raise BrokenPiece("damaged")
    try:
        plain = zstandard.ZstdDecompressor().decompress(body, max_output_size=MAX_PLAIN_BYTES)
        chains, lines = cbor2.loads(plain)
        return list(_facts(chains, lines))
    except (zstandard.ZstdError, cbor2.CBORDecodeError, MalformedBytes) as wrong:
        raise BrokenPiece("unreadable") from wrong
    except (TypeError, ValueError, IndexError, OverflowError, RecursionError) as wrong:
        raise BrokenPiece("unreadable") from wrong


def _facts(chains: list[bytes], lines: list[Any]) -> Iterator[SignedFact]:
    last: dict[bytes, tuple[int, bytes, int]] = {}
    for number, seq, previous, height, written, signature in lines:
        chain = _bytes(chains[number], KEY_BYTES)
        parts, digests = _parts(written)
        address = (seq, previous, height)
        if seq == 0:
            seq_before, hash_before, height_before = last[chain]
            address = (seq_before + 1, hash_before, height_before + height)
        at, before, high = address
        shell = encode_shell(Shell(chain, at, _bytes(before, HASH_BYTES), high, digests))
        last[chain] = (at, shell_hash(shell), high)
        yield SignedFact(shell, _bytes(signature, SIGNATURE_BYTES), parts)


def _parts(written: list[Any]) -> tuple[Mapping[Part, bytes], tuple[bytes | None, ...]]:
    parts: dict[Part, bytes] = {}
    digests: list[bytes | None] = []
    for part, value in zip(PARTS, written, strict=True):
        if value is None:
            digests.append(None)
        elif isinstance(value, bytes):
            parts[part] = value
            digests.append(part_digest(part, value))
        else:
            digests.append(_bytes(value[0], HASH_BYTES))
    return parts, tuple(digests)


def _bytes(value: object, size: int) -> bytes:
    if not isinstance(value, bytes) or len(value) != size:
        raise BrokenPiece("unreadable")
    return value


def _checksum(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=CHECKSUM_BYTES).digest()


class PieceReader:
    """Cuts a stream of bytes into pieces, however it arrives; skips what is damaged."""

    def __init__(self) -> None:
        self._held = bytearray()
        #: Bytes that belonged to no good piece.
        self.skipped = 0

    @property
    def waiting(self) -> int:
        """Bytes taken that are no whole piece yet: torn off, where no more comes."""
        return len(self._held)

    def feed(self, data: bytes) -> Iterator[list[SignedFact]]:
        """Take bytes; gives the facts of each piece that is complete and good."""
        self._held += data
        while True:
            piece = self._next_piece()
            if piece is None:
                return
            try:
                yield unpack(piece)
            except BrokenPiece:
                self.skipped += len(piece)

    def _next_piece(self) -> bytes | None:
        start = self._held.find(MAGIC)
        if start < 0:
            keep = len(MAGIC) - 1
            self.skipped += max(0, len(self._held) - keep)
            del self._held[: max(0, len(self._held) - keep)]
            return None
        self.skipped += start
        del self._held[:start]
        if len(self._held) < _HEAD.size:
            return None
        _, length, checksum = _HEAD.unpack_from(self._held)
        if length > MAX_PLAIN_BYTES:
            return self._not_a_piece()
        end = _HEAD.size + length
        following = self._held.find(MAGIC, len(MAGIC))
        if len(self._held) < end:
            # A damaged length must not swallow the good pieces behind it.
            return self._not_a_piece() if following > 0 and self._overrun(following) else None
        body = bytes(self._held[_HEAD.size : end])
        if _checksum(body) != checksum:
            return self._not_a_piece()
        piece = bytes(self._held[:end])
        del self._held[:end]
        return piece

    def _overrun(self, following: int) -> bool:
        if len(self._held) < following + _HEAD.size:
            return False
        _, length, checksum = _HEAD.unpack_from(self._held, following)
        end = following + _HEAD.size + length
        body = bytes(self._held[following + _HEAD.size : end])
        good: bool = checksum == _checksum(body)
        return len(self._held) >= end and good

    def _not_a_piece(self) -> bytes | None:
        self.skipped += len(MAGIC)
        del self._held[: len(MAGIC)]
        return self._next_piece()
