"""What befell the subject of a sentence: the predicate behind a counted thing.

"Six people, three of them children, were killed": brackets, lists and relative clauses between
the subject and its predicate are stepped over; a new clause ends the search.
"""

from dataclasses import dataclass, replace

from najda.reading.counting.befell import befell_at, behind_adjective, of_the_nearer
from najda.reading.counting.phrase import Phrase
from najda.reading.counting.subjects_arabic import (
    PREDICATE_REACH,
    age_end,
    aside_end,
    from_group_end,
    pulled_before,
    saved_later,
)
from najda.reading.words.asides import closing_of, ends_aside
from najda.reading.words.lexicon import Match
from najda.reading.words.numbers import Table, entry_at
from najda.reading.words.tokens import Token, joined_and

#: Nouns that say a fate themselves.
OWN_SENSE = {
    "dead": "killed", "wounded": "injured", "body": "body", "trapped": "trapped",
    "missing": "missing", "strikes": "strikes", "munitions": "munitions",
}  # fmt: skip
#: Things whose number is a claim by itself: beds are room, breaches of a truce are attacks.
OWN_THINGS = {
    "strikes": "strikes", "munitions": "munitions", "beds": "capacity", "breaches": "attack",
    "attacks": "attack",
}  # fmt: skip
#: Before a participle these make a passive.
BE = {"was", "were", "is", "are", "been", "being", "be", "get", "got"}
_FIRM = {"died", "dead", "perished", "survived", "missing", "die"}
_BEHIND_PASSIVE = {
    "in", "by", "during", "at", "near", "on", "after", "when", "as", "and", ".", ",", ":", "while",
}  # fmt: skip
#: A gap of more words needs a helping verb ("were") before the predicate.
_CLOSE = 1


@dataclass(frozen=True, slots=True)
class Governor:
    """The words that make a counted thing a figure, and what they say befell it."""

    sense: str
    start: int
    end: int
    rule: str
    gap: int


def predicate_of(
    tokens: list[Token], matches: Table, phrases: list[Phrase], number: int
) -> Governor | None:
    """The predicate that says what befell ``phrases[number]``, or None."""
    phrase = phrases[number]
    limit = min(len(tokens), phrase.end + PREDICATE_REACH)
    at, gap, helped, past = phrase.end, 0, False, -1
    if [token.form for token in tokens[at : at + 2]] in (["of", "whom"], ["of", "them"]):
        at += 2
    belongs = False
    if phrase.noun == "" and (head := behind_adjective(matches, at)) is not None:
        whole = replace(phrase, end=head.end, table="persons", noun=head.entry)
        befell = predicate_of(tokens, matches, [whole], 0)
        if befell is not None and befell.sense == "rescued":
            return befell  # "five trapped miners were rescued"
    while at < limit:
        behind = helped or at == phrase.end
        among = behind and tokens[at].form == "among" and befell_at(tokens, matches, at)
        beyond = at if among else _stepped_over(tokens, matches, phrases, phrase, at)
        if beyond != at:
            if beyond < 0:
                return None
            gap = 0 if tokens[at].form == "،" else gap  # an aside parts nothing
            at = past = beyond
            limit = min(len(tokens), at + PREDICATE_REACH)
            continue
        found = befell_at(tokens, matches, at)
        if found is not None and helped and of_the_nearer(matches, at) and at > phrase.end:
            return None
        if found is not None:
            helped = helped or (belongs and _passive(tokens, found))
            return _governor(tokens, matches, phrases, phrase, found, gap, helped=helped)
        new_clause = _stops_subject(tokens, matches, at)
        if new_clause or _next_phrase(phrases, phrase, at, past):
            return None
        helped = helped or bool(entry_at(matches, at, "grammar", "auxiliary"))
        belongs = belongs or (at == phrase.end and tokens[at].form in {"of", "from"})
        gap += 0 if _light(tokens, matches, at) else 1
        at += 1
    return None


def _passive(tokens: list[Token], found: Match) -> bool:
    """True for "13 members of the force killed in Syria": nothing follows that they killed."""
    return found.end >= len(tokens) or tokens[found.end].form in _BEHIND_PASSIVE


