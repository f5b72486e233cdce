"""Numbers as people say them: ``[low, high]`` with the word that bounds them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from najda.reading.words.lexicon import Match
from najda.reading.words.tokens import Token, joined_and, stems

#: Greater numbers are no count of people or strikes in one report.
GREATEST = 5_000_000


@dataclass(frozen=True, slots=True)
class Amount:
    """A number over tokens ``start`` to ``end``; both bounds None = a vague word ("dozens")."""

    low: int | None
    high: int | None
    bound: str | None
    start: int
    end: int
    #: "more", "another": comes on top of a figure said before.
    additional: bool = False
    #: How it was written: "digits", "words", "vague" or "none" (zero).
    how: str = "digits"


_TEN, _HUNDRED, _THOUSAND = 10, 100, 1000

#: لا يزال, "still", is no negation.
STILL = {"يزال", "تزال", "يزالون", "يزالوا", "زال", "زالت", "زالو", "زالوا"}
#: "how many were hurt" says no number.
_ASKING = {"how", "too", "كم"}
Table = Sequence[Sequence[Match]]


def entry_at(matches: Table, at: int, table: str, entry: str | None = None) -> Match | None:
    """The match of ``table`` (and ``entry``) starting at token ``at``, or None."""
    if not 0 <= at < len(matches):
        return None
    for match in matches[at]:
        if match.table == table and (entry is None or match.entry == entry):
            return match
    return None


def known_at(matches: Table, at: int) -> bool:
    """True for a word that says something itself; what stands beside places (كبير) does not."""
    return any(match.table != "place_words" for match in matches[at])


def amounts_of(tokens: list[Token], matches: Table) -> list[Amount]:
    """All amounts of a sentence, left to right, none overlapping."""
    found = []
    at = 0
    while at < len(tokens):
        amount = None if _of_a_name(tokens, at) else _amount_at(tokens, matches, at)
        if amount is None:
            at += 1
        else:
            found.append(amount)
            at = amount.end
    return found


def _of_a_name(tokens: list[Token], at: int) -> bool:
    """True for the number of "the M10 hospital": written onto a Latin letter, it counts nobody."""
    if not at or tokens[at].sort != "number" or tokens[at - 1].end != tokens[at].start:
        return False
    return tokens[at - 1].capital and len(tokens[at - 1].form) == 1


def bounds_of(tokens: list[Token], matches: Table) -> frozenset[int]:
    """The tokens that bound a number: "about", نحو."""
    found: set[int] = set()
    for at in range(len(tokens)):
        bound = entry_at(matches, at, "bounds")
        if bound is None or bound.end >= len(tokens):
            continue
        if tokens[bound.end].sort == "number" or entry_at(matches, bound.end, "number_words"):
            found.update(range(bound.start, bound.end))
    return frozenset(found)


def _amount_at(tokens: list[Token], matches: Table, at: int) -> Amount | None:
    start = at
    bound, additional, at = _leading(tokens, matches, at)
    vague = _vague_at(tokens, matches, at)
    if vague is not None:
        return Amount(None, None, vague.entry, start, vague.end, additional, "vague")
    number = _number_at(tokens, matches, at)
    if number is None:
        if start != at:
            return None
        none = _none_at(tokens, matches, at)
        return Amount(0, 0, None, at, none.end, how="none") if none else None
    low, at, how = number
    high = low
    joined = _joined_upper(tokens, matches, start, at)
    if joined is not None and joined[0] > low:
        return Amount(low, joined[0], "between", start - 1, joined[1], additional, how)
    if entry_at(matches, at, "range", "to") and not _is_next_figure(tokens, matches, at):
        upper = _number_at(tokens, matches, at + 1)
        if upper is not None and _rose_from(tokens, matches, start):
            return Amount(upper[0], upper[0], None, at + 1, upper[1], additional, upper[2])
        if upper is not None and upper[0] > low and _is_range(matches, start, at, tokens):
            high, at, how = upper
            bound = "between"
            if entry_at(matches, start - 1, "range", "from"):
                start -= 1
    if bound == "at_least" and (most := _and_at_most(tokens, matches, at)) and most[0] > low:
        return Amount(low, most[0], "between", start, most[1], additional, how)
    after = bound_behind(tokens, matches, at)
    if after is not None and high == low:
        bound, at = after.entry, after.end
    more = entry_at(matches, at, "scopes", "additional")
    if more is not None:
        additional = True
    if bound == "between":
        return Amount(low, high, bound, start, at, additional, how)
    return Amount(*_bounded(low, bound), start, at, additional, how)


#: Words between "rose" and "from": "the toll has risen sharply from 28 to 41".
_ROSE_REACH = 3


def _rose_from(tokens: list[Token], matches: Table, start: int) -> bool:
    """True for "rose from 28 to 41", "revised from 40 to 25": what it was before counts nobody."""
    return tokens[start - 1].form in {"from", "من"} and any(
        entry_at(matches, at, "grammar", "rose")
        for at in range(max(0, start - 1 - _ROSE_REACH), start)
    )


def bound_behind(tokens: list[Token], matches: Table, at: int) -> Match | None:
    """The bound behind a number, also set apart: "19 or more", "19 (at least)", "70-plus"."""
    after = entry_at(matches, at, "bounds_after")
    if after is not None or at >= len(tokens) or tokens[at].form not in _APART:
        return after
    inside = entry_at(matches, at + 1, "bounds_after")
    if inside is None:
        return None
    closed = inside.end < len(tokens) and tokens[inside.end].form in _APART[tokens[at].form]
    glued = tokens[at - 1].end == tokens[at].start and tokens[at].form == "-"
    if not (closed or glued):
        return None
    return replace(inside, start=at, end=inside.end + closed)


#: Marks that set a bound apart behind its number, and what closes them.
_APART = {"-": {"-"}, "–": {"–"}, "—": {"—"}, "(": {")"}}


def _vague_at(tokens: list[Token], matches: Table, at: int) -> Match | None:
    vague = entry_at(matches, at, "vague")
    asked = at > 0 and tokens[at - 1].form in _ASKING
    how_many = vague is not None and tokens[at].form == "كم" and tokens[-1].form in {"؟", "?"}
    return None if asked or how_many else vague


def _none_at(tokens: list[Token], matches: Table, at: int) -> Match | None:
    none = entry_at(matches, at, "zero")
    still = none is not None and none.end < len(tokens) and tokens[none.end].form in STILL
    return None if still else none


def _leading(tokens: list[Token], matches: Table, at: int) -> tuple[str | None, bool, int]:
    """The bound before a number, whether it comes on top of another, and where it begins."""
    additional = False
    bound = None
    while True:
        word = entry_at(matches, at, "bounds")
        more = entry_at(matches, at, "scopes", "additional")
        if word is not None and _and_more(tokens, word.end):
            # "32 شهيدا على الأقل وعشرات الجرحى": it bounds what stands before
            return bound, additional, at
        if word is not None:
            bound, at = bound if bound and word.entry == "about" else word.entry, word.end
        elif more is not None and tokens[at].form in {"another", "additional", "further", "a"}:
            additional, at = True, more.end
        else:
            return bound, additional, at


def _and_more(tokens: list[Token], at: int) -> bool:
    return at < len(tokens) and joined_and(tokens[at].form) and not _is_one(tokens[at].form)


def _is_one(form: str) -> bool:
    return form.startswith("واحد")


def _joined_upper(
    tokens: list[Token], matches: Table, start: int, at: int
) -> tuple[int, int, str] | None:
    """The upper end of بين عشرة وخمسة عشر, where "and" is written onto it."""
    between = start > 0 and "بين" in stems(tokens[start - 1].form)
    if not between or at >= len(tokens) or not joined_and(tokens[at].form):
        return None
    return _number_at(tokens, matches, at)


def _and_at_most(tokens: list[Token], matches: Table, at: int) -> tuple[int, int] | None:
    """The upper end of "at least 23 and possibly as many as 30", and the token behind it."""
    at += at < len(tokens) and tokens[at].form == ","  # "at least four, and possibly six, people"
    forms = [token.form for token in tokens[at : at + 2]]
    if forms[:1] not in (["and"], ["or"]) or forms[1:] not in (
        ["possibly"], ["perhaps"], ["maybe"], ["potentially"], ["up"], ["as"],
    ):  # fmt: skip
        return None
    start = at + 1 if forms[1] in {"up", "as"} else at + 2
    most = entry_at(matches, start, "bounds", "at_most")
    number = _number_at(tokens, matches, most.end if most else start)
    if number is None:
        return None
    closed = tokens[at - 1].form == "," == tokens[min(number[1], len(tokens) - 1)].form
    return number[0], number[1] + closed


def _is_next_figure(tokens: list[Token], matches: Table, at: int) -> bool:
    """True where "and" begins another figure: "10 and 15 wounded" only with "between"."""
    form = tokens[at].form
    return form in {"and", "و"} and entry_at(matches, at - 2, "range", "from") is None


def _is_range(matches: Table, start: int, at: int, tokens: list[Token]) -> bool:
    del matches
    if start and tokens[start - 1].form == "by" and tokens[at].form == "to":
        return False  # "rose by five to 46"
    # 1-2-2016 is a date: a second dash after the number.
    return not (
        tokens[at].form in {"-", "–"}
        and at + 2 < len(tokens)
        and tokens[at + 2].form in {"-", "–", "/"}
    )


def _bounded(number: int, bound: str | None) -> tuple[int | None, int | None, str | None]:
    if bound in {"at_least", "more_than"}:
        return number, None, bound
    if bound in {"at_most", "less_than"}:
        return None, number, bound
    return number, number, bound


def _spaced(tokens: list[Token], at: int) -> int | None:
    """The number of "1 400 people": thousands parted by a space."""
    if at + 2 >= len(tokens):
        return None
    first, second = tokens[at], tokens[at + 1]
    most, hundreds = 3, 3
    parted = second.sort == "number" and second.start - first.end == 1
    if not parted or second.end - second.start != hundreds or not second.form.isdigit():
        return None
    behind = tokens[at + 2]
    counts = behind.sort == "word" and not behind.arabic
    if len(first.form) > most or first.form.startswith("0") or not counts:
        return None
    return int(first.form) * 1000 + int(second.form)


#: Behind a number in brackets: "rose to (31) people".
_COUNTED_SO = {"people", "persons", "civilians", "others", "children", "women", "martyrs", "men",
               "wounded", "injured", "killed", "dead", "citizens", "members"}  # fmt: skip


def _in_brackets(tokens: list[Token], at: int) -> bool:
    """True for the number of "مقتل (41) مدنيا", where an Arabic noun follows its bracket."""
    if at + 3 >= len(tokens) or tokens[at].form != "(" or tokens[at + 2].form != ")":
        return False
    if tokens[at + 3].form in _COUNTED_SO:
        return tokens[at + 1].sort == "number"
    return tokens[at + 1].sort == "number" and (tokens[at + 3].arabic or tokens[at - 1].arabic)


def _object_in_brackets(tokens: list[Token], matches: Table, at: int) -> bool:
    """True for the number of "وجرح (9)", right behind what befell them."""
    if at + 2 >= len(tokens) or tokens[at].form != "(" or tokens[at + 2].form != ")":
        return False
    return tokens[at + 1].sort == "number" and bool(entry_at(matches, at - 1, "objects"))


def _number_at(tokens: list[Token], matches: Table, at: int) -> tuple[int, int, str] | None:
    """The value, the token after it and how it was written."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    wrapped = _in_brackets(tokens, at) or _object_in_brackets(tokens, matches, at)
    if wrapped and (inside := _number_at(tokens, matches, at + 1)):
        return inside[0], at + 3, inside[2]
    if token.sort == "number":
        whole, _, tenths = token.form.partition(".")
        times = entry_at(matches, at + 1, "multipliers")
        if times is not None and whole.isdigit() and tenths.isdigit() and len(tenths) == 1:
            value = (int(whole[:6]) * 10 + int(tenths)) * int(times.entry) // 10
            return (value, times.end, "digits") if value <= GREATEST else None
        if "." in token.form or not token.form.isdigit() or int(token.form[:12]) > GREATEST:
            return None
        value, end = int(token.form), at + 1
        if (spaced := _spaced(tokens, at)) is not None:
            value, end = spaced, at + 2
        if _TEN < value < 2 * _TEN and end < len(tokens) and tokens[end].form in {"عشر", "عشره"}:
            end += 1  # "15 عشر شهيدا", as people slip
        factor = entry_at(matches, end, "multipliers")
        if factor is not None:
            value, end = value * int(factor.entry), factor.end
            value, end = _and_rest(tokens, int(factor.entry), value, end)
        return value, end, "digits"
    return _words_at(tokens, matches, at)


