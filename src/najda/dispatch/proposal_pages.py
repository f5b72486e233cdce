"""Proposals beside the queue: who should go where, why, and what waiting loses."""

import threading
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from najda.dispatch.facts import Step
from najda.dispatch.picture import Picture, Scene
from najda.dispatch.proposals import Proposal
from najda.dispatch.proposing import Proposed, proposed
from najda.dispatch.rules import CALLOUT, HOLD, CalloutRow, HoldRow
from najda.dispatch.unit_states import class_of
from najda.engine.card import ROOM, Page
from najda.facilities.rules import FACILITY
from najda.incidents.pages import claims_about
from najda.incidents.rules import INCIDENT, LINKS, IncidentRow, LinksRow
from najda.reports.rules import REPORT
from najda.roads.pages import roads_of
from najda.roads.rules import CLOSURE
from najda.roads.service import closures_in
from najda.units.rules import BASE, UNIT, UnitRow
from najda.vocabulary import Absent, ThingId
from najda.web.visit import Visit, visit_of

#: A plan is looked at anew after so long, even where nothing was written.
FRESH_MS = 15_000
SHOWN = 3
#: More proposals, units to choose from and reasons than this nobody reads at night.
MOST_LISTED = 20
#: A plan that takes longer is not made for every change.
LONG_SECONDS = 0.2
#: After a plan that took long, the room works this many times as long on other things first.
PAUSE = 3


