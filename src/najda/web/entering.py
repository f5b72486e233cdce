"""First start, log-in, log-out, own settings."""

import asyncio
from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request as HttpRequest
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from najda.refused import Refused, refuse
from najda.vocabulary import Actor, Role
from najda.web.forms import new_id, request_from_json
from najda.web.guard import COOKIE, begin_visit, check_origin, keep_token, speech_of
from najda.web.language import LANGUAGES
from najda.web.people_at_work import (
    MIN_PASSWORD,
    SESSION_SECONDS,
    Preferences,
    TooManyAttempts,
)
from najda.web.site import Site
from najda.web.stick import is_enrolled
from najda.web.visit import go


def routes(site: Site) -> list[Route]:
    """The pages that need no log-in, and the person's own settings."""
    return [
        Route("/login", _with(site, show_login)),
        Route("/login", _with(site, log_in), methods=["POST"]),
        Route("/start", _with(site, show_first_start)),
        Route("/start", _with(site, first_start), methods=["POST"]),
        Route("/logout", _with(site, log_out), methods=["POST"]),
        Route("/lang", _with(site, set_language), methods=["POST"]),
        Route("/settings", _with(site, show_settings)),
        Route("/settings", _with(site, save_settings), methods=["POST"]),
    ]


def _with(site: Site, handler: Callable[..., Any]) -> Callable[..., Any]:
    async def endpoint(http: HttpRequest) -> Response:
        try:
            check_origin(http)
            answer: Response = await handler(http, site)
        except Refused as refused:
            return _page(http, site, "web/login.html", refused.refusal.status, refused=refused)
        return answer

    return endpoint


def _page(
    http: HttpRequest, site: Site, template: str, status: int = 200, **values: Any
) -> Response:
    speech = speech_of(http, site, None)
    refused: Refused | None = values.pop("refused", None)
    said = ""
    if refused is not None:
        refusal = refused.refusal
        said = site.words.say(speech, refusal.key, **dict(refusal.values))
    body = site.templates.get_template(template).render(
        speech=speech,
        site=site,
        said=said,
        path=http.url.path,
        min_password=MIN_PASSWORD,
        **values,
        **site.helpers(speech),
    )
    return Response(body, status, media_type="text/html")


async def show_login(http: HttpRequest, site: Site) -> Response:
    """The log-in page, or first start where nobody can log in yet."""
    if not is_enrolled(site):
        return RedirectResponse("/new", status_code=303)
    if await run_in_threadpool(site.people.is_empty):
        return RedirectResponse("/start", status_code=303)
    return _page(http, site, "web/login.html")


