"""When it happened: dates and parts of days as people say them, against the report's date.

A date written with numbers alone may mean two days (4/3 = 4 March or 3 April): both are
candidates, the one that lies in the future of the report is dropped, and where two stay likely
the day is not said.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from najda.reading.claims import Time
from najda.reading.words.numbers import Table, entry_at
from najda.reading.words.tokens import Token

#: Offset in which times are said here.
OFFSET = "+03:00"
#: A report may be dated a day before what it tells (time zones).
TOLERANCE_DAYS = 1
#: Beyond this age a numeric date is taken as written without a second reading.
NEAR_DAYS = 7
_PARTS = {
    "night": ("20:00", "05:00"), "dawn": ("03:30", "06:30"), "morning": ("05:00", "12:00"),
    "noon": ("11:00", "14:00"), "afternoon": ("12:00", "17:00"), "evening": ("17:00", "23:00"),
}  # fmt: skip
_SEPARATORS = {"/", "-", "–", ".", "\\", "_"}


@dataclass(frozen=True, slots=True)
class Said:
    """A time said at tokens ``start`` to ``end``; ``day`` None = said, but two days are likely."""

    day: date | None
    start: int
    end: int
    part: str = ""
    #: A full date written out, with its year.
    written: bool = False
    since: bool = False
    month: bool = False
    clock: str = ""


def times_of(tokens: list[Token], matches: Table, today: date) -> list[Said]:
    """Every time said in a sentence, left to right; a part of a day joined to its day."""
    found: list[Said] = []
    at = 0
    while at < len(tokens):
        said = _time_at(tokens, matches, at, today)
        if said is None:
            at += 1
            continue
        found.append(said)
        at = max(said.end, at + 1)
    return _joined(found)


def as_time(said: Said, text: str | None, today: date) -> Time | None:
    """The claim's time; None where the day is not sure."""
    if said.day is None:
        return None
    day = said.day
    if said.month:
        last = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        return Time(start=day.isoformat(), end=last.isoformat(), precision="month", text=text)
    if said.since:
        return Time(start=day.isoformat(), end=today.isoformat(), precision="day", text=text)
    if said.clock:
        return Time(start=f"{day}T{said.clock}:00{OFFSET}", precision="minute", text=text)
    if said.part:
        begin, end = _PARTS[said.part]
        last_day = day + timedelta(days=1) if end < begin else day
        return Time(
            start=f"{day}T{begin}:00{OFFSET}", end=f"{last_day}T{end}:00{OFFSET}",
            precision="part_of_day", text=text,
        )  # fmt: skip
    return Time(start=day.isoformat(), precision="day", text=text)


def _time_at(tokens: list[Token], matches: Table, at: int, today: date) -> Said | None:
    if tokens[at].sort == "number":
        return (
            _numeric(tokens, at, today) or _day_month(tokens, matches, at, today)
            or _clock(tokens, matches, at, today) or _ago_english(tokens, matches, at, today)
        )  # fmt: skip
    return (
        _month_first(tokens, matches, at, today)
        or _near_day(tokens, matches, at, today)
        or _weekday(tokens, matches, at, today)
        or _ago_arabic(tokens, matches, at, today)
        or _part(tokens, matches, at, today)
    )


def _numeric(tokens: list[Token], at: int, today: date) -> Said | None:
    """31/10/2014, 2 3 2015, 2016-1-16, 5 - 6 - 2016, ٣٠/٥/٢٠١٥."""
    numbers: list[int] = []
    end = at
    separated = False
    while end < len(tokens) and len(numbers) < 3 and tokens[end].sort == "number":
        if not tokens[end].form.isdigit() or len(tokens[end].form) > 4:
            return _dotted(tokens, at, today)
        numbers.append(int(tokens[end].form))
        end += 1
        if len(numbers) < 3 and end + 1 < len(tokens) and tokens[end].form in _SEPARATORS:
            separated, end = True, end + 1
    if len(numbers) == 3:
        days = _days(*numbers)
        return Said(_chosen(days, today), at, end, written=True) if days else None
    if len(numbers) == 2 and separated and tokens[at + 1].form in {"/", "\\"}:
        days = _days(numbers[0], numbers[1], today.year)
        return Said(_chosen(days, today), at, end) if days and _chosen(days, today) else None
    return None


