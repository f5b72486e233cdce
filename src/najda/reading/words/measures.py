"""Numbers that count nobody: ages, dates, measures, wholes that a part is taken from."""

from collections.abc import Sequence

from najda.reading.words.lexicon import Match
from najda.reading.words.numbers import Amount, Table, entry_at
from najda.reading.words.tokens import Token, joined_and

_COUNTED = ("persons", "things")


def _is_age_of(tokens: list[Token], matches: Table, amount: Amount) -> bool:
    """True for "a boy of nine", "a mother of three": no number of people harmed."""
    at = amount.start
    if at < 2 or tokens[at - 1].form not in {"of", ",", "("}:  # a person and "of"
        return False
    if tokens[at - 1].form != "of":
        closed = amount.end >= len(tokens) or tokens[amount.end].form in {",", ")", "."}
        if not closed or amount.how != "digits":
            return False
        if tokens[at - 2].capital:
            return True  # "Hamza Khatib, 34, said"
    if counted_noun(matches, amount.end) is not None:
        return False
    return any(
        match.table == "persons" and match.detail == "singular" and match.entry in _AGED
        and match.end == at - 1
        for near in range(max(0, at - 4), at - 1)
        for match in matches[near]
    )  # fmt: skip


_AGED = {"person", "child", "woman", "man", "civilian", "rescuer"}


def _out_of(tokens: list[Token], at: int) -> bool:
    """True behind من أصل: the whole a part is taken from."""
    return [token.form for token in tokens[max(0, at - 2) : at]] in (["من", "اصل"], ["من", "مجموع"])


def counted_noun(matches: Table, at: int) -> Match | None:
    """The longest noun of persons or things that starts at token ``at``."""
    found: Match | None = None
    if not 0 <= at < len(matches):
        return None
    for match in matches[at]:
        if match.table in _COUNTED and (found is None or match.end > found.end):
            found = match
    return found


def _is_measure(tokens: list[Token], matches: Table, amount: Amount) -> bool:
    """True for ages, percentages, dates and measures: numbers that count nobody."""
    after, before = amount.end, amount.start - 1
    if amount.how in {"none", "vague"}:
        return False
    following = tokens[after].form if after < len(tokens) else ""
    preceding = tokens[before].form if before >= 0 else ""
    glued = after < len(tokens) and tokens[after - 1].end == tokens[after].start
    clock = following == ":" and after + 1 < len(tokens) and tokens[after + 1].sort == "number"
    slash = preceding == "/" and tokens[before].end == tokens[amount.start].start
    if ((following in {"/", "%", "٪"} or clock) and glued) or slash or preceding in {"$", "€", "£"}:
        return True
    noun = counted_noun(matches, after)
    if noun is not None and noun.entry == "goods":  # "38 tonnes of medicine"
        return False
    until = following in {"till", "until", "to", "-", "–"} and tokens[after + 1 :][:1]
    if until and until[0].sort == "number" and entry_at(matches, after + 2, "months"):
        return True  # "from 23 till 29 November"
    if entry_at(matches, after, "units") or entry_at(matches, after, "months"):
        return True
    if preceding in {"in", "of"} and before and entry_at(matches, before - 1, "number_words"):
        return tokens[before].form == "in" or tokens[before - 2 if before > 1 else 0].form == "out"
    if following == "-" and glued and entry_at(matches, after + 1, "units"):
        return True
    if (
        following == "-"
        and glued
        and after + 1 < len(tokens)
        and (tokens[after + 1].sort == "number" or _one_noun(matches, after + 1))
    ):
        return True  # also "the 15-member body", "a three-man crew"
    if preceding in {"-", "–"} and before >= 1 and tokens[before].end == tokens[amount.start].start:
        name = tokens[before - 1]  # "F-16", not "SANA –Thirteen civilians"
        return name.sort == "number" or (name.sort == "word" and name.end == tokens[before].start)
    if following in {"st", "nd", "rd", "th"} and glued:
        return True
    aged = [token.form for token in tokens[max(0, before - 3) : amount.start]]
    if preceding in {"and", ","} and "aged" in aged:
        return True
    if tokens[amount.start].arabic and joined_and(tokens[amount.start].form):
        return False  # "في الـ18 من عمره وسبعة رجال"
    return entry_at(matches, before, "months") is not None or any(
        entry_at(matches, at, "units", "age") and _reaches(matches, at, amount.start)
        for at in range(max(0, before - 1), max(0, amount.start))
    )