async def log_in(http: HttpRequest, site: Site) -> Response:
    """Check the password; the answer to a wrong one does not say which half was wrong."""
    form = await http.form()
    login, password = str(form.get("login", "")).strip(), str(form.get("password", ""))
    address = http.client.host if http.client else ""
    if not login and password:
        return await _by_token(http, site, password)
    try:
        person = await run_in_threadpool(site.people.check, login, password, address)
    except TooManyAttempts as wait:
        raise Refused(
            refuse("too_many_attempts", status=429, n=wait.wait_seconds // 60 + 1)
        ) from wait
    if person is None:
        raise Refused(refuse("login_wrong", status=403))
    return await _let_in(http, site, person)


async def _by_token(http: HttpRequest, site: Site, token: str) -> Response:
    """A token instead of a password: the wall display, or a screen nobody logs in at."""
    person = await run_in_threadpool(site.people.person_of, token.strip())
    granted = site.granted(site.room.reader().views, person) if person else None
    if granted is None:
        raise Refused(refuse("login_wrong", status=403))
    answer = go("/display" if granted[0] is Role.DISPLAY else "/")
    keep_token(answer, http, token.strip(), None)
    return answer


async def _let_in(http: HttpRequest, site: Site, person: str) -> Response:
    token = await run_in_threadpool(site.people.new_token, person, "session", SESSION_SECONDS)
    answer = go("/")
    keep_token(answer, http, token, SESSION_SECONDS)
    return answer


async def show_first_start(http: HttpRequest, site: Site) -> Response:
    """Make the first chief, with the code printed where the base was started."""
    if not await run_in_threadpool(site.people.is_empty):
        return RedirectResponse("/login", status_code=303)
    return _page(http, site, "web/start.html")


async def first_start(http: HttpRequest, site: Site) -> Response:
    """The one-time code makes the first chief; after that it is worth nothing."""
    if not await run_in_threadpool(site.people.is_empty):
        raise Refused(refuse("start_over", status=409))
    form = await http.form()
    name, login = str(form.get("name", "")).strip(), str(form.get("login", "")).strip()
    password = str(form.get("password", ""))
    code = str(form.get("code", ""))
    wrong = _wrong_start(site, code, name, login, password)
    if wrong:
        refused = Refused(refuse(wrong, most=MIN_PASSWORD))
        typed = {"code": code, "name": name, "login": login}
        return _page(http, site, "web/start.html", 422, refused=refused, typed=typed)
    person = await add_person(site, name, login, password, Role.CHIEF)
    return await _let_in(http, site, person)


def _wrong_start(site: Site, code: str, name: str, login: str, password: str) -> str | None:
    if not site.first_start.matches(code):
        return "code_wrong"
    if not name or not login:
        return "name_needed"
    return "password_short" if len(password) < MIN_PASSWORD else None


async def add_person(
    site: Site, name: str, login: str | None, password: str | None, role: Role
) -> str:
    """A person of the roster with a role and, where given, a log-in."""
    act = site.room.desks.acts["people", "add_person"]
    body = {"id": new_id(), "name": name, "role": role.value, "is_machine": login is None}
    request = request_from_json(act.form, body)
    actor = Actor(site.room.letter, "")
    answer = await asyncio.wrap_future(
        site.room.act("people", act, request, actor, site.clock.now_ms())
    )
    if login is not None:
        await run_in_threadpool(site.people.add, answer.id, login, password)
    return answer.id


async def log_out(http: HttpRequest, site: Site) -> Response:
    """End the session on the server too."""
    token = http.cookies.get(COOKIE, "")
    if token:
        await run_in_threadpool(site.people.end, token)
    answer = go("/login")
    answer.delete_cookie(COOKIE, path="/")
    return answer


async def set_language(http: HttpRequest, site: Site) -> Response:
    """Switch the language of the page one is on."""
    form = await http.form()
    lang = str(form.get("lang", ""))
    if lang not in LANGUAGES:
        raise Refused(refuse("malformed", at="lang", wanted=" | ".join(LANGUAGES)))
    visit = await run_in_threadpool(begin_visit, http, site)
    if visit is not None:
        chosen = visit.person.preferences
        kept = Preferences(lang, chosen.digits, chosen.sound, chosen.night)
        await run_in_threadpool(site.people.set_preferences, visit.person.id, kept)
    back = str(form.get("next", "/"))
    answer = go(back if back.startswith("/") and not back.startswith("//") else "/")
    answer.set_cookie("lang", lang, max_age=31_536_000, samesite="strict", path="/")
    return answer


async def show_settings(http: HttpRequest, site: Site) -> Response:
    """Language, digits, sound, night."""
    visit = await run_in_threadpool(begin_visit, http, site)
    if visit is None:
        return RedirectResponse("/login", status_code=303)
    return await run_in_threadpool(visit.render, "web/settings.html")


async def save_settings(http: HttpRequest, site: Site) -> Response:
    """Keep a person's settings; unknown values fall back to the usual ones."""
    visit = await run_in_threadpool(begin_visit, http, site)
    if visit is None:
        return RedirectResponse("/login", status_code=303)
    form = await http.form()

    def chosen(name: str, *allowed: str) -> str:
        value = str(form.get(name, ""))
        return value if value in allowed else allowed[0]

    kept = Preferences(
        lang=chosen("lang", "ar", "en"),
        digits=chosen("digits", "latn", "arab"),
        sound=chosen("sound", "on", "off"),
        night=chosen("night", "auto", "on", "off"),
    )
    await run_in_threadpool(site.people.set_preferences, visit.person.id, kept)
    back = str(form.get("next", ""))
    return go(back if back.startswith("/") and not back.startswith("//") else "/settings")
