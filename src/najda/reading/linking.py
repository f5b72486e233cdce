"""Which reports speak of the same incident or campaign: proposals for a person, with reasons.

Candidates come from an inverted index of rare words, names and places, so that thousands of
reports need near-linear work. Each pair is weighed on passages: span of time, place, kind, weapon,
target, figures, rare words in common. Some things forbid "same" whatever else agrees (a veto):
another night, another target, a sum over days against one strike, something denied or planned.
Nothing is joined here.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from heapq import nlargest

from najda.places import Gazetteer
from najda.reading.said_times import Span, span_of_report
from najda.reading.sureness import Links, Reason, Verdict, proposals
from najda.reading.traits import Traits, traits_of, word_list

#: From here on a pair is shown as perhaps the same.
PERHAPS = 0.15
_MOST_CANDIDATES = 40
#: Tokens in more reports than this say too little to find candidates by.
_MOST_POSTINGS = 60
#: How many imagined reports of the same field stand behind the counts of a small batch.
_IMAGINED = 300
_IMAGINED_COMMON = 60
#: Taken off every weight: a word in a quarter of all reports says nothing.
_SAYS_NOTHING = 1.2
#: Two reports that are each other's best candidate by this much speak of the same more likely.
_CLEARLY = 0.8
_BEST_OF_BOTH, _BEST_OF_BOTH_LONG = 1.2, 2.2
#: From so many letters on the wording of a passage is its own, not a form of words.
_LONG = 350
#: Among fewer reports than this, being the best says little.
_ENOUGH_TO_COMPARE = 30

_COMMON = word_list(
    "kill injur wound air strik airstrik bomb bomb attack civilian children child women woman men "
    "hit target forc government rebel regime syrian russian aleppo syria city town villag area "
    "neighborhood neighbourhood district house hous home hospital dead death die died peopl person "
    "militari armi arm group shell warplan aircraft jet barrel missil rocket destroy damag rescu "
    "team civil defenc defens white helmet local activist observatori human right monitor famili "
    "renew clash continu casualt countrysid countryside advanc faction martyr carri massacre "
    "bombard bombardment aerial report violent loyal member fighter village control "
    "includ sever least night morn even north south east west eastern western northern southern "
    "نظام طيران حرب مدن قصف غار شهيد شهداء جريح جرح حي حلب مدين دفاع برميل متفجر صاروخ طفل اطفال "
    "نساء سوري روس منزل ريف بلد قتل"
)
_GENERIC_TARGETS = frozenset({"vehicle"})


@dataclass(frozen=True, slots=True)
class Report:
    """What came in: ``reported`` is the day it was written."""

    id: str
    text: str
    reported: date
    source: str | None = None


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


def tokens_of(passage: Traits) -> frozenset[str]:
    """What a passage can be found by: words, names, places, numbers, targets."""
    return _wording(passage) | {
        *(f"place {place}" for place in passage.places),
        *(f"hit {target}" for target in passage.targets),
    }


def _wording(passage: Traits) -> frozenset[str]:
    """Words, names and numbers; places and targets are weighed for themselves."""
    return passage.words | {
        *(f"name {name}" for name in passage.names),
        *(f"number {number}" for number in passage.numbers),
    }


def link_reports(reports: Sequence[Report], gazetteer: Gazetteer) -> dict[str, Links]:
    """Proposals for every report among the others of the list."""
    passages = {
        each.id: traits_of(each.id, each.text, each.reported, gazetteer) for each in reports
    }
    return link_traits(passages)


def link_traits(passages: Mapping[str, Sequence[Traits]]) -> dict[str, Links]:
    """Proposals for every report from its passages; the first passage is the whole report."""
    whole = {report: tokens_of(each[0]) for report, each in passages.items()}
    weights = Weights(whole.values())
    verdicts: dict[str, dict[str, Verdict]] = defaultdict(dict)
    for first, second in _candidate_pairs(whole, passages, weights):
        verdict = compare_reports(passages[first], passages[second], weights)
        if verdict.score >= PERHAPS:
            verdicts[first][second] = verdict
            verdicts[second][first] = verdict
    enough = len(passages) >= _ENOUGH_TO_COMPARE
    best = {report: _clear_best(mine) for report, mine in verdicts.items() if enough}
    for report, other in best.items():
        if other and best.get(other) == report and report < other:
            verdict = _each_others_best(verdicts[report][other])
            verdicts[report][other] = verdicts[other][report] = verdict
    return {report: proposals(verdicts.get(report, {})) for report in passages}


def _clear_best(mine: Mapping[str, Verdict]) -> str | None:
    """The best candidate that nothing forbids, where the next one is clearly weaker."""
    ranked = sorted((verdict.odds, other) for other, verdict in mine.items() if not verdict.veto)
    if not ranked or (len(ranked) > 1 and ranked[-1][0] - ranked[-2][0] < _CLEARLY):
        return None
    return ranked[-1][1]


def _each_others_best(verdict: Verdict) -> Verdict:
    weight = _BEST_OF_BOTH_LONG if verdict.long else _BEST_OF_BOTH
    reason = Reason("best_of_both", (), weight)
    return replace(verdict, odds=verdict.odds + weight, reasons=(*verdict.reasons, reason))


def _norm(tokens: frozenset[str], weights: Weights) -> float:
    return math.sqrt(sum(weights.of(token) ** 2 for token in tokens))


def _candidate_pairs(
    whole: Mapping[str, frozenset[str]],
    passages: Mapping[str, Sequence[Traits]],
    weights: Weights,
) -> list[tuple[str, str]]:
    """Pairs that share rare tokens, or a place within days; each report's best only."""
    postings: dict[str, list[str]] = defaultdict(list)
    for report, tokens in whole.items():
        for token in (*tokens, *_place_days(passages[report][0])):
            postings[token].append(report)
    pairs: set[tuple[str, str]] = set()
    for report, tokens in whole.items():
        shared: dict[str, float] = defaultdict(float)
        for token in (*tokens, *_place_days(passages[report][0])):
            listed = postings[token]
            if 1 < len(listed) <= _MOST_POSTINGS:
                weight = weights.of(token) ** 2
                for other in listed:
                    shared[other] += weight
        shared.pop(report, None)
        for other in nlargest(_MOST_CANDIDATES, shared, key=lambda one: (shared[one], one)):
            pairs.add((min(report, other), max(report, other)))
    return sorted(pairs)


