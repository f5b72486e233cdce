"""What chiefs asked for and what still waits for the second signature. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from najda.engine.apart import Apart, apart
from najda.engine.card import View
from najda.journal.control import BaseEnrolled, ChainRevoked, Endorsement
from najda.net.certificates import is_signed_by, pinned_point
from najda.trust.facts import AskWithdrawn, CertificateSigned, EnrolmentAsked, RevocationAsked
from najda.vocabulary import Entry, FactId, Role, ThingId

CHIEFS = frozenset({Role.CHIEF})


@dataclass(frozen=True, slots=True, kw_only=True)
class AskRow:
    """One chief's signed wish about one installation."""

    id: ThingId
    fact: FactId | None = None
    enrolment: EnrolmentAsked | None = None
    revocation: RevocationAsked | None = None
    by: str = ""
    base: str = ""
    at_ms: int = 0
    withdrawn_reason: str | None = None
    #: Writes that did not know each other and differ; a person decides.
    apart: tuple[Apart, ...] = ()

    @property
    def chain(self) -> str:
        """The installation it is about; empty where the asking has not arrived."""
        asked = self.enrolment or self.revocation
        return asked.chain if asked else ""

    @property
    def endorsement(self) -> Endorsement | None:
        """The first chief's signature."""
        asked = self.enrolment or self.revocation
        return Endorsement(key=asked.key, signature=asked.signature) if asked else None


def ask_keys(entry: Entry[Any]) -> Iterable[str]:
    """An ask stands under itself."""
    said = entry.said
    return ((entry.thing or "") if said.creates else said.ask,)


def derive_ask(entries: Sequence[Entry[Any]]) -> AskRow | None:
    """What was asked, by whom, and whether it was withdrawn."""
    asked = [e for e in entries if isinstance(e.said, EnrolmentAsked | RevocationAsked)]
    withdrawn = [e.said.reason for e in entries if isinstance(e.said, AskWithdrawn)]
    reason = withdrawn[-1] if withdrawn else None
    if not asked:
        return AskRow(
            id=entries[0].said.ask,
            withdrawn_reason=reason,
            apart=apart(entries, AskWithdrawn),
        )
    first = asked[0]
    return AskRow(
        id=first.thing or "",
        fact=first.id,
        enrolment=first.said if isinstance(first.said, EnrolmentAsked) else None,
        revocation=first.said if isinstance(first.said, RevocationAsked) else None,
        by=first.actor.person,
        base=first.actor.base,
        at_ms=first.wall_ms,
        withdrawn_reason=reason,
        apart=apart(entries, EnrolmentAsked, RevocationAsked, AskWithdrawn),
    )


ASK = View(
    name="trust.ask",
    reads=(EnrolmentAsked, RevocationAsked, AskWithdrawn),
    keys=ask_keys,
    derive=derive_ask,
    row=AskRow,
    roles=CHIEFS,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificatesRow:
    """Every certificate that was signed for one installation, the last word last."""

    chain: str
    #: DER, hexadecimal.
    certificates: tuple[str, ...]


def derive_certificates(entries: Sequence[Entry[Any]]) -> CertificatesRow:
    """All are kept: which of them can be shown is for the base that holds the key."""
    signed = [e.said for e in entries]
    return CertificatesRow(
        chain=signed[0].chain,
        certificates=tuple(dict.fromkeys(one.certificate for one in signed)),
    )


CERTIFICATES = View(
    name="trust.certificates",
    reads=(CertificateSigned,),
    keys=lambda entry: (entry.said.chain,),
    derive=derive_certificates,
    row=CertificatesRow,
    roles=CHIEFS,
)


def for_phones(row: CertificatesRow | None, own: str | None, authority: str | None) -> bytes | None:
    """The newest certificate (DER) that the authority signed for the key of ``own``.

    ``own`` is the certificate its enrolment names, ``authority`` the organisation's (hexadecimal).
    """
    pinned = pinned_point(own)
    if pinned is None or not authority:
        return None
    signed = (*reversed(row.certificates if row else ()), own or "")
    ours = (bytes.fromhex(one) for one in signed if pinned_point(one) == pinned)
    return next((one for one in ours if is_signed_by(one, bytes.fromhex(authority))), None)


def enrolment_of(asked: EnrolmentAsked, endorsements: tuple[Endorsement, ...] = ()) -> BaseEnrolled:
    """The control fact that an ask is for."""
    return BaseEnrolled(
        chain=asked.chain,
        letter=asked.letter,
        name=asked.name,
        certificate=asked.certificate,
        expires_ms=asked.expires_ms,
        endorsements=endorsements,
    )


def revocation_of(
    asked: RevocationAsked, endorsements: tuple[Endorsement, ...] = ()
) -> ChainRevoked:
    """The control fact that an ask is for."""
    return ChainRevoked(
        chain=asked.chain,
        cut_seq=asked.cut_seq,
        cut_hash=asked.cut_hash,
        reason=asked.reason,
        endorsements=endorsements,
    )
