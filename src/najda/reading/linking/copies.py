"""Sentences that were copied, and how many independent origins a line of reports has.

A sentence is a copy where its folded words are the same, or where so much of it stands in an older
sentence in the same order that chance is ruled out (lightly spun text). Older sentences to compare
with come from an inverted index over the rarest character 5-grams, so the work is near-linear.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from najda.folding import fold, fold_words, without_article
from najda.places import Gazetteer
from najda.reading.words.said_times import WEEKDAY_WORDS

_GRAM = 5
#: Sentences with fewer words say what anybody would say ("The search goes on.").
LEAST_WORDS = 5
#: Share of words in the same order, by weight, from which a sentence is a copy.
_LEAST_ALIKE = 0.62
#: Short sentences, and those whose numbers or days differ, must be alike to a higher share.
_LEAST_ALIKE_SHORT = 0.66
_LEAST_ALIKE_OTHER_NUMBERS = 0.87
#: In long sentences less will do: no two say so many words in the same order by chance.
_LEAST_ALIKE_LONG = 0.58
_FEW_WORDS, _MANY_WORDS = 9, 14
#: How much words count that stand in another place of the sentence.
_MOVED = 0.7
_RAREST = 40
_MOST_COMPARED = 6
_MOST_POSTINGS = 200
#: Words beyond this are not compared, so that a text without full stops costs little.
_MOST_WORDS = 80
_IMAGINED = 200
_COMMON_COUNT = 20
_SHORT_WORD = 3
_DAYS = frozenset(without_article(day) for day in WEEKDAY_WORDS)
_SENTENCE = re.compile(r"(?:[^.!?؟\n]|(?<=\d)\.(?=\d))+(?:[.!?؟]+|\n|$)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a report; offsets are code points of the raw text."""

    report: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A sentence and the earlier one it repeats; ``alike`` is 1 for the same words."""

    sentence: Sentence
    original: Sentence
    alike: float


def sentences_of(report: str, text: str) -> list[Sentence]:
    """The sentences of a text that are long enough to be told apart from chance."""
    found = []
    for match in _SENTENCE.finditer(text):
        raw = match.group()
        start = match.start() + len(raw) - len(raw.lstrip())
        end = match.start() + len(raw.rstrip())
        if len(fold_words(text[start:end])) >= LEAST_WORDS:
            found.append(Sentence(report, start, end, text[start:end]))
    return found


@dataclass(frozen=True, slots=True)
class _Print:
    """A sentence as it is compared: exact key, 5-grams, words."""

    sentence: Sentence
    key: str
    grams: frozenset[str]
    words: tuple[str, ...]
    #: Ids of the places it names.
    places: frozenset[str]


class CopyFinder:
    """Finds copies among sentences added one report after another, in the order they came.

    With a gazetteer a form of words about another place is no copy.
    """

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        self._gazetteer = gazetteer
        self._prints: list[_Print] = []
        self._by_key: dict[str, int] = {}
        self._by_gram: dict[str, list[int]] = defaultdict(list)
        self._counts: Counter[str] = Counter()
        self._word_counts: Counter[str] = Counter()

    def add(self, report: str, text: str) -> list[Copy]:
        """Add a report; the sentences in it that repeat a sentence of another report."""
        new = [_print_of(each, self._gazetteer) for each in sentences_of(report, text)]
        copies = [copy for each in new if (copy := self._original_of(each))]
        for each in new:
            number = len(self._prints)
            self._prints.append(each)
            self._by_key.setdefault(each.key, number)
            self._counts.update(each.grams)
            self._word_counts.update(set(each.words))
            for gram in each.grams:
                self._by_gram[gram].append(number)
        return copies

    def originals(self, report: str, text: str) -> set[str]:
        """The reports that sentences of this one repeat, without adding it."""
        prints = (_print_of(each, self._gazetteer) for each in sentences_of(report, text))
        return {copy.original.report for each in prints if (copy := self._original_of(each))}

    def _original_of(self, mine: _Print) -> Copy | None:
        same = self._by_key.get(mine.key)
        if same is not None and self._prints[same].sentence.report != mine.sentence.report:
            return Copy(mine.sentence, self._prints[same].sentence, 1.0)
        best: tuple[float, int] | None = None
        for number in self._near(mine):
            other = self._prints[number]
            if other.sentence.report == mine.sentence.report:
                continue
            alike = self._alike(mine, other)
            if alike >= _needed(mine, other) and (best is None or alike > best[0]):
                best = (alike, number)
        if best is None:
            return None
        return Copy(mine.sentence, self._prints[best[1]].sentence, round(best[0], 3))

    def _near(self, mine: _Print) -> list[int]:
        """Sentences that share the rarest 5-grams, the most shared first."""
        known = sorted(
            (gram for gram in mine.grams if 0 < self._counts[gram] <= _MOST_POSTINGS),
            key=lambda gram: (self._counts[gram], gram),
        )
        shared: Counter[int] = Counter()
        for gram in known[:_RAREST]:
            shared.update(self._by_gram[gram])
        return [number for number, count in shared.most_common(_MOST_COMPARED) if count > 1]

    def _alike(self, mine: _Print, other: _Print) -> float:
        """The weight of the words both have in the same order, as a share of all (0 to 1).

        What is left of both is compared once more: a clause may have been moved.
        """
        first, left, over = self._in_order(mine.words, other.words)
        second = self._in_order(left, over)[0] if left and over else 0.0
        both = sum(map(self._weight, mine.words)) + sum(map(self._weight, other.words))
        return 2 * (first + _MOVED * second) / both if both else 0.0

    def _in_order(
        self, mine: Sequence[str], other: Sequence[str]
    ) -> tuple[float, list[str], list[str]]:
        """Heaviest common subsequence (longest common subsequence, weighted), and the rests."""
        rows = [[0.0] * (len(other) + 1)]
        for word in mine:
            weight, above = self._weight(word), rows[-1]
            row = [0.0]
            for at, theirs in enumerate(other, start=1):
                row.append(above[at - 1] + weight if theirs == word else max(above[at], row[-1]))
            rows.append(row)
        return rows[-1][-1], *_rests(rows, mine, other)

    def _weight(self, word: str) -> float:
        """The rarer a word, the more it says; numbers say most of what differs."""
        count = self._word_counts[word] + (_COMMON_COUNT if len(word) <= _SHORT_WORD else 0)
        return math.log(1 + (len(self._prints) + _IMAGINED) / (count + 1))


def _rests(
    rows: Sequence[Sequence[float]], mine: Sequence[str], other: Sequence[str]
) -> tuple[list[str], list[str]]:
    """The words of both that are not in the common subsequence, in their order."""
    left: list[str] = []
    over: list[str] = []
    here, there = len(mine), len(other)
    while here and there:
        if mine[here - 1] == other[there - 1]:
            here, there = here - 1, there - 1
        elif rows[here - 1][there] >= rows[here][there - 1]:
            here -= 1
            left.append(mine[here])
        else:
            there -= 1
            over.append(other[there])
    return [*mine[:here], *reversed(left)], [*other[:there], *reversed(over)]


def _needed(mine: _Print, other: _Print) -> float:
    """How alike two must be: a formula with another number, day or place is no copy."""
    numbers, others = _telling(mine), _telling(other)
    if numbers and others and 2 * len(numbers & others) < len(numbers | others):
        return _LEAST_ALIKE_OTHER_NUMBERS
    if mine.places and other.places and not mine.places & other.places:
        return _LEAST_ALIKE_OTHER_NUMBERS
    shorter = min(len(mine.words), len(other.words))
    if shorter < _FEW_WORDS:
        return _LEAST_ALIKE_SHORT
    long = shorter >= _MANY_WORDS and numbers == others
    return _LEAST_ALIKE_LONG if long else _LEAST_ALIKE


def _telling(each: _Print) -> frozenset[str]:
    return frozenset(word for word in each.words if word.isdigit() or word in _DAYS)


def _print_of(sentence: Sentence, gazetteer: Gazetteer | None) -> _Print:
    parts = fold_words(sentence.text)
    joined = f" {' '.join(parts)} "
    grams = frozenset(joined[at : at + _GRAM] for at in range(max(1, len(joined) - _GRAM + 1)))
    return _Print(
        sentence, joined, grams, tuple(parts[:_MOST_WORDS]), _places_in(sentence.text, gazetteer)
    )


def _places_in(text: str, gazetteer: Gazetteer | None) -> frozenset[str]:
    if gazetteer is None:
        return frozenset()
    return frozenset(
        place.id for mention in gazetteer.mentions(text) for place in mention.candidates
    )


def find_copies(
    texts: Iterable[tuple[str, str]], gazetteer: Gazetteer | None = None
) -> dict[str, list[Copy]]:
    """Report id -> its copied sentences, for reports (id, text) in the order they came."""
    finder = CopyFinder(gazetteer)
    return {report: finder.add(report, text) for report, text in texts}


# -- independent origins -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Origin:
    """One independent voice, the names it spoke under, and the reports it is heard in."""

    name: str
    names: tuple[str, ...]
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Origins:
    """The independent origins behind a set of claims."""

    origins: tuple[Origin, ...]
    reports: int
    unknown: int

    @property
    def count(self) -> int:
        """How many voices speak independently."""
        return len(self.origins)

    @property
    def why(self) -> str:
        """In short English: "2 tellers, 5 reports"."""
        tellers = f"{self.count} teller{'' if self.count == 1 else 's'}"
        told = f"{self.reports} report{'' if self.reports == 1 else 's'}"
        unknown = f", {self.unknown} without a teller" if self.unknown else ""
        return f"{tellers}, {told}{unknown}"


def independent_origins(
    claims_tellers: Iterable[tuple[str, Sequence[str]]],
    same_voice: Mapping[str, str],
    *,
    copied_from: Mapping[str, str] | None = None,
) -> Origins:
    """The independent origins of claims, each (report id, tellers with the origin first).

    ``same_voice`` maps a name to another name of the same voice, as persons declared; chains and
    circles of declarations are one voice. ``copied_from`` maps a report to the one it repeats: a
    claim of a copy without tellers of its own has the origin of what it copies.
    """
    claims = [(report, tuple(tellers)) for report, tellers in claims_tellers]
    voice = _voices(same_voice)
    by_report = {report: tellers for report, tellers in reversed(claims) if tellers}
    heard: dict[str, tuple[set[str], set[str]]] = {}
    unknown: set[str] = set()
    for report, tellers in claims:
        source = _source_of(report, copied_from or {})
        first = tellers or by_report.get(source, ())
        if not first:
            unknown.add(source)  # a report and its copies are one that does not say
            continue
        name = voice(first[0])
        names, reports = heard.setdefault(name, (set(), set()))
        names.add(first[0])
        reports.add(report)
    origins = tuple(
        Origin(
            min(names, key=lambda name: (len(name), name)),
            tuple(sorted(names)),
            tuple(sorted(reports)),
        )
        for names, reports in heard.values()
    )
    told = {report for report, _ in claims}
    return Origins(origins, len(told), len(unknown - {r for o in origins for r in o.reports}))


def _source_of(report: str, copied_from: Mapping[str, str]) -> str:
    seen = {report}
    while (source := copied_from.get(report)) and source not in seen:
        seen.add(source)
        report = source
    return report


class _voices:  # noqa: N801 (called like a function)
    """Which voice a name belongs to: the least name of all declared the same."""

    def __init__(self, same_voice: Mapping[str, str]) -> None:
        self._parent: dict[str, str] = {}
        for name, other in same_voice.items():
            first, second = sorted((self(name), self(other)))
            if first != second:
                self._parent[second] = first

    def __call__(self, name: str) -> str:
        name = " ".join(fold_words(name)) or fold(name)
        while name in self._parent:
            name = self._parent[name]
        return name
