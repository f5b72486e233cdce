"""A phone's outbox handed over: sealed requests opened here and done as if they came one by one.

The same request again is answered as before, so an outbox may be handed over to any base, twice,
by the phone itself, or as a file or QR codes by somebody else.
"""

import base64
import json
import re
from collections.abc import AsyncIterator, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response

from najda.engine.card import ROOM
from najda.net.certificates import key_from_bytes, pinned_point
from najda.net.outbox_codes import CodesMissing, joined
from najda.net.outbox_seal import BrokenEnvelope, Opened, envelopes, unseal
from najda.refused import Refused, refuse
from najda.vocabulary import Role
from najda.web.api import do_act
from najda.web.passes import new_pass
from najda.web.report_body import report_body
from najda.web.visit import Visit, visit_of

MAX_OUTBOX_BYTES = 128 * 1024 * 1024
MOST_ASKED = 200
TELLERS = ROOM | {Role.CREW, Role.OBSERVER}
#: Fields of what a phone wrote that say when it did, in milliseconds.
TIMES = ("at_ms", "received_at")
#: No phone keeps its words for longer than this.
LONGEST_KEPT_MS = 60 * 86_400_000
_ACTS = "/api/v1/acts/"
_FACT = re.compile(r"[0-9a-f]{64}")


#: A page of another base may ask; no cookie comes along, only the pass it names.
FROM_OTHER_PAGES = {
    "access-control-allow-origin": "*",
    "access-control-allow-headers": "authorization, content-type",
    "access-control-max-age": "86400",
}


