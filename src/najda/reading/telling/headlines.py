"""Tellers of headlines and forwarded lines (English): "Civil Defence: ten killed"."""

from najda.reading.telling.names import Names, Telling
from najda.reading.words.numbers import entry_at


def forwarded(names: Names) -> bool:
    """As in "Shared: BBC: 30 people died"."""
    first = names.tokens[0].form
    return first in _BEFORE_HEADLINE and names.tokens[1].form == ":"


_BEFORE_HEADLINE = {"shared", "forwarded", "fwd", "breaking", "urgent", "update", "rt"}


def dashed(names: Names, at: int) -> Telling | None:
    """As in "Toll rises to 32 - activists", "…: activists" at the end of a headline."""
    end = len(names.tokens)
    most, least_before = 6, 4
    colon = names.tokens[at].form == ":"
    spaced = colon or (at > 0 and names.tokens[at].start > names.tokens[at - 1].end)
    if not spaced or at < least_before or not 0 < end - at - 1 <= most:
        return None
    if not names.ends_in_teller(at + 1, end) or names.tokens[at + 1].sort != "word":
        return None
    return Telling((names.raw(at + 1, end),), at, end, "after", verb="said")


def headline(names: Names, begin: int) -> Telling | None:
    """As in "Civil Defence: ten killed", "Activists to al-Masdar: …" at the head of a line."""
    longest = 14
    end = next((at for at in range(begin + 1, min(begin + longest, len(names.tokens)))
                if _ends_headline(names, at)),
               0)  # fmt: skip
    if not end or names.tokens[end].form != ":":
        return None
    after = names.tokens[end].end
    if after < len(names.text) and names.text[after].isdigit():
        return None
    shortest = next(
        (at for at in range(begin + 1, end) if names.tokens[at].form in _TURN_OF_HEADLINE), end
    )
    if not names.ends_in_teller(begin, shortest):
        return _outlets_line(names, begin, end)
    name, turn = names.raw(begin, shortest), names.tokens[shortest].form
    if turn == "," and names.tokens[shortest + 1].form in {"from", "citing", "after"}:
        shortest, turn = shortest + 1, names.tokens[shortest + 1].form
    links: tuple[str, ...] = (name,)
    other = names.raw(shortest + 1, names.right(shortest + 1, end))
    if turn in {"from", "citing", "after", "quoting"} and other:
        links = (other, name)
    elif turn == "to" and other:
        links = (name, other)
    elif turn in {"on", "in", "for", "at", "of"} and not _known_outlet(names, 0, shortest):
        if not _known_outlet(names, shortest, end):
            return None  # "Hospital in Aleppo: …" is a title
        links = (name, other)  # "Footage on Sky News: …"
    return Telling(links, begin, end + 1, "before", verb="said")


def _outlets_line(names: Names, begin: int, end: int) -> Telling | None:
    """As in "UCDP row for Khan Tuman, from SOHR: …", "UCDP keeps a SOHR headline: …"."""
    outlet = entry_at(names.matches, begin, "tellers", "collective")
    if outlet is None:
        return None
    links = [names.raw(begin, outlet.end)]
    for at in range(outlet.end, end):
        inner = entry_at(names.matches, at, "tellers", "collective")
        cited = names.tokens[at].form in {"from", "citing", "after", "quoting", "via"}
        stop = names.right(at + 1, end) if cited else (inner.end if inner else 0)
        name = names.raw(at + 1 if cited else at, stop) if stop else ""
        if name and (cited or inner):
            links.insert(0, name)
            break
    return Telling(tuple(links), begin, end + 1, "before", verb="said")


_TURN_OF_HEADLINE = {"on", "in", "for", "at", "to", "from", "after", "citing", "quoting", ","}


def _known_outlet(names: Names, start: int, end: int) -> bool:
    return any(
        match.table == "tellers" and match.entry == "collective" and match.end == end
        for at in range(start, end)
        for match in names.matches[at]
    )


def _ends_headline(names: Names, at: int) -> bool:
    token = names.tokens[at]
    if token.form == ":":
        return True
    if token.sort == "mark" and token.form not in {"-", ","}:
        return True
    return entry_at(names.matches, at, "say", "verbs") is not None
