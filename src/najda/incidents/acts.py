"""What people do with incidents, campaigns and links. Pure."""

from dataclasses import dataclass

from najda.engine.card import Act, Draft, Request, Rows
from najda.incidents.facts import (
    CampaignOpened,
    IncidentClosed,
    IncidentDescribed,
    IncidentOpened,
    IncidentsJoined,
    IncidentType,
    JoinUndone,
    PassageLinked,
    PassageUnlinked,
)
from najda.incidents.rules import INCIDENT, JOIN, LINKS, Link
from najda.refused import Refusal, refuse
from najda.reports.acts import ReceiveReport, receive_report
from najda.vocabulary import Actor, Role, ThingId, When, Where, thing_made_by

TITLE_WORDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIncident(Request):
    """Open an incident, from a report where one is named."""

    type: IncidentType = IncidentType.AIR_STRIKE
    quarter: str | None = None
    place: Where | None = None
    occurred: When | None = None
    title: str | None = None
    report: ThingId | None = None
    start: int | None = None
    end: int | None = None
    invented: bool = False


def open_incident(
    request: OpenIncident, rows: Rows, actor: Actor, now: int
) -> list[Draft] | Refusal:
    """An incident needs a place in some form; the report's passage is linked to it."""
    del rows, actor, now
    if not (request.quarter or request.title or (request.place and request.place.text.strip())):
        return refuse("incidents.place_needed", at="place")
    opened = IncidentOpened(
        type=request.type,
        quarter=request.quarter,
        place=request.place,
        occurred=request.occurred,
        title=request.title,
        invented=request.invented,
    )
    return [Draft(opened), *_linked(request.report, request.id, request.start, request.end)]


def _linked(
    report: ThingId | None, about: ThingId, start: int | None, end: int | None
) -> list[Draft]:
    if report is None:
        return []
    return [Draft(PassageLinked(report=report, about=about, start=start, end=end))]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeReport(ReceiveReport):
    """Write a report down and say at once what it is about."""

    #: The incident or campaign it speaks of, where that is open already.
    about: ThingId | None = None
    #: What happened, where an incident is opened with it.
    opens: IncidentType | None = None


