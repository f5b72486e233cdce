"""Asides: words set apart by commas, dashes or brackets within a sentence.

"Six people, three of them children, were killed"; "the hospital – the largest in the east – was
hit"; "Name, head of the service, told". One table of marks, one rule for a hyphen within a word.
"""

from collections.abc import Container

from najda.reading.words.tokens import Token

#: What begins an aside, and what ends it.
CLOSES = {",": ",", "–": "–", "—": "—", "-": "-", "(": ")"}
#: The Arabic comma only ends one: where one begins in Arabic its own words say.
_ENDS = {*CLOSES.values(), "،"}
_DASHES = {"–", "—"}


def is_glued(tokens: list[Token], at: int) -> bool:
    """True for a mark within a word ("rebel-held"): it sets nothing apart."""
    return (
        0 < at < len(tokens) - 1
        and tokens[at - 1].end == tokens[at].start
        and (tokens[at].end == tokens[at + 1].start)
    )


def closing_of(tokens: list[Token], at: int) -> str | None:
    """The mark that would end the aside which begins at ``at``; nothing where none begins."""
    return None if is_glued(tokens, at) else CLOSES.get(tokens[at].form)


def ends_aside(tokens: list[Token], at: int) -> bool:
    """True for a mark that may end an aside, whatever began it."""
    return tokens[at].form in _ENDS and not is_glued(tokens, at)


def opening_of(tokens: list[Token], closing: int, longest: int, ends: Container[str]) -> int:
    """The mark before the words that end at the mark ``closing``, within ``longest`` tokens.

    -1 where a sentence ends first (``ends``), or none is so near. A dash is begun by its like.
    """
    own = tokens[closing].form
    for at in range(closing - 1, max(-1, closing - longest), -1):
        form = tokens[at].form
        if form == own or (own not in _DASHES and form in {",", "(", *_DASHES}):
            return at
        if form in ends:
            return -1
    return -1


def words_aside(tokens: list[Token], start: int, end: int) -> int:
    """How many tokens of a clause stand in its one aside between commas, before its verb."""
    commas = [at for at in range(start, end) if tokens[at].form == ","]
    if len(commas) != len(",,") or tokens[commas[1] + 1].form not in {"was", "were", "has", "had"}:
        return 0
    return commas[1] - commas[0] + 1
