"""Incidents, campaigns, links and joins, as the facts tell. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from najda.engine.apart import Apart, apart
from najda.engine.card import ALL_ROLES, View
from najda.engine.heads import heads, standing_mark
from najda.engine.said import Said, said_by
from najda.incidents.claims import CLAIM, CLAIMS_ABOUT
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
    SameVoiceDeclared,
    Verification,
    VerificationSet,
)
from najda.vocabulary import (
    ALL_BUT_DISPLAY,
    Absent,
    Entry,
    FactId,
    Placed,
    ThingId,
    When,
    Where,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Described(Said):
    """One description of an incident, so that none is lost where several were written."""

    type: IncidentType | None = None
    quarter: str | None = None
    place: Placed[Where | None] = None
    occurred: When | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged(Said):
    """A verification status somebody set, with the reason."""

    status: Verification
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRow:
    """One incident or campaign (a single thing; joined ones are put together by the page)."""

    id: ThingId
    #: Everything said about it: so many facts have to be safe elsewhere.
    facts: tuple[FactId, ...] = ()
    numbers: tuple[str, ...] = ()
    is_campaign: bool = False
    type: IncidentType | None = None
    quarter: str | None = None
    place: Placed[Where | None] = None
    occurred: When | None = None
    title: str | None = None
    area: str | None = None
    opened_ms: int = 0
    base: str = ""
    by: str = ""
    descriptions: tuple[Described, ...] = ()
    #: Descriptions that did not know each other.
    contested: bool = False
    closed: bool = False
    closed_reason: str | None = None
    close_facts: tuple[FactId, ...] = ()
    verification: tuple[Judged, ...] = ()
    joined_with: tuple[ThingId, ...] = ()
    invented: bool = False
    mark: str | None = None
    #: Writes that did not know each other and differ; a person decides.
    apart: tuple[Apart, ...] = ()
    waiting: bool = False


def incident_keys(entry: Entry[Any]) -> Iterable[str]:
    """Facts about an incident or campaign stand under it; a join under both."""
    said = entry.said
    if isinstance(said, IncidentOpened | CampaignOpened):
        return (entry.thing or "",)
    if isinstance(said, IncidentsJoined | JoinUndone):
        return (said.first, said.second)
    if isinstance(said, VerificationSet):
        return (said.about,)
    return (said.incident,)


def derive_incident(entries: Sequence[Entry[Any]]) -> IncidentRow | None:
    """The incident (or campaign) with all its descriptions and judgements."""
    opened = [e for e in entries if isinstance(e.said, IncidentOpened | CampaignOpened)]
    described = [e for e in entries if isinstance(e.said, IncidentOpened | IncidentDescribed)]
    closings = heads([e for e in entries if isinstance(e.said, IncidentClosed)])
    id_ = opened[0].thing if opened and opened[0].thing else _about(entries)
    if id_ is None:
        return None
    campaign = next((e.said for e in opened if isinstance(e.said, CampaignOpened)), None)
    descriptions = tuple(map(_described, described))
    return IncidentRow(
        id=id_,
        facts=tuple(e.id for e in entries),
        numbers=tuple(dict.fromkeys(e.said.number for e in opened)),
        is_campaign=campaign is not None,
        type=_last(descriptions, "type"),
        quarter=_last(descriptions, "quarter"),
        place=_last(descriptions, "place"),
        occurred=campaign.period if campaign else _last(descriptions, "occurred"),
        title=campaign.title if campaign else _last(descriptions, "title"),
        area=campaign.area if campaign else None,
        opened_ms=entries[0].wall_ms,
        base=(opened or entries)[0].actor.base,
        by=(opened or entries)[0].actor.person,
        descriptions=descriptions,
        contested=_contested(described, descriptions),
        closed=bool(closings) and all(e.said.done for e in closings),
        closed_reason=closings[-1].said.reason if closings else None,
        close_facts=tuple(e.id for e in closings),
        verification=tuple(_judged(e) for e in entries if isinstance(e.said, VerificationSet)),
        joined_with=_joined_with(id_, entries),
        invented=any(e.said.invented for e in opened),
        mark=standing_mark(opened),
        apart=apart(entries, IncidentOpened, CampaignOpened, IncidentDescribed, IncidentClosed),
        waiting=not opened,
    )


def _about(entries: Sequence[Entry[Any]]) -> ThingId | None:
    for entry in entries:
        for key in incident_keys(entry):
            if not isinstance(entry.said, IncidentsJoined | JoinUndone):
                return key
    return None


def _described(entry: Entry[Any]) -> Described:
    said = entry.said
    return Described(
        **said_by(entry),
        type=said.type,
        quarter=said.quarter,
        place=said.place,
        occurred=said.occurred,
        title=said.title,
    )


def _judged(entry: Entry[Any]) -> Judged:
    return Judged(**said_by(entry), status=entry.said.status, reason=entry.said.reason)


def _last(descriptions: Sequence[Described], field: str) -> Any:
    absent: Any = None
    for one in reversed(descriptions):
        value = getattr(one, field)
        if isinstance(value, Absent):
            absent = absent or value
        elif value is not None:
            return value
    return absent


def _contested(entries: Sequence[Entry[Any]], descriptions: Sequence[Described]) -> bool:
    standing = {entry.id for entry in heads(entries)}
    bodies = {
        (one.type, one.quarter, one.place, one.occurred, one.title)
        for one in descriptions
        if one.fact in standing
    }
    return len(bodies) > 1


def _joined_with(id_: ThingId, entries: Sequence[Entry[Any]]) -> tuple[ThingId, ...]:
    live = heads([e for e in entries if isinstance(e.said, IncidentsJoined | JoinUndone)])
    others = {
        other
        for e in live
        if isinstance(e.said, IncidentsJoined)
        for other in (e.said.first, e.said.second)
        if other != id_
    }
    return tuple(sorted(others))


INCIDENT = View(
    name="incidents.incident",
    reads=(
        IncidentOpened,
        CampaignOpened,
        IncidentDescribed,
        IncidentClosed,
        VerificationSet,
        IncidentsJoined,
        JoinUndone,
    ),
    keys=incident_keys,
    derive=derive_incident,
    row=IncidentRow,
    keeps_grey=True,
    roles=ALL_ROLES,
)


# Joins as such: what joined two things, so that it can be undone.


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinRow:
    """Joins said of a pair of incidents (smaller id first)."""

    first: ThingId
    second: ThingId
    live: tuple[FactId, ...] = ()
    history: tuple[str, ...] = ()


def join_keys(entry: Entry[Any]) -> Iterable[str]:
    """A join stands under its pair."""
    return ("+".join(sorted((entry.said.first, entry.said.second))),)


def derive_join(entries: Sequence[Entry[Any]]) -> JoinRow | None:
    """Which joins of the pair are live."""
    first, second = sorted((entries[0].said.first, entries[0].said.second))
    live = [e.id for e in heads(entries) if isinstance(e.said, IncidentsJoined)]
    history = tuple(
        f"{'joined' if isinstance(e.said, IncidentsJoined) else 'undone'} {e.said.reason or ''}"
        for e in entries
    )
    return JoinRow(first=first, second=second, live=tuple(live), history=history)


JOIN = View(
    name="incidents.join",
    reads=(IncidentsJoined, JoinUndone),
    keys=join_keys,
    derive=derive_join,
    row=JoinRow,
)


# Links: which passages of which reports speak of what.


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Said):
    """A passage of a report, linked to an incident or campaign."""

    report: ThingId
    about: ThingId
    start: int | None = None
    end: int | None = None
    undone: bool = False
    #: Why it was undone, where this is the undoing.
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinksRow:
    """All links under one report, or under one incident or campaign."""

    links: tuple[Link, ...] = ()

    @property
    def live(self) -> tuple[Link, ...]:
        """Links that nobody undid."""
        return tuple(link for link in self.links if not link.undone)


def link_keys(entry: Entry[Any]) -> Iterable[str]:
    """A link stands under its report and under what it is about."""
    return (entry.said.report, entry.said.about)


def derive_links(entries: Sequence[Entry[Any]]) -> LinksRow | None:
    """Links with whether they were undone (by a fact that names them)."""
    undone = {
        target
        for entry in entries
        if isinstance(entry.said, PassageUnlinked)
        for target in entry.supersedes
    }
    links = tuple(
        Link(
            **said_by(e),
            report=e.said.report,
            about=e.said.about,
            start=e.said.start if isinstance(e.said, PassageLinked) else None,
            end=e.said.end if isinstance(e.said, PassageLinked) else None,
            undone=e.id in undone or isinstance(e.said, PassageUnlinked),
            reason=e.said.reason if isinstance(e.said, PassageUnlinked) else None,
        )
        for e in entries
    )
    return LinksRow(links=links)


LINKS = View(
    name="incidents.links",
    reads=(PassageLinked, PassageUnlinked),
    keys=link_keys,
    derive=derive_links,
    row=LinksRow,
    roles=ALL_BUT_DISPLAY,
)


# Same voice as.


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceRow:
    """What was declared of a teller's name; several where people disagree."""

    name: str
    voices: tuple[str, ...] = ()
    facts: tuple[FactId, ...] = ()


def derive_voice(entries: Sequence[Entry[Any]]) -> VoiceRow | None:
    """The voices a name is said to be, as far as nobody took it back."""
    standing = heads(entries)
    return VoiceRow(
        name=entries[0].said.name,
        voices=tuple(sorted({e.said.voice for e in standing if e.said.same})),
        facts=tuple(e.id for e in standing),
    )


def voice_keys(entry: Entry[Any]) -> Iterable[str]:
    """A declaration stands under the name."""
    return (entry.said.name,)


VOICE = View(
    name="incidents.voice",
    reads=(SameVoiceDeclared,),
    keys=voice_keys,
    derive=derive_voice,
    row=VoiceRow,
)

VIEWS = (INCIDENT, JOIN, LINKS, CLAIM, CLAIMS_ABOUT, VOICE)
