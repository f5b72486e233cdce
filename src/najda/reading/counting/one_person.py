"""One person told of without a number: by age, by what he does, at the head of a message."""

from najda.reading.counting.phrase import FATES, Phrase
from najda.reading.words.lexicon import Match
from najda.reading.words.measures import counted_noun
from najda.reading.words.numbers import Amount, Table, entry_at
from najda.reading.words.tokens import Token


def person_of_age(tokens: list[Token], matches: Table, amount: Amount) -> Phrase | None:
    """One person by age, listed without an article: "a woman and four-year-old girl"."""
    at = amount.end + 1
    age = entry_at(matches, at, "units", "age") or entry_at(matches, at - 1, "units", "age")
    before = tokens[amount.start - 1].form if amount.start else ""
    if age is None or before not in {"and", ",", ""} or tokens[at - 1].form != "-":
        return None
    noun = counted_noun(matches, age.end)
    if noun is None or noun.table != "persons" or noun.detail != "singular":
        return None
    return Phrase(1, 1, None, amount.start, noun.end, noun.table, noun.entry, how="article")


def named_worker(tokens: list[Token], matches: Table, at: int) -> Phrase | None:
    """One person by name: "the rescuer Hussam Ali"."""
    noun = counted_noun(matches, at + 1)
    if tokens[at].form != "the" or noun is None or noun.detail != "singular":
        return None
    if tokens[at + 1].capital or noun.entry in FATES:
        return None  # capitals throughout: "THE INJURY OF SIX"
    named = noun.table == "persons" and noun.end < len(tokens) and tokens[noun.end].capital
    if not named or entry_at(matches, noun.end, "tellers"):
        return None
    return Phrase(1, 1, None, at, noun.end, noun.table, noun.entry, how="article")


def aged(tokens: list[Token], matches: Table, at: int) -> Phrase | None:
    """One person by age: "the 32-year-old father"."""
    if tokens[at].form != "the" or at + 1 >= len(tokens):
        return None
    if tokens[at + 1].sort != "number" and not entry_at(matches, at + 1, "number_words"):
        return None
    for ahead in range(at + 2, min(at + 8, len(tokens))):
        noun = counted_noun(matches, ahead)
        if noun is not None and noun.table == "persons" and noun.detail == "singular":
            age = any(entry_at(matches, near, "units", "age") for near in range(at + 2, ahead))
            found = Phrase(1, 1, None, at, noun.end, noun.table, noun.entry, how="article")
            return found if age else None
    return None


def headline_noun(tokens: list[Token], matches: Table, at: int) -> Phrase | None:
    """A headline's noun without article: "kills soldier, wounds three"."""
    noun = counted_noun(matches, at)
    if noun is None or noun.table != "persons" or noun.detail != "singular":
        return None
    if _radio_noun(tokens, matches, at, noun):
        return Phrase(1, 1, None, at, noun.end, noun.table, noun.entry, how="article")
    verb = tokens[at - 1].form
    behind = noun.end >= len(tokens) or tokens[noun.end].form in _BEHIND_HEADLINE_NOUN
    if verb not in _HEADLINE_VERBS or not behind or noun.entry in FATES:
        return None
    return Phrase(1, 1, None, at, noun.end, noun.table, noun.entry, how="article")


def _radio_noun(tokens: list[Token], matches: Table, at: int, noun: Match) -> bool:
    """True for "old woman stuck on the second floor" at the head of a message."""
    begin = at
    if at and tokens[at - 1].form in {"old", "young", "elderly", "pregnant"}:
        begin = at - 1
    if any(entry_at(matches, near, "units", "age") for near in range(max(0, at - 5), at)):
        begin = max(0, at - 5) if at <= 6 else at  # "six-year-old girl" heads it
    heads = begin == 0 or tokens[begin - 1].form in {":", ",", ";"}
    joined = begin == 0 and noun.end < len(tokens) and tokens[noun.end].form == "and"
    near = range(noun.end, noun.end + (_JOINED if joined else 1))  # "Woman and her baby killed"
    befell = next((one for at in near if (one := entry_at(matches, at, "predicates"))), None)
    return heads and befell is not None and befell.entry in _BEFALLS


#: Tokens from "and" to the predicate of two who head a message.
_JOINED = 5
_BEFALLS = {"killed", "injured", "trapped", "rescued"}
_HEADLINE_VERBS = {"kills", "wounds", "injures", "killing", "wounding", "injuring"}
_BEHIND_HEADLINE_NOUN = {",", ".", ":", ";", "and", "in", "near", "at", "during", "on"}
