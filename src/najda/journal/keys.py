"""All cryptography of the journal stands here: signing, checking, wrapping keys.

Ed25519 for facts, Argon2id + ChaCha20-Poly1305 for keys under a passphrase.
"""

import json
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from najda.journal.entry import SIGNED_PREFIX
from najda.journal.problems import WrongPassphrase

DATABASE_KEY_BYTES = 32
NONCE_BYTES = 12
SALT_BYTES = 16
#: Argon2id for the passphrase: 64 MiB, 3 passes, 1 lane (RFC 9106 §4, second choice, one lane).
ARGON2_MEMORY_KIB = 64 * 1024
ARGON2_PASSES = 3


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An Ed25519 key pair; ``public`` is also the name of the installation's chain."""

    private: Ed25519PrivateKey
    public: bytes

    @classmethod
    def new(cls) -> "SigningKey":
        """A fresh key from the system's randomness."""
        return cls.from_seed(os.urandom(32))

    @classmethod
    def from_seed(cls, seed: bytes) -> "SigningKey":
        """The key of these 32 bytes."""
        private = Ed25519PrivateKey.from_private_bytes(seed)
        return cls(private, private.public_key().public_bytes_raw())

    @property
    def seed(self) -> bytes:
        """The 32 private bytes."""
        return self.private.private_bytes_raw()

    def sign_shell(self, shell: bytes) -> bytes:
        """Sign a fact's shell under the journal's domain."""
        return self.private.sign(SIGNED_PREFIX + shell)

    def sign_statement(self, statement: bytes) -> str:
        """Sign a control statement (it carries its own domain); hexadecimal."""
        return self.private.sign(statement).hex()


@lru_cache(maxsize=1024)
def _public_key(raw: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(raw)


def shell_is_signed(chain: bytes, shell: bytes, signature: bytes) -> bool:
    """Whether the chain's key signed this shell."""
    return _is_signed(chain, SIGNED_PREFIX + shell, signature)


def statement_is_signed(key: str, statement: bytes, signature: str) -> bool:
    """Whether ``key`` signed this control statement; malformed hexadecimal is simply no."""
    try:
        return _is_signed(bytes.fromhex(key), statement, bytes.fromhex(signature))
    except ValueError:
        return False


def _is_signed(key: bytes, message: bytes, signature: bytes) -> bool:
    try:
        _public_key(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def wrap(secret: bytes, passphrase: str) -> dict[str, str]:
    """Encrypt a key under a passphrase; what comes back may lie on disk."""
    salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
    sealed = ChaCha20Poly1305(_stretch(passphrase, salt)).encrypt(nonce, secret, b"najda-key")
    return {"salt": salt.hex(), "nonce": nonce.hex(), "sealed": sealed.hex()}


def unwrap(wrapped: dict[str, str], passphrase: str) -> bytes:
    """The key again; raises ``WrongPassphrase``."""
    key = _stretch(passphrase, bytes.fromhex(wrapped["salt"]))
    try:
        return ChaCha20Poly1305(key).decrypt(
            bytes.fromhex(wrapped["nonce"]), bytes.fromhex(wrapped["sealed"]), b"najda-key"
        )
    except InvalidTag:
        raise WrongPassphrase from None


def _stretch(passphrase: str, salt: bytes) -> bytes:
    return hash_secret_raw(
        passphrase.encode(),
        salt,
        time_cost=ARGON2_PASSES,
        memory_cost=ARGON2_MEMORY_KIB,
        parallelism=1,
        hash_len=DATABASE_KEY_BYTES,
        type=Type.ID,
    )


def write_secret(path: Path, value: dict[str, object]) -> None:
    """Replace a file whole, readable by its owner only, and flush it to disk."""
    partial = path.with_name(path.name + ".part")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
