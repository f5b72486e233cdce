"""How two passages are weighed by when: minutes and hours, stated days, the days of the reports."""

from collections.abc import Sequence

from najda.reading.linking.rarity import Nearby, day_reported, days_of
from najda.reading.linking.sureness import Reason
from najda.reading.linking.traits import Traits
from najda.reading.words.said_times import Span, span_before, span_of_report

#: Hours: what is told as it happens is told for so long; a dig may go on longer, then a person
#: sees that it is the same.
_AS_IT_HAPPENS = 2.0
#: A span of more hours names no day.
_LONGEST_DAY = 24
#: How much of the rarity of a day two reports of that day have for them.
_DAY_WEIGHT = 0.6


#: Hours of one day that lie further apart than this are two times of day.
_HOURS_APART = 2.0
_SAME_HOUR, _OTHER_HOUR = 0.8, -0.8


def by_time(mine: Traits, theirs: Traits, rarity: Nearby) -> list[Reason]:
    """How far apart two passages are in time, by minutes, by stated days, or by their own dates."""
    if mine.heard is not None and theirs.heard is not None:
        return [_by_minutes(mine, theirs, mine.heard, theirs.heard)]
    if mine.alarm != theirs.alarm:
        return [Reason("nothing_happened", (), 0.0)]
    spans, others = spans_of(mine), spans_of(theirs)
    if spans and others:
        return [_by_stated_times(spans, others, rarity)]
    days = abs((mine.reported - theirs.reported).days)
    if spans or others:
        stated, other = (mine, theirs) if spans else (theirs, mine)
        likely = span_of_report(other.reported)
        if any(span.meets(likely) for span in spans or others):
            if stated.heard is not None:  # in one quarter much happens in one night
                return [Reason("call_and_news", (), 0.4)]
            return [Reason("reported_then", (other.reported.isoformat(),), 0.7)]
        return [Reason("reported_later", (str(days),), _later(0.2 - 0.4 * days, mine, theirs))]
    if days == 0:
        return []
    return [Reason("days_apart", (str(days),), _later(0.4 - 0.5 * days, mine, theirs))]


def by_day(mine: Traits, theirs: Traits, rarity: Nearby) -> list[Reason]:
    """Two texts written on one day: the fewer are of that day, the more it says."""
    if mine.reported != theirs.reported or mine.heard is not None or theirs.heard is not None:
        return []
    weight = _DAY_WEIGHT * rarity.of(day_reported(mine.reported))
    return [Reason("same_day_reported", (mine.reported.isoformat(),), round(weight, 3))]


def by_hour(mine: Traits, theirs: Traits, _: Nearby) -> list[Reason]:
    """The time of day, where both short texts say one: "05:40", "at dawn", ten at night."""
    if not mine.hours or not theirs.hours:
        return []
    apart = min(
        max(low - other_high + shift, other_low - shift - high, 0.0)
        for low, high in mine.hours
        for other_low, other_high in theirs.hours
        for shift in (-24, 0, 24)  # two at night is called by either day
    )
    if apart == 0:
        return [Reason("same_hour", (), _SAME_HOUR)]
    return [Reason("other_hour", (), _OTHER_HOUR)] if apart > _HOURS_APART else []


def _later(weight: float, mine: Traits, theirs: Traits) -> float:
    """Figures may come years later: what names the same place or target stays in sight."""
    tied = mine.fine & theirs.fine or (mine.targets | mine.beside) & (
        theirs.targets | theirs.beside
    )
    return round(max(-3.2 if tied else -4.5, weight), 3)


def spans_of(passage: Traits) -> tuple[Span, ...]:
    """The times a passage states; a call or a radio line tells of the hours before it as well."""
    if passage.heard is None:
        return passage.spans
    return (*passage.spans, span_before(passage.heard, _AS_IT_HAPPENS))


def _by_minutes(mine: Traits, theirs: Traits, heard: float, other: float) -> Reason:
    """Two calls or radio lines: how long after one another they came."""
    hours = abs(heard - other)
    if not (mine.eventful and theirs.eventful):
        return Reason("nothing_happened", (), 0.0)
    if hours <= _AS_IT_HAPPENS:
        return Reason("minutes_apart", (str(round(hours * 60)),), 2.0)
    return Reason("hours_apart", (str(round(hours)),), round(max(-4.0, 0.5 - 0.5 * hours), 3))


def _by_stated_times(mine: Sequence[Span], theirs: Sequence[Span], rarity: Nearby) -> Reason:
    meeting = [(a, b) for a in mine for b in theirs if a.meets(b)]
    if meeting:
        exact = any(a.hours <= _LONGEST_DAY and b.hours <= _LONGEST_DAY for a, b in meeting)
        days = (day for a, b in meeting for day in {*days_of(a)} & {*days_of(b)})
        share = rarity.share_of_full(f"day {day}" for day in days)
        return Reason("same_time", (), round((1.6 if exact else 0.9) * share, 3))
    if any(a.touches(b) for a in mine for b in theirs):
        return Reason("next_day", (), 0.0)
    return Reason("other_time", (), -3.0)


def by_period(mine: Traits, theirs: Traits, _: Nearby) -> list[Reason]:
    """Two tolls of an area over one period: what a campaign's figures are."""
    if not both_totals(mine, theirs):
        return []
    if not mine.spans or not theirs.spans:
        return []
    start, end = _period(mine.spans)
    other_start, other_end = _period(theirs.spans)
    common = min(end, other_end) - max(start, other_start)
    same = 3 * common >= max(end - start, other_end - other_start)  # a day is no week
    return [Reason("same_period", (), 1.6)] if same else [Reason("other_period", (), -0.6)]


def both_totals(mine: Traits, theirs: Traits) -> bool:
    """Whether both are tolls of an area, not of one strike on a target of the city."""
    return all(each.total and each.places and not each.targets for each in (mine, theirs))


def _period(spans: Sequence[Span]) -> tuple[float, float]:
    return min(span.start for span in spans), max(span.end for span in spans)
