"""Whom a verb of saying stands behind, in one sentence: a name, somebody described, a pronoun."""

from najda.reading.telling.names import ENDS, LONGEST_NAME, Names
from najda.reading.words.asides import opening_of
from najda.reading.words.lexicon import Match
from najda.reading.words.numbers import entry_at

#: Stands between a thing shown and who shows it ("video posted by X") until they are parted.
LINK = "\n"
#: Tokens of ", a group based in Britain that relies on medics and activists across Syria,".
LONGEST_APPOSITION = 24


def subject_before(names: Names, end: int, verb: Match) -> tuple[int, str]:
    """The name before a verb of saying, over an apposition between commas."""
    tokens = names.tokens
    weak = bool(entry_at(names.matches, verb.start, "say", "noun_verbs"))
    proper = sum(token.capital for token in tokens[max(0, end - 6) : end]) > 1
    firmly = weak and not proper
    if tokens[end - 1].form in {",", ")", "–", "—"}:
        return _apposed(names, end - 1)
    befell = weak and entry_at(names.matches, end - 1, "weapons")
    if befell or tokens[end - 1].form in {"no", "any"}:
        return end, ""  # "with shelling reported in", "no reported casualties"
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
            links = [names.raw(begin, at), names.raw(relay.end, end)]
            if tokens[at].form in {"quoting", "citing"}:  # "reports quoting rebels said"
                links.reverse()
            return begin, LINK.join(links)
    not_one = entry_at(names.matches, begin, "tellers", "not_tellers")
    if not_one is not None and not_one.end == end:
        return begin, ""
    begin = _with_tellers_before(names, _with_name_before(names, begin), end)
    begin = _behind_claim(names, begin, end)
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
    one_name = first.capital and end - begin == 1  # "Hagari reiterated the warning"
    said = {"said", "says"} | (_ONLY_SAYS if one_name else set())
    return closes or (begin == 0 and tokens[verb.start].form in said)


#: Verbs of nothing but telling: one name before them is a teller.
_ONLY_SAYS = {
    "specified", "added", "reiterated", "stressed", "announced", "confirmed", "claimed", "warned",
    "stated", "noted", "explained", "insisted", "denied", "wrote", "tweeted",
}  # fmt: skip
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
    for at in range(end - 2, begin, -1):  # "at the same time a military source"
        if names.tokens[at].form in {"time", "moment"} and names.tokens[at - 1].form == "same":
            begin = at + 1
            break
    while begin < end - 1 and (
        names.tokens[begin].form
        in {"meanwhile", "and", "or", "later", "earlier", "also", "still", "separately"}
        or entry_at(names.matches, begin, "parts_of_day")
    ):
        begin += 1
    return begin


def _apposed(names: Names, closing: int) -> tuple[int, str]:
    """As in "Name, head of the rescue service in Aleppo, told": both are the name."""
    tokens = names.tokens
    opening = opening_of(tokens, closing, LONGEST_APPOSITION, ENDS)
    if opening <= 0:  # a comma too many: "The hospital's director Dr Name, told"
        lone = opening < 0 and tokens[closing].form == ","
        return _subject_begin(names, closing) if lone else (closing, "")
    if tokens[opening].form in {"(", "–", "—"} or tokens[closing].form == ")":
        return _subject_begin(names, opening)
    while (
        tokens[opening + 1].form in _ARTICLES
        and (further := opening_of(tokens, opening, LONGEST_NAME, ENDS)) > 0
    ):
        if tokens[further].form != "," or tokens[further + 1].form not in _ARTICLES:
            break
        opening = further  # "Name, a nurse at the hospital, the largest in the east, told"
    first = next((at for at in range(opening) if tokens[at].form == ","), opening)
    if first < opening and tokens[first + 1].form in {"who", "which", "whose"}:
        opening = first
    name_end = opening
    if tokens[opening - 1].form == ")":  # "Name (its letters), a charity, said"
        name_end = next((at for at in range(opening - 1, 0, -1) if tokens[at].form == "("), opening)
    begin = names.left(name_end)
    relative = (at for at in range(opening + 2, closing) if tokens[at].form in _RELATIVE)
    told_of = (opening + 1, next(relative, closing))
    if not names.names_somebody(begin, name_end) and not names.names_somebody(
        *told_of, firmly=True
    ):
        one_name = all(tokens[at].capital for at in range(*told_of)) and not names.is_time(
            told_of[0]
        )
        return (told_of[0], names.raw(*told_of)) if one_name else (closing, "")
    name = names.raw(begin, name_end)
    if tokens[opening + 1].form in _NO_APPOSITION:
        return begin, name
    named = all(tokens[at].capital or tokens[at].form in _PARTICLES for at in range(*told_of))
    if closing - opening <= LONGEST_NAME and (named or names.names_somebody(*told_of, firmly=True)):
        name = f"{name}, {names.raw(*told_of)}"
    return begin, name