async def post_outbox(http: HttpRequest) -> Response:
    """``POST /api/v1/outbox``: envelopes one after the other; each request's answer, in order."""
    visit = visit_of(http)
    visit.require(TELLERS)
    taken = bytearray()
    async for chunk in http.stream():
        taken += chunk
        if len(taken) > MAX_OUTBOX_BYTES:
            raise Refused(refuse("too_large", status=413, most=MAX_OUTBOX_BYTES // 1024))
    return JSONResponse({"answers": await hand_over(http, bytes(taken))}, 201)


async def show_outbox(http: HttpRequest) -> Response:
    """A form for a phone's outbox that came as a file or as codes, and what came of it."""
    visit = visit_of(http)
    visit.require(ROOM)
    if http.method == "GET":
        return await _outbox_page(visit)
    async with http.form(max_files=1) as form:
        file, codes = form.get("file"), str(form.get("codes", ""))
        data = await file.read(MAX_OUTBOX_BYTES + 1) if isinstance(file, UploadFile) else b""
    try:
        answers = await hand_over(http, data or _joined(codes))
    except CodesMissing as missing:
        return await _outbox_page(visit, missing=missing, codes=codes)
    return await _outbox_page(visit, answers=answers)


async def _outbox_page(visit: Visit, *, codes: str = "", **shown: Any) -> Response:
    return await run_in_threadpool(lambda: visit.render("web/outbox.html", codes=codes, **shown))


def _joined(codes: str) -> bytes:
    """The bytes of scanned codes; raises ``CodesMissing`` and ``Refused``."""
    if not codes.strip():
        raise Refused(refuse("file_needed", at="file"))
    try:
        return joined(codes)
    except BrokenEnvelope as wrong:
        key = "outbox_misread" if wrong.reason == "misread" else "outbox_no_codes"
        raise Refused(refuse(key, at="codes")) from wrong


def seal_to(visit: Visit) -> dict[str, str]:
    """Chain -> public point (base64) of every enrolled, unrevoked base, for phones."""
    found = {}
    for member in visit.room.arrivals.admission.members.values():
        point = pinned_point(member.certificate)
        if member.cut is None and point is not None:
            found[member.chain] = base64.b64encode(point).decode()
    return found


def other_bases(visit: Visit) -> dict[str, str]:
    """Letter -> address of the bases a phone may hand its outbox to, where this one is silent."""
    station = visit.site.station
    members = visit.room.arrivals.admission.members
    peers = station.addresses() if station else ()
    return {members[peer.chain].letter: peer.address for peer in peers}


def pass_of(visit: Visit) -> str:
    """What other bases know this visit's person by."""
    key = visit.room.journal.own_key
    return new_pass(key, visit.person.id, visit.now) if key else ""


async def hand_over(http: HttpRequest, data: bytes) -> list[dict[str, Any]]:
    """Open every envelope and do what it asks; raises ``Refused`` where one cannot be opened."""
    visit = visit_of(http)
    try:
        opened = await run_in_threadpool(_open_all, visit, data)
    except BrokenEnvelope as wrong:
        key = "outbox_not_for_us" if wrong.reason == "not_for_us" else "outbox_unreadable"
        raise Refused(refuse(key)) from wrong
    return [answer for one in opened for answer in await _do_all(http, one)]


def _open_all(visit: Visit, data: bytes) -> list[Opened]:
    key = key_from_bytes(visit.room.reader().journal.local("tls_key") or b"")
    chains, named = [visit.room.own_chain], visit.room.arrivals.admission.predecessors
    while (before := named.get(chains[-1])) is not None and before not in chains:
        chains.append(before)
    return [unseal(header, sealed, chains, key) for header, sealed in envelopes(data)]


async def _do_all(http: HttpRequest, opened: Opened) -> list[dict[str, Any]]:
    stored: dict[str, Any] = {}
    if opened.attachment:
        sha256, size = await visit_of(http).room.attachments.store(_once(opened.attachment))
        stored = {"sha256": sha256, "size_bytes": size}
    return [await _do(http, request, stored) for request in opened.requests]


async def _once(data: bytes) -> AsyncIterator[bytes]:
    yield data


async def _do(
    http: HttpRequest, request: Mapping[str, Any], stored: Mapping[str, Any]
) -> dict[str, Any]:
    """One request; a refusal is an answer too, in the reader's words."""
    visit = visit_of(http)
    try:
        desk, act, body = _asked(request, stored, visit)
        answer = await do_act(http, desk, act, body)
    except Refused as refused:
        said = visit.say(refused.refusal.key, **dict(refused.refusal.values))
        return {"status": refused.refusal.status, "code": refused.refusal.key, "title": said}
    plain: dict[str, Any] = json.loads(bytes(answer.body))
    return {"status": answer.status_code, **plain}


def _asked(
    request: Mapping[str, Any], stored: Mapping[str, Any], visit: Visit
) -> tuple[str, str, Any]:
    """Desk, act and body of a request; raises ``Refused`` for what is none."""
    url, body = request.get("url"), request.get("body")
    if not isinstance(url, str) or not isinstance(body, dict):
        raise Refused(refuse("outbox_unreadable"))
    body = {
        name: value
        for name, value in body.items()
        if name not in TIMES or _is_likely(value, visit.now)
    }
    if request.get("attaches"):
        body = {**body, **stored}
    if url == "/api/v1/reports":
        return "reports", "receive_report", report_body(body, visit.room.attachments)
    desk, _, act = url.removeprefix(_ACTS).partition("/")
    if not url.startswith(_ACTS) or not act:
        raise Refused(refuse("outbox_unreadable"))
    return desk, act, body


def _is_likely(at_ms: Any, now: int) -> bool:
    """Whether a phone's time is to be believed: its clock may have jumped meanwhile.

    Without it the time of handing over stands; nobody's words are refused for a clock.
    """
    return type(at_ms) is int and 0 <= now - at_ms <= LONGEST_KEPT_MS


async def show_copies(http: HttpRequest) -> Response:
    """The mark of a thing that was here alone, asked for again; nothing once all is safe."""
    asked = http.query_params.getlist("fact")[:MOST_ASKED]
    facts = [fact for fact in asked if _FACT.fullmatch(fact)]
    visit = visit_of(http)
    return await run_in_threadpool(visit.render, "web/_alone.html", facts=facts)


async def get_copies(http: HttpRequest) -> Response:
    """``GET /api/v1/copies?fact=…&fact=…``: how many copies of each fact are known; 0: not here."""
    visit = visit_of(http)
    asked = http.query_params.getlist("fact")[:MOST_ASKED]
    return JSONResponse({"copies": await run_in_threadpool(_copies, visit, asked)})


def _copies(visit: Visit, asked: list[str]) -> dict[str, int]:
    return {fact: visit.kept(fact).copies for fact in asked if _FACT.fullmatch(fact)}
