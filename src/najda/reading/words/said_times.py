"""The days and nights a text names, as spans of hours; enough to tell one night from another.

The reader resolves times fully; linking needs only: which spans, stated or not. Hours count from
the first day of the proleptic calendar (``date.toordinal() * 24``), in local time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from najda.folding import fold

_HOURS = 24
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Span:
    """A span of hours. ``stated``: the text says it; else it follows from the report's date."""

    start: float
    end: float
    stated: bool = True
    #: First and last day by which it is called: the night of Friday is Friday's, though it ends
    #: on Saturday. Day numbers as ``date.toordinal``.
    first_day: int = 0
    last_day: int = 0

    def meets(self, other: "Span") -> bool:
        """Whether the two spans share an hour and are called by a common day."""
        return (
            self.touches(other)
            and self.first_day <= other.last_day
            and other.first_day <= self.last_day
        )

    def touches(self, other: "Span") -> bool:
        """Whether the two spans share an hour."""
        return self.start < other.end and other.start < self.end

    @property
    def hours(self) -> float:
        """The length of the span."""
        return self.end - self.start


_MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7,
    "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9,
    "oct": 10, "nov": 11, "dec": 12,
    "كانون الثاني": 1, "شباط": 2, "اذار": 3, "نيسان": 4, "ايار": 5, "حزيران": 6, "تموز": 7,
    "اب": 8, "ايلول": 9, "تشرين الاول": 10, "تشرين الثاني": 11, "كانون الاول": 12,
    "يناير": 1, "فبراير": 2, "مارس": 3, "ابريل": 4, "مايو": 5, "يونيو": 6, "يوليو": 7,
    "اغسطس": 8, "سبتمبر": 9, "اكتوبر": 10, "نوفمبر": 11, "ديسمبر": 12,
}  # fmt: skip
_WEEKDAYS = {
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5,
    "sunday": 6, "الاثنين": 0, "الثلاثا": 1, "الاربعا": 2, "الخميس": 3, "الجمعه": 4, "السبت": 5,
    "الاحد": 6,
}  # fmt: skip
#: The first words of month names, and the names of days, as folded.
MONTH_WORDS = frozenset(name.partition(" ")[0] for name in _MONTHS)
WEEKDAY_WORDS = frozenset(_WEEKDAYS)
#: Hours of a part of the day; beyond 24 lies the next morning.
_PARTS = {
    "overnight": (18, 33), "night": (18, 30), "midnight": (22, 28), "dawn": (3, 8),
    "morning": (4, 12), "noon": (11, 14), "midday": (11, 14), "afternoon": (12, 19),
    "evening": (16, 25), "ليل": (18, 30), "ليلا": (18, 30), "فجر": (3, 8), "فجرا": (3, 8),
    "صباح": (4, 12), "صباحا": (4, 12), "صبح": (4, 12), "ضهر": (11, 15), "ظهر": (11, 15),
    "ظهرا": (11, 15), "عصر": (14, 19), "عصرا": (14, 19), "مسا": (16, 25),
}  # fmt: skip
_BEFORE = {
    "today": 0, "yesterday": 1, "اليوم": 0, "امس": 1, "البارحه": 1, "مبارح": 1, "the day before": 1,
}  # fmt: skip
_NIGHTS = re.compile(
    r"\b(?:last night|overnight|during the night|الليله الماضيه|ليله امس|ليل امس|مسا امس|tonight)\b"
)
_month = "|".join(sorted(map(re.escape, _MONTHS), key=len, reverse=True))
_weekday = "|".join(_WEEKDAYS)
_part = "|".join(sorted(_PARTS, key=len, reverse=True))
_DAY_MONTH = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?:\s*(?:-|–|/|to|and|و)\s*(\d{{1,2}})(?:st|nd|rd|th)?)?"
    rf"(?:\s+of)?\s+(?:شهر\s+)?({_month})\b(?:,?\s+(?:(?:من |ل)?(?:عام|العام|سنه)\s+)?(\d{{4}}))?"
)
_MONTH_DAY = re.compile(
    rf"\b({_month})\s+(\d{{1,2}})(?:st|nd|rd|th)?(?:\s*(?:-|–|to|and)\s*(\d{{1,2}}))?\b(?!\d)"
    r"(?:,?\s+(\d{4}))?"
)
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})\s?[-/. ]\s?(\d{1,2})\s?[-/. ]\s?(\d{4})(?!\d)")
#: A day and its month as crews write them, without the year.
_SLASHED = re.compile(r"(?<![\d/.:])(\d{1,2})/(\d{1,2})(?![\d/])")
_LONGEST_AGO, _LONGEST_AHEAD = 40, 1
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
#: "the block that fell on Friday": not when this happened.
_EARLIER = re.compile(
    r"\b(?:that|which|who)\s+(?:had\s+|was\s+|were\s+)?(?:fell|fallen|hit|struck|bombed|shelled|"
    r"collapsed|destroyed|damaged|killed|died)\s+(?:\w+\s+)?(?:on\s+)?$"
    r"|(?:التي|الذي)\s+(?:سقط|سقطت|قصف|قصفت|انهار|انهارت|تعرض|تعرضت)\s+(?:يوم\s+)?$"
)
#: "..., he said on Thursday": when it was told, not when it happened.
_TOLD = re.compile(
    r"\b(?:said|says|told|reported|announced|confirmed|added|wrote|tweeted|stated|warned)"
    r"(?:\s+\w+)?\s+(?:on\s+|late\s+|early\s+)?$"
)
_WEEKDAY = re.compile(rf"(?<!\w)(?:(ليله|ليل|into|overnight)\s+(?:يوم\s+)?)?({_weekday})\b")
_RELATIVE = re.compile(rf"(?<!\w)({'|'.join(_BEFORE)})\b")
_AGO = re.compile(r"\b(two|three|four|2|3|4) days ago\b")
_SINCE = re.compile(r"(?:\bsince|\buntil|منذ|حتي|\bafter the|\bfollowing)\s+(?:\w+\s+){0,4}$")
_PART = re.compile(rf"(?<!\w)(?:ال|ب|وال|في\s)?({_part})\b")
#: "On Thursday, a day after the market was bombed": it happened on Wednesday.
_DAY_AFTER = re.compile(r",? (?:a|one|the) day after\b|،? ?بعد يوم من\b")
_NEXT_TO = 22
_ANOTHER = re.compile(r"\band\b|[,،;]|(?<!\w)و")
_COUNT = {"two": 2, "three": 3, "four": 4, "2": 2, "3": 3, "4": 4}