def _dotted(tokens: list[Token], at: int, today: date) -> Said | None:
    """14.4.2015 is read as the number 14.4 and the rest."""
    parts = tokens[at].form.split(".")
    following = tokens[at + 1 : at + 3]
    if (
        len(parts) == 2
        and len(following) == 2
        and following[0].form == "."
        and following[1].form.isdigit()
    ):
        days = _days(int(parts[0]), int(parts[1]), int(following[1].form))
        return Said(_chosen(days, today), at, at + 3, written=True) if days else None
    return None


def _days(first: int, second: int, third: int) -> list[date]:
    """The days three numbers may mean, the usual order (day, month, year) first."""
    least_year = 1900
    if first >= least_year:
        orders = [(first, second, third)]
    else:
        year = third + 2000 if third < 100 else third
        orders = [(year, second, first), (year, first, second)]
    found: list[date] = []
    for year, month, day in orders:
        if 1990 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= 31:
            try:
                possible = date(year, month, day)
            except ValueError:
                continue
            if possible not in found:
                found.append(possible)
    return found


def _chosen(days: list[date], today: date) -> date | None:
    possible = [day for day in days if (day - today).days <= TOLERANCE_DAYS]
    if not possible:
        return days[0] if len(days) == 1 else None
    usual = possible[0]
    if len(possible) == 1 or abs((today - usual).days) <= NEAR_DAYS:
        return usual
    return None if abs((today - possible[1]).days) <= NEAR_DAYS else usual


def _day_month(tokens: list[Token], matches: Table, at: int, today: date) -> Said | None:
    """23 September (2016), 22 ايلول, 21 ذو الحجة 1437."""
    if not tokens[at].form.isdigit() or not 1 <= int(tokens[at].form[:3]) <= 31:
        return None
    day, end = int(tokens[at].form), at + 1
    if end < len(tokens) and tokens[end].form in {"th", "st", "nd", "rd"}:
        end += 1
    if end < len(tokens) and tokens[end].form in {"of", "من"}:
        end += 1
    hijri = entry_at(matches, end, "hijri_months")
    if hijri is not None:
        return _hijri(tokens, at, hijri.end, day, int(hijri.entry))
    month = entry_at(matches, end, "months")
    if month is None:
        return None
    return _with_year(tokens, at, month.end, int(month.entry), day, today)


def _month_first(tokens: list[Token], matches: Table, at: int, today: date) -> Said | None:
    """September 23(, 2016) or September 2016."""
    month = entry_at(matches, at, "months")
    if month is None or month.end >= len(tokens):
        return None
    following = tokens[month.end]
    if (
        following.sort != "number"
        or not following.form.isdigit()
        or (tokens[at].arabic and (len(following.form) < 4))
    ):
        return None
    number, end = int(following.form), month.end + 1
    if 1 <= number <= 31:
        if end < len(tokens) and tokens[end].form in {"th", "st", "nd", "rd"}:
            end += 1
        return _with_year(tokens, at, end, int(month.entry), number, today)
    if 1990 <= number <= 2100:
        return Said(date(number, int(month.entry), 1), at, end, month=True, written=True)
    return None


def _with_year(
    tokens: list[Token], start: int, end: int, month: int, day: int, today: date
) -> Said | None:
    year, written = today.year, False
    at = end + 1 if end < len(tokens) and tokens[end].form in {",", "،"} else end
    if at < len(tokens) and tokens[at].form.isdigit() and 1990 <= int(tokens[at].form[:5]) <= 2100:
        year, end, written = int(tokens[at].form), at + 1, True
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    half_year = 182
    if not written and (found - today).days > half_year:
        found = found.replace(year=year - 1)
    return Said(found, start, end, written=written)