class Proposing:
    """The plan of one moment, made once for all screens that ask. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: tuple[tuple[int, int], Proposed] | None = None
        self._rest_until = 0.0

    def now(self, visit: Visit) -> tuple[Proposed, float]:
        """The plan for the facts and the time of this moment, and seconds until a newer one.

        In a room so full that a plan takes long, one some seconds old is given, and the screen
        told when to ask again: taking calls goes first. 0 = it is of this moment.
        """
        moment = (visit.room.reader().journal.last_number(), visit.now // FRESH_MS)
        with self._lock:
            left = self._rest_until - time.monotonic()
            if self._made is not None and (self._made[0] == moment or left > 0):
                return self._made[1], 0.0 if self._made[0] == moment else left
            closures = closures_in(visit.rows(CLOSURE).values())
            with roads_of(visit).open(closures, visit.now) as roads:
                begun = time.monotonic()
                made = proposed(picture_of(visit), roads)
            took = time.monotonic() - begun
            self._made = (moment, made)
            self._rest_until = begun + took * PAUSE if took > LONG_SECONDS else 0.0
            return made, 0.0


def picture_of(visit: Visit) -> Picture:
    """Everything a proposal is made from, in set queries."""
    incidents = visit.rows(INCIDENT)
    groups = visit.groups("incident")
    members: dict[ThingId, list[ThingId]] = defaultdict(list)
    for id_ in incidents:
        members[groups.get(id_, id_)].append(id_)
    by_unit: dict[ThingId, list[CalloutRow]] = defaultdict(list)
    by_incident: dict[ThingId, list[CalloutRow]] = defaultdict(list)
    for one in visit.rows(CALLOUT).values():
        if one.sent:
            by_incident[one.incident or ""].append(one)
            if one.live and one.unit:
                by_unit[one.unit].append(one)
    known = _Known(visit.rows(LINKS), visit.rows(HOLD), by_incident)
    return Picture(
        now_ms=visit.now,
        scenes=tuple(
            _scene(visit, [incidents[one] for one in ids], known)
            for ids in members.values()
            if any(_open(incidents[one]) for one in ids)
        ),
        units=tuple(visit.rows(UNIT).values()),
        bases=visit.rows(BASE),
        callouts={unit: tuple(some) for unit, some in by_unit.items()},
        facilities=tuple(visit.rows(FACILITY).values()),
        holds_end=not visit.clock_is_doubtful,
    )


def _open(incident: IncidentRow) -> bool:
    return not (incident.closed or incident.is_campaign or incident.waiting)


@dataclass(frozen=True, slots=True)
class _Known:
    """What stands about incidents, fetched once for all of them."""

    links: Mapping[ThingId, LinksRow]
    holds: Mapping[ThingId, HoldRow]
    callouts: Mapping[ThingId, list[CalloutRow]]


def _scene(visit: Visit, members: list[IncidentRow], known: _Known) -> Scene:
    ids = tuple(one.id for one in members)
    links = [row for one in ids if (row := known.links.get(one)) is not None]
    reports = {link.report for row in links for link in row.live if link.about in ids}
    holds = [hold for one in ids if (hold := known.holds.get(one)) and hold.standing]
    placed = [one for one in members if (one.place and not isinstance(one.place, Absent))
              or one.quarter]  # fmt: skip
    first = min(placed or members, key=lambda one: (one.opened_ms, one.id))
    return Scene(
        incident=first,
        members=ids,
        reports=tuple(visit.some(REPORT, sorted(reports)).values()),
        claims=claims_about(visit, ids),
        callouts=tuple(one for id_ in ids for one in known.callouts.get(id_, ())),
        hold=max(holds, key=lambda one: one.until_ms or 0) if holds else None,
    )


def proposals_show(http: HttpRequest) -> Response:
    """Proposals of this moment, for the board or (``?incident=``) for one incident."""
    visit = visit_of(http)
    made, again_in = visit.site.once(Proposing).now(visit)
    wanted = http.query_params.get("incident")
    group = visit.group("incident", wanted) if wanted else ()
    units, incidents = visit.rows(UNIT), visit.rows(INCIDENT)
    mine = [one for one in made.plan.proposals if not wanted or one.incident in group]
    return visit.render(
        "dispatch/_proposals.html",
        wanted=wanted,
        made=made,
        again_ms=round(1000 * again_in),
        to_decide=[one for one in mine if not one.keeps],
        keeping=[one for one in mine if one.keeps],
        shown=SHOWN,
        most=MOST_LISTED,
        held=[one for one in made.plan.held if not wanted or one.incident in group],
        unserved=[
            (incident, kind.value, why.value)
            for (incident, kind), why in sorted(made.plan.unserved.items())
            if not wanted or incident in group
        ],
        not_candidates=[
            (units[unit], why.value)
            for unit, why in sorted(made.plan.not_candidates.items())
            if unit in units
        ],
        without_place=[
            incidents[one] for one in made.without_place
            if one in incidents and (not wanted or one in group)
        ],
        units=units,
        incidents=incidents,
        facilities=visit.rows(FACILITY),
        same_class={one.unit: _others(one, made, units) for one in mine},
        basis=roads_of(visit).basis.value,
    )  # fmt: skip


def _others(one: Proposal, made: Proposed, units: Mapping[ThingId, UnitRow]) -> list[UnitRow]:
    """Units that could be sent instead: those that can come first, the soonest there first."""

    def order(unit: UnitRow) -> tuple[bool, int, str]:
        eta = made.etas.get((unit.id, one.incident))
        seconds = eta.seconds if eta and eta.seconds is not None else 10**9
        return unit.id in made.plan.not_candidates, seconds, unit.call_sign

    found = (u for u in units.values() if class_of(u) is one.kind and u.id != one.unit)
    return sorted(found, key=order)[:MOST_LISTED]


def blocked_show(http: HttpRequest) -> Response:
    """Crews that say "blocked": a person closes the road, or not (a part of the roads page)."""
    visit = visit_of(http)
    used = {one.callout for one in visit.rows(CLOSURE).values()}
    blocked = [
        one
        for one in visit.rows(CALLOUT).values()
        if one.live and one.id not in used and any(s.step is Step.BLOCKED for s in one.steps)
    ]
    return visit.render(
        "dispatch/_blocked.html",
        blocked=sorted(blocked, key=lambda one: -(one.first_ms(Step.BLOCKED) or 0)),
        step=Step.BLOCKED,
        units=visit.rows(UNIT),
        incidents=visit.rows(INCIDENT),
    )


PAGES = (
    Page("/dispatch/proposals", proposals_show, ROOM),
    Page("/dispatch/blocked", blocked_show, ROOM),
)
