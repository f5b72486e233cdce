"""The ``/`` command line, and paper: the urgency list, the shift log, the hand-over."""

import asyncio
from collections.abc import Iterable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request as HttpRequest
from starlette.responses import RedirectResponse, Response

from najda.dispatch.acts import SendUnit
from najda.dispatch.board import board_of
from najda.dispatch.commands import Leave, Send, Unclear, command_of
from najda.dispatch.rules import CALLOUT
from najda.dispatch.timeline import Moment, timeline
from najda.engine.card import ROOM, Page
from najda.incidents.claims import CLAIM
from najda.incidents.rules import INCIDENT, LINKS
from najda.refused import Refused, refuse
from najda.reports.rules import REPORT, ReportRow
from najda.units.rules import BASE, UNIT
from najda.vocabulary import ThingId
from najda.web.forms import new_id
from najda.web.visit import Visit, go, visit_of

HOUR_MS = 3_600_000
DEFAULT_SHIFT_HOURS = 12
MOST_SHIFT_HOURS = 48


def numbers_of(visit: Visit) -> dict[str, str]:
    """Spoken numbers of incidents, reports and callouts with the page of each."""
    found: dict[str, str] = {}
    for report in visit.rows(REPORT).values():
        found |= dict.fromkeys(report.numbers, f"/reports/{report.id}")
    for incident in visit.rows(INCIDENT).values():
        found |= dict.fromkeys(incident.numbers, f"/incidents/{incident.id}")
    for callout in visit.rows(CALLOUT).values():
        found |= {one.number: f"/incidents/{one.incident}" for one in callout.sent}
    return found


async def command(http: HttpRequest) -> Response:
    """Do what the line says, or open what it names, or search."""
    visit = visit_of(http)
    line = str((await http.form()).get("q", ""))
    asked = await run_in_threadpool(
        lambda: command_of(
            line,
            list(visit.rows(UNIT).values()),
            numbers_of(visit),
            visit.room.letter,
            list(visit.rows(CALLOUT).values()),
        )
    )
    if isinstance(asked, Unclear):
        raise Refused(refuse("dispatch.command_unclear", what=asked.what, why=visit.say(asked.key)))
    if isinstance(asked, Leave):
        return RedirectResponse(asked.path, status_code=307)  # posted again, there
    if isinstance(asked, Send):
        act = visit.room.desks.acts["dispatch", "send_unit"]
        visit.require(act.roles)
        request = SendUnit(
            id=new_id(), unit=asked.unit.id, incident=asked.incident, although=asked.although
        )
        future = visit.room.act("dispatch", act, request, visit.actor, visit.now)
        await asyncio.wrap_future(future)
        return go(f"/incidents/{asked.incident}")
    return go(asked.path)


def urgency(http: HttpRequest) -> Response:
    """What is open now, by need, for the hour when the computer is down."""
    visit = visit_of(http)
    loose = loose_reports(visit, visit.now - DEFAULT_SHIFT_HOURS * HOUR_MS)
    return visit.render("dispatch/urgency.html", board=board_of(visit), loose=loose)


def loose_reports(visit: Visit, since_ms: int) -> list[ReportRow]:
    """Reports entered since a time that no incident has yet, most trapped first."""
    linked = {link.report for row in visit.rows(LINKS).values() for link in row.live}
    found = visit.rows(REPORT).values()
    loose = [one for one in found if one.id not in linked and one.entered_ms >= since_ms]
    return sorted(loose, key=lambda one: (-(one.trapped or 0), one.received_ms))


def moments_since(visit: Visit, since_ms: int) -> list[Moment]:
    """Everything this base holds since a time, oldest first."""
    reports = visit.rows(REPORT)
    links = [link for row in visit.rows(LINKS).values() for link in row.live]
    signs: dict[ThingId, str] = {id_: one.call_sign for id_, one in visit.rows(UNIT).items()}
    claims = [claim for row in visit.rows(CLAIM).values() for claim in row.claims]
    linked = {link.report for link in links}
    found = timeline(
        list(visit.rows(INCIDENT).values()), links, reports, claims,
        visit.rows(CALLOUT).values(), (), signs,
    )  # fmt: skip
    loose = (
        Moment(one.received_ms, "reports.report", " / ".join(one.numbers), words=one.text,
               base=one.base, url=f"/reports/{one.id}")
        for one in reports.values() if one.id not in linked
    )  # fmt: skip
    return sorted(_since([*found, *loose], since_ms), key=lambda one: (one.at_ms, one.number))


def _since(moments: Iterable[Moment], since_ms: int) -> Iterable[Moment]:
    return (one for one in moments if one.at_ms >= since_ms)


def shift(http: HttpRequest) -> Response:
    """The log of the shift (ICS 214), and what the next one takes over."""
    visit = visit_of(http)
    try:
        hours = int(http.query_params.get("hours", DEFAULT_SHIFT_HOURS))
    except ValueError:
        hours = DEFAULT_SHIFT_HOURS
    hours = max(1, min(MOST_SHIFT_HOURS, hours))
    since = visit.now - hours * HOUR_MS
    moments = moments_since(visit, since)
    board = board_of(visit)
    return visit.render(
        "dispatch/shift.html",
        hours=hours,
        since=since,
        moments=moments,
        board=board,
        loose=loose_reports(visit, since),
        bases=sorted(visit.rows(BASE).values(), key=lambda one: one.letter),
        out=[one for one in board.units if not one.available],
        counts={
            "reports": sum(one.key == "reports.report" for one in moments),
            "sent": sum(one.key == "dispatch.dispatched" for one in moments),
            "opened": sum(one.key == "dispatch.was_opened" for one in moments),
        },
    )


PAGES = (
    Page("/command", command, ROOM, methods=("POST",)),
    Page("/urgency", urgency, ROOM, menu="dispatch.urgency", shortcut="q", order=60),
    Page("/shift", shift, ROOM, menu="dispatch.shift", shortcut="f", order=61),
)
