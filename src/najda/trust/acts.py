"""What chiefs do about installations, and what people do with grey facts. Pure.

Signatures are made beside (``signing.py``) or on another machine; the admission walk judges them.
"""

import re
from dataclasses import dataclass

from najda.engine.card import ROOM, Act, Draft, Request, Rows
from najda.journal.control import Endorsement, GreyAdopted
from najda.net.certificates import pinned_point
from najda.refused import Refusal, refuse
from najda.trust.facts import AskWithdrawn, CertificateSigned, EnrolmentAsked, RevocationAsked
from najda.trust.rules import ASK, CHIEFS, AskRow, enrolment_of, revocation_of
from najda.vocabulary import Actor, FactId, ThingId

_HASH = re.compile(r"[0-9a-f]{64}")
MAX_CERTIFICATE_DIGITS = 8_000


@dataclass(frozen=True, slots=True, kw_only=True)
class AskEnrolment(Request):
    """Take an installation in: the first chief's signature."""

    chain: str
    letter: str
    name: str
    certificate: str
    expires_ms: int | None = None
    key: str
    signature: str


def ask_enrolment(
    request: AskEnrolment, rows: Rows, actor: Actor, now: int
) -> list[Draft] | Refusal:
    """Malformed names are refused here; whether the key is a chief's, the walk decides."""
    del rows, actor, now
    if not _HASH.fullmatch(request.chain):
        return refuse("trust.request_unreadable", at="request")
    if not _is_certificate(request.certificate):
        return refuse("trust.request_unreadable", at="request")
    said = EnrolmentAsked(
        chain=request.chain,
        letter=request.letter,
        name=request.name,
        certificate=request.certificate,
        expires_ms=request.expires_ms,
        key=request.key,
        signature=request.signature,
    )
    return [Draft(said)]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskRevocation(Request):
    """End the trust in an installation after a number: the first chief's signature."""

    chain: str
    cut_seq: int
    cut_hash: str
    reason: str
    key: str
    signature: str


def ask_revocation(
    request: AskRevocation, rows: Rows, actor: Actor, now: int
) -> list[Draft] | Refusal:
    """With a reason, which stands in the record for ever."""
    del rows, actor, now
    if not request.reason.strip():
        return refuse("trust.reason_needed", at="reason")
    if not _HASH.fullmatch(request.chain) or not _HASH.fullmatch(request.cut_hash):
        return refuse("trust.request_unreadable", at="cut")
    if not 0 <= request.cut_seq < 2**62:
        return refuse("trust.cut_unknown", at="cut")
    said = RevocationAsked(
        chain=request.chain,
        cut_seq=request.cut_seq,
        cut_hash=request.cut_hash,
        reason=request.reason.strip(),
        key=request.key,
        signature=request.signature,
    )
    return [Draft(said)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignSecond(Request):
    """The second chief signs what the first asked for."""

    ask: ThingId
    key: str
    signature: str
    #: The authority's certificate for the base, where an installation is taken in.
    certificate: str | None = None


def sign_second(request: SignSecond, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """Another person with another key; then the control fact is written with both signatures."""
    del now
    row = waiting(rows, request.ask)
    if isinstance(row, Refusal):
        return row
    first = row.endorsement
    if first is None or first.key == request.key or (row.by and row.by == actor.person):
        return refuse("trust.second_person_needed", status=409)
    both = (first, Endorsement(key=request.key, signature=request.signature))
    if row.enrolment is not None:
        enrolled = Draft(enrolment_of(row.enrolment, both))
        if request.certificate is None:
            return [enrolled]
        signed = certified(row.chain, request.certificate)
        return signed if isinstance(signed, Refusal) else [enrolled, Draft(signed)]
    if row.revocation is not None:
        return [Draft(revocation_of(row.revocation, both))]
    return refuse("trust.ask_unknown", status=404)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignCertificate(Request):
    """A base is reached at other addresses, or its certificate ends: a new one."""

    chain: str
    certificate: str


def sign_certificate(
    request: SignCertificate, rows: Rows, actor: Actor, now: int
) -> list[Draft] | Refusal:
    """One chief suffices: it lets nobody in, it is how phones know who is in already."""
    del rows, actor, now
    signed = certified(request.chain, request.certificate)
    return signed if isinstance(signed, Refusal) else [Draft(signed)]


def certified(chain: str, certificate: str) -> CertificateSigned | Refusal:
    """A certificate as a fact; whether the authority signed it, each base looks for itself."""
    if not _HASH.fullmatch(chain) or not _is_certificate(certificate):
        return refuse("trust.request_unreadable", at="certificate")
    return CertificateSigned(chain=chain, certificate=certificate)


def _is_certificate(text: str) -> bool:
    return len(text) <= MAX_CERTIFICATE_DIGITS and pinned_point(text) is not None


def waiting(rows: Rows, ask: ThingId) -> AskRow | Refusal:
    """An ask that still waits for its second signature."""
    row = rows.get(ASK, ask)
    if row is None:
        return refuse("trust.ask_unknown", status=404)
    if row.withdrawn_reason is not None:
        return refuse("trust.ask_withdrawn", status=409)
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawAsk(Request):
    """Take back what was asked."""

    ask: ThingId
    reason: str


def withdraw_ask(request: WithdrawAsk, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """Any chief may; what two have signed stands."""
    del actor, now
    row = waiting(rows, request.ask)
    if isinstance(row, Refusal):
        return row
    if not request.reason.strip():
        return refuse("trust.reason_needed", at="reason")
    return [Draft(AskWithdrawn(ask=request.ask, reason=request.reason.strip()))]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeGrey(Request):
    """Adopt or dismiss facts beyond a revocation's cut."""

    facts: tuple[FactId, ...]
    adopted: bool = False
    reason: str = ""


def judge_grey(request: JudgeGrey, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """One fact each, so that it is alike everywhere; a later judgement beats an earlier one."""
    del rows, actor, now
    if not request.facts or not all(map(_HASH.fullmatch, request.facts)):
        return refuse("trust.nothing_chosen", at="facts")
    if not request.reason.strip():
        return refuse("trust.reason_needed", at="reason")
    return [
        Draft(GreyAdopted(fact=fact, adopted=request.adopted, reason=request.reason.strip()))
        for fact in dict.fromkeys(request.facts)
    ]


ACTS = (
    Act("ask_enrolment", AskEnrolment, ask_enrolment, CHIEFS),
    Act("ask_revocation", AskRevocation, ask_revocation, CHIEFS),
    Act("sign_second", SignSecond, sign_second, CHIEFS),
    Act("sign_certificate", SignCertificate, sign_certificate, CHIEFS),
    Act("withdraw_ask", WithdrawAsk, withdraw_ask, CHIEFS),
    Act("judge_grey", JudgeGrey, judge_grey, ROOM),
)
