"""Bases taken in and revoked by two chiefs; grey facts judged; the stick."""

import asyncio
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request as HttpRequest
from starlette.responses import Response, StreamingResponse

from najda.engine.card import ROOM, Page, Request
from najda.journal.admission import Member
from najda.journal.control import BaseEnrolled, ChainRevoked
from najda.net.bundle import pack
from najda.net.certificates import addresses_of, ends_ms, is_address
from najda.net.enrolment import ChiefKey, KeyProblem, certificate_for
from najda.net.forks import forks
from najda.net.holdings import missing_for
from najda.net.vector import Vector
from najda.refused import Refused, refuse
from najda.trust.acts import AskEnrolment, AskRevocation, SignCertificate, SignSecond
from najda.trust.rules import (
    ASK,
    CERTIFICATES,
    CHIEFS,
    enrolment_of,
    for_phones,
    revocation_of,
)
from najda.trust.seen import grey_facts, hash_at, last_numbers, seen_by_others, still_waiting
from najda.trust.signing import sign, unlocked
from najda.web.forms import new_id
from najda.web.stick import take_in, uploaded
from najda.web.visit import Visit, go, visit_of

MAX_KEY_BYTES = 16_000
DAY_MS = 86_400_000
DEFAULT_DAYS = 400
#: So long before a certificate ends, a chief is asked to sign another.
SOON_DAYS = 45
_REQUEST_FIELDS = ("chain", "letter", "name", "certificate")


def show_trust(http: HttpRequest) -> Response:
    """Every installation, what waits for a second chief, forks, and the stick."""
    visit = visit_of(http)
    admission = visit.room.arrivals.admission
    members = sorted(admission.members.values(), key=lambda one: (one.letter, one.chain))
    return visit.render(
        "trust/list.html",
        members=members,
        admission=admission,
        own=visit.room.own_chain,
        waiting=still_waiting(visit.rows(ASK).values(), admission),
        grey=len(grey_facts(visit)),
        forks=forks(visit.room.reader().journal),
        root=(visit.room.reader().journal.local("root") or b"").hex(),
        certified=_certified(visit, members),
        soon_ms=SOON_DAYS * DAY_MS,
        days=DEFAULT_DAYS,
        doubtful=visit.clock_is_doubtful,
    )


@dataclass(frozen=True, slots=True)
class Certified:
    """What phones may trust of a base: the addresses, and until when."""

    addresses: tuple[str, ...]
    ends_ms: int


def _certified(visit: Visit, members: Iterable[Member]) -> dict[str, Certified]:
    """Chain -> what the authority signed; a base that is not in it is not trusted by phones."""
    found = {}
    authority = visit.room.arrivals.admission.authority
    rows = visit.rows(CERTIFICATES)
    for member in members:
        shown = for_phones(rows.get(member.chain), member.certificate, authority)
        if shown is not None:
            found[member.chain] = Certified(addresses_of(shown), ends_ms(shown))
    return found


async def ask_enrolment(http: HttpRequest) -> Response:
    """The first chief signs for an installation whose request came by QR, file or paste."""
    visit = visit_of(http)
    form = await _typed(http)
    asked = _read_request(form.get("request", ""))
    days = form.get("days", "")
    if days and not (days.isdigit() and 1 <= int(days) <= 10_000):  # noqa: PLR2004 - 27 years
        raise Refused(refuse("trust.days_impossible", at="days"))
    expires = visit.now + int(days) * DAY_MS if days else None
    unsigned = BaseEnrolled(**asked, expires_ms=expires, endorsements=())
    signed = sign(unsigned, await _unlocked(visit, form))
    await _act(visit, "ask_enrolment", AskEnrolment(
        id=new_id(), **asked, expires_ms=expires, key=signed.key, signature=signed.signature,
    ))  # fmt: skip
    return go("/trust")


def _read_request(text: str) -> dict[str, str]:
    try:
        plain = json.loads(text)
        found = {name: str(plain[name]).strip() for name in _REQUEST_FIELDS}
    except (ValueError, KeyError, TypeError) as wrong:
        raise Refused(refuse("trust.request_unreadable", at="request")) from wrong
    return found


async def _typed(http: HttpRequest) -> dict[str, str]:
    """The texts of a form; a small file counts as the text in it, where one was chosen."""
    found: dict[str, str] = {}
    async with http.form(max_files=2, max_part_size=MAX_KEY_BYTES) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                text = (await value.read(MAX_KEY_BYTES)).decode("utf-8", "replace")
            else:
                text = value
            if text.strip():
                found[name] = text.strip()
    return found


async def _unlocked(visit: Visit, form: Mapping[str, str]) -> ChiefKey:
    if "key" not in form:
        raise Refused(refuse("trust.key_needed", at="key"))
    admission = visit.room.arrivals.admission
    passphrase = form.get("passphrase", "")
    return await run_in_threadpool(unlocked, form["key"], passphrase, admission)


async def _act(visit: Visit, name: str, request: Request) -> None:
    act = visit.room.desks.acts["trust", name]
    await asyncio.wrap_future(visit.room.act("trust", act, request, visit.actor, visit.now))


def show_revocation(http: HttpRequest) -> Response:
    """Where to cut: what others witnessed of the chain, and its newest facts held here."""
    visit = visit_of(http)
    member = visit.room.arrivals.admission.members.get(http.path_params["chain"])
    if member is None:
        raise Refused(refuse("not_here", status=404))
    return visit.render(
        "trust/revoke.html",
        member=member,
        seen=seen_by_others(visit, member.chain),
        numbers=last_numbers(visit, member.chain),
    )


