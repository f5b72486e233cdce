"""Photos, videos, voice notes: kept untouched from the first byte, named by their SHA-256.

On disk each lies encrypted under the journal's key, in chunks, so that a captured disk holds
ciphertext only. Replaced whole: temporary file, flush, rename.
"""

import hashlib
import os
import secrets
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

FOLDER = "attachments"
CHUNK_BYTES = 64 * 1024
SALT_BYTES = 16
_TAG_BYTES = 16
MAX_BYTES = 200 * 1024 * 1024


class TooLarge(Exception):
    """An attachment passes ``MAX_BYTES``."""


class Damaged(Exception):
    """What lies on disk is not what was stored."""


class Attachments:
    """The folder of attachments of one base."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder / FOLDER
        self._key = key

    def _path(self, sha256: str) -> Path:
        name = hashlib.blake2b(bytes.fromhex(sha256), key=self._key, digest_size=20).hexdigest()
        return self._folder / name[:2] / name

    def has(self, sha256: str) -> bool:
        """Whether it is here."""
        return self._path(sha256).exists()

    async def store(self, chunks: AsyncIterator[bytes]) -> tuple[str, int]:
        """Take a stream of bytes; gives SHA-256 and size. Raises ``TooLarge``."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        partial = self._folder / f"{secrets.token_hex(8)}.part"
        digest = hashlib.sha256()
        size = 0
        try:
            with partial.open("wb") as file:
                sealer = _Sealer(self._key)
                file.write(sealer.salt)
                async for chunk in chunks:
                    digest.update(chunk)
                    size += len(chunk)
                    if size > MAX_BYTES:
                        raise TooLarge
                    file.write(sealer.take(chunk))
                file.write(sealer.end())
                file.flush()
                os.fsync(file.fileno())
            path = self._path(digest.hexdigest())
            path.parent.mkdir(mode=0o700, exist_ok=True)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
        return digest.hexdigest(), size

    def read(self, sha256: str) -> Iterator[bytes]:
        """The bytes again; raises ``FileNotFoundError`` or, at the chunk that is, ``Damaged``."""
        with self._path(sha256).open("rb") as file:
            cipher = ChaCha20Poly1305(_file_key(self._key, file.read(SALT_BYTES)))
            number = 0
            sealed = file.read(CHUNK_BYTES + _TAG_BYTES)
            while sealed:
                following = file.read(CHUNK_BYTES + _TAG_BYTES)
                try:
                    yield cipher.decrypt(_nonce(number), sealed, _mark(last=not following))
                except InvalidTag:
                    raise Damaged(sha256) from None
                sealed, number = following, number + 1


class _Sealer:
    """Cuts a stream into chunks and encrypts each; the last one says that it is."""

    def __init__(self, key: bytes) -> None:
        self.salt = os.urandom(SALT_BYTES)
        self._cipher = ChaCha20Poly1305(_file_key(key, self.salt))
        self._held = bytearray()
        self._number = 0

    def take(self, data: bytes) -> bytes:
        self._held += data
        out = bytearray()
        while len(self._held) > CHUNK_BYTES:
            out += self._seal(bytes(self._held[:CHUNK_BYTES]), last=False)
            del self._held[:CHUNK_BYTES]
        return bytes(out)

    def end(self) -> bytes:
        return self._seal(bytes(self._held), last=True)

    def _seal(self, chunk: bytes, *, last: bool) -> bytes:
        sealed = self._cipher.encrypt(_nonce(self._number), chunk, _mark(last=last))
        self._number += 1
        return sealed


def _file_key(key: bytes, salt: bytes) -> bytes:
    return hashlib.blake2b(salt, key=key, digest_size=32, person=b"najda-attach").digest()


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _mark(*, last: bool) -> bytes:
    return b"last" if last else b"more"
