"""How two passages are weighed: reasons for and against, in log-odds, and what forbids "same"."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from najda.reading.said_times import Span, span_before, span_of_report
from najda.reading.sureness import Reason, Verdict
from najda.reading.traits import Traits
from najda.reading.wording import consonants, word_list

#: How many imagined reports of the same field stand behind the counts of a small batch.
_IMAGINED = 300
_IMAGINED_COMMON = 60
#: Taken off every weight: a word in a quarter of all reports says nothing.
_SAYS_NOTHING = 1.2
#: From so many letters on the wording of a passage is its own, not a form of words.
_LONG = 350
_COMMON = word_list(
    "kill injur wound air strik airstrik bomb bomb attack civilian children child women woman men "
    "hit target forc government rebel regime syrian russian aleppo syria city town villag area "
    "neighborhood neighbourhood district house hous home hospital dead death die died peopl person "
    "militari armi arm group shell warplan aircraft jet barrel missil rocket destroy damag rescu "
    "team civil defenc defens white helmet local activist observatori human right monitor famili "
    "renew clash continu casualt countrysid countryside advanc faction martyr carri massacre "
    "bombard bombardment aerial report violent loyal member fighter village control "
    "lost liv lif toll victim fatal includ sever least night morn even north south east west "
    "eastern western northern southern "
    "نظام طيران حرب مدن قصف غار شهيد شهداء جريح جرح حي حلب مدين دفاع برميل متفجر صاروخ طفل اطفال "
    "نساء سوري روس منزل ريف بلد قتل"
)
_GENERIC_TARGETS = frozenset({"vehicle"})
#: What stays where it is, so that people tell a place by it.
_LANDMARKS = frozenset({
    "school", "market", "worship", "bakery", "bridge", "roundabout", "garage", "rescue_base",
    "hospital", "fuel", "factory",
})  # fmt: skip


class Weights:
    """How much a token says: the rarer among the reports, the more (inverse frequency)."""

    def __init__(self, token_sets: Iterable[frozenset[str]]) -> None:
        self._counts: Counter[str] = Counter()
        self._reports = 0
        for tokens in token_sets:
            self._counts.update(tokens)
            self._reports += 1

    def of(self, token: str) -> float:
        """Log of (all reports / reports with it), with imagined reports behind small batches."""
        imagined = _IMAGINED_COMMON if token in _COMMON else 1
        seen = self._counts.get(token, 0) + imagined
        return max(0.05, math.log((self._reports + _IMAGINED) / seen) - _SAYS_NOTHING)

    def count(self, token: str) -> int:
        """In how many reports the token stands."""
        return self._counts.get(token, 0)


def wording_of(passage: Traits) -> frozenset[str]:
    """Words, names and numbers; places and targets are weighed for themselves."""
    return passage.words | {
        *(f"name {name}" for name in passage.names),
        *(f"number {number}" for number in passage.numbers),
    }


def _norm(tokens: frozenset[str], weights: Weights) -> float:
    return math.sqrt(sum(weights.of(token) ** 2 for token in tokens))


def compare(mine: Traits, theirs: Traits, weights: Weights) -> Verdict:
    """Weigh two passages: reasons for and against in log-odds, and what forbids "same"."""
    reasons = [
        reason
        for ground in (
            _by_time,
            _by_place,
            _by_period,
            _by_kind,
            _by_target,
            _by_figures,
            _by_names,
        )
        for reason in ground(mine, theirs)
    ]
    reasons.append(_by_words(mine, theirs, weights))
    long = _both_long(mine, theirs)
    veto = _veto(mine, theirs, reasons, long=long)
    odds = _BASE + sum(reason.weight for reason in reasons)
    return Verdict(odds, tuple(sorted(reasons, key=lambda each: -abs(each.weight))), veto, long)


def _both_long(mine: Traits, theirs: Traits) -> bool:
    return min(mine.end - mine.start, theirs.end - theirs.start) >= _LONG


_BASE = -1.5
#: So many quarters in one short passage are a list: a day told quarter by quarter.
_A_LIST = 3
#: Hours: what is told as it happens is told for so long; a dig may go on longer, then a person
#: sees that it is the same.
_AS_IT_HAPPENS = 2.0
#: A span of more hours names no day.
_LONGEST_DAY = 24
#: Cosine at which words speak neither for nor against, and how steeply they speak beyond it.
_EVEN_COSINE = 0.05
_WORDS_WEIGHT = 2.5
#: Few words in common, however rare, speak no louder than this each.
_WEIGHT_OF_A_WORD = 1.0


def _by_time(mine: Traits, theirs: Traits) -> list[Reason]:
    if mine.heard is not None and theirs.heard is not None:
        return [_by_minutes(mine, theirs, mine.heard, theirs.heard)]
    spans, others = spans_of(mine), spans_of(theirs)
    if spans and others:
        return [_by_stated_times(spans, others)]
    days = abs((mine.reported - theirs.reported).days)
    if spans or others:
        stated, other = (mine, theirs) if spans else (theirs, mine)
        likely = span_of_report(other.reported)
        if any(span.meets(likely) for span in spans or others):
            if stated.heard is not None:  # in one quarter much happens in one night
                return [Reason("call_and_news", (), 0.4)]
            return [Reason("reported_then", (other.reported.isoformat(),), 0.7)]
        return [Reason("reported_later", (str(days),), _later(0.2 - 0.4 * days, mine, theirs))]
    if days == 0:
        return [Reason("same_day_reported", (mine.reported.isoformat(),), 0.9)]
    return [Reason("days_apart", (str(days),), _later(0.4 - 0.5 * days, mine, theirs))]


def _later(weight: float, mine: Traits, theirs: Traits) -> float:
    """Figures may come years later: what names the same place or target stays in sight."""
    tied = mine.fine & theirs.fine or (mine.targets | mine.beside) & (
        theirs.targets | theirs.beside
    )
    return round(max(-2.6 if tied else -4.0, weight), 3)


def spans_of(passage: Traits) -> tuple[Span, ...]:
    """The times a passage states; a call or a radio line tells of the hours before it as well."""
    if passage.heard is None:
        return passage.spans
    return (*passage.spans, span_before(passage.heard, _AS_IT_HAPPENS))


def _by_minutes(mine: Traits, theirs: Traits, heard: float, other: float) -> Reason:
    """Two calls or radio lines: how long after one another they came."""
    hours = abs(heard - other)
    if not (mine.eventful and theirs.eventful):
        return Reason("nothing_happened", (), 0.0)
    if hours <= _AS_IT_HAPPENS:
        return Reason("minutes_apart", (str(round(hours * 60)),), 2.0)
    return Reason("hours_apart", (str(round(hours)),), round(max(-4.0, 0.5 - 0.5 * hours), 3))


def _by_stated_times(mine: Sequence[Span], theirs: Sequence[Span]) -> Reason:
    meeting = [(a, b) for a in mine for b in theirs if a.meets(b)]
    if any(a.hours <= _LONGEST_DAY and b.hours <= _LONGEST_DAY for a, b in meeting):
        return Reason("same_time", (), 1.6)
    if meeting:
        return Reason("same_time", (), 0.9)
    if any(a.touches(b) for a in mine for b in theirs):
        return Reason("next_day", (), 0.0)
    return Reason("other_time", (), -3.0)


def _by_place(mine: Traits, theirs: Traits) -> list[Reason]:
    shared = mine.fine & theirs.fine
    if shared:
        return [_by_shared_place(shared, mine, theirs)]
    if mine.fine and theirs.fine:
        return [Reason("other_place", (), -2.5)]
    if (mine.fine & theirs.within) or (theirs.fine & mine.within):
        return [Reason("place_within", (), 0.4)]
    wider = (
        (mine.places & theirs.places)
        | (mine.places & theirs.within)
        | (theirs.places & mine.within)
    )
    if wider:
        return [Reason("same_area", tuple(sorted(wider)), 0.3)]
    if mine.places and theirs.places:
        return [Reason("other_area", (), -1.2)]
    return []


def _by_shared_place(shared: frozenset[str], mine: Traits, theirs: Traits) -> Reason:
    """A place that one may only seem to name, or that stands in a list of many, ties loosely."""
    most = max(len(mine.fine), len(theirs.fine))
    listed = (
        most >= _A_LIST
        and len(shared) * 2 < most
        and not _both_long(mine, theirs)
        and not mine.figures.items() & theirs.figures.items()
    )
    if listed or not shared - (mine.unsure ^ theirs.unsure):
        return Reason("place_perhaps", tuple(sorted(shared)), 1.0)
    share = len(shared) / min(len(mine.fine), len(theirs.fine))
    return Reason("same_place", tuple(sorted(shared)), round(2.2 * share, 3))


def _by_period(mine: Traits, theirs: Traits) -> list[Reason]:
    """Two tolls of an area over one period: what a campaign's figures are."""
    if not (mine.total and theirs.total):
        return []
    if not mine.spans or not theirs.spans:
        return []
    start, end = _period(mine.spans)
    other_start, other_end = _period(theirs.spans)
    common = min(end, other_end) - max(start, other_start)
    same = 2 * common >= min(end - start, other_end - other_start)
    return [Reason("same_period", (), 1.6)] if same else [Reason("other_period", (), -0.6)]