_OF_DAYS = {"الجاري", "الماضي", "الفايت", "شهر", "يوم", "عام", "من", "في", "ظهر", "/", "-"}


def is_of_day(tokens: list[Token], matches: Table, at: int) -> bool:
    """True for a word of "اليوم السبت 18 شباط", "مساء أمس": part of a day that is named."""
    named = any(entry_at(matches, at, t) for t in ("weekdays", "days", "months", "parts_of_day"))
    return named or tokens[at].sort == "number" or tokens[at].form in _OF_DAYS


def _is_clock(tokens: list[Token], amount: Amount) -> bool:
    """True for "at 0646", "at 1730": four digits without a comma behind "at"."""
    raw = tokens[amount.start]
    four = raw.sort == "number" and raw.end - raw.start == len("0646") == len(raw.form)
    before = tokens[amount.start - 1].form if amount.start else ""
    return four and (raw.form[0] == "0" or (before == "at" and int(raw.form) < _MIDNIGHT))


_MIDNIGHT = 2400


def _one_noun(matches: Table, at: int) -> bool:
    """True where a noun starts at ``at`` that counts nobody behind a number and a hyphen."""
    noun = counted_noun(matches, at)
    return noun is not None and (noun.entry == "other" or noun.detail == "singular")


def _reaches(matches: Sequence[Sequence[Match]], at: int, start: int) -> bool:
    unit = entry_at(matches, at, "units", "age")
    return unit is not None and unit.end == start


def _in_a_name(tokens: list[Token], amount: Amount) -> bool:
    """True for the "Without" of Doctors Without Borders: nobody is none."""
    first = tokens[amount.start]
    return first.form == "without" and amount.start > 0 and first.capital


def _both_and(tokens: list[Token], matches: Table, amount: Amount) -> bool:
    """True for "both air raids and fighting": not two raids."""
    noun = counted_noun(matches, amount.end)
    return (
        tokens[amount.start].form == "both"
        and noun is not None
        and noun.entry in {"strikes", "munitions"}
        and "and" in [token.form for token in tokens[noun.end : noun.end + 3]]
    )


def _one_of_the_last(tokens: list[Token], amount: Amount) -> bool:
    """True for "one of the last hospitals in the east": which one, not how many."""
    forms = [token.form for token in tokens[amount.start : amount.end + 3]]
    return forms[:3] == ["one", "of", "the"] and forms[3] in _SINGLED_OUT if forms[3:] else False


_SINGLED_OUT = {"last", "few", "only", "main", "largest", "biggest", "remaining", "most", "first",
                "busiest", "oldest", "worst", "deadliest", "city", "country", "attacks", "strikes",
                "raids", "crossings", "air", "airstrikes", "shells", "rockets"}  # fmt: skip


#: Behind these a number is a name or a day: "مركز 200", "اللواء 79", "الـ19 من الشهر".
_NUMBERED = {
    "رقم", "مركز", "المركز", "لوا", "اللوا", "فرقه", "الفرقه", "كتيبه", "الكتيبه", "فوج", "الفوج",
    "قطاع", "برج", "راصد", "مربع", "ال",
}  # fmt: skip


def counts_nobody(tokens: list[Token], matches: Table, amount: Amount) -> bool:
    """True for a number that is an age, a date, a measure, or the step of a rising toll."""
    after = tokens[amount.end].form if amount.end < len(tokens) else ""
    rises = amount.start and tokens[amount.start - 1].form == "by" and after == "to"
    before = tokens[amount.start - 1].form if amount.start else ""
    numbered = before in _NUMBERED and counted_noun(matches, amount.end) is None
    return (
        bool(rises)  # "rose by five to 46"
        or numbered
        or _is_clock(tokens, amount)
        or _is_measure(tokens, matches, amount)
        or _out_of(tokens, amount.start)
        or _is_age_of(tokens, matches, amount)
        or (tokens[amount.start].form == "both" and after in {"the", "his", "her", "their"})
        or _one_of_the_last(tokens, amount)
        or _both_and(tokens, matches, amount)
        or _in_a_name(tokens, amount)
    )
