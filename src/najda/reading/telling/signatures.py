"""Who signs or heads a text, and where a text names who tells it."""

import re
from dataclasses import dataclass

from najda.reading.telling.names import Telling
from najda.reading.telling.tellers import tellings_of
from najda.reading.words.lexicon import own_lexicon
from najda.reading.words.measures import counts_nobody
from najda.reading.words.numbers import Table, amounts_of, entry_at
from najda.reading.words.sentences import sentences_of
from najda.reading.words.tokens import MOST_TOKENS, Token, tokens_of

#: "Carried by": نقلته Airwars.
_RELAYED = {"نقلته", "نقلتها", "نقله", "نقلها", "via"}
#: "24 4 2016", "23/9/2016", "2016-09-23".
_DATE = re.compile(r"\d{1,4}([-/. ])\d{1,2}\1\d{1,4}")


def credit_of(text: str, tokens: list[Token], matches: Table, *, place: bool = False) -> str:
    """The outlet where a last sentence is nothing but its name, "" where it is more.

    ``place``: a place is named there too, so that only a known outlet counts (France 24).
    """
    words = [at for at, token in enumerate(tokens) if token.sort != "mark"]
    longest = 4
    if not 0 < len(words) <= longest:
        return ""
    first, last = words[0], words[-1]
    dated = all(tokens[at].sort == "number" for at in words)  # "29/3/2015" signs nothing
    if tokens[first].form in _PAGE or dated:
        return ""
    if tokens[first].form in _RELAYED and len(words) > 1:
        first = words[1]
    outlet = any(entry_at(matches, at, "tellers", "collective") for at in words)
    signed = tokens[first].form != "(" and all(
        tokens[at].capital or tokens[at].sort == "number" for at in words
    )
    bracketed = tokens[0].form == "(" and tokens[-1].form in {")", "."}
    if not outlet and (place or not (signed or bracketed)):
        return ""
    if any(entry_at(matches, at, "weekdays") or entry_at(matches, at, "months") for at in words):
        return ""
    return " ".join(text[tokens[first].start : tokens[last].end].split())


#: What a page asks of its readers is nobody's signature: "Vote Now", "Read More".
_PAGE = {
    "vote", "read", "share", "subscribe", "leave", "click", "follow", "sign", "watch", "join",
    "listen", "continue", "see", "view", "back", "more", "related", "topics", "tags", "print",
    "like", "tweet", "download", "register", "log", "search", "home", "menu", "skip", "thanks",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """Where a text names who tells it, and where it counts something: (start, end, number)."""

    tellers: tuple[tuple[int, int], ...]
    numbers: tuple[tuple[int, int, int], ...]


def told_in(text: str) -> Told:
    """Who tells is no ground that two texts agree; a number that counts is. Code points."""
    lexicon = own_lexicon()
    tellers: list[tuple[int, int]] = []
    numbers: list[tuple[int, int, int]] = []
    dates = [match.span() for match in _DATE.finditer(text)]
    sentences, _ = sentences_of(text)
    for number, sentence in enumerate(sentences):
        tokens = tokens_of(text, sentence.start, sentence.end)[:MOST_TOKENS]
        matches = lexicon.matches(tokens)
        tellers += [
            (tokens[telling.start].start, tokens[telling.end - 1].end)
            for telling in tellings_of(text, tokens, matches)
            if _only_names(tokens, matches, telling)
        ]
        last = number == len(sentences) - 1
        if last and number and credit_of(text, tokens, matches):
            tellers.append((sentence.start, sentence.end))
        sign = 0 if number else call_sign_end(tokens)
        if sign:
            tellers.append((sentence.start, tokens[sign - 1].end))
        numbers += [
            (tokens[amount.start].start, tokens[amount.end - 1].end, value)
            for amount in amounts_of(tokens, matches)
            if amount.start >= sign and not counts_nobody(tokens, matches, amount)
            if not any(start <= tokens[amount.start].start < end for start, end in dates)
            if (value := amount.high if amount.low is None else amount.low) is not None
        ]
    return Told(tuple(tellers), tuple(numbers))


def _only_names(tokens: list[Token], matches: Table, telling: Telling) -> bool:
    """True for an outlet or a group; a witness on a street, a person by name tell more."""
    if tokens[telling.end - 1].form == ":":
        return True
    inside = range(telling.start, telling.end)
    if any(tokens[at].form in {"on", "in", "at", "from", "near", "named"} for at in inside):
        return False
    return any(
        entry_at(matches, at, "tellers", "collective") or tokens[at].form in _OUTLET_WORDS
        for at in inside
    )


_OUTLET_WORDS = {
    "writes", "carries", "observer", "news", "post", "times", "eye", "agency", "press", "tv",
    "network", "journal", "media", "observatory", "sohr", "television", "radio",
}  # fmt: skip


def call_sign_end(tokens: list[Token]) -> int:
    """Behind the call sign a radio line begins with ("Lamp 1:", "نورس 2:"); 0: none."""
    longest = 5
    for at in range(1, min(longest, len(tokens))):
        if tokens[at].form == ":":
            return at + 1 if tokens[at - 1].sort == "number" else 0
    return 0
