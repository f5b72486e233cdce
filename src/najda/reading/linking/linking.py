"""Which reports speak of the same incident or campaign: proposals for a person, with reasons.

Candidates come from an inverted index of rare words, names and places, so that thousands of
reports need near-linear work. Each pair is weighed on passages: span of time, place, kind, weapon,
target, figures, rare words in common. Some things forbid "same" whatever else agrees (a veto):
another night, another target, a sum over days against one strike, something denied or planned.
Nothing is joined here.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from heapq import nlargest

from najda.places import Gazetteer
from najda.reading.linking.comparing import compare
from najda.reading.linking.forms import without_forms
from najda.reading.linking.rarity import Rarity, features_of
from najda.reading.linking.sureness import Links, Reason, Verdict, proposals, stands_if_expected
from najda.reading.linking.times import spans_of
from najda.reading.linking.traits import Report, Traits, traits_of
from najda.reading.words.said_times import span_of_report

#: From here on a pair is shown as perhaps the same.
PERHAPS = 0.1
_MOST_CANDIDATES = 40
#: Tokens in more reports than this say too little to find candidates by.
_MOST_POSTINGS = 60
#: Two reports that are each other's best candidate by this much speak of the same more likely.
_CLEARLY = 0.4
_BEST_OF_BOTH, _BEST_OF_BOTH_LONG = 1.2, 2.2
#: Among fewer reports than this, being the best says little.
_ENOUGH_TO_COMPARE = 20
#: Where no more than this share of the reports stand alone, a counterpart is to be expected.
_MOST_ALONE = 0.3


def tokens_of(passage: Traits) -> frozenset[str]:
    """What a passage can be found by: words, names, places, numbers, targets."""
    return (
        features_of(passage)
        | frozenset(passage.terms)
        | {
            *(f"place {place}" for place in passage.places),
            *(f"sound {sound}" for sound in passage.sounds),
        }
    )


def link_reports(reports: Sequence[Report], gazetteer: Gazetteer) -> dict[str, Links]:
    """Proposals for every report among the others of the list."""
    return link_traits({each.id: traits_of(each, gazetteer) for each in without_forms(reports)})


def link_traits(passages: Mapping[str, Sequence[Traits]]) -> dict[str, Links]:
    """Proposals for every report from its passages; the first passage is the whole report."""
    whole = {report: tokens_of(each[0]) for report, each in passages.items()}
    rarity = Rarity((passages[report][0].reported, terms) for report, terms in whole.items())
    verdicts: dict[str, dict[str, Verdict]] = defaultdict(dict)
    for first, second in _candidate_pairs(whole, passages, rarity):
        verdict = compare_reports(passages[first], passages[second], rarity)
        if verdict.score >= PERHAPS:
            verdicts[first][second] = verdict
            verdicts[second][first] = verdict
    enough = len(passages) >= _ENOUGH_TO_COMPARE
    best = {report: _clear_best(mine) for report, mine in verdicts.items() if enough}
    for report, other in best.items():
        if other and best.get(other) == report and report < other:
            verdict = _each_others_best(verdicts[report][other])
            verdicts[report][other] = verdicts[other][report] = verdict
    links = {report: proposals(verdicts.get(report, {})) for report in passages}
    for first, second in _left_over(links, verdicts) if enough else ():
        verdict = replace(verdicts[first][second], expected=True)
        verdicts[first][second] = verdicts[second][first] = verdict
        links[first], links[second] = proposals(verdicts[first]), proposals(verdicts[second])
    return links


def _left_over(
    links: Mapping[str, Links], verdicts: Mapping[str, Mapping[str, Verdict]]
) -> list[tuple[str, str]]:
    """Texts that are each other's best and have no counterpart, where nearly all others have one.

    What a batch is like (reports told twice, or each by itself) is seen from its sure links.
    """
    alone = {report for report, found in links.items() if not found.same}
    if len(alone) > _MOST_ALONE * len(links):
        return []
    return [
        (first, second)
        for first in sorted(alone)
        for second, verdict in verdicts.get(first, {}).items()
        if first < second and second in alone and stands_if_expected(verdict)
    ]


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


def _candidate_pairs(
    whole: Mapping[str, frozenset[str]],
    passages: Mapping[str, Sequence[Traits]],
    rarity: Rarity,
) -> list[tuple[str, str]]:
    """Pairs that share rare tokens, or a place within days; each report's best only."""
    postings: dict[str, list[str]] = defaultdict(list)
    for report, tokens in whole.items():
        for token in (*tokens, *_on_days(passages[report][0])):
            postings[token].append(report)
    pairs: set[tuple[str, str]] = set()
    for report, tokens in whole.items():
        shared: dict[str, float] = defaultdict(float)
        for token in (*tokens, *_on_days(passages[report][0])):
            listed = postings[token]
            if 1 < len(listed) <= _MOST_POSTINGS:
                weight = rarity.of(token) ** 2
                for other in listed:
                    shared[other] += weight
        shared.pop(report, None)
        for other in nlargest(_MOST_CANDIDATES, shared, key=lambda one: (shared[one], one)):
            pairs.add((min(report, other), max(report, other)))
    return sorted(pairs)


def _on_days(passage: Traits) -> list[str]:
    """A place, a topic or an area's toll together with a day: few reports share both."""
    days = sorted({
        day
        for span in spans_of(passage) or (span_of_report(passage.reported),)
        if span.hours <= 72  # a longer span names no day
        for day in range(int(span.start // 24), int((span.end - 1) // 24) + 1)
    })  # fmt: skip
    what = [*sorted(passage.places), *(f"topic {topic}" for topic in sorted(passage.topics))]
    if passage.total:
        what.append("toll")
    return [f"{each} on {day}" for each in what for day in days]


def compare_reports(first: Sequence[Traits], second: Sequence[Traits], rarity: Rarity) -> Verdict:
    """The best of the whole against the whole and of each part against each part."""
    verdicts = [compare(first[0], second[0], rarity)]
    verdicts += [
        compare(mine, theirs, rarity)
        for mine in first[1:] or first[:1]
        for theirs in second[1:] or second[:1]
        if mine.fine & theirs.fine and not (mine is first[0] and theirs is second[0])
    ]
    allowed = [verdict for verdict in verdicts if not verdict.veto]
    return max(allowed or verdicts, key=lambda verdict: verdict.odds)