def _period(spans: Sequence[Span]) -> tuple[float, float]:
    return min(span.start for span in spans), max(span.end for span in spans)


def _by_kind(mine: Traits, theirs: Traits) -> list[Reason]:
    reasons = []
    kinds, weapons = mine.kinds & theirs.kinds, mine.weapons & theirs.weapons
    if kinds:
        reasons.append(Reason("same_kind", tuple(sorted(kinds)), 0.4))
    elif mine.kinds and theirs.kinds:
        reasons.append(Reason("other_kind", tuple(sorted(mine.kinds ^ theirs.kinds)), -0.6))
    if weapons:
        reasons.append(Reason("same_weapon", tuple(sorted(weapons)), 0.4))
    if topics := mine.topics & theirs.topics:
        base = "rescue_bases" in topics and mine.fine & theirs.fine
        key = "same_base" if base else "same_topic"
        reasons.append(Reason(key, tuple(sorted(base or topics)), 1.0 if base else 0.6))
    return reasons


def _by_target(mine: Traits, theirs: Traits) -> list[Reason]:
    shared = mine.targets & theirs.targets
    if shared:
        sharp = bool(shared - _GENERIC_TARGETS - {"home"})
        return [Reason("same_target", tuple(sorted(shared)), 1.0 if sharp else 0.4)]
    if _other_target(mine, theirs):
        return [Reason("other_target", tuple(sorted(mine.targets | theirs.targets)), -1.5)]
    mixed = (mine.targets & theirs.beside) | (theirs.targets & mine.beside)
    if mixed := mixed or (mine.beside & theirs.beside) - _GENERIC_TARGETS - {"home"}:
        return [Reason("target_named", tuple(sorted(mixed)), 0.4)]
    return _by_landmark(mine, theirs)


