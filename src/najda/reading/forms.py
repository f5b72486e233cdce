"""Forms of words: sentences that many reports of a batch say alike, so that they tell nothing.

"The local time of the incident is unknown", a note on how names were compared: what such a
sentence says (a date, a name, a figure) is no ground that two reports speak of the same.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from najda.folding import fold_words
from najda.reading.traits import Report

_SENTENCE = re.compile(r"[^.!?؟\n]+(?:[.!?؟]+|\n|$)")
#: A sentence is a form where it stands in so many reports, and in such a share of all. A report
#: taken over by several outlets stays below.
_LEAST_REPORTS, _LEAST_SHARE = 5, 0.06
#: Shorter sentences ("Two dead.") are what anybody says of one incident.
_LEAST_WORDS = 5


def without_forms(reports: Sequence[Report]) -> list[Report]:
    """The reports with blanks in place of forms of words, so that offsets stay as they are."""
    counts = Counter(key for report in reports for key in set(_keys(report.text)))
    least = max(_LEAST_REPORTS, _LEAST_SHARE * len(reports))
    forms = {key for key, count in counts.items() if count >= least}
    if not forms:
        return list(reports)
    return [replace(report, text=_blanked(report.text, forms)) for report in reports]


def _keys(text: str) -> Iterable[str]:
    return (key for match in _SENTENCE.finditer(text) if (key := _key(match.group())))


def _key(sentence: str) -> str:
    """The folded words without numbers; nothing for a sentence too short to be a form."""
    words = [word for word in fold_words(sentence) if not word.isdigit()]
    return " ".join(words) if len(words) >= _LEAST_WORDS else ""


def _blanked(text: str, forms: set[str]) -> str:
    return _SENTENCE.sub(
        lambda match: " " * len(match.group()) if _key(match.group()) in forms else match.group(),
        text,
    )