def _called(start: float, end: float, first: float, last: float | None = None) -> Span:
    """A span called by the days that begin at these hours."""
    last = first if last is None else last
    return Span(start, end, first_day=int(first // _HOURS), last_day=int(last // _HOURS))


def spans_said(text: str, reported: date) -> list[Span]:
    """The spans a text states, in order, each once. ``reported``: the day it was written."""
    folded = fold(text)
    found: list[Span] = []
    told: list[Span] = []
    for start, end, span in (
        *_dated(folded, reported),
        *_weekdays(folded, reported),
        *_relative(folded, reported),
    ):
        del end
        before = folded[max(0, start - 40) : start]
        aside = _SINCE.search(before) or _EARLIER.search(before)
        if not aside:
            (told if _TOLD.search(before) else found).append(span)
    return list(dict.fromkeys(found or told))


_CLOCK = re.compile(r"(?<![\d:.])([01]?\d|2[0-4]):([0-5]\d)(?:\s*([ap])\.?m)?(?![\d:])")
_HALF_DAY = re.compile(r"(?<![\d:.])(1[0-2]|[1-9])\s*([ap])\.?m\b")
_HOUR_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "الواحده": 1, "الثانيه": 2, "الثالثه": 3, "الرابعه": 4, "الخامسه": 5, "السادسه": 6,
    "السابعه": 7, "الثامنه": 8, "التاسعه": 9, "العاشره": 10,
}  # fmt: skip
_HOUR_OF_PART = re.compile(
    rf"(?<!\w)({'|'.join(_HOUR_WORDS)}|\d{{1,2}})(?: o'?clock)?\s+(?:\w+\s+)?"
    rf"(?:in the |at |ال|من )?({_part})\b"
)
_CLOCK_SPREAD = 0.75
_NOON = 12
#: Hours: a night is too long to be a time of day.
_LONGEST_PART = 9


def hours_said(text: str) -> tuple[tuple[float, float], ...]:
    """The hours of the day a text names, each from and to: "05:40", "ten at night", "at dawn"."""
    folded = fold(text)
    exact = [
        *(
            _on_clock(int(hour) + int(minute) / 60, half)
            for hour, minute, half in _CLOCK.findall(folded)
        ),
        *(_on_clock(int(hour), half) for hour, half in _HALF_DAY.findall(folded)),
        *(_of_part(hour, part) for hour, part in _HOUR_OF_PART.findall(folded)),
    ]
    if exact:
        return tuple((hour - _CLOCK_SPREAD, hour + _CLOCK_SPREAD) for hour in exact)
    parts = dict.fromkeys(_PARTS[part] for part in _PART.findall(folded))
    return tuple((low, high) for low, high in parts if high - low <= _LONGEST_PART)


def _on_clock(hour: float, half: str) -> float:
    return hour + _NOON if half == "p" and hour < _NOON else hour


def _of_part(hour: str, part: str) -> float:
    """Ten at night is 22, two at night is 26: the next morning's."""
    value = _HOUR_WORDS.get(hour) or int(hour)
    low, high = _PARTS[part]
    return next((at for at in (value, value + 12, value + 24) if low <= at <= high), value)


def span_of_report(reported: date) -> Span:
    """When something told on this day without a time most likely happened: then or a day before."""
    start = (reported.toordinal() - 1) * _HOURS
    last = reported.toordinal()
    return Span(start, start + 2 * _HOURS, stated=False, first_day=last - 1, last_day=last)


def span_before(hour: float, length: float) -> Span:
    """The hours before one at which something was told as it happened; a night has two names."""
    start = hour - length
    morning = 9  # until then people still say "last night"
    return Span(
        start,
        hour,
        stated=False,
        first_day=int((start - morning) // _HOURS),
        last_day=int(hour // _HOURS),
    )


_Found = tuple[int, int, Span]


def _dated(text: str, reported: date) -> Iterator[_Found]:
    for match in _DAY_MONTH.finditer(text):
        first, last, month, year = match.groups()
        yield from _of_days(text, match, _day(first, _MONTHS[month], year, reported), last)
    for match in _MONTH_DAY.finditer(text):
        month, first, last, year = match.groups()
        yield from _of_days(text, match, _day(first, _MONTHS[month], year, reported), last)
    for match in _NUMERIC.finditer(text):
        day, month, year = match.groups()
        yield from _of_days(text, match, _day(day, int(month), year, reported), None)
    for match in _SLASHED.finditer(text):
        day, month = match.groups()
        said = _day(day, int(month), None, reported)
        if said and -_LONGEST_AHEAD <= (reported - said).days <= _LONGEST_AGO:
            yield from _of_days(text, match, said, None)
    for match in _ISO.finditer(text):
        year, month, day = match.groups()
        yield from _of_days(text, match, _day(day, int(month), year, reported), None)


def _day(day: str, month: int, year: str | None, reported: date) -> date | None:
    """The date; without a year, the last such day not after the report (two days of grace)."""
    try:
        if year:
            return date(int(year), month, int(day))
        said = date(reported.year, month, int(day))
        return said.replace(year=said.year - 1) if said > reported + timedelta(days=2) else said
    except ValueError:
        return None


def _of_days(
    text: str, match: re.Match[str], first: date | None, last: str | None
) -> Iterator[_Found]:
    if first is None:
        return
    start = first.toordinal() * _HOURS
    length = (int(last) - first.day + 1) if last and int(last) > first.day else 1
    part = _part_near(text, match.start(), match.end())
    if part and length == 2 and part[1] > _HOURS:  # a night has two dates
        span = _called(start + part[0], start + part[1], start, start + _HOURS)
    elif part and length == 1:
        span = _called(start + part[0], start + part[1], start)
    else:
        span = _called(start, start + length * _HOURS, start, start + (length - 1) * _HOURS)
    yield match.start(), match.end(), span


def _part_near(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The part of the day named just after, or just before."""
    after = _PART.search(text, end, min(len(text), end + _NEXT_TO))
    if after and not re.search(r"[.;]", text[end : after.start()]):
        return _PARTS[after[1]]
    before = list(_PART.finditer(text, max(0, start - _NEXT_TO), start))
    if not before or _ANOTHER.search(text, before[-1].end(), start):  # "overnight and on Thursday"
        return None
    return _PARTS[before[-1][1]]


def _weekdays(text: str, reported: date) -> Iterator[_Found]:
    for match in _WEEKDAY.finditer(text):
        mark, name = match.groups()
        back = (reported.weekday() - _WEEKDAYS[name]) % _WEEK
        back += bool(_DAY_AFTER.match(text, match.end()))
        start = (reported.toordinal() - back) * _HOURS
        if mark == "ليله":
            span = _called(start - 6, start + 30, start - _HOURS, start)
        elif mark == "into":
            span = _called(start - 6, start + 9, start - _HOURS, start)
        elif mark == "ليل":
            span = _called(start + 18, start + 30, start)
        else:
            part = _part_near(text, match.start(), match.end())
            first, last = part or (0, _HOURS)
            span = _called(start + first, start + last, start)
        yield match.start(), match.end(), span


def _relative(text: str, reported: date) -> Iterator[_Found]:
    midnight = reported.toordinal() * _HOURS
    for match in _NIGHTS.finditer(text):
        start = midnight if match.group() == "tonight" else midnight - _HOURS
        if not _WEEKDAY.match(text, match.end() + 1) and not _WEEKDAY.search(
            text, max(0, match.start() - 12), match.start()
        ):
            called = start if match.group() == "tonight" else start + _HOURS
            yield match.start(), match.end(), _called(start + 18, start + 33, start, called)
    for match in _RELATIVE.finditer(text):
        if _NIGHTS.search(text, max(0, match.start() - 6), match.end()):
            continue
        start = midnight - _BEFORE[match[1]] * _HOURS
        first, last = _part_near(text, match.start(), match.end()) or (0, _HOURS)
        yield match.start(), match.end(), _called(start + first, start + last, start)
    for match in re.finditer(r"\bthis (morning|afternoon|evening)\b", text):
        first, last = _PARTS[match[1]]
        yield match.start(), match.end(), _called(midnight + first, midnight + last, midnight)
    for match in _AGO.finditer(text):
        start = midnight - _COUNT[match[1]] * _HOURS
        yield match.start(), match.end(), _called(start, start + _HOURS, start)