def _governor(
    tokens: list[Token], matches: Table, phrases: list[Phrase], phrase: Phrase, found: Match,
    gap: int, *, helped: bool,
) -> Governor | None:  # fmt: skip
    """The predicate as governor, unless it is a verb with an object of its own."""
    token = tokens[found.start]
    if found.detail == "among":
        rule = f"among-{found.entry}"
        near = helped or found.start == phrase.end
        return Governor(found.entry, found.start, found.end, rule, gap) if near else None
    if _is_active(tokens, matches, phrases, found) or _not_done(tokens, phrase, found):
        return None
    if gap == 0 and not helped and not phrase.noun and tokens[found.end - 1].form == "wounds":
        return None  # "two bullet wounds": wounds are counted, not people
    loose = gap > _CLOSE and not helped and token.form not in _FIRM and not token.arabic
    if found.entry == "trapped" and not phrase.noun and gap > _CLOSE + 1:
        return None  # "rose to 67 after bodies were found under the rubble"
    far = (
        token.arabic
        and not helped
        and gap > _CLOSE + 1
        and found.entry not in {"rescued", "trapped", "missing"}
    )
    if loose or far:
        return None
    sense = "body" if found.entry == "pulled" and phrase.noun == "body" else found.entry
    if sense == "trapped" and tokens[found.start - 1].form == "من":
        pulled = pulled_before(tokens, matches, phrase.start)
        if pulled is not None:  # "انتشلت فرق الدفاع المدني، في مدينة إدلب، رضيعة من تحت الأنقاض"
            return Governor("pulled", pulled.start, pulled.end, "object-pulled", gap)
    if sense == "trapped" and (saved := saved_later(tokens, matches, found.end)) is not None:
        return Governor("rescued", saved.start, saved.end, "predicate-rescued", gap)
    return Governor(sense, found.start, found.end, f"predicate-{sense}", gap)


def _not_done(tokens: list[Token], phrase: Phrase, found: Match) -> bool:
    """True for "seven were not killed", "nobody knows how many died": nothing befell them."""
    between = [token.form for token in tokens[phrase.end : found.start]]
    if phrase.how == "none":
        return bool({"how", "what", "whether", "if", "who"} & set(between))
    return bool({"not", "never"} & set(between[-2:])) and phrase.start < found.start


def _stepped_over(
    tokens: list[Token], matches: Table, phrases: list[Phrase], phrase: Phrase, at: int
) -> int:
    """The token behind a part or joined subject at ``at``; ``at`` itself: none; -1: stop."""
    token = tokens[at]
    if token.form == "،":
        return aside_end(tokens, matches, at)
    if token.arabic:
        if joined_and(token.form) and entry_at(matches, at, "objects"):
            return -1
        subset = entry_at(matches, at, "scopes", "subset")
        if subset:
            return _list_end(tokens, phrases, at)
        if at == phrase.end and (beyond := from_group_end(tokens, matches, at)) > at:
            return beyond
        joined = _joined_subject(tokens, phrases, phrase, at)
        return joined.end if joined is not None else age_end(matches, at)
    if token.form == "aged":
        return _ages_end(tokens, at + 1)
    if token.form in {"named", "called", "identified"}:
        first = at + 2 if tokens[min(at + 1, len(tokens) - 1)].form == "as" else at + 1
        if first < len(tokens) and tokens[first].capital:
            return _name_end(tokens, first)
    if _begins_part(tokens, matches, at):
        return _comma_after(tokens, at) + 1
    joined = _joined_subject(tokens, phrases, phrase, at)
    if joined is not None:
        return joined.end
    if token.form == "and" and at == phrase.end and (bare := entry_at(matches, at + 1, "persons")):
        return bare.end  # "14 doctors and patients were among the dead"
    return _bracket_end(tokens, matches, at)


def _ages_end(tokens: list[Token], at: int) -> int:
    """Behind the ages of "two girls aged 4 and 6"."""
    while at < len(tokens) and (tokens[at].sort == "number" or tokens[at].form in {"and", ","}):
        at += 1
    return at


def _name_end(tokens: list[Token], at: int) -> int:
    """Behind the name of "a girl named Rawan al-Ali"."""
    while at < len(tokens) and (tokens[at].capital or tokens[at].form in {"al", "-", "el"}):
        at += 1
    return at


def _bracket_end(tokens: list[Token], matches: Table, at: int) -> int:
    """Behind "– a father, mother and son –" or ", a couple and their child," before a predicate."""
    closing = closing_of(tokens, at)
    if closing is None:
        return at
    told_of = tokens[min(at + 1, len(tokens) - 1)].form == "whose"  # ", whose name is Ali, was"
    for ahead in range(at + 2, min(at + PREDICATE_REACH + 2, len(tokens) - 1)):
        if tokens[ahead].form == closing and (
            entry_at(matches, ahead + 1, "grammar", "auxiliary")
            or entry_at(matches, ahead + 1, "predicates", "killed")
        ):
            return ahead + 1
        said = entry_at(matches, ahead, "say", "verbs")
        if said is not None and said.end < len(tokens) and tokens[said.end].form == closing:
            return said.end + 1  # ", the governor said, were killed"
        verb = entry_at(matches, ahead, "predicates") or said
        if verb is not None or (tokens[ahead].form in BE and not told_of):
            return at
    return at


