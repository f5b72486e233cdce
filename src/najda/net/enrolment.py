"""Enrolling and revoking: statements that two chiefs (or the root key) sign."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec

from najda.journal.admission import enrolment_statement, revocation_statement
from najda.journal.control import BaseEnrolled, ChainRevoked, Endorsement
from najda.journal.keys import SigningKey, unwrap
from najda.net.certificates import (
    addresses_of,
    is_signed_by,
    key_from_bytes,
    signed_certificate,
)

SEED_BYTES = 32


class KeyProblem(Exception):
    """A key file cannot be read."""


@dataclass(frozen=True, slots=True)
class ChiefKey:
    """A chief's (or the root) signing key, and the authority's key that travels with it."""

    signing: SigningKey
    authority: ec.EllipticCurvePrivateKey


def read_key(path: Path, passphrase: str | None) -> ChiefKey:
    """A key file as ``init`` left it; raises ``KeyProblem`` or ``WrongPassphrase``."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as wrong:
        raise KeyProblem(f"{path.name}: {type(wrong).__name__}") from wrong
    return key_from_text(text, passphrase)


def key_from_text(text: str, passphrase: str | None) -> ChiefKey:
    """The key in a key file's text; raises ``KeyProblem`` or ``WrongPassphrase``."""
    try:
        plain = json.loads(text)
        if "wrapped" in plain:
            if passphrase is None:
                raise KeyProblem("passphrase_needed")
            secret = unwrap(plain["wrapped"], passphrase)
        else:
            secret = bytes.fromhex(plain["secret"])
        return ChiefKey(
            SigningKey.from_seed(secret[:SEED_BYTES]), key_from_bytes(secret[SEED_BYTES:])
        )
    except (ValueError, KeyError, TypeError) as wrong:
        raise KeyProblem(f"no key file ({type(wrong).__name__})") from wrong


def certificate_for(
    letter: str, asked: str, addresses: Sequence[str] | None, key: ChiefKey, authority: str | None
) -> str:
    """A base's certificate under the organisation's authority (hexadecimal).

    ``asked`` is the certificate of its request; without ``addresses`` those it names count. Raises
    ``KeyProblem`` where the key file holds another authority's key, or ``asked`` is unreadable.
    """
    try:
        trusted, wanted = bytes.fromhex(authority or ""), bytes.fromhex(asked)
        named = addresses_of(wanted) if addresses is None else addresses
        signed = signed_certificate(letter, wanted, named, (trusted, key.authority))
    except ValueError as wrong:
        raise KeyProblem("certificate_unreadable") from wrong
    if not is_signed_by(signed, trusted):
        raise KeyProblem("other_authority")
    return signed.hex()


def enrolled(
    chain: str, letter: str, name: str, certificate: str, keys: Sequence[ChiefKey]
) -> BaseEnrolled:
    """The fact that takes an installation in."""
    unsigned = BaseEnrolled(
        chain=chain, letter=letter, name=name, certificate=certificate, endorsements=()
    )
    return replace(unsigned, endorsements=_signatures(enrolment_statement(unsigned), keys))


def revoked(
    chain: str, cut_seq: int, cut_hash: str, reason: str, keys: Sequence[ChiefKey]
) -> ChainRevoked:
    """The fact that ends an installation's trust after ``cut_seq``."""
    unsigned = ChainRevoked(
        chain=chain, cut_seq=cut_seq, cut_hash=cut_hash, reason=reason, endorsements=()
    )
    return replace(unsigned, endorsements=_signatures(revocation_statement(unsigned), keys))


def _signatures(signed: bytes, keys: Sequence[ChiefKey]) -> tuple[Endorsement, ...]:
    return tuple(
        Endorsement(key=one.signing.public.hex(), signature=one.signing.sign_statement(signed))
        for one in keys
    )
