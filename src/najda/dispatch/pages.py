"""The board: incidents by need, units by state, callouts with their times."""

from starlette.requests import Request as HttpRequest
from starlette.responses import HTMLResponse, Response

from najda.dispatch.acts import SENDERS
from najda.dispatch.board import MOST_CARDS, board_of
from najda.dispatch.facts import Step
from najda.dispatch.lateness import callout_colour
from najda.dispatch.rules import CALLOUT, HOLD
from najda.dispatch.timeline import Moment, timeline
from najda.engine.card import ROOM, Page
from najda.incidents.pages import Assembled, assembled
from najda.incidents.rules import LINKS
from najda.units.rules import UNIT
from najda.vocabulary import Role
from najda.web.visit import Visit, visit_of

MOST_OFFERED = 12
#: The step that usually follows a state; its button stands out.
NEXT_STEP = {
    "dispatched": "acknowledged",
    "acknowledged": "en_route",
    "en_route": "on_scene",
    "blocked": "en_route",
    "on_scene": "transporting",
    "transporting": "at_facility",
    "at_facility": "clear",
    "recalled": "acknowledged",
    "recall_heard": "clear",
}
_BOARD = ROOM | {Role.OBSERVER}


def board(http: HttpRequest) -> Response:
    """Incidents and units side by side."""
    visit = visit_of(http)
    if not visit.is_fragment:
        return visit.render("dispatch/board.html", board=board_of(visit), most=MOST_CARDS)
    text = visit.site.shared.get(
        ("board", visit.role, visit.speech),
        lambda: visit.text("dispatch/_board_both.html", board=board_of(visit), most=MOST_CARDS),
    )
    return HTMLResponse(text)


def display(http: HttpRequest) -> Response:
    """The wall: kinds, numbers, states and ages; no words, no names, no places."""
    visit = visit_of(http)
    shown = board_of(visit)
    return visit.render("dispatch/display.html", shown=shown, colours=shown.colours)


def for_incident(http: HttpRequest) -> Response:
    """Callouts of one incident, and units to send (a part of the incident's page)."""
    visit = visit_of(http)
    incident = http.path_params["id"]
    ids = visit.group("incident", incident)
    callouts = [one for one in visit.rows(CALLOUT).values() if one.incident in ids]
    units = visit.rows(UNIT)
    busy = {one.unit for one in visit.rows(CALLOUT).values() if one.live and one.sent}
    free = [one for one in units.values() if one.available and one.id not in busy]
    return visit.render(
        "dispatch/_for_incident.html",
        incident_id=incident,
        callouts=sorted(callouts, key=lambda one: one.sent_ms or 0),
        units=units,
        free=sorted(free, key=lambda one: (one.reserved, one.call_sign)),
        others=sorted(
            (one for one in units.values() if one not in free), key=lambda one: one.call_sign
        ),
        colours={one.id: callout_colour(one, visit.now) for one in callouts},
        hold=visit.row(HOLD, incident),
        steps=list(Step),
        after=NEXT_STEP,
    )


def for_report(http: HttpRequest) -> Response:
    """Who was sent to what a report is about (a part of the report's page)."""
    visit = visit_of(http)
    links = visit.row(LINKS, http.path_params["id"])
    about = {
        one
        for link in (links.live if links else ())
        if link.about
        for one in visit.group("incident", link.about)
    }
    callouts = [one for one in visit.rows(CALLOUT).values() if one.incident in about and one.sent]
    return visit.render(
        "dispatch/_for_report.html",
        callouts=sorted(callouts, key=lambda one: one.sent_ms or 0),
        units=visit.rows(UNIT),
        colours={one.id: callout_colour(one, visit.now) for one in callouts},
    )


def for_call(http: HttpRequest) -> Response:
    """Units that can be sent while a call is still taken (a part of the intake page)."""
    visit = visit_of(http)
    busy = {one.unit for one in visit.rows(CALLOUT).values() if one.live and one.sent}
    free = [
        one
        for one in visit.rows(UNIT).values()
        if one.available and not one.reserved and one.id not in busy
    ]
    free.sort(key=lambda one: (one.base_letter != visit.room.letter, one.call_sign))
    return visit.render("dispatch/_for_call.html", free=free[:MOST_OFFERED])


def _moments(visit: Visit, shown: Assembled) -> tuple[Moment, ...]:
    ids = [one.id for one in shown.members]
    callouts = [one for one in visit.rows(CALLOUT).values() if one.incident in ids]
    return timeline(
        shown.members,
        shown.links,
        shown.reports,
        shown.claims,
        callouts,
        visit.some(HOLD, ids).values(),
        {id_: unit.call_sign for id_, unit in visit.rows(UNIT).items()},
    )


def incident_timeline(http: HttpRequest) -> Response:
    """Everything that happened, as a part of the incident's page."""
    visit = visit_of(http)
    shown = assembled(visit, http.path_params["id"])
    return visit.render("dispatch/_timeline.html", moments=_moments(visit, shown))


def incident_sheet(http: HttpRequest) -> Response:
    """The incident on paper, in the boxes of ICS 201 and 204."""
    visit = visit_of(http)
    shown = assembled(visit, http.path_params["id"])
    ids = [one.id for one in shown.members]
    callouts = [one for one in visit.rows(CALLOUT).values() if one.incident in ids]
    return visit.render(
        "dispatch/sheet.html",
        shown=shown,
        moments=_moments(visit, shown),
        callouts=sorted(callouts, key=lambda one: one.sent_ms or 0),
        units=visit.rows(UNIT),
        holds=list(visit.some(HOLD, ids).values()),
    )


PAGES = (
    Page("/dispatch/timeline/{id}", incident_timeline, ROOM),
    Page("/incidents/{id}/sheet", incident_sheet, ROOM),
    Page("/display", display, ROOM | {Role.DISPLAY}),
    Page("/dispatch/for-call", for_call, SENDERS),
    Page("/", board, _BOARD, menu="dispatch.menu", shortcut="b", order=1),
    Page("/dispatch/for-incident/{id}", for_incident, ROOM),
    Page("/dispatch/for-report/{id}", for_report, ROOM),
)
