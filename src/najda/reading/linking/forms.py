"""Forms of words: what many reports of a batch say alike, so that it tells nothing.

"The local time of the incident is unknown", a note on how names were compared: what such words
say (a date, a name, a figure) is no ground that two reports speak of the same.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from najda.folding import fold_words
from najda.reading.linking.traits import Report

_SENTENCE = re.compile(r"[^.!?؟\n]+(?:[.!?؟]+|\n|$)")
_WORD = re.compile(r"\w+")
#: A form stands in so many reports that have, on average, no more than such a share of their
#: sentences in common: more is one report that several outlets took over.
_LEAST_REPORTS, _MOST_IN_COMMON = 4, 0.6
#: Shorter sentences ("Two dead.") are what anybody says of one incident; of a part of a sentence
#: so many words in a row are asked.
_LEAST_WORDS, _WORDS_IN_A_ROW = 5, 8

#: A sentence, or words in a row of one, as folded words; where it begins and ends.
Piece = tuple[str, int, int]


def without_forms(reports: Sequence[Report]) -> list[Report]:
    """The reports with blanks in place of whole sentences that are forms.

    Where only a part of a sentence is one, the report says where: its words and names tell
    nothing, but a place, a day or a figure in it may (bulletins are all alike but for these).
    """
    sentences = [list(_sentences(report.text)) for report in reports]
    runs = [list(_runs(report.text)) for report in reports]
    forms = _forms([frozenset(key for key, _, _ in found) for found in sentences])
    worn = _forms([frozenset(key for key, _, _ in found) for found in runs])
    return [
        replace(_blanked(report, _extents(whole, forms)), worn=tuple(_extents(parts, worn)))
        for report, whole, parts in zip(reports, sentences, runs, strict=True)
    ]


def _extents(pieces: Sequence[Piece], forms: set[str]) -> list[tuple[int, int]]:
    return [(start, end) for key, start, end in pieces if key in forms]


def _forms(told: Sequence[frozenset[str]]) -> set[str]:
    standing: dict[str, list[int]] = defaultdict(list)
    for number, keys in enumerate(told):
        for key in keys:
            standing[key].append(number)
    by_reports: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for key, numbers in standing.items():
        if len(numbers) >= _LEAST_REPORTS:
            by_reports[tuple(numbers)].append(key)
    return {
        key
        for numbers, keys in by_reports.items()
        if _in_common([told[number] for number in numbers]) <= _MOST_IN_COMMON
        for key in keys
    }


def _in_common(those: Sequence[frozenset[str]]) -> float:
    """The share of what they say that half of these reports or more say."""
    counts = Counter(key for keys in those for key in keys)
    common = {key for key, count in counts.items() if 2 * count >= len(those)}
    return sum(len(keys & common) / len(keys) for keys in those) / len(those)


def _sentences(text: str) -> Iterator[Piece]:
    for match in _SENTENCE.finditer(text):
        folded = fold_words(match.group())
        if len(folded) >= _LEAST_WORDS:
            yield " ".join(folded), match.start(), match.end()


def _runs(text: str) -> Iterator[Piece]:
    """Every so many words in a row, within a sentence."""
    for match in _SENTENCE.finditer(text):
        words = [(word.start(), word.end()) for word in _WORD.finditer(text, *match.span())]
        folded = fold_words(match.group())
        if len(words) == len(folded):  # folding seldom parts or joins words
            for first in range(len(words) - _WORDS_IN_A_ROW + 1):
                last = first + _WORDS_IN_A_ROW
                yield " ".join(folded[first:last]), words[first][0], words[last - 1][1]


def _blanked(report: Report, extents: Sequence[tuple[int, int]]) -> Report:
    text = report.text
    for start, end in extents:
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return replace(report, text=text) if extents else report