_ARTICLES = {"a", "an", "the"}
#: What begins a clause about somebody: no part of his name.
_RELATIVE = {"which", "who", "that", "whose"}
_NO_APPOSITION = {"which", "who", "whose", "that", "citing", "quoting", "quoted", "cited",
                  "speaking"}  # fmt: skip


def _subject_begin(names: Names, end: int) -> tuple[int, str]:
    begin = names.left(end)
    if begin >= end or not names.names_somebody(begin, end):
        return begin, ""
    begin = _with_name_before(names, begin)
    return begin, names.raw(begin, end)


def _behind_claim(names: Names, begin: int, end: int) -> int:
    """Behind "a claim" of "– a claim the ministry denied": what is denied, not who denies."""
    forms = [token.form for token in names.tokens[begin : begin + 2]]
    claim = forms[-1:] if forms[:1] in (["a"], ["an"]) else forms[:1]
    length = 2 if forms[:1] in (["a"], ["an"]) else 1
    behind = begin + length
    goes_on = behind < end and (names.tokens[behind].capital or names.tokens[behind].form == "the")
    return behind if goes_on and claim and claim[0] in _CLAIMS else begin


_CLAIMS = {"claim", "claims", "charge", "charges", "accusation", "accusations", "allegation",
           "allegations", "report", "suggestion"}  # fmt: skip


def _with_name_before(names: Names, begin: int) -> int:
    """Where "Name, the head of the group" begins, for the subject "the head of the group"."""
    tokens = names.tokens
    if begin < 3 or tokens[begin].form not in _ARTICLES or tokens[begin - 1].form != ",":
        return begin
    at = begin - 1
    while at and (tokens[at - 1].capital or tokens[at - 1].form in _PARTICLES):
        at -= 1
    opens = at == 0 or tokens[at - 1].form in _BEFORE_NAME
    proper = sum(tokens[near].capital for near in range(at, begin)) > 1
    return at if opens and proper and tokens[at].capital and not names.is_time(at) else begin


_PARTICLES = {"-", "al", "el", "abu", "bin", "ibn", "de", "van", "von", "abd", "dr", "."}
_BEFORE_NAME = {"“", "”", '"', "’", "»"}


def _with_tellers_before(names: Names, begin: int, end: int) -> int:
    """Where "Medics, residents and rebels in the east" begins, for its last two."""
    tokens = names.tokens
    longest = 5
    last = [token.form for token in tokens[max(0, begin - 2) : begin]] == [",", "and"]
    if not last and not any(tokens[at].form == "and" for at in range(begin, end)):
        return begin
    comma = begin - 2 if last else begin - 1
    while comma > 0 and tokens[comma].form == ",":
        at = names.left(comma)
        listed = (
            0 < comma - at <= longest
            and (at == 0 or tokens[at - 1].form in {",", "”", '"'})
            and names.ends_in_teller(at, comma)
            and not any(names.is_happening(near) for near in range(at, comma))
        )
        if not listed:
            break
        begin, comma = at, at - 1
    return begin


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