def take_report(request: TakeReport, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """The report is the first thing made, an incident opened with it the second."""
    report = receive_report(request, rows, actor, now)
    if isinstance(report, Refusal):
        return report
    if request.about:
        return [*report, *_linked(request.id, request.about, None, None)]
    if request.opens is None:
        return report
    opened = IncidentOpened(
        type=request.opens,
        quarter=request.quarter,
        place=request.place,
        occurred=request.occurred,
        title=None if request.quarter or request.place else title_from(request.text),
        invented=request.invented,
    )
    link = _linked(request.id, thing_made_by(request.id, 1), None, None)
    return [*report, Draft(opened), *link]


def title_from(text: str) -> str:
    """The first words of a call, for an incident whose place nobody said yet."""
    return " ".join(text.split()[:TITLE_WORDS])


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribeIncident(Request):
    """Say better what an incident is, where or when."""

    incident: ThingId
    type: IncidentType | None = None
    quarter: str | None = None
    place: Where | None = None
    occurred: When | None = None
    title: str | None = None


def describe_incident(
    request: DescribeIncident, rows: Rows, actor: Actor, now: int
) -> list[Draft] | Refusal:
    """Supersedes every description its writer had seen."""
    del actor, now
    known = rows.get(INCIDENT, request.incident)
    said = IncidentDescribed(
        incident=request.incident,
        type=request.type,
        quarter=request.quarter,
        place=request.place,
        occurred=request.occurred,
        title=request.title,
    )
    return [Draft(said, tuple(one.fact for one in known.descriptions) if known else ())]


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseIncident(Request):
    """Close an incident, or open it again."""

    incident: ThingId
    done: bool = True
    reason: str | None = None


def close_incident(
    request: CloseIncident, rows: Rows, actor: Actor, now: int
) -> list[Draft] | Refusal:
    """The newest by ``supersedes`` counts."""
    del actor, now
    known = rows.get(INCIDENT, request.incident)
    said = IncidentClosed(incident=request.incident, done=request.done, reason=request.reason)
    return [Draft(said, known.close_facts if known else ())]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCampaign(Request):
    """Open a campaign: an area and a period."""

    title: str
    area: str
    period: When
    report: ThingId | None = None
    start: int | None = None
    end: int | None = None
    invented: bool = False


def open_campaign(
    request: OpenCampaign, rows: Rows, actor: Actor, now: int
) -> list[Draft] | Refusal:
    """Both area and period are needed: figures of other periods are not comparable."""
    del rows, actor, now
    if not request.title.strip() or not request.area.strip():
        return refuse("incidents.area_needed", at="area")
    if request.period.end_ms is not None and request.period.end_ms < request.period.start_ms:
        return refuse("incidents.period_backwards", at="period")
    opened = CampaignOpened(
        title=request.title.strip(),
        area=request.area.strip(),
        period=request.period,
        invented=request.invented,
    )
    return [Draft(opened), *_linked(request.report, request.id, request.start, request.end)]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPassage(Request):
    """Link a report (or a passage of it) to an incident or campaign."""

    report: ThingId
    about: ThingId
    start: int | None = None
    end: int | None = None


def link_passage(request: LinkPassage, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """The same passage is linked only once."""
    del actor, now
    known = rows.get(LINKS, request.report)
    asked = (request.about, request.start, request.end)
    if known and any((one.about, one.start, one.end) == asked for one in known.live):
        return refuse("incidents.linked_already", status=409)
    return _linked(request.report, request.about, request.start, request.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlinkPassage(Request):
    """Undo a link."""

    report: ThingId
    about: ThingId
    reason: str | None = None


def unlink_passage(
    request: UnlinkPassage, rows: Rows, actor: Actor, now: int
) -> list[Draft] | Refusal:
    """Undoes every live link between the report and the incident."""
    del actor, now
    known = rows.get(LINKS, request.report)
    links: list[Link] = [
        link for link in (known.live if known else ()) if link.about == request.about
    ]
    if not links:
        return refuse("incidents.not_linked", status=409)
    said = PassageUnlinked(report=request.report, about=request.about, reason=request.reason)
    return [Draft(said, tuple(link.fact for link in links))]


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinIncidents(Request):
    """Judge that two incidents are one."""

    first: ThingId
    second: ThingId
    reason: str | None = None


def join_incidents(
    request: JoinIncidents, rows: Rows, actor: Actor, now: int
) -> list[Draft] | Refusal:
    """An incident and a campaign are never one."""
    del actor, now
    if request.first == request.second or request.second in rows.group("incident", request.first):
        return refuse("incidents.joined_already", status=409)
    both = [rows.get(INCIDENT, one) for one in (request.first, request.second)]
    if all(both) and len({one.is_campaign for one in both if one}) > 1:
        return refuse("incidents.join_unlike", status=409)
    return [
        Draft(IncidentsJoined(first=request.first, second=request.second, reason=request.reason))
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoJoin(Request):
    """Undo a join."""

    first: ThingId
    second: ThingId
    reason: str | None = None


def undo_join(request: UndoJoin, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """Undoes every live join of the pair."""
    del actor, now
    known = rows.get(JOIN, "+".join(sorted((request.first, request.second))))
    if known is None or not known.live:
        return refuse("incidents.not_joined", status=409)
    said = JoinUndone(first=request.first, second=request.second, reason=request.reason)
    return [Draft(said, known.live)]


_WRITERS = frozenset({Role.CHIEF, Role.DISPATCHER, Role.OPERATOR})
INCIDENT_ACTS = (
    Act("open_incident", OpenIncident, open_incident, _WRITERS),
    Act("take_report", TakeReport, take_report, _WRITERS),
    Act("describe_incident", DescribeIncident, describe_incident, _WRITERS),
    Act("close_incident", CloseIncident, close_incident, _WRITERS),
    Act("open_campaign", OpenCampaign, open_campaign, _WRITERS),
    Act("link_passage", LinkPassage, link_passage, _WRITERS),
    Act("unlink_passage", UnlinkPassage, unlink_passage, _WRITERS),
    Act("join_incidents", JoinIncidents, join_incidents, _WRITERS),
    Act("undo_join", UndoJoin, undo_join, _WRITERS),
)
