"""The application: routes of the web room and of every desk, behind one guard."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Any

import anyio
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request as HttpRequest
from starlette.responses import (
    FileResponse,
    JSONResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from najda.engine.card import ROOM, Page
from najda.engine.writer import Closed, NotStored
from najda.refused import Refusal, Refused, refuse
from najda.web import (
    api,
    entering,
    exchange_page,
    forms,
    joining,
    openapi,
    outbox,
    search_page,
    stick,
)
from najda.web.guard import SecurityHeaders, begin_visit, check_origin, identify, speech_of
from najda.web.health import health_report
from najda.web.paths import HERE
from najda.web.site import Site
from najda.web.visit import Visit, go, visit_of

#: SQLite readers are one a thread; two cores need no more.
READING_THREADS = 6
#: The gate turns to the locked page this soon after it was asked to (0.05 s), with room to spare.
UNTIL_SEALED_SECONDS = 0.2
MAX_FORM_BYTES = 1_000_000


def make_app(site: Site) -> Starlette:
    """The application of one base."""
    described = openapi.describe(site.room.desks)

    async def api_description(http: HttpRequest) -> Response:
        del http
        return JSONResponse(described)

    routes = [
        Mount("/static", StaticFiles(directory=HERE / "static")),
        *entering.routes(site),
        Route("/live", _guarded(site, live)),
        Route("/api/v1/health", _health(site)),
        Route("/authority", _open(site, joining.show_authority)),
        Route("/authority.crt", _open(site, joining.give_authority)),
        Route("/join", _open(site, joining.show_join)),
        Route("/join", _open(site, joining.join), methods=["POST"]),
        Route("/outbox", _guarded(site, outbox.show_outbox), methods=["GET", "POST"]),
        Route("/api/v1/outbox", _for_any_phone(site, outbox.post_outbox),
              methods=["POST", "OPTIONS"]),
        Route("/api/v1/copies", _for_any_phone(site, outbox.get_copies),
              methods=["GET", "OPTIONS"]),
        Route("/copies", _guarded(site, outbox.show_copies)),
        Route("/new", _open(site, stick.show_new)),
        Route("/new", _open(site, stick.take_in_new), methods=["POST"]),
        Route("/phone", _guarded(site, joining.new_phone), methods=["GET", "POST"]),
        Route("/wall", _guarded(site, joining.become_display), methods=["POST"]),
        Route("/crew-worker.js", crew_worker),
        Route("/favicon.ico", icon),
        Route("/exchange", _guarded(site, exchange_page.show_exchange)),
        Route("/api/openapi.json", api_description),
        Route("/seal", _guarded(site, seal), methods=["POST"]),
        Route("/health", _guarded(site, show_health)),
        Route("/search", _guarded(site, show_search)),
        Route("/do/{desk}/{act}", _guarded(site, do_act), methods=["POST"]),
        *(Route(path, _guarded(site, handler), methods=list(methods))
          for path, methods, handler in api.ROUTES),
        *(_desk_route(site, page) for desk in site.room.desks.desks for page in desk.pages),
    ]  # fmt: skip

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        del app
        anyio.to_thread.current_default_thread_limiter().total_tokens = READING_THREADS
        site.live.start()
        yield

    return Starlette(
        routes=routes,
        middleware=[Middleware(SecurityHeaders)],
        lifespan=lifespan,
        exception_handlers={404: _on_http(site, "not_here"), 405: _on_http(site, "not_here")},
    )


def _desk_route(site: Site, page: Page) -> Route:
    async def handler(http: HttpRequest) -> Response:
        visit_of(http).require(page.roles)
        if asyncio.iscoroutinefunction(page.handler):
            answer: Response = await page.handler(http)
            return answer
        return await run_in_threadpool(page.handler, http)

    return Route(page.path, _guarded(site, handler), methods=list(page.methods))


def _guarded(
    site: Site, handler: Callable[[HttpRequest], Any], *, by_pass: bool = False
) -> Callable[..., Any]:
    begin = partial(begin_visit, by_pass=by_pass)

    async def guarded(http: HttpRequest) -> Response:
        try:
            check_origin(http)
            visit = await run_in_threadpool(begin, http, site)
            if visit is None:
                return _nobody(http, site)
            answer: Response = await handler(http)
        except Refused as refused:
            return answer_refusal(http, site, refused.refusal)
        except NotStored:
            return answer_refusal(http, site, refuse("not_stored", status=503))
        except Closed:
            return answer_refusal(http, site, refuse("closed", status=503))
        return answer

    return guarded


def _for_any_phone(site: Site, handler: Callable[[HttpRequest], Any]) -> Callable[..., Any]:
    """Also the phones of other bases, from the pages that those gave them: by pass, no cookie."""
    guarded = _guarded(site, handler, by_pass=True)

    async def endpoint(http: HttpRequest) -> Response:
        asked_first = http.method == "OPTIONS"
        answer: Response = Response(status_code=204) if asked_first else await guarded(http)
        answer.headers.update(outbox.FROM_OTHER_PAGES)
        return answer

    return endpoint


def _nobody(http: HttpRequest, site: Site) -> Response:
    if _wants_json(http):
        return answer_refusal(http, site, refuse("log_in_first", status=401))
    if http.headers.get("hx-request"):
        return Response(status_code=401, headers={"hx-redirect": "/login"})
    return RedirectResponse("/login", status_code=303)


def _wants_json(http: HttpRequest) -> bool:
    asked = http.headers.get("accept", "").startswith("application/json")
    return asked or http.url.path.startswith(("/api/", "/live")) or "authorization" in http.headers


def answer_refusal(http: HttpRequest, site: Site, refusal: Refusal) -> Response:
    """A refusal in the reader's language: problem+json, a line in the form, or a page."""
    visit: Visit | None = getattr(http.state, "visit", None)
    speech = visit.speech if visit else speech_of(http, site, None)
    said = site.words.say(speech, refusal.key, **dict(refusal.values))
    if _wants_json(http):
        return JSONResponse(
            forms.problem(refusal, said), refusal.status, media_type="application/problem+json"
        )
    template = site.templates.get_template(
        "web/_refusal.html" if http.headers.get("hx-request") else "web/refusal.html"
    )
    context = {"refusal": refusal, "said": said, "speech": speech, "visit": visit, "site": site}
    typed: dict[str, str] = getattr(http.state, "typed", {})
    body = template.render(**context, typed=typed, **site.helpers(speech))
    headers = {"hx-retarget": "find .refusal", "hx-reswap": "innerHTML"}
    return Response(body, refusal.status, headers=headers, media_type="text/html")


