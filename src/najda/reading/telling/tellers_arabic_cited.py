"""Tellers named beside what they tell, in Arabic: بحسب, نقلاً عن, نقلت ... عن, في بيان نقلته."""

from dataclasses import replace

from najda.reading.telling.arabic_names import (
    COMMAS,
    STOPS,
    is_that,
    name_end,
    name_in,
    subject_before,
    told,
    without_to,
)
from najda.reading.telling.names import LONGEST_NAME, Names, Telling
from najda.reading.words.lexicon import Match
from najda.reading.words.numbers import entry_at
from najda.reading.words.tokens import stems

_WHAT = {"ما", "لما"}
#: The preposition ل stands between these and the teller.
_WITH_TO = {"وفقا", "طبقا", "ووفقا", "وطبقا"}
_COUNTS = {"حصيله", "احصاييه", "ارقام", "بيانات", "معلومات", "تقرير", "احصا", "بيان", "احصاات"}
#: Words of a name that no list knows, where قوله follows it: "عن الجواري قوله".
_LONGEST_BARE = 4
#: Marks that may stand around an outlet's name: وكالة "رويترز" عن …
_AROUND_NAME = {'"', "“", "”", "«", "»", "(", ")"}


def according(names: Names, match: Match) -> Telling | None:
    """The teller behind بحسب, وفق, نقلاً عن."""
    passed_on = entry_at(names.matches, match.end + 1, "say", "relay")
    if (
        names.tokens[match.end : match.end + 1]
        and names.tokens[match.end].form in _WHAT
        and passed_on
    ):
        telling = relayed(names, passed_on)  # "بحسب ما نقلت رويترز عن الدفاع المدني"
        if telling is not None:
            side = "after" if match.start else "before"
            return replace(telling, start=match.start, side=side, verb="according")
    start = _behind_count(names, _behind_what(names, match.end))
    end = name_end(names, start)
    name = name_in(names, start, end)
    if not name and (bare := _bare_end(names, start)):
        name, end = names.raw(start, bare), bare
    if not name:
        return None
    end, described = _apposed(names, end)
    name = f"{name}، {described}" if described else name
    if name.startswith("لل") or (
        name.startswith("ل") and names.tokens[match.start].form in _WITH_TO
    ):
        name = without_to(name)
    media, end = told(names, end)
    side = "after" if match.start else "before"
    before = names.tokens[match.start - 1].form if match.start else ""
    cites = names.tokens[match.start].form == "نقلا" and before not in COMMAS | {"."}
    return Telling((name, *media), match.start, end, side, verb="cite" if cites else "according")


_IN_NAMES = {"tellers", "persons", "place_words"}


def _apposed(names: Names, end: int) -> tuple[int, str]:
    """Behind the name of "وفقا للناشط الإعلامي، أبو يمان الحلبي." and that name; else nothing."""
    start = end + 1
    if end >= len(names.tokens) or names.tokens[end].form not in COMMAS:
        return end, ""
    stop = start
    while stop < min(start + _LONGEST_BARE + 1, len(names.tokens)):
        token = names.tokens[stop]
        known = any(one.table not in _IN_NAMES for one in names.matches[stop])
        if token.sort != "word" or known:
            break
        stop += 1
    closed = stop >= len(names.tokens) or names.tokens[stop].form in STOPS
    return (stop, names.raw(start, stop)) if closed and stop > start + 1 else (end, "")


def _bare_end(names: Names, start: int) -> int:
    """Where a name no list knows ends in "وبحسب عبد الرحمن، فإن"; 0: no such name."""
    for at in range(start, min(start + _LONGEST_BARE + 1, len(names.tokens))):
        if is_that(names, at) or names.tokens[at].form in COMMAS:
            behind = at + (names.tokens[at].form in COMMAS)
            return at if at > start and is_that(names, behind) else 0
        if names.tokens[at].sort != "word":
            return 0
    return 0


def _behind_what(names: Names, start: int) -> int:
    """Where the teller begins in "حسب ما أفاد به", "حسب بيان صدر عن": behind the telling."""
    forms = [token.form for token in names.tokens[start : start + 3]]
    if (
        forms[:1]
        and forms[0] in _WHAT
        and (verb := entry_at(names.matches, start + 1, "say", "verbs"))
    ):
        behind = names.tokens[verb.end].form if verb.end < len(names.tokens) else ""
        return verb.end + (behind in {"به", "بها"})
    if forms[:1] in (["بيان"], ["تقرير"]) and forms[1:2] and forms[1] in {"صدر", "صادر"}:
        return start + 3 if forms[2:] == ["عن"] else start
    return start


def _behind_count(names: Names, start: int) -> int:
    """Where the teller begins in "وفق حصيلة جديدة للمرصد": whose count it is."""
    if start < len(names.tokens) and names.tokens[start].form in _COUNTS:
        for at in range(start + 1, min(start + 4, len(names.tokens))):
            if names.tokens[at].form.startswith("لل") or entry_at(names.matches, at, "say", "told"):
                return at
    return start


def had_relayed(names: Names, at: int) -> Match | None:
    """The verb of "وكانت الوكالة قد نقلت عن مصدر أن", whose outlet stands before it."""
    agency = entry_at(names.matches, at, "say", "agency")
    if agency is None or agency.end != at + 2 or "نقلا" in stems(names.tokens[at].form):
        return None
    return replace(agency, end=at + 1)


def relayed(names: Names, relay: Match) -> Telling | None:
    """The origin and the outlet of "نقلت وكالة عن مصدر قوله إن"."""
    for at in range(relay.end, min(len(names.tokens), relay.end + LONGEST_NAME)):
        form = names.tokens[at].form
        if form in STOPS - _AROUND_NAME:
            return None
        if form == "عن":
            saying = _saying(names, at + 1)
            end = saying or name_end(names, at + 1)
            bare = 0 < saying - at <= _LONGEST_BARE
            origin = name_in(names, at + 1, end) or (names.raw(at + 1, end) if bare else "")
            first = relay.end if relay.end < at else subject_before(names, relay.start)
            outlet = names.raw(first, at if relay.end < at else relay.start)
            if not origin:
                return None
            links = tuple(name for name in (origin, outlet) if name)
            return Telling(links, relay.start, end, "before", verb="quoted")
    return None


def _saying(names: Names, start: int) -> int:
    """Where the name of "عن فلان، مسؤول الدفاع المدني في حلب، قوله" ends; 0: no قوله follows."""
    for at in range(start, min(start + LONGEST_NAME, len(names.tokens))):
        if entry_at(names.matches, at, "say", "as_saying"):
            return at
        if names.tokens[at].form in STOPS - COMMAS or names.tokens[at].sort == "number":
            return 0
    return 0


def relayed_by(names: Names, carrier: Match) -> Telling | None:
    """The outlet of "في بيان نقلته قناة": it passes on what another told."""
    end = name_end(names, carrier.end)
    name = name_in(names, carrier.end, end)
    if not name or not carrier.start:
        return None
    return Telling((name,), carrier.start, end, "after", relays=True, verb="relay")
