"""The board put together: incidents by need, units by base and state, and what is counted above."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from najda.dispatch.facts import Step
from najda.dispatch.hearing import Hearing, hearing_of
from najda.dispatch.incident_states import trapped_said
from najda.dispatch.lateness import (
    TRAPPED_AMBER_RED_MINUTES,
    Doubled,
    callout_colour,
    colour,
    doubled,
    passed_over,
)
from najda.dispatch.rules import CALLOUT, HOLD, CalloutRow, HoldRow
from najda.dispatch.unplaced import unlinked
from najda.incidents.claims import CLAIM, CLAIMS_ABOUT, ClaimRow
from najda.incidents.rules import INCIDENT, LINKS, IncidentRow, Link
from najda.incidents.updates import settled
from najda.reports.rules import REPORT, ReportRow
from najda.units.rules import BASE, UNIT, UnitRow
from najda.vocabulary import ThingId
from najda.web.visit import Visit

#: More incidents than a person can read at once stand behind a link.
MOST_CARDS = 80
#: What nobody was sent to for so long, and without trapped people, stands below what is new.
STALE_MS = 6 * 3_600_000
#: Trapped people in a report that nobody linked stay on the board for so long.
UNLINKED_MS = 72 * 3_600_000


@dataclass(frozen=True, slots=True)
class Card:
    """An incident as the board shows it (joined ones under their first)."""

    incident: IncidentRow
    members: tuple[ThingId, ...]
    #: The largest number a report or a live claim said; None = nobody said.
    trapped: int | None
    reports: int
    callouts: tuple[CalloutRow, ...]
    hold: HoldRow | None
    #: When the last crew left it, where none is there now; None = nobody has been there.
    left_ms: int | None
    #: How late help is, where nobody has been there or is on the way.
    colour: str

    @property
    def helped(self) -> bool:
        """Whether somebody is there or on the way now; a recalled crew is not."""
        return any(map(_goes, self.callouts))


@dataclass(frozen=True, slots=True)
class Tallies:
    """The night in five figures."""

    incidents: int
    #: Incidents, and reports that have none, with trapped people where nobody is or goes now.
    unserved: int
    #: Callouts no unit has answered.
    unanswered: int
    free: int
    units: int


@dataclass(frozen=True, slots=True)
class Board:
    """What the board shows."""

    cards: tuple[Card, ...]
    #: Reports of trapped people that no incident has yet.
    unlinked: tuple[ReportRow, ...]
    campaigns: tuple[Card, ...]
    units: tuple[UnitRow, ...]
    by_unit: dict[ThingId, tuple[CalloutRow, ...]]
    #: Colours of callouts by the age of their state.
    colours: dict[ThingId, str]
    doubled: tuple[Doubled, ...]
    #: Callouts whose crew accepted another base's order: nobody is on the way.
    passed_over: tuple[CalloutRow, ...]
    unit_of: dict[ThingId, UnitRow]
    hearings: dict[ThingId, Hearing]
    tallies: Tallies

    @property
    def by_base(self) -> list[tuple[str, list[UnitRow]]]:
        """Units under the letter of their base, each base by its own need."""
        ordered = sorted(self.units, key=lambda one: one.base_letter)
        return [(key, list(some)) for key, some in groupby(ordered, lambda one: one.base_letter)]


def board_of(visit: Visit) -> Board:
    """Put the board together in set queries."""
    now = visit.now
    open_ones = _open_groups(visit)
    known = [one for one in visit.rows(CALLOUT).values() if one.sent]
    settled = passed_over(known)
    callouts = [one for one in known if one.id not in settled]
    live = [one for one in callouts if one.live]
    cards = _cards(visit, open_ones, callouts)
    by_unit: dict[ThingId, list[CalloutRow]] = {}
    for one in live:
        by_unit.setdefault(one.unit or "", []).append(one)
    units, silent = visit.rows(UNIT), visit.silent_bases
    homes = visit.rows(BASE) if visit.role in BASE.roles else {}
    need = partial(_need, now=now)
    loose = tuple(one for one in unlinked(visit, UNLINKED_MS) if one.trapped)
    incidents = tuple(sorted((c for c in cards if not c.incident.is_campaign), key=need))
    return Board(
        cards=incidents,
        unlinked=loose,
        campaigns=tuple(sorted((c for c in cards if c.incident.is_campaign), key=need)),
        units=tuple(sorted(units.values(), key=lambda one: _unit_need(one, by_unit))),
        by_unit={unit: tuple(some) for unit, some in by_unit.items()},
        colours={one.id: callout_colour(one, now) for one in live},
        doubled=doubled(live),
        passed_over=tuple(one for one in known if one.id in settled and one.live),
        unit_of=units,
        hearings={
            one.id: hearing_of(one, by_unit.get(one.id, ()), homes.get(one.base or ""), silent, now)
            for one in units.values()
        },
        tallies=Tallies(
            incidents=len(incidents),
            unserved=len(loose) + sum(bool(c.trapped) and not c.helped for c in incidents),
            unanswered=sum(not one.acknowledged for one in live),
            free=sum(
                one.available and not one.reserved and one.id not in by_unit
                for one in units.values()
            ),
            units=len(units),
        ),
    )


def _open_groups(visit: Visit) -> list[list[IncidentRow]]:
    """Joined incidents together, those of which at least one is open."""
    groups = visit.groups("incident")
    found: dict[ThingId, list[IncidentRow]] = {}
    for id_, row in visit.rows(INCIDENT).items():
        found.setdefault(groups.get(id_, id_), []).append(row)
    return [rows for rows in found.values() if not all(one.closed for one in rows)]


def _cards(
    visit: Visit, open_ones: Iterable[list[IncidentRow]], callouts: Iterable[CalloutRow]
) -> list[Card]:
    open_ones = list(open_ones)
    ids = [one.id for rows in open_ones for one in rows]
    links: dict[ThingId, list[Link]] = {}
    if visit.role in LINKS.roles:
        rows = visit.some(LINKS, ids)
        links = {id_: [one for one in row.live if one.about == id_] for id_, row in rows.items()}
    named = {link.report for some in links.values() for link in some}
    reports = visit.some(REPORT, named) if visit.role in REPORT.roles else {}
    claims = _claims_of_trapped(visit, ids)
    holds = {id_: row for id_, row in visit.some(HOLD, ids).items() if row.standing}
    sent: dict[ThingId, list[CalloutRow]] = {}
    for one in callouts:
        sent.setdefault(one.incident or "", []).append(one)
    told = _Told(links, reports, claims)
    return [_card(rows, told, holds, sent, visit.now) for rows in open_ones]


@dataclass(frozen=True, slots=True)
class _Told:
    """What was said of the open incidents: reports linked to them, claims of trapped people."""

    links: Mapping[ThingId, list[Link]]
    reports: Mapping[ThingId, ReportRow]
    claims: Mapping[ThingId, list[ClaimRow]]

    def linked(self, incidents: Iterable[ThingId]) -> set[ThingId]:
        """The reports linked to any of them."""
        return {link.report for one in incidents for link in self.links.get(one, ())}

    def trapped(self, incidents: Iterable[ThingId], linked: Iterable[ThingId]) -> int | None:
        """The most that a report or a live claim says."""
        said = [self.reports[one].trapped for one in linked if one in self.reports]
        said += trapped_said(c for one in incidents for c in self.claims.get(one, ()))
        return max((one for one in said if one is not None), default=None)


def _claims_of_trapped(visit: Visit, incidents: Iterable[ThingId]) -> dict[ThingId, list[ClaimRow]]:
    if visit.role not in CLAIM.roles:
        return {}
    about = visit.some(CLAIMS_ABOUT, incidents).values()
    rows = visit.some(CLAIM, {claim for row in about for claim in row.trapped}).values()
    found: dict[ThingId, list[ClaimRow]] = {}
    for claim in settled(one for row in rows for one in row.claims):
        found.setdefault(claim.about or "", []).append(claim)
    return found


def _card(
    rows: list[IncidentRow],
    told: _Told,
    holds: Mapping[ThingId, HoldRow],
    sent: Mapping[ThingId, list[CalloutRow]],
    now: int,
) -> Card:
    first = min(rows, key=lambda one: (one.opened_ms, one.id))
    ids = tuple(one.id for one in rows)
    linked = told.linked(ids)
    trapped = told.trapped(ids, linked)
    all_sent = [one for id_ in ids for one in sent.get(id_, ())]
    live = tuple(one for one in all_sent if one.live)
    helped = any(map(_goes, live))
    left_ms = None if helped else max(filter(None, map(_left_ms, all_sent)), default=None)
    late = bool(trapped) and not helped and left_ms is None
    return Card(
        incident=first,
        members=ids,
        trapped=trapped,
        reports=len(linked),
        callouts=live,
        hold=next((holds[one] for one in ids if one in holds), None),
        left_ms=left_ms,
        colour=colour(first.opened_ms, now, TRAPPED_AMBER_RED_MINUTES) if late else "",
    )


def _goes(callout: CalloutRow) -> bool:
    return callout.live and not callout.is_recalled


def _left_ms(callout: CalloutRow) -> int | None:
    """When its crew left the place; None where it is there, or was recalled before it came."""
    if not callout.recalls:
        return callout.first_ms(Step.CLEAR)
    came = callout.first_ms(Step.ON_SCENE) is not None
    return callout.recalls[-1].at_ms if came else None


def _never_served(card: Card) -> bool:
    return not card.helped and card.left_ms is None


def _need(card: Card, now: int) -> tuple[int, int, int, str]:
    """Trapped people nobody was sent to, then trapped, then nobody sent, then crews at work.

    Last what a crew has left, and what nobody was sent to for hours; within each the most
    trapped, then the oldest.
    """
    if card.left_ms is not None:
        rank = 4
    elif card.trapped:
        rank = 0 if _never_served(card) else 1
    elif not _never_served(card):
        rank = 3
    else:
        rank = 2 if now - card.incident.opened_ms < STALE_MS else 5
    return (rank, -(card.trapped or 0), card.incident.opened_ms, card.incident.id)


def _unit_need(
    unit: UnitRow, busy: Mapping[ThingId, list[CalloutRow]]
) -> tuple[int, int, str, str]:
    """Units on callouts by how long their state lasts, then free ones, then the others."""
    on = busy.get(unit.id)
    if on:
        return (0, min(one.state_since_ms or 0 for one in on), unit.base_letter, unit.call_sign)
    return (1 if unit.available else 2, 0, unit.base_letter, unit.call_sign)