def _and_rest(tokens: list[Token], factor: int, value: int, end: int) -> tuple[int, int]:
    """The whole of "230 ألفا و618": what is less than the factor goes on with the number."""
    rest = tokens[end : end + 2]
    goes_on = factor >= _THOUSAND and [token.form for token in rest[:1]] == ["و"]
    if goes_on and len(rest) > 1 and rest[1].form.isdigit() and int(rest[1].form[:9]) < factor:
        return value + int(rest[1].form), end + 2
    return value, end


def _words_at(tokens: list[Token], matches: Table, at: int) -> tuple[int, int, str] | None:
    total, current, begun = 0, 0, False
    start = at
    if tokens[at].form.startswith("ال") and entry_at(matches, at, "weekdays"):
        return None  # الاثنين before a noun is Monday
    while at < len(tokens):
        factor = entry_at(matches, at, "multipliers")
        word = entry_at(matches, at, "number_words")
        if begun and tokens[at].arabic and not joined_and(tokens[at].form) and factor is None:
            break
        if word is not None and begun and tokens[at].arabic and _TEN <= current < _HUNDRED:
            break  # units stand before tens: عشرين وخمسة are two numbers
        if word is not None and (not begun or _adds(current, int(word.entry))):
            current, at, begun = current + int(word.entry), word.end, True
        elif factor is not None and (begun or factor.end - factor.start == 1):
            current, at, begun = max(current, 1) * int(factor.entry), factor.end, True
            if int(factor.entry) >= 1000:  # a thousand closes its group
                total, current = total + current, 0
        elif begun and tokens[at].form in {"-", "and"} and _continues(matches, at, current):
            at += 1
        else:
            break
    if not begun or (start == at):
        return None
    return total + current, at, "words"


def _adds(current: int, word: int) -> bool:
    """True where a smaller number word goes on with the number: twenty + three."""
    tens = 10
    return (
        (current % 100 == 0 and current > 0)
        or (current % tens == 0 and current >= tens and word < tens)
        or (0 < current % 100 < tens < word and word % tens == 0)
    )


def _continues(matches: Table, at: int, current: int) -> bool:
    word = entry_at(matches, at + 1, "number_words")
    return word is not None and _adds(current, int(word.entry)) and current >= 20
