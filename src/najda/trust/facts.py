"""What one chief asked for and signed; the second chief's signature makes it count.

Also certificates for phones: they need no second chief, for they let nobody in.
"""

from dataclasses import dataclass
from typing import ClassVar

from najda.vocabulary import Fact, Names, ThingId


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentAsked(Fact):
    """A chief asked to take an installation in and signed for it; it counts with a second one."""

    creates: ClassVar[str | None] = "trust_ask"

    chain: str
    letter: str
    name: str
    certificate: str
    #: When its key ends (milliseconds since 1970, scene clock); None = never.
    expires_ms: int | None = None
    key: str
    signature: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationAsked(Fact):
    """A chief asked to end the trust in an installation and signed; it counts with a second one."""

    creates: ClassVar[str | None] = "trust_ask"

    chain: str
    cut_seq: int
    cut_hash: str
    reason: str
    key: str
    signature: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskWithdrawn(Fact):
    """Somebody withdrew what a chief asked for before a second one signed."""

    ask: Names[ThingId]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateSigned(Fact):
    """The organisation's authority signed a base's certificate, for the phones that trust it.

    It proves itself: a base shows one only where the authority signed it, for the base's own key.
    """

    #: The installation it is for.
    chain: str
    #: DER, hexadecimal.
    certificate: str
