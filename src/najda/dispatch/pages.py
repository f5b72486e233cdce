"""The board: incidents by need, units by state, callouts with their times."""

from dataclasses import dataclass

from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from najda.dispatch.acts import SENDERS
from najda.dispatch.facts import Step
from najda.dispatch.rules import CALLOUT, HOLD, CalloutRow, HoldRow
from najda.engine.card import ROOM, Page
from najda.incidents.rules import INCIDENT, LINKS, IncidentRow
from najda.reports.rules import REPORT
from najda.units.rules import UNIT, UnitRow
from najda.vocabulary import Role, ThingId
from najda.web.visit import Visit, visit_of

UNACKNOWLEDGED_MS = 60_000
MOST_OFFERED = 12
_BOARD = ROOM | {Role.OBSERVER}


@dataclass(frozen=True, slots=True)
class Card:
    """An incident as the board shows it (joined ones under their first)."""

    incident: IncidentRow
    members: tuple[ThingId, ...]
    trapped: int | None
    reports: int
    callouts: tuple[CalloutRow, ...]
    hold: HoldRow | None


@dataclass(frozen=True, slots=True)
class Board:
    """What the board shows."""

    cards: tuple[Card, ...]
    units: tuple[UnitRow, ...]
    by_unit: dict[ThingId, tuple[CalloutRow, ...]]
    unanswered: tuple[CalloutRow, ...]


def board_of(visit: Visit) -> Board:
    """Put the board together in set queries."""
    groups = visit.groups("incident")
    callouts = [one for one in visit.rows(CALLOUT).values() if one.live and one.sent]
    incidents = visit.rows(INCIDENT)
    members: dict[ThingId, list[ThingId]] = {}
    for id_ in incidents:
        members.setdefault(groups.get(id_, id_), []).append(id_)
    cards = [
        _card(visit, incidents, tuple(ids), callouts)
        for ids in members.values()
        if not all(incidents[one].closed for one in ids)
    ]
    by_unit: dict[ThingId, list[CalloutRow]] = {}
    for one in callouts:
        by_unit.setdefault(one.unit or "", []).append(one)
    units = sorted(visit.rows(UNIT).values(), key=lambda one: (one.base_letter, one.call_sign))
    late = [
        one
        for one in callouts
        if not one.acknowledged and visit.now - (one.sent_ms or 0) >= UNACKNOWLEDGED_MS
    ]
    return Board(
        cards=tuple(sorted(cards, key=_need)),
        units=tuple(units),
        by_unit={unit: tuple(some) for unit, some in by_unit.items()},
        unanswered=tuple(late),
    )


def _card(
    visit: Visit,
    incidents: dict[ThingId, IncidentRow],
    ids: tuple[ThingId, ...],
    callouts: list[CalloutRow],
) -> Card:
    first = min((incidents[one] for one in ids), key=lambda one: (one.opened_ms, one.id))
    linked = {
        link.report
        for one in ids
        if (row := visit.row(LINKS, one)) is not None
        for link in row.live
        if link.about == one
    }
    reports = visit.some(REPORT, linked).values() if _may_read_reports(visit) else ()
    said = [one.trapped for one in reports if one.trapped is not None]
    holds = [hold for one in ids if (hold := visit.row(HOLD, one)) and hold.standing]
    return Card(
        incident=first,
        members=ids,
        trapped=max(said, default=None),
        reports=len(linked),
        callouts=tuple(one for one in callouts if one.incident in ids),
        hold=holds[0] if holds else None,
    )


def _may_read_reports(visit: Visit) -> bool:
    return visit.role in REPORT.roles


def _need(card: Card) -> tuple[bool, bool, int, int, str]:
    """Trapped people without a crew first, then trapped, then the oldest without one."""
    served = bool(card.callouts)
    return (
        card.incident.is_campaign,
        not (card.trapped and not served),
        -(card.trapped or 0),
        card.incident.opened_ms,
        card.incident.id,
    )


def board(http: HttpRequest) -> Response:
    """Incidents and units side by side."""
    visit = visit_of(http)
    return visit.render("dispatch/board.html", board=board_of(visit), steps=list(Step))


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
        hold=visit.row(HOLD, incident),
        steps=list(Step),
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


PAGES = (
    Page("/dispatch/for-call", for_call, SENDERS),
    Page("/", board, _BOARD, menu="dispatch.menu", shortcut="b", order=1),
    Page("/dispatch/for-incident/{id}", for_incident, ROOM),
)
