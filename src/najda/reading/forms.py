"""Forms of words: sentences that many reports of a batch say alike, so that they tell nothing.

"The local time of the incident is unknown", a note on how names were compared: what such a
sentence says (a date, a name, a figure) is no ground that two reports speak of the same.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from najda.folding import fold_words
from najda.reading.traits import Report

_SENTENCE = re.compile(r"[^.!?؟\n]+(?:[.!?؟]+|\n|$)")
#: A form stands in so many reports that have, on average, no more than such a share of their
#: sentences in common: more is one report that several outlets took over.
_LEAST_REPORTS, _MOST_IN_COMMON = 4, 0.6
#: Shorter sentences ("Two dead.") are what anybody says of one incident.
_LEAST_WORDS = 5


def without_forms(reports: Sequence[Report]) -> list[Report]:
    """The reports with blanks in place of forms of words, so that offsets stay as they are."""
    forms = _forms([frozenset(_keys(report.text)) for report in reports])
    if not forms:
        return list(reports)
    return [replace(report, text=_blanked(report.text, forms)) for report in reports]


def _forms(told: Sequence[frozenset[str]]) -> set[str]:
    standing: dict[str, list[frozenset[str]]] = defaultdict(list)
    for keys in told:
        for key in keys:
            standing[key].append(keys)
    return {
        key
        for key, those in standing.items()
        if len(those) >= _LEAST_REPORTS and _in_common(those) <= _MOST_IN_COMMON
    }


def _in_common(those: Sequence[frozenset[str]]) -> float:
    """The share of their sentences that half of these reports or more have."""
    counts = Counter(key for keys in those for key in keys)
    common = {key for key, count in counts.items() if 2 * count >= len(those)}
    return sum(len(keys & common) / len(keys) for keys in those) / len(those)


def _keys(text: str) -> Iterable[str]:
    return (key for match in _SENTENCE.finditer(text) if (key := _key(match.group())))


def _key(sentence: str) -> str:
    """The folded words; nothing for a sentence too short to be a form."""
    words = fold_words(sentence)
    return " ".join(words) if len(words) >= _LEAST_WORDS else ""


def _blanked(text: str, forms: set[str]) -> str:
    return _SENTENCE.sub(
        lambda match: " " * len(match.group()) if _key(match.group()) in forms else match.group(),
        text,
    )
