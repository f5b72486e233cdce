"""A reading put beside what people judged already and what the report is linked to. Pure."""

import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from najda.confirming.acts import said_as_object
from najda.confirming.rules import Judged, JudgedRow
from najda.incidents.claims import ClaimRow
from najda.incidents.facts import ClaimKind, Modality, Scope
from najda.incidents.rules import IncidentRow
from najda.reading import Claim, Event, Reading, Time
from najda.reports.rules import ReportRow
from najda.vocabulary import Absent, Precision, ThingId, When

#: Without a number these say only that the event happened: they stand folded under it.
FOLDED = frozenset({ClaimKind.ATTACK, ClaimKind.SEARCH_AND_RESCUE})


@dataclass(frozen=True, slots=True)
class Said:
    """What a proposed claim would say as a claim of ours."""

    kind: ClaimKind
    low: int | None
    high: int | None
    unit: str | None
    bound: str | None
    tellers: tuple[str, ...]
    modality: Modality
    polarity: str
    scope: Scope
    status: str | None
    age_sex: str | None


@dataclass(frozen=True, slots=True)
class Offer:
    """One proposed claim as the confirm screen shows it."""

    key: str
    claim: Claim
    said: Said
    #: ``said`` as JSON, sent back with the person's judgement.
    proposed: str
    #: Where it would be put; None = the orphan tray.
    about: ThingId | None
    #: The same teller's live claim that this one would bring up to date.
    updates: ClaimRow | None
    #: The key of the offer it is a part of, or in addition to.
    of: str | None
    period: When | None
    judged: Judged | None
    #: Whether it waits again because a judgement was taken back.
    taken_back: bool

    @property
    def folded(self) -> bool:
        """Whether it only repeats that the event happened."""
        figures = self.said.low is not None or self.said.high is not None
        return self.said.kind in FOLDED and not figures

    @property
    def open(self) -> bool:
        """Whether nobody has judged it."""
        return self.judged is None


@dataclass(frozen=True, slots=True)
class OfferedEvent:
    """An event of the reading (or none) with the offers about it."""

    event: Event | None
    offers: tuple[Offer, ...]
    folded: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the text, and the offers whose quotes cover it."""

    text: str
    offers: tuple[Offer, ...]


def offers_of(
    reading: Reading,
    report: ReportRow,
    judged: JudgedRow | None,
    linked: Sequence[IncidentRow],
    claims: Mapping[ThingId, Sequence[ClaimRow]],
    *,
    offset_minutes: int,
) -> tuple[Offer, ...]:
    """The proposals of a report. ``claims`` are those now put to each of ``linked``."""
    events = {event.event: event for event in reading.events}
    keys = _keys(reading.claims, report)
    found = []
    for claim in reading.claims:
        said = said_of(claim, report)
        event = events.get(claim.event or "")
        about = _about(event, linked)
        on_campaign = any(one.id == about and one.is_campaign for one in linked)
        period = period_of(event.time, offset_minutes) if event and event.time else None
        key = keys[claim.claim]
        found.append(
            Offer(
                key=key,
                claim=claim,
                said=said,
                proposed=json.dumps(said_as_object(said), ensure_ascii=False, sort_keys=True),
                about=about,
                updates=_updated(said, claims.get(about or "", ()), report),
                of=keys.get(claim.of or ""),
                period=period if on_campaign else None,
                judged=judged.standing(key) if judged else None,
                taken_back=judged.taken_back(key) if judged else False,
            )
        )
    return tuple(found)


#: What the kind of a claim says already ("ambulances damaged: 2").
_SAID_BY_KIND = {
    "people", "strikes", "munitions", "ambulances", "bases", "facilities", "attacks",
}  # fmt: skip


def said_of(claim: Claim, report: ReportRow) -> Said:
    """The claim in our words: people need no unit; who told us stands at the end of the chain."""
    return Said(
        kind=claim.kind,
        low=claim.low,
        high=claim.high,
        unit=None if claim.unit in _SAID_BY_KIND else claim.unit,
        bound=claim.bound,
        tellers=tuple(dict.fromkeys((*claim.tellers, *_told_by(report)))),
        modality=Modality(claim.modality),
        polarity=claim.polarity,
        scope=Scope(claim.scope),
        status=claim.status,
        age_sex=claim.age_sex,
    )


def _told_by(report: ReportRow) -> tuple[str, ...]:
    return (*report.teller_chain, *((report.source,) if report.source else ()))


def nothing_said(report: ReportRow) -> Said:
    """What a person begins with who adds a claim that reading missed: only who told the report."""
    return Said(
        kind=ClaimKind.KILLED,
        low=None,
        high=None,
        unit=None,
        bound=None,
        tellers=tuple(dict.fromkeys(_told_by(report))),
        modality=Modality.ASSERTED,
        polarity="+",
        scope=Scope.OWN,
        status=None,
        age_sex=None,
    )


def _keys(claims: Iterable[Claim], report: ReportRow) -> dict[str, str]:
    """Names of proposals that stay the same while text and rules do."""
    keys: dict[str, str] = {}
    seen: dict[str, int] = {}
    for claim in claims:
        words: list[Any] = [said_as_object(said_of(claim, report)), claim.quote]
        digest = hashlib.blake2b(json.dumps(words, sort_keys=True).encode(), digest_size=8)
        key = digest.hexdigest()
        seen[key] = seen.get(key, 0) + 1
        keys[claim.claim] = key if seen[key] == 1 else f"{key}-{seen[key]}"
    return keys


def _about(event: Event | None, linked: Sequence[IncidentRow]) -> ThingId | None:
    """The linked incident the event fits best: same quarter, a campaign for a wide one."""
    if not linked:
        return None
    place = event.place if event else None
    for one in linked:
        if place and not one.is_campaign and place.id is not None and _quarter(one) == place.id:
            return one.id
    wide = place is None or place.precision not in ("quarter", "landmark", "point", "road")
    for one in linked:
        if one.is_campaign == wide:
            return one.id
    return linked[0].id


def _quarter(incident: IncidentRow) -> str | None:
    if incident.quarter or incident.place is None or isinstance(incident.place, Absent):
        return incident.quarter
    from najda.places import own_gazetteer

    found = own_gazetteer().find(incident.place.text)
    return found[0].id if found else None


def _updated(said: Said, claims: Sequence[ClaimRow], report: ReportRow) -> ClaimRow | None:
    """An earlier live figure of the same chain, kind, scope and people."""
    if said.low is None and said.high is None:
        return None
    for one in reversed(claims):
        same = (one.kind, one.scope, one.tellers, one.status, one.age_sex, one.unit) == (
            said.kind, said.scope, said.tellers, said.status, said.age_sex, said.unit,
        )  # fmt: skip
        differs = (one.low, one.high) != (said.low, said.high)
        if same and differs and one.live and said.tellers and one.report != report.id:
            return one
    return None


def period_of(time: Time, offset_minutes: int) -> When | None:
    """A reading's time as ours; nothing where the text itself does not say when."""
    if time.text is None:
        return None
    start, end = _at(time.start, offset_minutes), _at(time.end or "", offset_minutes)
    if start is None:
        return None
    if len(time.end or time.start) == len("2016-09-22"):
        end = (end or start) + datetime.timedelta(days=1)
    return When(
        start_ms=int(start.timestamp() * 1000),
        end_ms=int(end.timestamp() * 1000) if end else None,
        precision=Precision.DAY if len(time.start) == len("2016-09-22") else Precision.HOUR,
        offset_minutes=offset_minutes,
        text=time.text,
    )


