"""The confirm screen: the text beside what it would say, and the list of what waits."""

import datetime
import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from najda.confirming.offers import (
    by_event,
    in_turn,
    next_after,
    nothing_said,
    offers_of,
    pieces_of,
)
from najda.confirming.readings import Likeness, Readings, text_of
from najda.confirming.rules import JUDGED, RULE, JudgedRow, precisions, work_list
from najda.engine.card import ROOM, Page
from najda.incidents.claims import CLAIM, CLAIMS_ABOUT, ClaimRow
from najda.incidents.facts import ClaimKind, Modality, Scope
from najda.incidents.rules import INCIDENT, LINKS, VOICE, IncidentRow
from najda.incidents.updates import said_ms, settled
from najda.places import own_gazetteer
from najda.reading.linking.sureness import Link, Reason
from najda.reports.inbox import newest_reports
from najda.reports.rules import REPORT, ReportRow
from najda.vocabulary import ThingId
from najda.web.language import unturned
from najda.web.visit import Visit, visit_of

#: The list reads new texts for so long, then says how many are left.
BUDGET_SECONDS = 1.5
MOST_LISTED = 200

#: What a person may choose from: also what figures count and whom (people need no unit).
LISTS = {
    "kinds": tuple(ClaimKind),
    "modalities": tuple(Modality),
    "scopes": tuple(Scope),
    "units": ("families", "trucks", "beds", "breaches", "goods"),
    "age_sex": ("child", "woman", "man"),
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A report with proposals that nobody has judged."""

    report: ReportRow
    open: int
    judged: int
    #: Where reading itself broke on it: then a person reads it without proposals.
    fault: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """Another report that may speak of the same, and what that one is linked to."""

    link: Link
    sure: bool
    report: ReportRow
    incidents: tuple[IncidentRow, ...]


def readings_of(visit: Visit) -> Readings:
    """The one reader of this base, made when first asked."""
    return visit.site.once(Readings)


def confirming_list(http: HttpRequest) -> Response:
    """Reports whose proposals wait for a person, and the record of each rule."""
    visit = visit_of(http)
    reports = newest_reports(visit, MOST_LISTED)
    judged = visit.some(JUDGED, [one.id for one in reports])
    looked_at = list(_look_at(visit, reports, judged))
    waiting = [one for one in looked_at if one is not None and (one.open or one.fault)]
    unread = looked_at.count(None)
    work = work_list(judged.values())
    return visit.render(
        "confirming/list.html",
        waiting=waiting,
        unread=unread,
        rules=precisions(visit.rows(RULE).values()),
        work=work,
        reports={one.id: one for one in reports},
        was={one.judged.fact: _as_proposed(one.judged.was) for one in work},
        became=_claims(visit, [one.judged.claim for one in work if one.judged.claim]),
    )


def _look_at(
    visit: Visit, reports: Iterable[ReportRow], judged: Mapping[ThingId, JudgedRow]
) -> Iterator[Waiting | None]:
    """Each report that has words; nothing in place of one that there was no time to read."""
    readings, offset = readings_of(visit), visit.speech.offset_minutes
    end = time.monotonic() + BUDGET_SECONDS
    for report in reports:
        if text_of(report) is None:
            continue
        if not readings.known(report, offset) and time.monotonic() > end:
            yield None
            continue
        reading = readings.of(report, offset)
        row = judged.get(report.id)
        offers = offers_of(reading, report, row, (), {}, offset_minutes=offset)
        left = sum(one.open and not one.folded for one in offers)
        yield Waiting(report, left, len(offers) - left, reading.fault)


def _following(visit: Visit, report: ThingId) -> ReportRow | None:
    """The next report of the list whose proposals wait, round about."""
    reports = newest_reports(visit, MOST_LISTED)
    at = next((n for n, one in enumerate(reports) if one.id == report), -1)
    order = [*reports[at + 1 :], *reports[: max(at, 0)]]
    judged = visit.some(JUDGED, [one.id for one in order])
    found = _look_at(visit, order, judged)
    return next((one.report for one in found if one is not None and one.open), None)


def _as_proposed(was: object) -> dict[str, object]:
    """What was proposed, from its JSON; nothing where this reader may not see it."""
    if not isinstance(was, str):
        return {}
    try:
        found = json.loads(was)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _claims(visit: Visit, ids: Sequence[ThingId]) -> dict[ThingId, ClaimRow]:
    rows = visit.some(CLAIM, ids).values()
    return {claim.id: claim for row in rows for claim in row.claims}


def _added(visit: Visit, report: ThingId) -> list[ClaimRow]:
    """What people wrote down from this report that no rule had proposed, the oldest first."""
    row = visit.row(CLAIMS_ABOUT, report)
    found = _claims(visit, row.claims).values() if row else ()
    own = [one for one in found if one.report == report and one.reader is None]
    return sorted(own, key=lambda one: (one.at_ms, one.id))


def confirming_show(http: HttpRequest) -> Response:
    """One report: its words, what they would say, and what it may belong to."""
    visit = visit_of(http)
    report = visit.need(REPORT, http.path_params["id"])
    readings, offset = readings_of(visit), visit.speech.offset_minutes
    reading = readings.of(report, offset)
    linked = linked_incidents(visit, report.id)
    judged = visit.row(JUDGED, report.id)
    claims = {one.id: claims_put_to(visit, one.id) for one in linked}
    offers = offers_of(reading, report, judged, linked, claims, offset_minutes=offset)
    asked = http.query_params
    current = in_turn(offers, asked.get("at"), looked_at=asked.get("now"))
    here = {one.key for one in offers}
    left = sum(one.open and not one.folded for one in offers)
    made = [one.judged.claim for one in offers if one.judged and one.judged.claim]
    became = _claims(visit, made)
    added = _added(visit, report.id)
    homes = {one.about for one in (*became.values(), *added) if one.about}
    return visit.render(
        "confirming/report.html",
        report=report,
        pieces=pieces_of(text_of(report) or "", offers),
        events=by_event(reading, offers),
        reading=reading,
        visible=unturned,
        left=left,
        following=None if left else _following(visit, report.id),
        became=became,
        added=added,
        homes=visit.some(INCIDENT, homes),
        as_of=form_time(report.received_ms, offset),
        period=lambda offer: form_time(offer.period.start_ms, offset) if offer.period else "",
        current=current,
        after=next_after(offers, current),
        linked=linked,
        former=[one for one in judged.judged if one.proposal not in here] if judged else [],
        lists=LISTS,
    )


def confirming_missed(http: HttpRequest) -> Response:
    """The form for a claim that reading missed (a part of the confirm screen)."""
    visit = visit_of(http)
    report = visit.need(REPORT, http.path_params["id"])
    return visit.render(
        "confirming/_missed.html",
        report=report,
        blank=nothing_said(report),
        linked=linked_incidents(visit, report.id),
        as_of=form_time(report.received_ms, visit.speech.offset_minutes),
        lists=LISTS,
    )


def form_time(at_ms: int, offset_minutes: int) -> str:
    """A time as forms take it, at the place."""
    zone = datetime.timezone(datetime.timedelta(minutes=offset_minutes))
    return datetime.datetime.fromtimestamp(at_ms / 1000, tz=zone).strftime("%Y-%m-%d %H:%M")


def confirming_links(http: HttpRequest) -> Response:
    """What else may speak of the same, and what was copied (a part of the confirm screen)."""
    visit = visit_of(http)
    report = visit.need(REPORT, http.path_params["id"])
    reports = visit.rows(REPORT)
    likeness = readings_of(visit).likeness(reports.values(), visit.speech.offset_minutes)
    linked = linked_incidents(visit, report.id)
    candidates = _candidates(visit, report.id, likeness, reports)
    proposed: dict[ThingId, IncidentRow] = {
        one.id: one for found in candidates for one in found.incidents
    }
    return visit.render(
        "confirming/_links.html",
        report=report,
        reports=reports,
        linked=linked,
        candidates=candidates,
        values_of=partial(reason_values, visit),
        places={one.id for one in linked},
        number={id_: at for at, id_ in enumerate(
            (id_ for id_ in proposed if id_ not in {one.id for one in linked}), start=1)},
        copies=likeness.copies.get(report.id, ()),
        origins={one.id: _origins(visit, one.id, likeness) for one in linked},
    )  # fmt: skip


def _candidates(
    visit: Visit, report: ThingId, likeness: Likeness, reports: Mapping[ThingId, ReportRow]
) -> list[Candidate]:
    links = likeness.links_of(report)
    found = [(link, True) for link in links.same] + [(link, False) for link in links.perhaps[:5]]
    return [
        Candidate(link, sure, reports[link.id], tuple(linked_incidents(visit, link.id)))
        for link, sure in found
        if link.id in reports
    ]


_PLACES = frozenset({"same_place", "rare_place", "same_area", "place_perhaps", "same_base"})
_TARGETS = frozenset({"same_target", "other_target", "target_named", "same_spot", "other_spot"})
_FIGURES = frozenset({"same_figure", "other_figure", "figures_agree", "dead_near"})
_SAID_BY_KEY = frozenset(
    {"veto", "same_kind", "other_kind", "same_weapon", "reported_then", "same_day_reported",
     "same_topic"}
)  # fmt: skip


def reason_values(visit: Visit, reason: Reason) -> list[str]:
    """What stands behind a reason's words: places and kinds by their names, words as they are."""
    if reason.key in _SAID_BY_KEY:
        return []
    if reason.key in _PLACES:
        known = (own_gazetteer().by_id(value) for value in reason.values)
        return [one.name_ar if visit.speech.lang == "ar" else one.name_en for one in known if one]
    if reason.key in _TARGETS:
        return [visit.say(f"confirming.target_{value}") for value in reason.values]
    if reason.key == "same_details":
        return [visit.say(f"confirming.detail_{value}") for value in reason.values]
    if reason.key in _FIGURES:
        kind = f"incidents.kind_{reason.values[0]}" if reason.values else ""
        first = visit.say(kind) if visit.site.words.has(kind) else ""
        return [one for one in (first, *reason.values[1:]) if one]
    return [value for value in reason.values if not value.startswith("number ")]


def _without_bearer(claim: ClaimRow, copy: ReportRow | None) -> tuple[str, ...]:
    """The tellers named in a copied text: who only passed it on is no origin of what it says."""
    bearers = {copy.source, *copy.teller_chain} if copy else set()
    return tuple(one for one in claim.tellers if one not in bearers)


def _origins(visit: Visit, incident: ThingId, likeness: Likeness) -> object:
    claims = claims_put_to(visit, incident)
    copies = likeness.copied_from()
    passed_on = visit.some(REPORT, [one.report for one in claims if one.report in copies])
    told = [
        (one.report or one.id, _without_bearer(one, passed_on.get(one.report or "")))
        for one in claims
        if one.live
    ]
    return likeness.origins(told, visit.rows(VOICE))


def linked_incidents(visit: Visit, report: ThingId) -> list[IncidentRow]:
    """The incidents and campaigns a report is linked to, in the order they were linked."""
    row = visit.row(LINKS, report)
    named = dict.fromkeys(link.about for link in row.live if link.report == report) if row else {}
    return list(visit.some(INCIDENT, named).values())


def claims_put_to(visit: Visit, thing: ThingId) -> list[ClaimRow]:
    """Claims now put to one incident or campaign, the oldest first."""
    row = visit.row(CLAIMS_ABOUT, thing)
    rows = visit.some(CLAIM, row.claims).values() if row else ()
    found = [claim for one in rows for claim in one.claims if claim.about == thing]
    return sorted(settled(found), key=lambda one: (said_ms(one), one.id))


PAGES = (
    Page("/confirming", confirming_list, ROOM, menu="confirming.menu", shortcut="v", order=25),
    Page("/confirming/{id}", confirming_show, ROOM),
    Page("/confirming/{id}/missed", confirming_missed, ROOM),
    Page("/confirming/{id}/links", confirming_links, ROOM),
)