def _light(tokens: list[Token], matches: Table, at: int) -> bool:
    return tokens[at].form in {",", "-"} or bool(
        entry_at(matches, at, "grammar", "auxiliary")
        or entry_at(matches, at, "grammar", "relative")
    )


def _comma_after(tokens: list[Token], at: int) -> int:
    for ahead in range(at + 1, min(at + 14, len(tokens))):
        if ends_aside(tokens, ahead):
            return ahead
        if tokens[ahead].form in BE | {
            "have",
            "had",
            "has",
            "died",
            "killed",
            "wounded",
            "injured",
        }:
            return ahead - 1
    return -2


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


def _begins_part(tokens: list[Token], matches: Table, at: int) -> bool:
    """As in "including …" or ", three of them …" between subject and predicate."""
    if entry_at(matches, at, "scopes", "subset"):
        return True
    if closing_of(tokens, at) is None:
        return False
    if entry_at(matches, at + 1, "scopes", "subset"):
        return True
    counted = any(entry_at(matches, at + 1, table) for table in ("number_words", "bounds")) or (
        at + 1 < len(tokens) and tokens[at + 1].sort == "number"
    )
    return counted and any(
        entry_at(matches, ahead, "scopes", "subset") for ahead in range(at + 2, at + 5)
    )


def _joined_subject(
    tokens: list[Token], phrases: list[Phrase], phrase: Phrase, at: int
) -> Phrase | None:
    """The next part of a subject joined by "and" or a comma: "a woman and two girls were…"."""
    if joined_and(tokens[at].form):  # "أربع نساء وثلاثة أطفال قتلوا"
        return next(
            (other for other in phrases if other.start == at and _joins(phrase, other)), None
        )
    if tokens[at].form not in {"and", ","}:
        return None
    behind = at + 1
    if behind < len(tokens) and tokens[behind].form == "and":
        behind += 1
    if behind < len(tokens) and tokens[behind].form in {"her", "his", "their"}:
        behind += 1
    listing = phrase.noun in {"person", "civilian", ""} and phrase.how != "article"
    if tokens[at].form == "," and listing:
        return None
    return next(
        (
            other
            for other in phrases
            if behind - 1 <= other.start <= behind and _joins(phrase, other)
        ),
        None,
    )


def _joins(phrase: Phrase, other: Phrase) -> bool:
    """True where two counted things may be one subject: people, none of a fate of their own."""
    people = other.table == "persons" and other.noun not in OWN_SENSE
    return people and other.start > phrase.start and bool(phrase.noun)


def _next_phrase(phrases: list[Phrase], phrase: Phrase, at: int, subset_until: int) -> bool:
    """True where another counted thing begins that is no part in brackets."""
    return any(
        other.start <= at < other.end
        and other.start >= max(phrase.end, subset_until)
        and not (other.table == "things" and other.how == "article")
        and other.noun != "family"
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
            _begins_part(tokens, matches, at)
            or entry_at(matches, follows, "grammar", "auxiliary")
            or entry_at(matches, follows, "grammar", "relative")
            or (follows < len(tokens) and tokens[follows].form in {"mostly", "all", "most", "many"})
        )
    if token.arabic and entry_at(matches, at, "grammar", "but"):
        return True
    if entry_at(matches, at, "say", "verbs") and not entry_at(matches, at, "grammar", "auxiliary"):
        return True
    if token.form == "and" and _inside_name(tokens, at):
        return False
    return token.form in {"but", "while", "although", "and", "as", "after"} or (
        token.arabic
        and token.form != "في"  # "12 موظفا في المنظمة قتلوا"
        and entry_at(matches, at, "objects") is not None
        and entry_at(matches, at, "predicates") is None
    )


def _inside_name(tokens: list[Token], at: int) -> bool:
    """True for "and" in "the Union of Medical Care and Relief Organizations"."""
    return 0 < at < len(tokens) - 1 and tokens[at - 1].capital and tokens[at + 1].capital


def _is_active(
    tokens: list[Token], matches: Table, phrases: list[Phrase], predicate: Match
) -> bool:
    """True where the predicate has an object of its own: "two rebels killed five people"."""
    if tokens[predicate.start].arabic or tokens[predicate.start - 1].form in BE:
        return False
    if predicate.entry == "trapped" and predicate.end - predicate.start > 1:
        return False  # "still under the rubble": a place, no object
    for phrase in phrases:
        if phrase.start == predicate.end and phrase.how != "none":
            after = entry_at(matches, phrase.end, "predicates")
            return after is None
    follows = tokens[predicate.end].form if predicate.end < len(tokens) else ""
    return follows in {"the", "him", "her", "them", "themselves", "civilians", "people"}
