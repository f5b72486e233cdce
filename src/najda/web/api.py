"""The public interface under ``/api/v1``: the same acts, rows, roles and refusals as the pages."""

import asyncio
import json
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response

from najda.plain import to_plain
from najda.refused import Refused, refuse
from najda.vocabulary import ALL_BUT_DISPLAY, Role
from najda.web import door
from najda.web.attachments import get_attachment, post_attachment
from najda.web.exchange_page import get_exchange
from najda.web.forms import request_from_json
from najda.web.guard import begin_visit
from najda.web.health import health_report
from najda.web.report_body import report_body
from najda.web.site import Site
from najda.web.visit import Visit, visit_of

MAX_BODY_BYTES = 256 * 1024
#: No base numbers its facts higher.
MOST_NUMBERED = 2**62
#: A write that was just acknowledged is known to be on this installation alone.
COPIES_NOW = 1


async def body_of(http: HttpRequest) -> Any:
    """The JSON body; raises ``Refused`` for what is too large or not UTF-8 JSON."""
    taken = bytearray()
    async for chunk in http.stream():
        taken += chunk
        if len(taken) > MAX_BODY_BYTES:
            raise Refused(refuse("too_large", status=413, most=MAX_BODY_BYTES // 1024))
    try:
        plain = json.loads(bytes(taken).decode("utf-8"), parse_constant=_no_constant)
        json.dumps(plain, ensure_ascii=False).encode()  # an escaped half of a character is none
    except UnicodeError:
        raise Refused(refuse("not_utf8", status=400)) from None
    except (ValueError, RecursionError):
        raise Refused(refuse("not_json", status=400)) from None
    return plain


def _no_constant(name: str) -> None:
    raise ValueError(name)


async def do_act(http: HttpRequest, desk: str, act: str, body: Any) -> JSONResponse:
    """Decide an act; 201 only after the commit."""
    visit = visit_of(http)
    found = visit.room.desks.acts.get((desk, act))
    if found is None:
        raise Refused(refuse("not_here", status=404))
    visit.require(found.roles)
    request = request_from_json(found.form, body)
    answer = await asyncio.wrap_future(visit.room.act(desk, found, request, visit.actor, visit.now))
    plain = {"id": answer.id, "facts": list(answer.facts), "copies": COPIES_NOW}
    return JSONResponse(plain, 201)


async def post_act(http: HttpRequest) -> Response:
    """``POST /api/v1/acts/{desk}/{act}``."""
    body = await body_of(http)
    return await do_act(http, http.path_params["desk"], http.path_params["act"], body)


async def post_report(http: HttpRequest) -> Response:
    """``POST /api/v1/reports``: one report, in the words of the public interface."""
    body = await body_of(http)
    if not isinstance(body, dict):
        raise Refused(refuse("malformed", at="", wanted="object"))
    answer = await do_act(
        http, "reports", "receive_report", report_body(body, visit_of(http).room.attachments)
    )
    plain = json.loads(bytes(answer.body))
    return JSONResponse({"id": plain["id"], "fact": plain["facts"][0], "copies": COPIES_NOW}, 201)


async def get_report(http: HttpRequest) -> Response:
    """``GET /api/v1/reports/{id}``."""
    return await run_in_threadpool(_view_row, visit_of(http), "reports.report",
                                   http.path_params["id"])  # fmt: skip


async def get_view(http: HttpRequest) -> Response:
    """``GET /api/v1/views/{view}``, one row with ``?key=``."""
    visit, name = visit_of(http), http.path_params["view"]
    key = http.query_params.get("key")
    if key is not None:
        return await run_in_threadpool(_view_row, visit, name, key)
    return await run_in_threadpool(_view_rows, visit, name)


def _view_row(visit: Visit, name: str, key: str) -> Response:
    view = visit.room.desks.views.get(name)
    if view is None:
        raise Refused(refuse("not_here", status=404))
    row = visit.need(view, key)
    plain = to_plain(row)
    alone: str | None = getattr(row, "fact", None)
    facts: tuple[str, ...] = getattr(row, "facts", (alone,) if alone else ())
    if facts:
        kept = visit.least_kept(facts)
        plain |= {"copies": kept.copies, "copies_silent": kept.silent, "copies_on": kept.labels}
    return JSONResponse(plain)


def _view_rows(visit: Visit, name: str) -> Response:
    view = visit.room.desks.views.get(name)
    if view is None:
        raise Refused(refuse("not_here", status=404))
    return JSONResponse({key: to_plain(row) for key, row in visit.rows(view).items()})


async def get_search(http: HttpRequest) -> Response:
    """``GET /api/v1/search?q=``: facts whose readable parts hold all the words."""
    query = http.query_params.get("q", "")
    return JSONResponse(await run_in_threadpool(found_facts, visit_of(http), query))


def found_facts(visit: Visit, query: str) -> dict[str, Any]:
    """What search finds for a role: kind, fact, the thing it is about, when."""
    reader = visit.room.reader()
    parts = door.READABLE[visit.role]
    found = []
    for n in visit.room.find(query, parts):
        entry, _ = reader.entries.get(n)
        subjects = [
            thing for things in reader.journal.by_number(n).meta.subjects.values()
            for thing in things
        ]  # fmt: skip
        found.append(
            {
                "kind": entry.kind,
                "fact": entry.id,
                "thing": entry.thing or (subjects[0] if subjects else None),
                "at_ms": entry.wall_ms,
                "base": entry.actor.base,
            }
        )
    return {"query": query, "found": found, "parts": sorted(part.value for part in parts)}


async def get_changes(http: HttpRequest) -> Response:
    """``GET /api/v1/changes?after=``: facts by this base's arrival number, meta only."""
    visit_of(http).require(ALL_BUT_DISPLAY)
    try:
        after = min(int(http.query_params.get("after", "0")), MOST_NUMBERED)
    except ValueError:
        raise Refused(refuse("figure_unreadable", at="after", text="after")) from None
    return JSONResponse(await run_in_threadpool(_changes, visit_of(http), after))


def _changes(visit: Visit, after: int) -> dict[str, Any]:
    reader = visit.room.reader()
    found = []
    for stored in reader.journal.every(after=after):
        found.append(
            {
                "n": stored.n,
                "fact": stored.id,
                "kind": stored.kind,
                "chain": stored.chain,
                "seq": stored.seq,
                "height": stored.height,
                "standing": stored.standing.value,
                "lacking": sorted(part.value for part in stored.lacking()),
            }
        )
        if len(found) >= 1000:  # noqa: PLR2004 - one page of changes
            break
    return {"changes": found, "last": found[-1]["n"] if found else after}


async def get_health(http: HttpRequest, site: Site) -> Response:
    """``GET /api/v1/health``: the bare "up" for anyone; counts for those who may enter."""
    visit = await run_in_threadpool(begin_visit, http, site)
    if visit is None:
        return JSONResponse({"up": True})
    return JSONResponse({"up": True, **await run_in_threadpool(health_report, visit)})


async def set_scene_clock(http: HttpRequest) -> Response:
    """``POST /api/v1/scene-clock {now_ms}``: a chief moves the clock of a demo or an exercise."""
    visit = visit_of(http)
    visit.require(frozenset({Role.CHIEF}))
    body = await body_of(http)
    now_ms = body.get("now_ms") if isinstance(body, dict) else None
    if not isinstance(now_ms, int) or isinstance(now_ms, bool) or now_ms < 0:
        raise Refused(refuse("malformed", at="now_ms", wanted="int"))
    if not visit.site.clock.driven:
        raise Refused(refuse("clock_is_real", status=409))
    visit.site.clock.set_ms(now_ms)
    return JSONResponse({"now_ms": now_ms})


ROUTES = (
    ("/api/v1/scene-clock", ("POST",), set_scene_clock),
    ("/api/v1/acts/{desk}/{act}", ("POST",), post_act),
    ("/api/v1/reports", ("POST",), post_report),
    ("/api/v1/reports/{id}", ("GET",), get_report),
    ("/api/v1/views/{view}", ("GET",), get_view),
    ("/api/v1/search", ("GET",), get_search),
    ("/api/v1/changes", ("GET",), get_changes),
    ("/api/v1/exchange", ("GET",), get_exchange),
    ("/api/v1/attachments", ("POST",), post_attachment),
    ("/api/v1/attachments/{sha256}", ("GET",), get_attachment),
)
