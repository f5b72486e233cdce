"""Whom a verb of saying stands behind, in one sentence: a name, somebody described, a pronoun."""

from najda.reading.lexicon import Match
from najda.reading.names import ENDS, LONGEST_NAME, Names
from najda.reading.numbers import entry_at

#: Stands between a thing shown and who shows it ("video posted by X") until they are parted.
LINK = "\n"


def subject_before(names: Names, end: int, verb: Match) -> tuple[int, str]:
    """The name before a verb of saying, over an apposition between commas."""
    tokens = names.tokens
    weak = bool(entry_at(names.matches, verb.start, "say", "noun_verbs"))
    proper = sum(token.capital for token in tokens[max(0, end - 6) : end]) > 1
    firmly = weak and not proper
    if tokens[end - 1].form in {",", ")", "–", "—"}:
        return _apposed(names, end - 1)
    begin = names.left(end)
    if begin >= end:
        return begin, ""
    if not names.names_somebody(begin, end, firmly=firmly) and not (
        _someone(names, begin, end, verb) and not firmly
    ):
        return begin, ""
    begin = _trim_left(names, begin, end)
    if tokens[end - 1].form in {"with", "of", "for", "in", "by", "to", "from", "and", "at"}:
        return begin, ""
    for at in range(begin + 1, end):
        relay = entry_at(names.matches, at, "say", "according") or entry_at(
            names.matches, at, "say", "agency"
        )
        if relay is not None and relay.end < end and names.names_somebody(begin, at):
            return begin, f"{names.raw(begin, at)}{LINK}{names.raw(relay.end, end)}"
    not_one = entry_at(names.matches, begin, "tellers", "not_tellers")
    if not_one is not None and not_one.end == end:
        return begin, ""
    return begin, names.raw(begin, end)


def _someone(names: Names, begin: int, end: int, verb: Match) -> bool:
    """True for a teller no list knows, where the sentence leaves no doubt that he tells.

    As in ", a bus driver said." and "A tailor told Reuters".
    """
    tokens = names.tokens
    longest = 9
    if end - begin > longest or any(
        names.is_happening(at) or tokens[at].form in _NOBODY for at in range(begin, end)
    ):
        return False
    first = tokens[begin]
    introduced = first.form in _INTRODUCE or first.capital or end - begin == 1
    if not introduced or not all(t.sort == "word" or t.form == "-" for t in tokens[begin:end]):
        return False
    if entry_at(names.matches, verb.start, "say", "told") is not None:
        return True
    closes = (
        begin > 2 and tokens[begin - 1].form in _CLOSES_TOLD and closes_name(names, verb.end)
    )  # two words are no sentence
    return closes or (begin == 0 and tokens[verb.start].form in {"said", "says"})


#: Begin the name of a teller that no list knows.
_INTRODUCE = {"a", "an", "the", "one", "another", "some", "several", "two", "his", "her", "their"}
_CLOSES_TOLD = {",", "”", '"', "’", "»"}
#: Words that tell nothing, or stand for somebody named before.
_NOBODY = {
    "we", "i", "you", "who", "there", "it", "he", "she", "they", "which", "that", "this", "what",
    "nobody", "sign", "others", "none", "being", "having", "is", "are", "was", "were",
}  # fmt: skip


_BEHIND_NAME = {
    ",", "-", "–", "—", ")", "on", "in", "after", "late", "early",
    "as", "while", "who", "which", "when", "at", "via", "by", "during", "before", "but",
}  # fmt: skip


def closes_name(names: Names, end: int) -> bool:
    """True where nothing goes on that the name would be the subject of."""
    if end >= len(names.tokens):
        return True
    form = names.tokens[end].form
    return form in ENDS or form in _BEHIND_NAME or names.is_time(end)


def _trim_left(names: Names, begin: int, end: int) -> int:
    """Take a leading adverb or time off a subject ("Meanwhile activists")."""
    while begin < end - 1 and (
        names.tokens[begin].form
        in {"meanwhile", "and", "or", "later", "earlier", "also", "still", "separately"}
        or entry_at(names.matches, begin, "parts_of_day")
    ):
        begin += 1
    return begin


def _apposed(names: Names, comma: int) -> tuple[int, str]:
    """As in "Name, head of the rescue service in Aleppo, told": both are the name."""
    tokens = names.tokens
    opening = -1
    for at in range(comma - 1, max(-1, comma - LONGEST_NAME), -1):
        if tokens[at].form in {",", "(", "–", "—"}:
            opening = at
            break
        if tokens[at].form in ENDS:
            return comma, ""
    if opening <= 0:
        return comma, ""
    if tokens[opening].form == "(" or tokens[comma].form == ")":
        return _subject_begin(names, opening)
    first = next((at for at in range(opening) if tokens[at].form == ","), opening)
    if first < opening and tokens[first + 1].form in {"who", "which", "whose"}:
        opening = first
    begin = names.left(opening)
    if not names.names_somebody(begin, opening) and not names.names_somebody(
        opening + 1, comma, firmly=True
    ):
        return comma, ""
    name = names.raw(begin, opening)
    described = tokens[opening + 1].form not in {
        "which",
        "who",
        "whose",
        "that",
        "citing",
        "quoting",
    }
    if tokens[opening + 1].form in {"citing", "quoting", "quoted", "cited", "speaking"}:
        return begin, name
    particles = {"-", "al", "el", "abu", "bin", "ibn", "de", "van", "von", "abd"}
    named = all(token.capital or token.form in particles for token in tokens[opening + 1 : comma])
    if (
        described
        and comma - opening <= LONGEST_NAME
        and (named or names.names_somebody(opening + 1, comma, firmly=True))
    ):
        name = f"{name}, {names.raw(opening + 1, comma)}"
    return begin, name


def _subject_begin(names: Names, end: int) -> tuple[int, str]:
    begin = names.left(end)
    if begin >= end or not names.names_somebody(begin, end):
        return begin, ""
    return begin, names.raw(begin, end)


def pronoun_before(names: Names, end: int) -> str:
    """Whom a pronoun before the verb carries on: "he", "group", or nobody ("")."""
    form = names.tokens[end - 1].form
    if form in {"he", "she"}:
        return "he"
    if form in {"it", "they"}:
        return "group"
    return ""


def carried_on(names: Names, begin: int, end: int) -> str:
    """Whom "the group", "the official" carries on: "group", "he", or nobody ("")."""
    for at in range(begin, end):
        match = entry_at(names.matches, at, "grammar", "group")
        if match is not None and match.end == end:
            return "group"
        match = entry_at(names.matches, at, "grammar", "the_person")
        if match is not None and match.end == end:
            return "he"
    return "group" if described(names, begin, end) else ""


def described(names: Names, begin: int, end: int) -> bool:
    """As in "The Britain-based monitor", "the activist-run outlet": a group named before."""
    tokens = names.tokens
    if tokens[begin].form not in {"the", "its"} or end - begin < 2:  # an article and a noun
        return False
    if entry_at(names.matches, end - 1, "grammar", "group_heads") is None:
        return False
    last_hyphen = max((at for at in range(begin, end) if tokens[at].form == "-"), default=begin)
    return not any(token.capital for token in tokens[max(last_hyphen, begin + 1) : end])
