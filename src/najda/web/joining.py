"""How a phone joins in a minute: it trusts the organisation once, then reads a one-time code.

The code is good for ten minutes. It stands behind the ``#`` of the address, so no server, proxy or
log ever sees it there.
"""

import asyncio
from typing import Any

import segno
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response

from najda.net.certificates import fingerprint
from najda.refused import Refused, refuse
from najda.vocabulary import Role
from najda.web.entering import add_person
from najda.web.guard import keep_token, speech_of
from najda.web.people_at_work import DISPLAY_TOKEN_SECONDS
from najda.web.site import Site
from najda.web.visit import go, visit_of

PHONE_SESSION_SECONDS = 7 * 24 * 3600


async def new_phone(http: HttpRequest) -> Response:
    """Make a code and show it as QR, beside that of the authority (chief and dispatcher)."""
    visit = visit_of(http)
    visit.require({Role.CHIEF, Role.DISPATCHER})
    way = await run_in_threadpool(visit.site.phone_way)
    address = way.address if way else str(http.base_url).rstrip("/")
    shown: dict[str, Any] = {
        "way": way,
        "address": address,
        "trust_qr": drawn(f"{address}/authority"),
        "fingerprint": fingerprint(_authority(visit.site)),
    }
    if http.method == "GET":
        return await run_in_threadpool(lambda: visit.render("web/phone.html", **shown))
    form = await http.form()
    name = str(form.get("name", "")).strip()
    if not name:
        raise Refused(refuse("name_needed", at="name"))
    role = Role.OBSERVER if form.get("role") == "observer" else Role.CREW
    code = visit.site.join_codes.new(name, role)
    qr = drawn(f"{address}/join#{code}")
    return await run_in_threadpool(
        lambda: visit.render("web/phone.html", qr=qr, name=name, **shown)
    )


def drawn(text: str) -> Markup:
    """An address as QR."""
    svg = segno.make(text, error="m").svg_inline(
        scale=6, border=2, dark="#000", light="#fff", omitsize=True
    )
    return Markup(svg)  # noqa: S704 - drawn here from our own address


async def show_authority(http: HttpRequest, site: Site) -> Response:
    """How a phone comes to trust the organisation: once, before it joins."""
    authority = _authority(site)
    speech = speech_of(http, site, None)
    body = site.templates.get_template("web/authority.html").render(
        speech=speech,
        site=site,
        path="/authority",
        organisation=site.room.arrivals.admission.organisation,
        fingerprint=fingerprint(authority),
        **site.helpers(speech),
    )
    return Response(body, media_type="text/html")


async def give_authority(http: HttpRequest, site: Site) -> Response:
    """The organisation's authority as phones install it; it holds no secret."""
    del http
    return Response(_authority(site), media_type="application/x-x509-ca-cert")


def _authority(site: Site) -> bytes:
    authority = site.room.arrivals.admission.authority
    if not authority:
        raise Refused(refuse("not_here", status=404))
    return bytes.fromhex(authority)


async def show_join(http: HttpRequest, site: Site) -> Response:
    """The page a phone opens from the QR; its script sends the code."""
    speech = speech_of(http, site, None)
    body = site.templates.get_template("web/join.html").render(
        speech=speech, site=site, path="/join", **site.helpers(speech)
    )
    return Response(body, media_type="text/html")


async def join(http: HttpRequest, site: Site) -> Response:
    """The code makes a person with a long session, once."""
    try:
        code = str((await http.json()).get("code", ""))
    except (ValueError, AttributeError):
        code = ""
    await asyncio.sleep(0.2)  # slows guessing; the code has 96 bits
    found = site.join_codes.take(code)
    if found is None:
        raise Refused(refuse("code_used", status=403))
    name, role = found
    person = await add_person(site, name, None, None, role)
    token = await run_in_threadpool(site.people.new_token, person, "phone", PHONE_SESSION_SECONDS)
    answer = JSONResponse({"go": "/crew" if role is Role.CREW else "/reports/new"}, 201)
    keep_token(answer, http, token, PHONE_SESSION_SECONDS)
    return answer


async def become_display(http: HttpRequest) -> Response:
    """The browser becomes the wall for a day; whoever pressed it is logged out of it."""
    visit = visit_of(http)
    visit.require({Role.CHIEF, Role.DISPATCHER})
    site, own = visit.site, visit.person
    person = await add_person(site, visit.say("display_name"), None, None, Role.DISPLAY)
    token = await run_in_threadpool(site.people.new_token, person, "machine", DISPLAY_TOKEN_SECONDS)
    if own.by_cookie:
        await run_in_threadpool(site.people.end, own.token)
    answer = go("/display")
    keep_token(answer, http, token, DISPLAY_TOKEN_SECONDS)
    return answer
