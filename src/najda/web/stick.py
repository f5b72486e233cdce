"""A stick through the browser: facts taken in from a file, and what the chiefs need for joining.

An installation that nobody has enrolled yet lets nobody in; its one page shows its request and
takes in the stick that says it is enrolled. Facts prove themselves, whoever brings them.
"""

import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import BinaryIO

import segno
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request as HttpRequest
from starlette.responses import RedirectResponse, Response

from najda.engine.operations_room import OperationsRoom
from najda.net.bundle import PieceReader
from najda.net.second_copy import Found
from najda.net.vector import Vector
from najda.refused import Refused, refuse
from najda.web.guard import speech_of
from najda.web.site import Site

READ_BYTES = 1 << 18


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What a stick's file came to, and what was read from it whole."""

    outcomes: Counter[str]
    skipped_bytes: int
    held: Vector


def take_in(room: OperationsRoom, file: BinaryIO) -> TakenIn:
    """Take in every good piece of a file; what is known already changes nothing."""
    reader, found = PieceReader(), Found()
    outcomes: Counter[str] = Counter()
    while data := file.read(READ_BYTES):
        for facts in reader.feed(data):
            found.add(facts)
            outcomes.update(room.receive(facts).result())
    return TakenIn(outcomes, reader.skipped + reader.waiting, found.vector())


@asynccontextmanager
async def uploaded(http: HttpRequest) -> AsyncIterator[tuple[BinaryIO, str]]:
    """The file of a form and its label; raises ``Refused`` where there is none."""
    async with http.form(max_files=1) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile) or not file.size:
            raise Refused(refuse("file_needed", at="file"))
        yield file.file, str(form.get("label", "")).strip() or file.filename or "?"


def own_request(site: Site) -> str:
    """What chiefs need to take this installation in, as one line of text."""
    certificate = site.room.reader().journal.local("tls_certificate") or b""
    plain = {
        "chain": site.room.own_chain,
        "letter": site.room.letter,
        "name": site.description.name,
        "certificate": certificate.hex(),
    }
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def drawn(text: str) -> Markup:
    """A text as QR."""
    code = segno.make(text, error="l", boost_error=False)
    svg = code.svg_inline(scale=3, border=2, dark="#000", light="#fff", omitsize=True)
    return Markup(svg)  # noqa: S704 - drawn here from our own words


def is_enrolled(site: Site) -> bool:
    """Whether the organisation took this installation in, as far as it knows."""
    return site.room.own_chain in site.room.arrivals.admission.members


async def show_new(http: HttpRequest, site: Site) -> Response:
    """The one page of an installation that nobody has enrolled yet."""
    if is_enrolled(site):
        return RedirectResponse("/login", status_code=303)
    speech = speech_of(http, site, None)

    def page() -> str:
        request = own_request(site)
        body: str = site.templates.get_template("web/new.html").render(
            speech=speech, site=site, path="/new", request=request, qr=drawn(request),
            **site.helpers(speech),
        )  # fmt: skip
        return body

    return Response(await run_in_threadpool(page), media_type="text/html")


async def take_in_new(http: HttpRequest, site: Site) -> Response:
    """The stick that brings the enrolment; only while there is none."""
    if is_enrolled(site):
        raise Refused(refuse("log_in_first", status=401))
    async with uploaded(http) as (file, _):
        await run_in_threadpool(take_in, site.room, file)
    return RedirectResponse("/login" if is_enrolled(site) else "/new", status_code=303)
