"""The locked page: nothing but a field for the passphrase, in both languages."""

import time
from collections.abc import Awaitable, Callable

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from najda.settings import BaseDescription
from najda.web.guard import SecurityHeaders
from najda.web.language import LANGUAGES, Speech, Words
from najda.web.paths import HERE

Unlock = Callable[[str], Awaitable[bool]]
#: After a wrong passphrase the next try waits; Argon2id costs the rest.
WAIT_SECONDS = 1.0


def locked_app(description: BaseDescription, unlock: Unlock) -> Starlette:
    """The application that is served while the key is forgotten."""
    words = Words([("", HERE)])
    templates = Environment(
        loader=FileSystemLoader(str(HERE / "templates")),
        autoescape=True,
        undefined=StrictUndefined,
    )
    last_wrong = [0.0]

    def page(http: HttpRequest, said: str, status: int) -> Response:
        asked = http.cookies.get("lang", description.lang)
        speech = Speech(asked if asked in LANGUAGES else description.lang)
        body = templates.get_template("locked.html").render(
            speech=speech,
            description=description,
            said=words.say(speech, said) if said else "",
            t=lambda key: words.say(speech, key),
        )
        return Response(body, status, media_type="text/html")

    async def show(http: HttpRequest) -> Response:
        if http.url.path.startswith(("/api/", "/live", "/sync")):
            title = words.say(Speech("en"), "locked")
            return JSONResponse({"title": title, "status": 423, "code": "locked"}, 423)
        return page(http, "", 200 if http.url.path == "/" else 423)

    async def try_it(http: HttpRequest) -> Response:
        if http.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return page(http, "other_site", 403)
        if time.monotonic() - last_wrong[0] < WAIT_SECONDS:
            return page(http, "passphrase_wait", 429)
        form = await http.form()
        if await unlock(str(form.get("passphrase", ""))):
            return RedirectResponse("/", status_code=303)
        last_wrong[0] = time.monotonic()
        return page(http, "passphrase_wrong", 403)

    async def health(http: HttpRequest) -> Response:
        del http
        return JSONResponse({"up": True, "locked": True})

    return Starlette(
        routes=[
            Mount("/static", StaticFiles(directory=HERE / "static")),
            Route("/api/v1/health", health),
            Route("/unlock", try_it, methods=["POST"]),
            Route("/{path:path}", show),
        ],
        middleware=[Middleware(SecurityHeaders)],
    )
