"""Sums: "a woman and her two children" are three; "two men and one woman" three, and each."""

from dataclasses import replace

from najda.reading.counting.figure import AGE_SEX, STATUS, Figure
from najda.reading.counting.parts import is_apposition, subset_marker
from najda.reading.counting.phrase import Phrase
from najda.reading.counting.subjects import OWN_SENSE, Governor, predicate_of
from najda.reading.words.numbers import Table, entry_at
from najda.reading.words.tokens import Token, joined_and


def sum_of(
    tokens: list[Token], matches: Table, phrases: list[Phrase], number: int, governor: Governor
) -> tuple[Phrase, list[int]]:
    """One phrase for "a woman and her two children", and the numbers of the phrases in it."""
    whole, taken = phrases[number], []
    for following in range(number + 1, len(phrases)):
        nxt = phrases[following]
        if not _goes_on(tokens, matches, whole, nxt, phrases, following, governor):
            break
        low = None if whole.low is None or nxt.low is None else whole.low + nxt.low
        high = None if whole.high is None or nxt.high is None else whole.high + nxt.high
        same = whole.noun if whole.noun == nxt.noun else "person"
        whole = replace(whole, low=low, high=high, end=nxt.end, noun=same)
        taken.append(following)
    return whole, taken


def addends_of(whole: Figure, phrases: list[Phrase]) -> list[Figure]:
    """The parts of a sum that were counted each: "two men and one woman died"."""
    counted = all(phrase.how in {"digits", "words"} for phrase in phrases)
    if not counted or len({phrase.noun for phrase in phrases}) == 1:
        return []
    return [
        replace(
            whole, low=phrase.low, high=phrase.high, bound=phrase.bound, scope="subset",
            rule="addend", status=STATUS.get(phrase.noun), age_sex=AGE_SEX.get(phrase.noun),
            at=phrase.start,
        )
        for phrase in phrases
    ]  # fmt: skip


def unlike(one: Phrase, other: Phrase, governor: Governor) -> bool:
    """True for fighters beside others, and for rescuers killed beside others: counted apart."""
    apart = {"combatant", "rescuer"} if governor.sense == "killed" else {"combatant"}
    return one.noun != other.noun and bool({one.noun, other.noun} & apart)


def _goes_on(
    tokens: list[Token], matches: Table, whole: Phrase, nxt: Phrase,
    phrases: list[Phrase], following: int, governor: Governor,
) -> bool:  # fmt: skip
    # "امرأة على قيد الحياة وطفلا"
    both_alive = governor.sense == "rescued" and governor.end == nxt.start
    listed_dead = governor.rule.startswith("among-") and governor.end <= whole.start
    if (
        listed_dead
        or governor.rule in {"noun", "things", "noun-rescued", "object-capacity"}
        or ("predicate" in governor.rule and governor.end <= nxt.start and not both_alive)
    ):
        return False
    if subset_marker(tokens, matches, phrases, following) is not None:
        return False
    if unlike(whole, nxt, governor):
        return False
    if "" in {whole.noun, nxt.noun} or nxt.table != "persons" or nxt.noun in OWN_SENSE:
        return False
    if is_apposition(tokens, matches, nxt):
        return False
    if any(entry_at(matches, at, "objects") for at in range(whole.end, nxt.start)):
        return False  # "انتشال جثة طفل وإنقاذ والدته": the mother lives
    alive = entry_at(matches, whole.end, "predicates", "rescued")  # "امرأة على قيد الحياة وطفل"
    end = alive.end if alive else _age_end(tokens, matches, whole.end, nxt.start)
    words = [token.form for token in tokens[end : nxt.start]]
    joined = (
        nxt.start < len(tokens) and tokens[nxt.start].arabic and joined_and(tokens[nxt.start].form)
    )
    if words == [","] and whole.low == 1 and whole.how != "article" and nxt.how == "article":
        return False  # "one young man, a civilian named Khaled, was trapped"
    if words == [","] and nxt.how == "article" and _tells(tokens, matches, nxt):
        return False
    listed = "predicate" in governor.rule and words[:1] == [","]
    if listed and whole.noun in {"person", "civilian"} and whole.how != "article":
        return False
    words = ["and" if word == "&" else word for word in words]
    words = [word for word in words if word not in {"her", "his", "their", "its"}]
    if not (words in (["and"], [","], [",", "and"], ["و"]) or (joined and len(words) <= 1)):
        return False
    if (
        "predicate" not in governor.rule
        and predicate_of(tokens, matches, phrases, following) is not None
    ):
        right = predicate_of(tokens, matches, phrases, following)
        arabic = tokens[nxt.start].arabic or tokens[nxt.end - 1].arabic
        return right is not None and (right.gap > 1 or arabic)
    return True


def _age_end(tokens: list[Token], matches: Table, at: int, limit: int) -> int:
    """Behind the age in "طفل يبلغ من العمر خمسة أعوام وشقيقته", "(53 عاما) وابنه"; ``at``: none."""
    bracket = at < limit and tokens[at].form == "("
    if not (bracket or entry_at(matches, at, "grammar", "aged")):
        return at
    if bracket:
        near = range(at + 1, limit)
        closed = next((one for one in near if tokens[one].form == ")"), limit)
        aged = any(entry_at(matches, one, "units", "age") for one in range(at + 1, closed))
        return closed + 1 if aged and closed < limit else at
    ages = (entry_at(matches, near, "units", "age") for near in range(limit, at, -1))
    return next((age.end for age in ages if age is not None and age.end <= limit), at)


#: Words between a teller and his verb: "a correspondent for the agency reported".
_TELLER_REACH = 7


def _tells(tokens: list[Token], matches: Table, phrase: Phrase) -> bool:
    """True for the correspondent of "wounded 90 others, a correspondent for AFP reported"."""
    for at in range(phrase.end, min(phrase.end + _TELLER_REACH, len(tokens))):
        if tokens[at].form in {",", ".", ";", "and"}:
            return False
        if entry_at(matches, at, "say", "verbs"):
            return True
    return False