async def ask_revocation(http: HttpRequest) -> Response:
    """The first chief signs the end of trust, with the cut and the reason."""
    visit = visit_of(http)
    form = await _typed(http)
    chain, reason = http.path_params["chain"], form.get("reason", "")
    typed = form.get("cut", "")
    cut = int(typed) if typed.isdigit() else -1
    cut_hash = await run_in_threadpool(hash_at, visit, chain, cut) if cut > 0 else "0" * 64
    if cut < 0 or cut_hash is None:
        raise Refused(refuse("trust.cut_unknown", at="cut"))
    if not reason:
        raise Refused(refuse("trust.reason_needed", at="reason"))
    unsigned = ChainRevoked(
        chain=chain, cut_seq=cut, cut_hash=cut_hash, reason=reason, endorsements=()
    )
    signed = sign(unsigned, await _unlocked(visit, form))
    await _act(visit, "ask_revocation", AskRevocation(
        id=new_id(), chain=chain, cut_seq=cut, cut_hash=cut_hash, reason=reason,
        key=signed.key, signature=signed.signature,
    ))  # fmt: skip
    return go("/trust")


async def sign_second(http: HttpRequest) -> Response:
    """The second chief signs what the first asked for, here or at another base."""
    visit = visit_of(http)
    form = await _typed(http)
    row = await run_in_threadpool(visit.need, ASK, http.path_params["id"])
    said: BaseEnrolled | ChainRevoked
    if row.enrolment is not None:
        said = enrolment_of(row.enrolment)
    elif row.revocation is not None:
        said = revocation_of(row.revocation)
    else:
        raise Refused(refuse("trust.ask_unknown", status=404))
    key = await _unlocked(visit, form)
    signed = sign(said, key)
    certificate = None
    if row.enrolment is not None:
        asked = row.enrolment
        certificate = _certificate(visit, asked.letter, asked.certificate, None, key)
    await _act(visit, "sign_second", SignSecond(
        id=new_id(), ask=row.id, key=signed.key, signature=signed.signature,
        certificate=certificate,
    ))  # fmt: skip
    return go("/trust")


async def sign_addresses(http: HttpRequest) -> Response:
    """A certificate for the addresses at which phones now reach a base."""
    visit = visit_of(http)
    form = await _typed(http)
    member = visit.room.arrivals.admission.members.get(http.path_params["chain"])
    if member is None or member.cut is not None or not member.certificate:
        raise Refused(refuse("not_here", status=404))
    addresses = form.get("addresses", "").replace("،", " ").replace(",", " ").split()
    if not addresses or not all(map(is_address, addresses)):
        raise Refused(refuse("trust.address_unfit", at="addresses"))
    key = await _unlocked(visit, form)
    certificate = _certificate(visit, member.letter, member.certificate, addresses, key)
    if certificate is None:
        raise Refused(refuse("trust.other_authority", at="key"))
    await _act(visit, "sign_certificate", SignCertificate(
        id=new_id(), chain=member.chain, certificate=certificate
    ))  # fmt: skip
    return go("/trust")


def _certificate(
    visit: Visit, letter: str, asked: str, addresses: list[str] | None, key: ChiefKey
) -> str | None:
    """Under the authority whose key lies in the key file; None where it is another's."""
    try:
        authority = visit.room.arrivals.admission.authority
        return certificate_for(letter, asked, addresses, key, authority)
    except KeyProblem:
        return None


def show_grey(http: HttpRequest) -> Response:
    """Facts beyond a cut: each is adopted or dismissed by a person."""
    visit = visit_of(http)
    return visit.render(
        "trust/grey.html", grey=grey_facts(visit), dismissed=grey_facts(visit, judged=True)
    )


async def stick_out(http: HttpRequest) -> Response:
    """Every fact as one file, for a stick; it is not encrypted."""
    visit = visit_of(http)

    def pieces() -> Iterator[bytes]:
        journal = visit.room.reader().journal
        yield from pack(one.signed() for one in missing_for(journal, Vector()))

    name = f"najda-{visit.room.letter}.njb"
    return StreamingResponse(
        iterate_in_threadpool(pieces()),
        media_type="application/octet-stream",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


async def stick_in(http: HttpRequest) -> Response:
    """Take in the facts of a stick, and count it as a copy of what was read from it whole."""
    visit = visit_of(http)
    async with uploaded(http) as (file, label):
        taken = await run_in_threadpool(take_in, visit.room, file)
    if visit.site.station is not None:
        visit.site.station.holders.note_labelled(label, taken.held)
    return await run_in_threadpool(lambda: visit.render("trust/stick.html", taken=taken))


PAGES = (
    Page("/trust", show_trust, CHIEFS, menu="trust.menu", order=95),
    Page("/trust/enrol", ask_enrolment, CHIEFS, methods=("POST",)),
    Page("/trust/revoke/{chain}", show_revocation, CHIEFS),
    Page("/trust/revoke/{chain}", ask_revocation, CHIEFS, methods=("POST",)),
    Page("/trust/second/{id}", sign_second, CHIEFS, methods=("POST",)),
    Page("/trust/addresses/{chain}", sign_addresses, CHIEFS, methods=("POST",)),
    Page("/trust/grey", show_grey, ROOM),
    Page("/trust/stick", stick_out, CHIEFS),
    Page("/trust/stick", stick_in, CHIEFS, methods=("POST",)),
)