def _by_landmark(mine: Traits, theirs: Traits) -> list[Reason]:
    """What stands beside the place ("near the school", جنب الجامع), in two calls."""
    spots, others = _landmarks(mine), _landmarks(theirs)
    if spots & others:
        return [Reason("same_spot", tuple(sorted(spots & others)), 0.6)]
    apart = spots and others and mine.heard is not None and theirs.heard is not None
    return [Reason("other_spot", tuple(sorted(spots | others)), -0.6)] if apart else []


def _landmarks(passage: Traits) -> frozenset[str]:
    return (passage.targets | passage.beside) & _LANDMARKS


def _other_target(mine: Traits, theirs: Traits) -> bool:
    """Both say what was hit, and nothing of it is named by the other."""
    own, other = mine.targets - _GENERIC_TARGETS, theirs.targets - _GENERIC_TARGETS
    return bool(
        own and other and not own & (other | theirs.beside) and not other & (own | mine.beside)
    )


def _by_figures(mine: Traits, theirs: Traits) -> list[Reason]:
    reasons = []
    for kind in sorted(mine.figures.keys() & theirs.figures.keys()):
        low, high = mine.figures[kind]
        other_low, other_high = theirs.figures[kind]
        values = (kind, str(low), str(other_low))
        if low == other_low:
            reasons.append(Reason("same_figure", values, 0.9 if low > 4 else 0.5))
        elif (high is None and other_low >= low) or (other_high is None and low >= other_low):
            reasons.append(Reason("figures_agree", values, 0.2))
        else:
            far = min(low, other_low) * 2 < max(low, other_low)
            reasons.append(Reason("other_figure", values, -1.2 if far else -0.4))
    return reasons


