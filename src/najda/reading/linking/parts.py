"""A report cut into what it says of each place and day: an article tells of several incidents."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from najda.places import PlaceMention
from najda.reading.words.said_times import spans_said

#: Precisions of places that tell one target from another.
FINE = frozenset({"quarter", "landmark", "road", "town", "point"})
#: A sentence, or what stands between two semicolons of one.
_CLAUSE = re.compile(r"\S[^.!?؟;؛\n]*(?:[.!?؟;؛]+(?!\S)|[.!?؟;؛]|\n|$)")
#: What is told beyond so many parts belongs to the last: a long list costs no more than this.
MOST_PARTS = 16
#: A part of a report: from, to, the fine places it names, the days it names.
_Part = tuple[int, int, frozenset[str], frozenset[int]]


def parts_of(text: str, mentions: Sequence[PlaceMention], reported: date) -> list[tuple[int, int]]:
    """Runs of clauses that name the same fine place and day, where the text names several."""
    told: list[_Part] = [
        (
            match.start(),
            match.end(),
            _fine_in(mentions, match.start(), match.end()),
            frozenset(span.first_day for span in spans_said(match.group(), reported)),
        )
        for match in _CLAUSE.finditer(text)
    ]
    several = len({days for _, _, _, days in told if days}) > 1
    parts: list[_Part] = []
    for clause in told:
        opens = several and clause[3] and parts and not parts[-1][3]  # it said what follows
        full = len(parts) == MOST_PARTS
        if parts and (full or (not opens and _goes_on(parts[-1], clause))):
            start, _, fine, days = parts[-1]
            parts[-1] = (start, clause[1], fine | clause[2], days | clause[3])
        else:
            parts.append(clause)
    return [(start, end) for start, end, _, _ in parts]


def _fine_in(mentions: Sequence[PlaceMention], start: int, end: int) -> frozenset[str]:
    first, last = (bisect_left(mentions, at, key=lambda one: one.start) for at in (start, end))
    return frozenset(
        mention.candidates[0].id
        for mention in mentions[first:last]
        if mention.candidates[0].precision in FINE
    )


def _goes_on(part: _Part, clause: _Part) -> bool:
    """Whether a clause belongs to the part before it: no other place, no other day."""
    return all(
        not mine or not before or bool(mine & before)
        for before, mine in zip(part[2:], clause[2:], strict=True)
    )
