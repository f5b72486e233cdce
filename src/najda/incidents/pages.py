"""Incidents, campaigns and their claims on screen."""

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from najda.engine.card import ROOM, Page
from najda.incidents.claims import CLAIM, CLAIMS_ABOUT, ORPHAN, ClaimRow, Series, series_of
from najda.incidents.comparing import beyond, folded, may_be_one, not_comparable, why_not_counted
from najda.incidents.facts import ClaimKind, IncidentType, Modality, Scope, Verification
from najda.incidents.nearby import WINDOW_MS, keys_within, quarter_meant
from najda.incidents.rules import INCIDENT, LINKS, VOICE, IncidentRow, Link
from najda.incidents.updates import settled
from najda.places import own_gazetteer
from najda.places.codes import to_mgrs, to_plus_code
from najda.reports.inbox import SHOWN, newest_reports
from najda.reports.rules import NEARBY, REPORT, ReportRow
from najda.vocabulary import ALL_BUT_DISPLAY, FactId, Role, ThingId
from najda.web.visit import Visit, visit_of

MOST_NEARBY = 4
MOST_CANDIDATES = 8
MOST_PUT_TO = 40
MOST_TELLERS = 200
_READERS = ALL_BUT_DISPLAY


@dataclass(frozen=True, slots=True)
class Assembled:
    """An incident or campaign with all its joined members, links, reports and claims."""

    members: tuple[IncidentRow, ...]
    links: tuple[Link, ...]
    reports: dict[ThingId, ReportRow]
    #: The reports its claims were read from, linked or not.
    said_in: dict[ThingId, ReportRow]
    claims: tuple[ClaimRow, ...]
    series: tuple[Series, ...]

    @property
    def facts(self) -> tuple[FactId, ...]:
        """Everything said about it, its links and its claims."""
        own = [fact for one in self.members for fact in one.facts]
        put = [link.fact for link in self.links] + [claim.fact for claim in self.claims]
        return tuple(dict.fromkeys(own + put))

    @property
    def first(self) -> IncidentRow:
        """The member opened first."""
        return self.members[0]


def assembled(visit: Visit, incident: ThingId) -> Assembled:
    """Put together what the page shows; raises ``Refused`` (404) where nothing is here."""
    group = visit.group("incident", incident)
    members = [visit.need(INCIDENT, incident)]
    members += visit.some(INCIDENT, (one for one in group if one != incident)).values()
    links = [
        link
        for one in group
        if (row := visit.row(LINKS, one)) is not None
        for link in row.live
        if link.about == one
    ]
    claims = claims_about(visit, group)
    return Assembled(
        members=tuple(sorted(members, key=lambda one: (one.opened_ms, one.id))),
        links=tuple(links),
        reports=visit.some(REPORT, {link.report for link in links}),
        said_in=visit.some(REPORT, {one.report for one in claims if one.report}),
        claims=claims,
        series=series_of(claims, _declared(visit)),
    )


def _declared(visit: Visit) -> dict[str, str]:
    """Names a person declared to be the voice of another."""
    return {name: row.voices[0] for name, row in visit.rows(VOICE).items() if row.voices}


def claims_about(visit: Visit, things: tuple[str, ...]) -> tuple[ClaimRow, ...]:
    """All claims now put to any of these incidents (or to ``ORPHAN``)."""
    named = {
        claim
        for thing in things
        if (row := visit.row(CLAIMS_ABOUT, thing)) is not None
        for claim in row.claims
    }
    rows = visit.some(CLAIM, sorted(named)).values()
    found = (claim for row in rows for claim in row.claims)
    return settled(claim for claim in found if (claim.about or ORPHAN) in things)


def incidents_list(http: HttpRequest) -> Response:
    """Incidents and campaigns, the newest first."""
    visit = visit_of(http)
    groups = visit.groups("incident")
    rows = [row for id_, row in visit.rows(INCIDENT).items() if groups.get(id_, id_) == id_]
    return visit.render(
        "incidents/list.html",
        incidents=sorted(rows, key=lambda one: -one.opened_ms),
        types=list(IncidentType),
    )