def _by_names(mine: Traits, theirs: Traits) -> list[Reason]:
    if mine.arabic != theirs.arabic:
        heard = sorted(mine.sounds & theirs.sounds)
        written = tuple(
            name for key, name in mine.names.items() if consonants(key) in heard
        ) or tuple(name for key, name in theirs.names.items() if consonants(key) in heard)
        return [Reason("same_names", written, min(0.8 * len(heard), 1.6))] if heard else []
    shared = mine.names.keys() & theirs.names.keys()
    if shared:
        values = tuple(sorted(mine.names[name] for name in shared))[:5]
        same = Reason("same_names", values, min(0.5 * len(shared), 1.5))
        apart = len(shared) == 1 and mine.names.keys() - shared and theirs.names.keys() - shared
        return [same, Reason("own_names", (), -0.3)] if apart else [same]
    if len(mine.names) > 1 and len(theirs.names) > 1:
        return [Reason("other_names", (), -0.5)]
    return []


def _by_words(mine: Traits, theirs: Traits, weights: Weights) -> Reason:
    """Rare words, names and numbers in common: cosine of their weights."""
    first, second = wording_of(mine), wording_of(theirs)
    # Where the script differs, or only an area's toll is told, words need not come again.
    unasked = mine.arabic != theirs.arabic or (mine.total and theirs.total)
    shared = first & second
    if not shared:
        expected = min(len(first), len(second), 4)  # of a few words none need come again
        return Reason("no_words_shared", (), 0.0 if unasked else -0.2 * expected)
    norm = _norm(first, weights) * _norm(second, weights)
    cosine = sum(weights.of(token) ** 2 for token in shared) / norm if norm else 0.0
    rarest = sorted(shared, key=lambda token: (-weights.of(token), token))[:5]
    weight = _WORDS_WEIGHT * math.log((cosine + 0.01) / _EVEN_COSINE)
    shown = tuple(_shown(token, mine) for token in rarest)
    least = 0.0 if unasked else -2.0
    most = _WEIGHT_OF_A_WORD * len(shared)
    return Reason("words_shared", shown, round(min(max(weight, least), most), 3))


def _shown(token: str, mine: Traits) -> str:
    """A token as a person reads it: names as they were written."""
    return mine.names.get(token.removeprefix("name "), token) if token[:5] == "name " else token


def _veto(mine: Traits, theirs: Traits, reasons: Iterable[Reason], *, long: bool) -> str | None:
    """What forbids "same", the gravest first. Of a long text its first lines say too little."""
    keys = {reason.key for reason in reasons}
    grounds = (
        ("planned", (mine.planned or theirs.planned) and not long),
        ("negated", mine.negated != theirs.negated and not long),
        ("other_night", "other_time" in keys),
        ("other_place", "other_place" in keys),
        ("other_target", "other_target" in keys),
        ("cumulative", mine.cumulative != theirs.cumulative and not long),
        ("city_wide", mine.city_wide != theirs.city_wide and not long),
    )
    return next((name for name, holds in grounds if holds), None)


_GROUNDS = (_by_time, _by_place, _by_period, _by_kind, _by_target, _by_figures, _by_names)
