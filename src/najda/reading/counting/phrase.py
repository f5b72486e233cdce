"""A counted thing of a sentence, as it was said."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens ``start`` to ``end``: how many of what. ``noun`` is "" where none is said."""

    low: int | None
    high: int | None
    bound: str | None
    start: int
    end: int
    #: Table and entry of the noun in the lexicon: ("persons", "child").
    table: str = ""
    noun: str = ""
    additional: bool = False
    #: "digits", "words", "vague", "none", "article" (a woman), "dual", "bare" (شهيد).
    how: str = "digits"
    #: The first number is part of the phrase's own words, so a sum may go on from it.
    children: bool = False


#: Nouns that say a fate themselves; with the article they are talk of many ("الشهيد").
FATES = frozenset({"dead", "wounded", "body", "trapped", "missing", "family", "alive"})