def _at(text: str, offset_minutes: int) -> datetime.datetime | None:
    try:
        found = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    zone = datetime.timezone(datetime.timedelta(minutes=offset_minutes))
    return found if found.tzinfo else found.replace(tzinfo=zone)


def by_event(reading: Reading, offers: Sequence[Offer]) -> list[OfferedEvent]:
    """Offers under their events, in the order of the text."""
    known = {event.event: event for event in reading.events}
    groups: dict[str | None, list[Offer]] = {}
    for offer in offers:
        event = offer.claim.event if offer.claim.event in known else None
        groups.setdefault(event, []).append(offer)
    return [
        OfferedEvent(
            known.get(event or ""),
            tuple(one for one in some if not one.folded),
            tuple(one for one in some if one.folded),
        )
        for event, some in groups.items()
    ]


def pieces_of(text: str, offers: Iterable[Offer]) -> list[Piece]:
    """The text cut where quotes begin and end; nothing is lost or said twice."""
    spans = [one for one in offers if 0 <= one.claim.start < one.claim.end <= len(text)]
    cuts = sorted({0, len(text), *(one.claim.start for one in spans),
                   *(one.claim.end for one in spans)})  # fmt: skip
    return [
        Piece(
            text[start:end],
            tuple(one for one in spans if one.claim.start <= start and end <= one.claim.end),
        )
        for start, end in pairwise(cuts)
    ]


def in_turn(
    offers: Sequence[Offer], asked: str | None, *, looked_at: str | None = None
) -> Offer | None:
    """The offer whose keys work now: the one asked for, else the first open one of substance.

    ``looked_at`` is the one on the screen that asks again: it stays while it is open, then the
    next after it follows.
    """
    by_key = {one.key: one for one in offers}
    if asked in by_key:
        return by_key[asked]
    before = by_key.get(looked_at or "")
    if before is not None:
        return before if before.open else next_after(offers, before)
    waiting = [one for one in offers if one.open and not one.folded]
    return waiting[0] if waiting else None


def next_after(offers: Sequence[Offer], current: Offer | None) -> Offer | None:
    """The next open one after ``current``, round about."""
    if current is None:
        return None
    at = list(offers).index(current)
    order = [*offers[at + 1 :], *offers[:at]]
    return next((one for one in order if one.open and not one.folded), None)