def _place_days(passage: Traits) -> list[str]:
    """A place together with a day: few reports share both."""
    days = {
        day
        for span in passage.spans or (span_of_report(passage.reported),)
        if span.hours <= 72  # a longer span names no day
        for day in range(int(span.start // 24), int((span.end - 1) // 24) + 1)
    }
    return [f"{place} on {day}" for place in sorted(passage.places) for day in sorted(days)]


def compare_reports(first: Sequence[Traits], second: Sequence[Traits], weights: Weights) -> Verdict:
    """The best of the whole against the whole and of each part against each part."""
    verdicts = [compare(first[0], second[0], weights)]
    verdicts += [
        compare(mine, theirs, weights)
        for mine in first[1:] or first[:1]
        for theirs in second[1:] or second[:1]
        if mine.fine & theirs.fine and not (mine is first[0] and theirs is second[0])
    ]
    allowed = [verdict for verdict in verdicts if not verdict.veto]
    return max(allowed or verdicts, key=lambda verdict: verdict.odds)


def compare(mine: Traits, theirs: Traits, weights: Weights) -> Verdict:
    """Weigh two passages: reasons for and against in log-odds, and what forbids "same"."""
    reasons = [
        reason
        for ground in (_by_time, _by_place, _by_kind, _by_target, _by_figures, _by_names)
        for reason in ground(mine, theirs)
    ]
    reasons.append(_by_words(mine, theirs, weights))
    long = min(mine.end - mine.start, theirs.end - theirs.start) >= _LONG
    veto = _veto(mine, theirs, reasons, long=long)
    odds = _BASE + sum(reason.weight for reason in reasons)
    return Verdict(odds, tuple(sorted(reasons, key=lambda each: -abs(each.weight))), veto, long)


_BASE = -2.0
#: A span of more hours names no day.
_LONGEST_DAY = 24
#: Cosine at which words speak neither for nor against, and how steeply they speak beyond it.
_EVEN_COSINE = 0.05
_WORDS_WEIGHT = 2.5
#: Few words in common, however rare, speak no louder than this each.
_WEIGHT_OF_A_WORD = 1.0


def _by_time(mine: Traits, theirs: Traits) -> list[Reason]:
    if mine.spans and theirs.spans:
        return [_by_stated_times(mine.spans, theirs.spans)]
    days = abs((mine.reported - theirs.reported).days)
    if mine.spans or theirs.spans:
        stated, other = (mine, theirs) if mine.spans else (theirs, mine)
        likely = span_of_report(other.reported)
        if any(span.meets(likely) for span in stated.spans):
            return [Reason("reported_then", (other.reported.isoformat(),), 0.7)]
        return [Reason("reported_later", (str(days),), round(max(-4.0, 0.2 - 0.4 * days), 3))]
    if days == 0:
        return [Reason("same_day_reported", (mine.reported.isoformat(),), 0.9)]
    return [Reason("days_apart", (str(days),), round(max(-4.0, 0.4 - 0.5 * days), 3))]


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
    """A place that one of them may only seem to name (a shared name) ties them loosely."""
    if not shared - (mine.unsure ^ theirs.unsure):
        return Reason("place_perhaps", tuple(sorted(shared)), 1.0)
    share = len(shared) / min(len(mine.fine), len(theirs.fine))
    return Reason("same_place", tuple(sorted(shared)), round(2.2 * share, 3))


def _by_kind(mine: Traits, theirs: Traits) -> list[Reason]:
    reasons = []
    kinds, weapons = mine.kinds & theirs.kinds, mine.weapons & theirs.weapons
    if kinds:
        reasons.append(Reason("same_kind", tuple(sorted(kinds)), 0.4))
    elif mine.kinds and theirs.kinds:
        reasons.append(Reason("other_kind", tuple(sorted(mine.kinds ^ theirs.kinds)), -0.6))
    if weapons:
        reasons.append(Reason("same_weapon", tuple(sorted(weapons)), 0.4))
    return reasons


def _by_target(mine: Traits, theirs: Traits) -> list[Reason]:
    shared = mine.targets & theirs.targets
    if shared:
        sharp = bool(shared - _GENERIC_TARGETS - {"home"})
        return [Reason("same_target", tuple(sorted(shared)), 1.0 if sharp else 0.4)]
    if _other_target(mine, theirs):
        return [Reason("other_target", tuple(sorted(mine.targets | theirs.targets)), -1.5)]
    mixed = (mine.targets & theirs.beside) | (theirs.targets & mine.beside)
    return [Reason("target_named", tuple(sorted(mixed)), 0.4)] if mixed else []


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
    first, second = _wording(mine), _wording(theirs)
    shared = first & second
    if not shared:
        return Reason("no_words_shared", (), 0.0 if mine.arabic != theirs.arabic else -0.8)
    norm = _norm(first, weights) * _norm(second, weights)
    cosine = sum(weights.of(token) ** 2 for token in shared) / norm if norm else 0.0
    rarest = sorted(shared, key=lambda token: (-weights.of(token), token))[:5]
    weight = _WORDS_WEIGHT * math.log((cosine + 0.01) / _EVEN_COSINE)
    shown = tuple(_shown(token, mine) for token in rarest)
    least = 0.0 if mine.arabic != theirs.arabic else -2.0
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
