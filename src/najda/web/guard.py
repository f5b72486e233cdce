"""What stands before every page: security headers, origin check, host check, who it is."""

import hmac
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from najda.refused import Refused, refuse
from najda.vocabulary import ThingId
from najda.web.language import LANGUAGES, Speech
from najda.web.passes import person_of_pass
from najda.web.people_at_work import Preferences
from najda.web.site import Site
from najda.web.visit import Person, Visit

COOKIE = "najda"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def content_policy(*asks: str) -> str:
    """What a page may load and, besides its own base, ``asks``."""
    connect = " ".join(("'self'", *asks))
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
        f" font-src 'self'; connect-src {connect}; worker-src 'self';"
        " manifest-src 'self'; media-src 'self' blob:; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    )


HEADERS = {
    "content-security-policy": content_policy(),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "geolocation=(self), camera=(self), microphone=(self)",
}


#: Files named with their version never change, others are asked about; pages are not kept.
FOR_EVER, ASK_EACH_TIME, NEVER = "max-age=31536000, immutable", "no-cache", "no-store"


def _kept(scope: Scope) -> str:
    if not str(scope.get("path", "")).startswith("/static/"):
        return NEVER
    return FOR_EVER if b"v=" in scope.get("query_string", b"") else ASK_EACH_TIME


class SecurityHeaders:
    """Adds the headers every answer carries; pages are never cached, files are."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, adding headers to the answer's start."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", _kept(scope))
            await send(message)

        await self._app(scope, receive, send_with_headers)


def keep_token(answer: Response, http: HttpRequest, token: str, seconds: int | None) -> None:
    """The browser keeps a token for so long (None: until it is closed); no script sees it."""
    answer.set_cookie(
        COOKIE,
        token,
        max_age=seconds,
        httponly=True,
        samesite="strict",
        path="/",
        secure=http.url.scheme == "https",
    )


def check_origin(http: HttpRequest) -> None:
    """A changing request with a cookie must come from our own pages (no token in forms)."""
    if http.method in SAFE_METHODS or COOKIE not in http.cookies:
        return
    if http.headers.get("authorization"):
        return
    site = http.headers.get("sec-fetch-site")
    if site is not None:
        if site in ("same-origin", "none"):
            return
    elif (origin := http.headers.get("origin")) and _same_host(origin, http.headers):
        return
    raise Refused(refuse("other_site", status=403))


def _same_host(origin: str, headers: Headers) -> bool:
    return hmac.compare_digest(urlsplit(origin).netloc.encode(), headers.get("host", "").encode())


def identify(http: HttpRequest, site: Site, *, by_pass: bool = False) -> Person | None:
    """The person behind a cookie or bearer token, with the role that facts grant them now.

    With ``by_pass`` also the phone of another base, by what that base signed.
    """
    header = http.headers.get("authorization", "")
    by_cookie = not header.startswith("Bearer ")
    token = http.cookies.get(COOKIE, "") if by_cookie else header.removeprefix("Bearer ").strip()
    if not token:
        return None
    id_ = site.people.person_of(token) or (_of_pass(token, site) if by_pass else None)
    if id_ is None:
        return None
    granted = site.granted(site.room.reader().views, id_)
    if granted is None:
        return None
    role, name = granted
    preferences = site.people.preferences(id_) or Preferences(lang=_first_lang(http, site))
    return Person(
        id=id_,
        name=name,
        role=role,
        token=token,
        by_cookie=by_cookie,
        preferences=preferences,
    )


def _of_pass(token: str, site: Site) -> ThingId | None:
    station = site.station
    if station is None:
        return None
    now = None if station.clock_is_doubtful() else site.clock.now_ms()
    return person_of_pass(token, station.is_member, now)


def _first_lang(http: HttpRequest, site: Site) -> str:
    """What was chosen at this screen before they logged in, else the base's language."""
    asked = http.cookies.get("lang")
    return asked if asked in LANGUAGES else site.description.lang


def speech_of(http: HttpRequest, site: Site, person: Person | None) -> Speech:
    """Language and digits: the person's, else the cookie's, else the base's."""
    if person is not None and person.by_cookie:
        return Speech(person.preferences.lang, person.preferences.digits)
    asked = http.cookies.get("lang") or http.headers.get("accept-language", "")[:2]
    if asked in LANGUAGES and (person is not None or "lang" in http.cookies):
        return Speech(asked)
    return Speech(site.description.lang)


def begin_visit(http: HttpRequest, site: Site, *, by_pass: bool = False) -> Visit | None:
    """Make the visit, or None where nobody is logged in."""
    person = identify(http, site, by_pass=by_pass)
    if person is None:
        return None
    visit = Visit(http, site, person, speech_of(http, site, person))
    http.state.visit = visit
    return visit
