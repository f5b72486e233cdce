"""What of a report matters for linking: spans of time, places, kinds, figures, names, words.

Figures are those the reader reads; the rest is a lighter reading of its own, as two reports are
compared by much that is no claim.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from najda.incidents.facts import ClaimKind
from najda.places import Gazetteer, PlaceMention
from najda.places.place import CLOSE_SCORES
from najda.places.spelling import Word, words
from najda.reading.claims import Reading
from najda.reading.linking.concepts import concepts_in, forms_of
from najda.reading.linking.parts import FINE, parts_of
from najda.reading.linking.struck import targets_in
from najda.reading.linking.wording import Extents, names_in, sounds_in, terms_in
from najda.reading.reader import read_text
from najda.reading.telling.signatures import Told, told_in
from najda.reading.words.entities import without_entities
from najda.reading.words.said_times import Span, hours_said, spans_said

#: Places as fine as this tell one target from another.
_NOWHERE = frozenset({"country"})
_SHORT_TEXT = 200


@dataclass(frozen=True, slots=True)
class Report:
    """What came in: ``reported`` is the day it was written."""

    id: str
    text: str
    reported: date
    source: str | None = None
    #: When it was received, in local time, where it tells what happens now: a call, a radio line.
    heard: datetime | None = None
    #: The quarter a person at the phone put it in: an id of the gazetteer.
    quarter: str | None = None
    #: Where it says what many reports say word for word: no word or name there tells anything.
    worn: tuple[tuple[int, int], ...] = ()


#: Channels by which people tell what happens now.
LIVE = frozenset({"phone", "radio", "message", "form", "in_person", "crew", "observer"})


def heard_at(channel: str | None, received: datetime) -> datetime | None:
    """``received``, in local time, where the channel carries what happens now; else nothing."""
    return received if channel in LIVE else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """The part of a report that speaks of one incident or campaign, as plain values."""

    report: str
    reported: date
    #: Hour of receipt of what was told as it happened, counted like those of ``Span``.
    heard: float | None = None
    start: int = 0
    end: int = 0
    spans: tuple[Span, ...] = ()
    #: The hours of the day a short text names, from and to; beyond 24 lies the next morning.
    hours: tuple[tuple[float, float], ...] = ()
    #: Ids of the finest places named, and of all that these lie within.
    places: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()
    #: Those of ``places`` that are quarters, landmarks, roads or towns.
    fine: frozenset[str] = frozenset()
    #: Those of ``fine`` that are one of several places a shared name may mean.
    unsure: frozenset[str] = frozenset()
    #: Towns and quarters that no list of places knows: how they sound -> how they are written.
    named: Mapping[str, str]
    #: Names that no list of places knows: how they sound -> how they are written.
    names: Mapping[str, str]
    kinds: frozenset[str] = frozenset()
    weapons: frozenset[str] = frozenset()
    #: What was hit, and what is only named beside it.
    targets: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    #: Kind of harm -> low and high; high is null for "at least".
    figures: Mapping[str, tuple[int, int | None]]
    #: The consonants of names, to compare them between the two scripts.
    sounds: frozenset[str] = frozenset()
    #: How often each word, name and number stands that says something.
    terms: Mapping[str, int]
    #: What is told of it that has a word in each language: pupils, a queue, no water.
    details: frozenset[str] = frozenset()
    #: What else is told, by the reader: rescue bases, truce, aid, roads, services.
    topics: frozenset[str] = frozenset()
    #: A toll with no place finer than a city: the figure of an area and a period.
    total: bool = False
    city_wide: bool = False
    cumulative: bool = False
    #: It says that the place was hit before.
    again: bool = False
    #: Something happened: not only a crew's state, a call to all, or aircraft in the air.
    eventful: bool = True
    #: It tells only of aircraft in the air or warns: nothing is hit yet.
    alarm: bool = False
    planned: bool = False
    negated: bool = False
    arabic: bool = False


_SENTENCE = re.compile(r"\S[^.!?؟\n]*(?:[.!?؟]+(?!\S)|[.!?؟]|\n|$)")
#: What is told without anything having happened at a place.
_NO_EVENT = frozenset({
    ClaimKind.AIRCRAFT_OVERHEAD, ClaimKind.WARNING_TO_CIVILIANS, ClaimKind.NEED,
    ClaimKind.CAPACITY, ClaimKind.ROAD_CUT, ClaimKind.STATEMENT, ClaimKind.ANNOUNCEMENT,
})  # fmt: skip
_HARM = frozenset({
    ClaimKind.KILLED, ClaimKind.INJURED, ClaimKind.RECOVERED_DEAD, ClaimKind.STRIKES,
})  # fmt: skip
_ALARM = frozenset({ClaimKind.AIRCRAFT_OVERHEAD, ClaimKind.WARNING_TO_CIVILIANS})
_FLYING = frozenset({"helicopter", "drone"})
_HAPPENED = _HARM | {
    ClaimKind.ATTACK, ClaimKind.FACILITY_DAMAGED, ClaimKind.RESCUED, ClaimKind.TRAPPED,
    ClaimKind.MUNITIONS, ClaimKind.RESCUER_KILLED, ClaimKind.AMBULANCE_DAMAGED,
}  # fmt: skip
#: What reports may both tell of besides harm.
_TOPICS = {
    "rescue_bases": frozenset({
        ClaimKind.RESCUE_BASE_STATUS, ClaimKind.RESCUE_BASE_DESTROYED, ClaimKind.RESCUER_KILLED,
        ClaimKind.AMBULANCE_DAMAGED,
    }),
    "truce": frozenset({ClaimKind.CEASEFIRE_TERMS, ClaimKind.CEASEFIRE_ENDED}),
    "aid": frozenset({ClaimKind.AID_BLOCKED, ClaimKind.AID_DELIVERED}),
    "roads": frozenset({ClaimKind.ROAD_CUT, ClaimKind.MOVEMENT_RESTRICTED}),
    "services": frozenset({ClaimKind.SERVICE_SUSPENDED, ClaimKind.CAPACITY}),
    "needs": frozenset({ClaimKind.NEED}),
    "operation": frozenset({ClaimKind.ANNOUNCEMENT, ClaimKind.GROUND_ATTACK}),
}  # fmt: skip


def traits_of(
    report: Report, gazetteer: Gazetteer, reading: Reading | None = None
) -> tuple[Traits, ...]:
    """The passages of a report: first the whole, then each part that is about another place.

    ``reading`` is what the reader says of the same text, where it was read already.
    """
    text = without_entities(report.text)
    report = replace(report, text=text)
    whole = _Whole(
        report,
        gazetteer,
        reading or read_text(text, date=report.reported, gazetteer=gazetteer),
        words(text),
        [one for one in gazetteer.mentions(text) if not _is_affiliation(text, one)],
        told_in(text),
    )
    first = whole.passage(0, len(text))
    parts = parts_of(text, whole.mentions, report.reported)
    if len(parts) < 2:  # one part is the whole
        return (first,)
    return (first, *(whole.passage(start, end, first) for start, end in parts))


#: "of the Ansari centre", متطوع من مركز الأنصاري: where somebody serves, not where it happened.
_SERVES_BEFORE = re.compile(
    r"(?:(?:worker|volunteer|member|medic|crew|team)s? (?:of|from) the"
    r"|(?:متطوع\S*|عنصر|فريق|مسعف|كوادر|أفراد)(?: \S+){0,2} مركز)\s*$"
)


def _is_affiliation(text: str, mention: PlaceMention) -> bool:
    return _SERVES_BEFORE.search(text, max(0, mention.start - 60), mention.start) is not None


@dataclass(frozen=True, slots=True)
class _Whole:
    """A report as read once, from which its passages are taken."""

    report: Report
    gazetteer: Gazetteer
    reading: Reading
    words: Sequence[Word]
    mentions: Sequence[PlaceMention]
    told: Told

    def passage(self, start: int, end: int, whole: Traits | None = None) -> Traits:
        """One passage; a part without a time of its own takes that of the whole."""
        report, text = self.report, self.report.text
        parts = [part for part in self.words if start <= part.start < end]
        forms = [forms_of(part) for part in parts]
        found = concepts_in(forms)
        mentions = [one for one in self.mentions if start <= one.start < end]
        places, fine, unsure = _where(mentions, self.gazetteer, report.quarter)
        if whole and not places and len(whole.fine) == 1:  # the one place it is all about
            places, fine, unsure = whole.places, whole.fine, whole.unsure
        within = {above for place in places for above in self.gazetteer.ancestors(place)}
        spans = _event_spans(text[start:end], start, parts, found, report.reported)
        known = [(one.start, one.end) for one in mentions]
        known += [*self.told.tellers, *report.worn]
        names = dict(names_in(text, parts, Extents(known)))
        figures = self._figures(start, end)
        targets, beside = targets_in(found.get("target", ()), forms)
        if whole and not targets:  # "…; on Monday two bombs destroyed its generator"
            beside |= whole.targets
        lead = sum(part.start < start + _SHORT_TEXT for part in parts)
        scope = {
            name
            for name, number in found.get("scope", ())
            if number < lead and not _counts_times(forms[max(0, number - 3) : number])
        }
        modality = {name for name, number in found.get("modality", ()) if number < lead}
        return Traits(
            report=report.id,
            reported=report.reported,
            heard=_hour(report.heard),
            start=start,
            end=end,
            spans=spans or self._spans_before(start, whole),
            hours=hours_said(text[start:end]) if end - start < _SHORT_TEXT else (),
            places=places,
            within=frozenset(within - places),
            fine=fine,
            unsure=unsure,
            named=self._named(start, end),
            names=names,
            kinds=_ids(found, "kind"),
            weapons=_ids(found, "weapon"),
            targets=targets,
            beside=beside,
            figures=figures,
            sounds=sounds_in(parts, names),
            terms=self._terms(start, end, parts, names, known),
            details=_ids(found, "detail"),
            topics=self._topics(start, end),
            total=bool(figures) and not fine and report.heard is None,
            city_wide="city_wide" in scope and not fine,
            cumulative="cumulative" in scope,
            again="again" in scope,
            eventful=bool(report.quarter or found.keys() & {"harm"} or self._eventful(start, end)),
            alarm=self._alarm(start, end, found),
            planned="planned" in modality,
            negated="negated" in modality and not self._asserted(start, end),
            arabic=sum(part.arabic for part in parts) * 2 > len(parts),
        )

    def _terms(
        self,
        start: int,
        end: int,
        parts: Sequence[Word],
        names: Mapping[str, str],
        known: Sequence[tuple[int, int]],
    ) -> Mapping[str, int]:
        """Words and names, and each number that counts something once."""
        counted = [(first, last) for first, last, _ in self.told.numbers]
        found = terms_in(self.report.text, parts, names, Extents((*known, *counted)))
        for at, _, value in self.told.numbers:
            if start <= at < end and value > 1 and not _is_year(value):
                found[f"number {value}"] = 1
        return found

    def _eventful(self, start: int, end: int) -> bool:
        return any(
            claim.kind not in _NO_EVENT
            for claim in self.reading.claims
            if start <= claim.start < end
        )

    def _asserted(self, start: int, end: int) -> bool:
        """Whether something is told to have happened, whoever may deny that they did it."""
        return any(
            claim.kind in _HAPPENED
            and claim.polarity == "+"
            and claim.modality == "asserted"
            and claim.low != 0
            for claim in self.reading.claims
            if start <= claim.start < end
        )

    def _spans_before(self, start: int, whole: Traits | None) -> tuple[Span, ...]:
        """A part that says no time takes what was said before it, and no later part's."""
        if whole is None or not whole.spans:
            return ()
        said = [*spans_said(self.report.text[:start], self.report.reported)]
        return tuple(span for span in whole.spans if span in said)

    def _named(self, start: int, end: int) -> dict[str, str]:
        return {
            " ".join(word.key for word in words(event.place.text)): event.place.text
            for event in self.reading.events
            if event.place
            and event.place.id is None
            and event.place.precision in FINE
            and start <= event.start < end
        }

    def _alarm(self, start: int, end: int, found: Mapping[str, Iterable[tuple[str, int]]]) -> bool:
        told = {claim.kind for claim in self.reading.claims if start <= claim.start < end}
        flying = _FLYING & _ids(found, "weapon") and not found.keys() & {"harm", "target"}
        return told <= _ALARM and bool(told or flying)

    def _topics(self, start: int, end: int) -> frozenset[str]:
        told = {claim.kind for claim in self.reading.claims if start <= claim.start < end}
        return frozenset(name for name, kinds in _TOPICS.items() if told & kinds)

    def _figures(self, start: int, end: int) -> dict[str, tuple[int, int | None]]:
        """The first figure of each kind of harm that stands for itself."""
        found: dict[str, tuple[int, int | None]] = {}
        for claim in self.reading.claims:
            own = claim.scope == "own" and claim.polarity == "+" and start <= claim.start < end
            if own and claim.kind in _HARM and claim.low is not None:
                found.setdefault(claim.kind.value, (claim.low, claim.high))
        bodies = found.pop(ClaimKind.RECOVERED_DEAD.value, None)
        if bodies:  # at least so many are dead
            found.setdefault(ClaimKind.KILLED.value, (bodies[0], None))
        return found


