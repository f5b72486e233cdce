"""How a phone joins in under a minute: a one-time code in a QR, good for ten minutes.

The code stands behind the ``#`` of the address, so no server, proxy or log ever sees it there.
"""

import asyncio

import segno
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response

from najda.refused import Refused, refuse
from najda.vocabulary import Role
from najda.web.entering import add_person
from najda.web.guard import COOKIE
from najda.web.site import Site
from najda.web.visit import visit_of

PHONE_SESSION_SECONDS = 7 * 24 * 3600


def join_address(http: HttpRequest, site: Site) -> str:
    """The address a phone opens: this base's HTTPS address where there is one."""
    return site.phone_address or str(http.base_url).rstrip("/")


async def new_phone(http: HttpRequest) -> Response:
    """Make a code and show it as QR (chief and dispatcher)."""
    visit = visit_of(http)
    visit.require({Role.CHIEF, Role.DISPATCHER})
    if http.method == "GET":
        return await run_in_threadpool(visit.render, "web/phone.html")
    form = await http.form()
    name = str(form.get("name", "")).strip()
    if not name:
        raise Refused(refuse("name_needed", at="name"))
    role = Role.OBSERVER if form.get("role") == "observer" else Role.CREW
    code = visit.site.join_codes.new(name, role)
    address = f"{join_address(http, visit.site)}/join#{code}"
    drawn = segno.make(address, error="m").svg_inline(
        scale=6, border=2, dark="#000", light="#fff", omitsize=True
    )

    def page() -> Response:
        return visit.render("web/phone.html", qr=Markup(drawn), name=name, address=address)  # noqa: S704 - drawn here from our own address

    return await run_in_threadpool(page)


async def show_join(http: HttpRequest, site: Site) -> Response:
    """The page a phone opens from the QR; its script sends the code."""
    from najda.web.guard import speech_of

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
    answer.set_cookie(
        COOKIE,
        token,
        max_age=PHONE_SESSION_SECONDS,
        httponly=True,
        samesite="strict",
        path="/",
        secure=http.url.scheme == "https",
    )
    return answer