def _hijri(tokens: list[Token], start: int, end: int, day: int, month: int) -> Said | None:
    if end >= len(tokens) or not tokens[end].form.isdigit():
        return None
    year = int(tokens[end].form[:5])
    if not 1400 <= year <= 1500:
        return None
    return Said(hijri_to_date(year, month, day), start, end + 1, written=True)


def hijri_to_date(year: int, month: int, day: int) -> date:
    """The day of the tabular Islamic calendar (Thursday epoch, 11 leap years in 30).

    May differ by a day from the sighted month. Formula: Reingold and Dershowitz, Calendrical
    Calculations, ``fixed-from-islamic``.
    """
    fixed = day + 29 * (month - 1) + month // 2 + (year - 1) * 354 + (3 + 11 * year) // 30 + 227013
    return date.fromordinal(fixed)


def _near_day(tokens: list[Token], matches: Table, at: int, today: date) -> Said | None:
    match = next(
        (
            m
            for m in matches[at]
            if m.table == "days" and m.entry in {"today", "yesterday", "before_yesterday"}
        ),
        None,
    )
    if match is None:
        return None
    back = {"today": 0, "yesterday": 1, "before_yesterday": 2}[match.entry]
    words = [token.form for token in tokens[match.start : match.end]]
    part = _part_in(words)
    return Said(today - timedelta(days=back), at, match.end, part, since=_since(matches, at))


def _part_in(words: list[str]) -> str:
    table = {
        "night": "night",
        "overnight": "night",
        "tonight": "night",
        "ليله": "night",
        "الليله": "night",
        "morning": "morning",
        "evening": "evening",
        "afternoon": "afternoon",
        "هالصبح": "morning",
    }
    return next((table[word] for word in words if word in table), "")


def _weekday(tokens: list[Token], matches: Table, at: int, today: date) -> Said | None:
    match = entry_at(matches, at, "weekdays")
    if match is None or not _is_weekday(tokens, at):
        return None
    back = (today.weekday() - int(match.entry)) % 7
    before = tokens[at - 1].form if at else ""
    if before in {"last", "previous"} and back == 0:
        back = 7
    if before in {"next", "coming", "this coming"}:
        back -= 7
    return Said(today - timedelta(days=back), at, match.end, since=_since(matches, at))


def _is_weekday(tokens: list[Token], at: int) -> bool:
    """Arabic names of days are numbers too: they need يوم, the article, or a part of the day."""
    token = tokens[at]
    if not token.arabic:
        return token.capital or token.form != "sun"
    before = tokens[at - 1].form if at else ""
    if before in {"يوم", "ليله", "صباح", "مسا", "فجر", "ظهر", "عصر", "نهار", "ليل", "اليوم"}:
        return True
    bare = token.form.lstrip("وف")
    return bare in {"الجمعه", "الخميس", "الاربعا", "الثلاثا", "السبت", "الاثنين"} and (
        before not in {"صلاه", "حي", "جامع", "شارع"}
    )


def _since(matches: Table, at: int) -> bool:
    return any(
        match.entry == "since" and match.end >= at and tokens_form in {"since", "منذ"}
        for back in (at - 1, at - 2)
        if back >= 0
        for match in matches[back]
        if match.table == "days"
        for tokens_form in (_since_word(matches, back),)
    )


def _since_word(matches: Table, at: int) -> str:
    cumulative = entry_at(matches, at, "scopes", "cumulative")
    return "since" if cumulative is not None else ""


def _ago_english(tokens: list[Token], matches: Table, at: int, today: date) -> Said | None:
    ago = entry_at(matches, at + 1, "days", "ago")
    most = 60
    if ago is None or not tokens[at].form.isdigit() or int(tokens[at].form[:4]) > most:
        return None
    return Said(today - timedelta(days=int(tokens[at].form)), at, ago.end)


