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
_SEALED_BYTES = CHUNK_BYTES + _TAG_BYTES
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

    def forget(self) -> None:
        """Forget the key: the base is being sealed or closed."""
        self._key = b""

    def has(self, sha256: str) -> bool:
        """Whether it is here."""
        return self._path(sha256).exists()

    def size(self, sha256: str) -> int:
        """Its size in bytes, without what sealing adds. Raises ``FileNotFoundError``."""
        sealed = self._path(sha256).stat().st_size - SALT_BYTES
        return sealed - -(-sealed // _SEALED_BYTES) * (_SEALED_BYTES - CHUNK_BYTES)

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
            _flush_folder(path.parent)
            _flush_folder(self._folder)
        finally:
            partial.unlink(missing_ok=True)
        return digest.hexdigest(), size

    def begin(self, sha256: str) -> "Arriving":
        """Take in an attachment that another base holds, going on where it broke off."""
        path = self._path(sha256)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Arriving(sha256, path, self._key)

    def read(self, sha256: str, offset: int = 0) -> Iterator[bytes]:
        """The bytes again, from ``offset`` on.

        Raises ``FileNotFoundError`` or, at the chunk that is, ``Damaged``.
        """
        number, within = divmod(offset, CHUNK_BYTES)
        for chunk in self._chunks(sha256, number):
            yield chunk[within:]
            within = 0

    def _chunks(self, sha256: str, number: int) -> Iterator[bytes]:
        with self._path(sha256).open("rb") as file:
            cipher = ChaCha20Poly1305(_file_key(self._key, file.read(SALT_BYTES)))
            file.seek(SALT_BYTES + number * _SEALED_BYTES)
            sealed = file.read(_SEALED_BYTES)
            while sealed:
                following = file.read(_SEALED_BYTES)
                try:
                    yield cipher.decrypt(_nonce(number), sealed, _mark(last=not following))
                except InvalidTag:
                    raise Damaged(sha256) from None
                sealed, number = following, number + 1


def _flush_folder(folder: Path) -> None:
    """A name is on disk only when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Arriving:
    """An attachment under way from another base; whole chunks outlive a crash.

    What lies on disk until it is whole is ciphertext too. Nothing is called stored before its
    hash is the one that was asked for.
    """

    def __init__(self, sha256: str, path: Path, key: bytes) -> None:
        self._sha256 = sha256
        self._path = path
        self._partial = path.with_name(path.name + ".arriving")
        self._digest = hashlib.sha256()
        #: Bytes taken so far: where to go on asking.
        self.size = 0
        self._file = self._partial.open("a+b")
        self._sealer = self._go_on(key)

    def _go_on(self, key: bytes) -> "_Sealer":
        """Read what an earlier attempt left; cut off what was torn."""
        self._file.seek(0)
        salt = self._file.read(SALT_BYTES)
        number = 0
        if len(salt) == SALT_BYTES:
            cipher = ChaCha20Poly1305(_file_key(key, salt))
            while len(sealed := self._file.read(_SEALED_BYTES)) == _SEALED_BYTES:
                try:
                    self._count(cipher.decrypt(_nonce(number), sealed, _mark(last=False)))
                except InvalidTag:
                    break
                number += 1
        sealer = _Sealer(key, salt if number else None, number)
        self._file.truncate(SALT_BYTES + number * _SEALED_BYTES if number else 0)
        if not number:
            self._file.write(sealer.salt)
        return sealer

    def _count(self, data: bytes) -> None:
        self._digest.update(data)
        self.size += len(data)

    def take(self, data: bytes) -> None:
        """The next bytes; raises ``TooLarge``."""
        self._count(data)
        if self.size > MAX_BYTES:
            raise TooLarge
        self._file.write(self._sealer.take(data))

    def end(self) -> None:
        """All bytes are here: flush and store; raises ``Damaged`` where it is another thing."""
        if self._digest.hexdigest() != self._sha256:
            self.drop()
            raise Damaged(self._sha256)
        self._file.write(self._sealer.end())
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._partial.replace(self._path)
        _flush_folder(self._path.parent)

    def pause(self) -> None:
        """Close the file; a later ``begin`` goes on after the last whole chunk."""
        self._file.close()

    def drop(self) -> None:
        """Throw away what arrived."""
        self._file.close()
        self._partial.unlink(missing_ok=True)


class _Sealer:
    """Cuts a stream into chunks and encrypts each; the last one says that it is."""

    def __init__(self, key: bytes, salt: bytes | None = None, number: int = 0) -> None:
        self.salt = salt or os.urandom(SALT_BYTES)
        self._cipher = ChaCha20Poly1305(_file_key(key, self.salt))
        self._held = bytearray()
        self._number = number

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
