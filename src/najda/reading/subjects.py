"""What befell the subject of a sentence: the predicate behind a counted thing.

"Six people, three of them children, were killed": brackets, lists and relative clauses between
the subject and its predicate are stepped over; a new clause ends the search.
"""

from dataclasses import dataclass

from najda.reading.lexicon import Match
from najda.reading.numbers import Table, entry_at
from najda.reading.phrases import Phrase
from najda.reading.tokens import Token, joined_and

#: How far behind its subject a predicate may stand.
PREDICATE_REACH = 14
#: Nouns that say a fate themselves.
OWN_SENSE = {
    "dead": "killed", "wounded": "injured", "body": "body", "trapped": "trapped",
    "missing": "missing", "strikes": "strikes", "munitions": "munitions",
}  # fmt: skip
#: Before a participle these make a passive.
BE = {"was", "were", "is", "are", "been", "being", "be", "get", "got"}
_FIRM = {"died", "dead", "perished", "survived", "missing", "die"}
_BEFELL = ("killed", "injured", "rescued", "trapped", "missing", "pulled")


@dataclass(frozen=True, slots=True)
class Governor:
    sense: str
    start: int
    end: int
    rule: str
    gap: int


def predicate_of(
    tokens: list[Token], matches: Table, phrases: list[Phrase], number: int
) -> Governor | None:
    phrase = phrases[number]
    limit = min(len(tokens), phrase.end + PREDICATE_REACH)
    at, gap, helped, subset_until = phrase.end, 0, False, -1
    while at < limit:
        token = tokens[at]
        if token.arabic and joined_and(token.form) and entry_at(matches, at, "objects"):
            return None
        predicate = entry_at(matches, at, "predicates")
        if predicate is not None and at >= subset_until and predicate.entry in _BEFELL:
            if _is_active(tokens, matches, phrases, predicate):
                return None
            if gap > 1 and not helped and token.form not in _FIRM and not token.arabic:
                return None
            if token.arabic and gap > 2 and predicate.entry not in {"rescued", "trapped"}:
                return None
            sense = (
                "body" if predicate.entry == "pulled" and phrase.noun == "body" else predicate.entry
            )
            return Governor(sense, predicate.start, predicate.end, f"predicate-{sense}", gap)
        if token.arabic and entry_at(matches, at, "scopes", "subset"):
            at = subset_until = _list_end(tokens, phrases, at)
            continue
        if _begins_part(matches, at):
            subset_until = _comma_after(tokens, at)
            if subset_until < 0:
                return None
            at = subset_until + 1
            limit = min(len(tokens), at + PREDICATE_REACH)
            continue
        joined = _joined_subject(tokens, phrases, phrase, at)
        if joined is not None:
            at, subset_until = joined.end, joined.end
            limit = min(len(tokens), at + PREDICATE_REACH)
            continue
        if _stops_subject(tokens, matches, at) or _next_phrase(phrases, phrase, at, subset_until):
            return None
        helped = helped or bool(entry_at(matches, at, "grammar", "auxiliary"))
        gap += 0 if _light(tokens, matches, at) else 1
        at += 1
    return None


def _light(tokens: list[Token], matches: Table, at: int) -> bool:
    return tokens[at].form in {",", "-"} or bool(
        entry_at(matches, at, "grammar", "auxiliary")
        or entry_at(matches, at, "grammar", "relative")
    )


def _comma_after(tokens: list[Token], at: int) -> int:
    for ahead in range(at + 1, min(at + 14, len(tokens))):
        glued = tokens[ahead].form == "-" and tokens[ahead - 1].end == tokens[ahead].start and (
            ahead + 1 < len(tokens) and tokens[ahead].end == tokens[ahead + 1].start
        )
        if tokens[ahead].form in {",", "-", "–", "—", ")", "،"} and not glued:
            return ahead
        if tokens[ahead].form in BE | {"have", "had", "has", "died", "killed", "wounded", "injured"}:
            return ahead - 1
    return -1


def _list_end(tokens: list[Token], phrases: list[Phrase], at: int) -> int:
    """Where the parts named behind بينهم end: "بينهم طفلان وامرأة"."""
    end = at + 1
    for phrase in phrases:
        near = end <= phrase.start <= end + 1
        if near and (
            end == at + 1 or joined_and(tokens[phrase.start].form) or phrase.start == end + 1
        ):
            end = phrase.end
    return end


def _begins_part(matches: Table, at: int) -> bool:
    """ "including …" or ", three of them …" between subject and predicate."""
    return any(
        entry_at(matches, ahead, "scopes", "subset")
        for ahead in (at, at + 2, at + 3)
        if ahead == at
        or entry_at(matches, ahead - 1, "number_words")
        or entry_at(matches, at + 1, "number_words")
        or entry_at(matches, at + 1, "bounds")
    )


def _joined_subject(
    tokens: list[Token], phrases: list[Phrase], phrase: Phrase, at: int
) -> Phrase | None:
    """The next part of a subject joined by "and" or a comma: "a woman and two girls were…"."""
    if tokens[at].form not in {"and", ","}:
        return None
    behind = at + 1
    if behind < len(tokens) and tokens[behind].form == "and":
        behind += 1
    if behind < len(tokens) and tokens[behind].form in {"her", "his", "their"}:
        behind += 1
    if tokens[at].form == "," and phrase.noun in {"person", "civilian", ""}:
        return None
    return next(
        (
            other
            for other in phrases
            if behind - 1 <= other.start <= behind
            and other.table == "persons"
            and other.noun not in OWN_SENSE
            and other.start > phrase.start
            and phrase.noun
        ),
        None,
    )


def _next_phrase(phrases: list[Phrase], phrase: Phrase, at: int, subset_until: int) -> bool:
    """True where another counted thing begins that is no part in brackets."""
    return any(
        other.start <= at < other.end
        and other.start >= max(phrase.end, subset_until)
        and not (other.table == "things" and other.how == "article")
        for other in phrases
    )


def _stops_subject(tokens: list[Token], matches: Table, at: int) -> bool:
    token = tokens[at]
    if token.form in {".", ";", ":", "!", "?", "؛", "؟", "|", "،"}:
        return True
    if token.form == "-" and tokens[at - 1].end == token.start:
        return False
    if token.form in {",", "-", "–", "—", "("}:
        follows = at + 1
        return not (
            _begins_part(matches, at + 1)
            or entry_at(matches, follows, "grammar", "auxiliary")
            or entry_at(matches, follows, "grammar", "relative")
            or (follows < len(tokens) and tokens[follows].form in {"mostly", "all", "most", "many"})
        )
    if entry_at(matches, at, "say", "verbs") and not entry_at(matches, at, "grammar", "auxiliary"):
        return True
    return token.form in {"but", "while", "although", "and", "as", "after"} or (
        token.arabic
        and entry_at(matches, at, "objects") is not None
        and entry_at(matches, at, "predicates") is None
    )


def _is_active(
    tokens: list[Token], matches: Table, phrases: list[Phrase], predicate: Match
) -> bool:
    """True where the predicate has an object of its own: "two rebels killed five people"."""
    if tokens[predicate.start].arabic or tokens[predicate.start - 1].form in BE:
        return False
    for phrase in phrases:
        if phrase.start == predicate.end and phrase.how != "none":
            after = entry_at(matches, phrase.end, "predicates")
            return after is None
    follows = tokens[predicate.end].form if predicate.end < len(tokens) else ""
    return follows in {"the", "him", "her", "them", "themselves", "civilians", "people"}