def _ago_arabic(tokens: list[Token], matches: Table, at: int, today: date) -> Said | None:
    """قبل ثلاثة أيام, three days ago."""
    number = entry_at(matches, at, "number_words")
    if number is not None and (ago := entry_at(matches, number.end, "days", "ago")):
        return Said(today - timedelta(days=int(number.entry)), at, ago.end)
    if tokens[at].form == "قبل" and at + 2 < len(tokens) and tokens[at + 2].form == "ايام":
        word = entry_at(matches, at + 1, "number_words")
        count = int(word.entry) if word else _small(tokens[at + 1].form)
        return Said(today - timedelta(days=count), at, at + 3) if count else None
    return None


def _small(form: str) -> int:
    return int(form) if form.isdigit() and len(form) <= 2 else 0


def _clock(tokens: list[Token], matches: Table, at: int, today: date) -> Said | None:
    """19:30, 7 p.m., الساعة 7 مساء."""
    form = tokens[at].form
    if not form.isdigit() or len(form) > 2 or int(form) > 23:
        return None
    hour, minute, end = int(form), 0, at + 1
    timed = False
    if end + 1 < len(tokens) and tokens[end].form == ":" and len(tokens[end + 1].form) == 2:
        if not tokens[end + 1].form.isdigit() or int(tokens[end + 1].form) > 59:
            return None
        minute, end, timed = int(tokens[end + 1].form), end + 2, True
    words = [token.form for token in tokens[end : end + 3]]
    if words[:1] in (["pm"], ["p"]) or words[:1] in (["مسا"], ["عصرا"], ["ليلا"]):
        hour, timed, end = hour % 12 + 12, True, end + (3 if words[:1] == ["p"] else 1)
    elif words[:1] in (["am"], ["a"]) and words[:2] != ["a", "day"]:
        timed = timed or words[:1] == ["am"] or words[1:2] == ["."]
        hour, end = hour % 12, end + (3 if words[:1] == ["a"] else 1)
    before = tokens[at - 1].form if at else ""
    if not timed and before != "الساعه":
        return None
    del matches
    return Said(today, at, min(end, len(tokens)), clock=f"{hour:02d}:{minute:02d}")


def _part(tokens: list[Token], matches: Table, at: int, today: date) -> Said | None:
    match = entry_at(matches, at, "parts_of_day")
    if match is None:
        return None
    if tokens[at].form == "overnight":
        return Said(today - timedelta(days=1), at, match.end, "night")
    if tokens[at].form in {"early", "late", "ليل", "صبح", "مغرب", "عشا", "عصر"}:
        return (
            None
            if tokens[at].form not in {"early", "late"}
            else Said(None, at, match.end, match.entry)
        )
    return Said(None, at, match.end, match.entry)


def _joined(found: list[Said]) -> list[Said]:
    """Join a part of a day to the day beside it; drop parts that stand alone."""
    result: list[Said] = []
    for said in found:
        last = result[-1] if result else None
        near = last is not None and said.start - last.end <= 2
        if last is not None and near and _is_part(said) and last.day and not last.part:
            result[-1] = _both(last, last.start, said.end, said.part, said.clock)
        elif last is not None and near and _is_part(last) and said.day and not said.part:
            result[-1] = _both(said, last.start, said.end, last.part, said.clock)
        elif last is not None and near and said.clock and last.day and not last.clock:
            result[-1] = _both(last, last.start, said.end, last.part, said.clock)
        else:
            result.append(said)
    return [said for said in result if not _is_part(said)]


def _is_part(said: Said) -> bool:
    return said.day is None and bool(said.part)


def _both(said: Said, start: int, end: int, part: str, clock: str) -> Said:
    return Said(said.day, start, end, part, said.written, said.since, said.month, clock)