def _counts_times(before: Sequence[tuple[str, ...]]) -> bool:
    """Behind "for the third time", a period is no time over which something is summed."""
    return any({"time", "times", "مره"} & {*several} for several in before)


def _is_year(value: int) -> bool:
    first, last = 1900, 2100
    return first <= value <= last


def _hour(heard: datetime | None) -> float | None:
    if heard is None:
        return None
    return heard.toordinal() * 24 + heard.hour + heard.minute / 60


def _where(
    mentions: Sequence[PlaceMention], gazetteer: Gazetteer, quarter: str | None
) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The finest places, those of them that tell targets apart, and those only perhaps meant.

    Where a person at the phone said which quarter it is, it is that one.
    """
    if quarter:
        return frozenset({quarter}), frozenset({quarter}), frozenset()
    places, fine = _finest(mentions, gazetteer)
    return frozenset(places), frozenset(fine), frozenset(fine - _sure(mentions))


def _event_spans(
    text: str, at: int, parts: Sequence[Word], found: Mapping[str, Iterable[tuple[str, int]]],
    reported: date,
) -> tuple[Span, ...]:  # fmt: skip
    """The times named in sentences that tell of a strike or of harm; in a short text, anywhere."""
    if len(text) < _SHORT_TEXT:
        return tuple(_past(spans_said(text, reported), reported))
    telling = sorted(
        parts[number].start - at
        for group in ("kind", "weapon", "harm")
        for _, number in found.get(group, ())
    )
    spans: dict[Span, None] = {}
    for match in _SENTENCE.finditer(text):
        if bisect_left(telling, match.end()) > bisect_left(telling, match.start()):
            spans.update(dict.fromkeys(_past(spans_said(match.group(), reported), reported)))
    return tuple(spans)


def _past(spans: Iterable[Span], reported: date) -> Iterator[Span]:
    """What is called by a day after the report was written has not happened yet."""
    return (span for span in spans if span.first_day <= reported.toordinal() + 1)


def _sure(mentions: Iterable[PlaceMention]) -> set[str]:
    """The places named by a name that only they bear."""
    return {
        mention.candidates[0].id
        for mention in mentions
        if len(mention.candidates) == 1
        or mention.candidates[0].score - mention.candidates[1].score > CLOSE_SCORES
    }


def _finest(mentions: Iterable[PlaceMention], gazetteer: Gazetteer) -> tuple[set[str], set[str]]:
    """The places named that hold no other named place, and those of them that are fine."""
    named = {
        each.id: each.precision
        for mention in mentions
        for each in mention.candidates[:3]
        if each.precision not in _NOWHERE and each.score >= mention.candidates[0].score - 0.1
    }
    around = {ancestor for place in named for ancestor in gazetteer.ancestors(place)}
    finest = {place for place in named if place not in around}
    return finest, {place for place in finest if named[place] in FINE}


# -- concepts ------------------------------------------------------------------------------------


def _ids(found: Mapping[str, Iterable[tuple[str, int]]], group: str) -> frozenset[str]:
    return frozenset(name for name, _ in found.get(group, ()))
