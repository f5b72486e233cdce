"""Running totals: a figure over a period ("since the war began"), not of one incident."""

from itertools import pairwise

from najda.reading.counting.figure import Figure
from najda.reading.passage import Passage
from najda.reading.words.numbers import entry_at

#: What is counted over a period: people, strikes and what fell.
_SUMMED = {"people", "families", "strikes", "munitions", "breaches", "attacks"}
#: Tokens beside a figure in which the word of a period may stand.
_REACH = 8
#: A period of several words (منذ بدء) may stand this far before its figure.
_NAMED_REACH = 16
#: A period this near to the head of a sentence holds for all of it.
_HEAD = 2
#: Tokens between "since" and the day it names.
_BESIDE = 2


def is_running_total(passage: Passage, figure: Figure) -> bool:
    """True for a running total; "since Friday" is only a period of days."""
    if figure.unit not in _SUMMED:
        return False  # forty trucks have waited since July
    near = range(max(0, figure.start - _REACH), min(len(passage.tokens), figure.end + _REACH))
    named = range(max(0, figure.start - _NAMED_REACH), near.start)
    if any(_period_at(passage, at, least=2) for at in named):
        return True  # "عدد الشهداء منذ بدء العدوان في السابع من تشرين الأول إلى 21,100"
    return (
        any(_period_at(passage, at) for at in near)
        or any(_period_at(passage, at) or _from_day_to_day(passage, at) for at in range(_HEAD))
        or any(
            token.form == "that" and _period_at(passage, at + 1)  # "said that since the start …"
            for at, token in enumerate(passage.tokens[: figure.start])
        )
    )


def _period_at(passage: Passage, at: int, *, least: int = 1) -> bool:
    """True where a period of ``least`` words or more begins at token ``at``."""
    if at >= len(passage.tokens):
        return False
    for match in passage.matches[at]:
        long = match.end - match.start >= least
        if match.table == "scopes" and match.entry == "cumulative" and long:
            if _compared(passage, match.start) or _hours_at(passage, match.end):
                continue
            days = any(
                not said.month and 0 <= said.start - match.end <= _BESIDE for said in passage.times
            ) or _part_of_day_at(passage, match.end)
            if not days:
                return True
    return False


def _from_day_to_day(passage: Passage, at: int) -> bool:
    """True for "From 20 September to 12 October": two dates at the head of the sentence."""
    reach = 9
    behind = passage.tokens[at : at + reach]
    if not behind or behind[0].form not in {"from", "between"}:
        return False
    months = [
        near for near in range(at, at + len(behind)) if entry_at(passage.matches, near, "months")
    ]
    to = {"to", "and", "until", "till", "through", "-", "–", "—"}
    return bool(months) and any(
        token.form in to and beside.sort == "number" for token, beside in pairwise(behind)
    )


def _hours_at(passage: Passage, at: int) -> bool:
    """True for "in the past 24 hours", منذ ساعات: a day, no running total."""
    return any(token.form in _HOURS for token in passage.tokens[at : at + 2])


_HOURS = {"hours", "hour", "ساعات", "ساعه", "دقايق", "قليل", "لحظات"}


def _compared(passage: Passage, at: int) -> bool:
    """True for "the highest number since the truce": what is compared with is not counted."""
    return any(
        token.form in _HIGHEST or token.form.endswith("iest")
        for token in passage.tokens[max(0, at - 7) : at]
    )


_HIGHEST = {"highest", "worst", "first", "most", "largest", "biggest"}


def _part_of_day_at(passage: Passage, at: int) -> bool:
    return any(entry_at(passage.matches, near, "parts_of_day") for near in (at, at + 1))
