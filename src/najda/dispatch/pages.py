"""The board: incidents by need, units by state, callouts with their times."""

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from najda.dispatch.acts import SENDERS
from najda.dispatch.facts import Step
from najda.dispatch.lateness import (
    TRAPPED_AMBER_RED_MINUTES,
    TRAPPED_RINGS_MS,
    Doubled,
    callout_colour,
    colour,
    doubled,
    ring_level,
)
from najda.dispatch.rules import CALLOUT, HOLD, CalloutRow, HoldRow
from najda.dispatch.timeline import Moment, timeline
from najda.engine.card import ROOM, Page
from najda.incidents.pages import Assembled, assembled
from najda.incidents.rules import INCIDENT, LINKS, IncidentRow
from najda.reports.rules import REPORT
from najda.units.rules import UNIT, UnitRow
from najda.vocabulary import Role, ThingId
from najda.web.visit import Visit, visit_of

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
    #: How late help is, where nobody was sent.
    unserved_colour: str


@dataclass(frozen=True, slots=True)
class Board:
    """What the board shows."""

    cards: tuple[Card, ...]
    units: tuple[UnitRow, ...]
    by_unit: dict[ThingId, tuple[CalloutRow, ...]]
    #: Colours of callouts by the age of their state.
    colours: dict[ThingId, str]
    doubled: tuple[Doubled, ...]
    unit_of: dict[ThingId, UnitRow]


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
    units = visit.rows(UNIT)
    return Board(
        cards=tuple(sorted(cards, key=_need)),
        units=tuple(sorted(units.values(), key=lambda one: _unit_need(one, by_unit))),
        by_unit={unit: tuple(some) for unit, some in by_unit.items()},
        colours={one.id: callout_colour(one, visit.now) for one in callouts},
        doubled=doubled(callouts),
        unit_of=units,
    )


def _unit_need(unit: UnitRow, busy: dict[ThingId, list[CalloutRow]]) -> tuple[int, int, str, str]:
    """Units on callouts by how long their state lasts, then free ones, then the others."""
    on = busy.get(unit.id)
    if on:
        return (0, min(one.state_since_ms or 0 for one in on), unit.base_letter, unit.call_sign)
    return (1 if unit.available else 2, 0, unit.base_letter, unit.call_sign)


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
        if visit.role in LINKS.roles and (row := visit.row(LINKS, one)) is not None
        for link in row.live
        if link.about == one
    }
    reports = visit.some(REPORT, linked).values()
    said = [one.trapped for one in reports if one.trapped is not None]
    trapped = max(said, default=None)
    holds = [hold for one in ids if (hold := visit.row(HOLD, one)) and hold.standing]
    return Card(
        incident=first,
        members=ids,
        trapped=trapped,
        reports=len(linked),
        callouts=tuple(one for one in callouts if one.incident in ids),
        hold=holds[0] if holds else None,
        unserved_colour=colour(first.opened_ms, visit.now, TRAPPED_AMBER_RED_MINUTES)
        if trapped
        else "",
    )


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


def display(http: HttpRequest) -> Response:
    """The wall: kinds, numbers, states and ages; no words, no names, no places."""
    visit = visit_of(http)
    shown = board_of(visit)
    return visit.render("dispatch/display.html", shown=shown, colours=shown.colours)


@dataclass(frozen=True, slots=True)
class Ring:
    """Something that rings until somebody answers; ``level`` 1 to 3 says how loudly."""

    kind: str
    key: str
    url: str
    number: str
    who: str
    since_ms: int
    level: int


def alarms(http: HttpRequest) -> Response:
    """What rings now, on every page of the room."""
    visit = visit_of(http)
    rings = [*_unanswered(visit), *_trapped_unlinked(visit)]
    rings.sort(key=lambda one: (-one.level, one.since_ms))
    return visit.render("dispatch/_alarms.html", rings=rings)


def _unanswered(visit: Visit) -> Iterable[Ring]:
    for one in visit.rows(CALLOUT).values():
        since = one.sent_ms
        if not one.live or one.acknowledged or since is None:
            continue
        level = ring_level(since, visit.now)
        if level:
            unit = visit.row(UNIT, one.unit) if one.unit else None
            who = unit.call_sign if unit else ""
            url = f"/incidents/{one.incident}"
            yield Ring("callout", f"{one.id}-{level}", url, one.number, who, since, level)


def _trapped_unlinked(visit: Visit) -> Iterable[Ring]:
    for one in visit.rows(REPORT).values():
        age = visit.now - one.entered_ms
        if not one.trapped or not 0 <= age <= TRAPPED_RINGS_MS:
            continue
        links = visit.row(LINKS, one.id)
        if links is None or not links.live:
            level = max(1, ring_level(one.entered_ms, visit.now))
            number = " / ".join(one.numbers)
            url = f"/reports/{one.id}"
            yield Ring("trapped", f"{one.id}-{level}", url, number, "", one.entered_ms, level)


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
    Page("/alarms", alarms, ROOM),
    Page("/dispatch/for-call", for_call, SENDERS),
    Page("/", board, _BOARD, menu="dispatch.menu", shortcut="b", order=1),
    Page("/dispatch/for-incident/{id}", for_incident, ROOM),
)
