"""Places a sentence names that no list knows: what stands beside "village", "camp", قرية, حي.

A person who confirms sees the name as it was written; it has no position and no id.
"""

from collections.abc import Iterator, Sequence

from najda.places import PlaceMention
from najda.reading.claims import Place
from najda.reading.words.lexicon import Match
from najda.reading.words.numbers import Table, entry_at
from najda.reading.words.tokens import Token

Named = tuple[int, Place]
_MOST_WORDS = 3
_INSIDE_NAMES = frozenset({"al", "el", "as", "ash", "ez", "az", "ad", "de", "la", "del", "-"})
_IN = frozenset({"in", "near", "outside", "around"})


def unlisted_places(
    text: str, tokens: Sequence[Token], matches: Table, known: Sequence[PlaceMention]
) -> list[Named]:
    """The places named beside a word for a kind of place, by token; ``known`` ones are left out."""
    taken = [(mention.start, mention.end) for mention in known]
    found: dict[int, Place] = {}
    for start, end, precision in _named(tokens, matches):
        first, last = tokens[start].start, tokens[end - 1].end
        if not any(first < high and low < last for low, high in taken):
            name = text[first:last]
            name = name.removeprefix("و") if start - 1 in found else name
            found.setdefault(start, Place(text=name, precision=precision))
    return sorted(found.items())


def _named(tokens: Sequence[Token], matches: Table) -> Iterator[tuple[int, int, str | None]]:
    """First and last token of each name, and what kind of place it is."""
    capitals_only = all(token.capital for token in tokens if token.sort == "word")
    for at, token in enumerate(tokens):
        if (cue := _cue_at(matches, at)) is not None:
            names = _arabic_names if token.arabic else _latin_names
            for start, end in names(tokens, matches, cue):
                yield start, end, cue.entry
        elif token.form in _IN and (not token.capital or capitals_only):
            end = _capitals(tokens, matches, at + 1)
            if end > at + 1:
                yield at + 1, end, None


def _cue_at(matches: Table, at: int) -> Match | None:
    found = (entry_at(matches, at, "place_words", kind) for kind in ("town", "city", "quarter"))
    return next((match for match in found if match is not None), None)


def _latin_names(tokens: Sequence[Token], matches: Table, cue: Match) -> Iterator[tuple[int, int]]:
    """The village of X, and X village."""
    start = cue.start
    while (
        start > 0 and cue.start - start < 2 * _MOST_WORDS and _in_name(tokens, matches, start - 1)
    ):
        start -= 1
    while start < cue.start and not tokens[start].capital:
        start += 1
    if start < cue.start and not tokens[cue.start].capital:
        yield start, cue.start
    elif cue.end < len(tokens) and tokens[cue.end].form == "of":
        end = _capitals(tokens, matches, cue.end + 1)
        if end > cue.end + 1:
            yield cue.end + 1, end


def _capitals(tokens: Sequence[Token], matches: Table, start: int) -> int:
    """Where a run of capitalised words from here ends; ``start`` where there is none."""
    end = start
    while end < len(tokens) and end - start < 2 * _MOST_WORDS and _in_name(tokens, matches, end):
        end += 1
    while end > start and not tokens[end - 1].capital:
        end -= 1
    return end if end > start and not tokens[end - 1].owner else start


def _in_name(tokens: Sequence[Token], matches: Table, at: int) -> bool:
    token = tokens[at]
    if token.form in _INSIDE_NAMES:
        return True
    return token.sort == "word" and token.capital and not token.arabic and not _means(matches, at)


def _arabic_names(tokens: Sequence[Token], matches: Table, cue: Match) -> Iterator[tuple[int, int]]:
    """قرية س, and both of بلدتي س وص."""
    if "ال" in tokens[cue.start].form[:3] or tokens[cue.start].form.startswith("لل"):
        return  # "the city", which was named before
    if cue.start > 0 and entry_at(matches, cue.start - 1, "place_words", "one_of"):
        return  # "the last quarter", آخر حي
    end = _arabic_name(tokens, matches, cue.end)
    if end == cue.end:
        return
    yield cue.end, end
    if cue.detail == "two" and end < len(tokens) and tokens[end].form.startswith("و"):
        yield end, _arabic_name(tokens, matches, end)


def _arabic_name(tokens: Sequence[Token], matches: Table, start: int) -> int:
    """Where the name that begins here ends: one word, or a word and the one it is joined to."""
    if start >= len(tokens) or not tokens[start].arabic or _means(matches, start):
        return start
    if tokens[start].form.startswith("لل"):  # "a camp for", مخيم للنازحين
        return start
    end = start + 1
    joined = (
        end < len(tokens)
        and tokens[end].arabic
        and not _means(matches, end)
        and not tokens[start].form.removeprefix("و").startswith("ال")
        and (tokens[end].form.startswith("ال") or entry_at(matches, start, "place_words", "first"))
    )
    return end + 1 if joined else end


def _means(matches: Table, at: int) -> bool:
    """Whether the word says something else that reading knows: then it is no name."""
    return any(match.table != "place_words" or match.entry == "no_name" for match in matches[at])