def _on_http(site: Site, key: str) -> Callable[[HttpRequest, Exception], Response]:
    def handler(http: HttpRequest, wrong: Exception) -> Response:
        return answer_refusal(http, site, refuse(key, status=getattr(wrong, "status_code", 404)))

    return handler


async def crew_worker(http: HttpRequest) -> Response:
    """The service worker of the crew's page; its scope asks for an address at the top."""
    del http
    return FileResponse(HERE / "static" / "crew-worker.js", media_type="text/javascript")


async def icon(http: HttpRequest) -> Response:
    """What browsers ask for beside every page."""
    del http
    return FileResponse(HERE / "static" / "icon.svg", media_type="image/svg+xml")


def _open(site: Site, handler: Callable[[HttpRequest, Site], Any]) -> Callable[..., Any]:
    """A route that needs no log-in; refusals are said all the same."""

    async def endpoint(http: HttpRequest) -> Response:
        try:
            answer: Response = await handler(http, site)
        except Refused as refused:
            return answer_refusal(http, site, refused.refusal)
        return answer

    return endpoint


def _health(site: Site) -> Callable[[HttpRequest], Any]:
    async def endpoint(http: HttpRequest) -> Response:
        return await api.get_health(http, site)

    return endpoint


async def show_health(http: HttpRequest) -> Response:
    """The health page."""
    visit = visit_of(http)
    report = await run_in_threadpool(health_report, visit)
    return await run_in_threadpool(partial(visit.render, "web/health.html", report=report))


async def seal(http: HttpRequest) -> Response:
    """Forget the key of this base: one key press of anyone who works in the room.

    A form is sent on to the locked page, which stands once the key is forgotten.
    """
    visit = visit_of(http)
    visit.require(ROOM)
    if visit.site.description.protection != "passphrase" or visit.site.seal is None:
        raise Refused(refuse("no_passphrase", status=409))
    visit.site.seal()
    if "text/html" not in http.headers.get("accept", ""):
        return Response(status_code=204)
    await asyncio.sleep(UNTIL_SEALED_SECONDS)
    return go("/")


async def show_search(http: HttpRequest) -> Response:
    """Search, in the parts the role may read."""
    visit, query = visit_of(http), http.query_params.get("q", "")
    found = await run_in_threadpool(search_page.hits, visit, query)
    return await run_in_threadpool(
        partial(visit.render, "web/search.html", query=query, found=found)
    )


async def live(http: HttpRequest) -> Response:
    """The stream of changes for open screens; it ends with the role or the token it began with."""
    visit = visit_of(http)
    site, person = visit.site, visit.person

    async def still() -> bool:
        now = await run_in_threadpool(identify, http, site)
        return now is not None and (now.id, now.role) == (person.id, person.role)

    seconds = await run_in_threadpool(site.people.seconds_left, person.token)
    return StreamingResponse(site.live.listen(still, seconds), media_type="text/event-stream")


async def do_act(http: HttpRequest) -> Response:
    """Any act of any desk, from a form of a page."""
    visit = visit_of(http)
    desk, act = http.path_params["desk"], http.path_params["act"]
    form = await http.form(max_files=0, max_fields=200, max_part_size=MAX_FORM_BYTES)
    typed: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if isinstance(value, str):
            typed.setdefault(name, []).append(value)
    http.state.typed = {name: values[-1] for name, values in typed.items()}
    found = visit.room.desks.acts.get((desk, act))
    if found is None:
        raise Refused(refuse("not_here", status=404))
    visit.require(found.roles)
    request = forms.request_from_form(
        found.form, typed, now_ms=visit.now, offset_minutes=visit.speech.offset_minutes
    )
    answer = await asyncio.wrap_future(visit.room.act(desk, found, request, visit.actor, visit.now))
    return _after_act(http, typed, answer.id)


def _after_act(http: HttpRequest, typed: dict[str, list[str]], made: str) -> Response:
    url = safe_next(typed.get("next", [""])[-1]).replace("{id}", made)
    if http.headers.get("hx-request"):
        if not url:
            return Response(status_code=204, headers={"hx-trigger": "najda:done"})
        return Response(status_code=204, headers={"hx-redirect": url})
    return go(url or "/")


def safe_next(url: str) -> str:
    """Only paths of our own; anything else goes to the board."""
    own = url.startswith("/") and not url.startswith("//") and "\\" not in url
    return url if own else ""