def incident_show(http: HttpRequest) -> Response:
    """One incident or campaign."""
    visit = visit_of(http)
    shown = assembled(visit, http.path_params["id"])
    incidents = visit.rows(INCIDENT)
    claims_shown = folded(shown.series)
    return visit.render(
        "incidents/incident.html",
        shown=shown,
        why_not=why_not_counted,
        claims_shown=claims_shown,
        apart_series=not_comparable([one.series for one in claims_shown]),
        beyond=beyond([one.series for one in claims_shown]),
        joinable=may_be_one(shown.members, incidents.values()),
        pairs=sorted(
            {
                tuple(sorted((one.id, other)))
                for one in shown.members
                for other in one.joined_with
                if other in incidents
            }
        ),
        incidents=incidents,
        declared=_declared(visit),
        figures={
            one.id: one.low if one.low is not None else one.high
            for one in shown.claims
            if one.has_figure
        },
        kinds=list(ClaimKind),
        types=list(IncidentType),
        modalities=list(Modality),
        scopes=list(Scope),
        verifications=list(Verification),
    )


def claim_judge(http: HttpRequest) -> Response:
    """Grade, reject or move one claim (a part of the incident's page, loaded when opened)."""
    visit, asked = visit_of(http), http.path_params
    return visit.render(
        "incidents/_judge.html",
        incident=asked["id"],
        claim=asked["claim"],
        elsewhere=_open_ones(visit, asked["id"]),
    )


def _open_ones(visit: Visit, but: ThingId = "") -> list[IncidentRow]:
    """Open incidents and campaigns to put something to, campaigns first, then the newest."""
    rows = [
        row
        for row in visit.rows(INCIDENT).values()
        if not row.closed and not row.waiting and row.id != but
    ]
    return sorted(rows, key=lambda one: (not one.is_campaign, -one.opened_ms, one.id))[:MOST_PUT_TO]


def voice_list(http: HttpRequest) -> Response:
    """Which names are one voice, and a form to say so."""
    visit = visit_of(http)
    rows = visit.rows(VOICE).values()
    tellers = {
        teller for row in visit.rows(CLAIM).values() for c in row.claims for teller in c.tellers
    }
    return visit.render(
        "incidents/voices.html",
        voices=sorted(rows, key=lambda one: one.name),
        tellers=sorted(tellers)[:MOST_TELLERS],
    )


def for_report(http: HttpRequest) -> Response:
    """Open incidents a report may speak of: those linked, and the recent ones to link."""
    visit = visit_of(http)
    report = visit.need(REPORT, http.path_params["id"])
    links = visit.row(LINKS, report.id)
    linked = {link.about for link in links.live} if links else set()
    rows = visit.rows(INCIDENT)
    open_ones = [
        row for row in rows.values() if not row.closed and row.id not in linked and not row.waiting
    ]
    shown = [rows[one] for one in http.query_params.getlist("shown") if one in rows]
    fresh = by_nearness(report, (row for row in open_ones if row not in shown))
    return visit.render(
        "incidents/_for_report.html",
        report=report,
        linked=[rows[one] for one in sorted(linked) if one in rows],
        # What is shown keeps its place and its key while the page stands.
        candidates=[*shown, *fresh][:MOST_CANDIDATES],
        linkable={row.id for row in open_ones},
    )


def by_nearness(report: ReportRow, found: Iterable[IncidentRow]) -> list[IncidentRow]:
    """Incidents a report may speak of: those of its quarter first, then the nearest in time."""
    told = report.occurred.start_ms if report.occurred else report.received_ms
    return sorted(
        found,
        key=lambda one: (
            not report.quarter or one.quarter != report.quarter,
            abs(one.opened_ms - told),
            one.id,
        ),
    )


def same_place(http: HttpRequest) -> Response:
    """While a call is typed: its quarter, and what was told from there in the last half hour."""
    visit = visit_of(http)
    asked = http.query_params
    chosen = asked.get("quarter_chosen")
    meant = quarter_meant(asked.get("place", ""), asked.get("text", ""), own_gazetteer())
    quarter = meant.quarter or (chosen if chosen in {one.id for one in meant.candidates} else None)
    return visit.render(
        "incidents/_same_place.html",
        meant=meant,
        codes=(to_mgrs(*meant.position), to_plus_code(*meant.position)) if meant.position else (),
        quarter_id=quarter,
        near=_told_nearby(visit, quarter) if quarter else (),
        about=asked.get("about", ""),
    )


@dataclass(frozen=True, slots=True)
class Nearby:
    """An open incident at the same place, and the reports on it of the last half hour."""

    incident: IncidentRow
    reports: tuple[ReportRow, ...]


def _told_nearby(visit: Visit, quarter: str) -> tuple[Nearby, ...]:
    named = {
        report
        for row in visit.some(NEARBY, keys_within(quarter, visit.now)).values()
        for report in row.reports
    }
    reports = [
        row
        for row in visit.some(REPORT, sorted(named)).values()
        if visit.now - row.received_ms <= WINDOW_MS
    ]
    by_incident: dict[ThingId, list[ReportRow]] = {}
    for report in reports:
        links = visit.row(LINKS, report.id)
        for link in links.live if links else ():
            by_incident.setdefault(link.about, []).append(report)
    rows = visit.rows(INCIDENT)
    here = [
        row
        for row in rows.values()
        if not row.closed and (row.id in by_incident or row.quarter == quarter)
    ]
    here.sort(key=lambda one: (-len(by_incident.get(one.id, ())), -one.opened_ms, one.id))
    return tuple(Nearby(one, tuple(by_incident.get(one.id, ()))) for one in here[:MOST_NEARBY])


def orphans(http: HttpRequest) -> Response:
    """Claims that fit no incident or campaign yet."""
    visit = visit_of(http)
    return visit.render(
        "incidents/orphans.html",
        claims=claims_about(visit, (ORPHAN,)),
        places=_open_ones(visit),
        moved=_lately_placed(visit),
    )


def _lately_placed(visit: Visit) -> list[ClaimRow]:
    """Claims that left the tray, the newest first, so that a wrong move is undone here."""
    named = visit.row(CLAIMS_ABOUT, ORPHAN)
    rows = visit.some(CLAIM, named.claims if named else ()).values()
    placed = [claim for row in rows for claim in row.claims if claim.about is not None]
    return sorted(placed, key=lambda one: -one.at_ms)[:MOST_PUT_TO]


def of_reports(http: HttpRequest) -> Response:
    """Which incidents the newest reports are linked to (a part of the reports list)."""
    visit = visit_of(http)
    reports = newest_reports(visit, SHOWN)
    links = visit.some(LINKS, (one.id for one in reports))
    about = {id_: [link.about for link in row.live] for id_, row in links.items()}
    incidents = visit.some(INCIDENT, {one for some in about.values() for one in some})
    return visit.render(
        "incidents/_of_reports.html",
        linked={
            one.id: [incidents[id_] for id_ in about.get(one.id, ()) if id_ in incidents]
            for one in reports
        },
    )


PAGES = (
    Page("/incidents", incidents_list, _READERS, menu="incidents.menu", shortcut="i", order=30),
    Page("/incidents/of-reports", of_reports, _READERS),
    Page("/incidents/same-place", same_place, ROOM),
    Page("/incidents/{id}", incident_show, _READERS),
    Page("/incidents/{id}/judge/{claim}", claim_judge, ROOM),
    Page("/incidents/for-report/{id}", for_report, ROOM),
    Page("/voices", voice_list, ROOM),
    Page("/orphans", orphans, ROOM | {Role.READER}, menu="incidents.orphans", order=50),
)
