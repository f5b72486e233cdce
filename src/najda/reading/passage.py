"""One sentence with all that was found in it: what the reader proposes claims from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from najda.incidents.facts import ClaimKind
from najda.places import PlaceMention
from najda.reading.claims import Place
from najda.reading.counting.figure import Figure
from najda.reading.counting.figures import figures_of
from najda.reading.events import is_country, is_wide, place_of
from najda.reading.happenings import Happening, patterns_of
from najda.reading.telling.attribution import Attributed
from najda.reading.times import Said, times_of
from najda.reading.unlisted import unlisted_places
from najda.reading.words.lexicon import Lexicon, Match
from najda.reading.words.numbers import Table, bounds_of, entry_at
from najda.reading.words.sentences import Sentence
from najda.reading.words.tokens import Token

#: Most specific first: what a strike was made with.
_VAGUE_WEAPONS = {"airstrike", "small_arms", "missile", "rocket", "artillery"}
_PLACE_REACH = 40


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence: tokens, what the lexicon says of them, and what was found."""

    sentence: Sentence
    tokens: list[Token]
    matches: Table
    attributed: Attributed
    figures: tuple[Figure, ...]
    happenings: tuple[Happening, ...]
    times: tuple[Said, ...]
    places: tuple[tuple[int, Place], ...]

    @property
    def fine_places(self) -> list[tuple[int, Place]]:
        """Places finer than a city, by token."""
        return [(at, place) for at, place in self.places if not is_wide(place)]


def passage_of(
    text: str, sentence: Sentence, tokens: list[Token], matches: Table, attributed: Attributed,
    mentions: Sequence[PlaceMention], lexicon: Lexicon, today: date,
) -> Passage:  # fmt: skip
    """Find figures, happenings, times and places of one sentence."""
    places = []
    for mention in mentions:
        at = next((n for n, token in enumerate(tokens) if token.end > mention.start), None)
        if at is not None and not (tokens[at].owner and entry_at(matches, at, "weekdays")):
            place = place_of(mention)
            elsewhere = is_country(place) or _speaks(matches, at) or _fired_from(matches, at)
            if not elsewhere:
                places.append((at, place))
    if all(is_wide(place) for _, place in places):
        places += [
            (at, place)
            for at, place in unlisted_places(text, tokens, matches, mentions)
            if not _speaks(matches, at) and not _fired_from(matches, at)
        ]
    places = _not_of_tellers(sorted(places, key=lambda row: row[0]), attributed)
    places = _innermost(tokens, places)
    return Passage(
        sentence, tokens, matches, attributed,
        tuple(figures_of(tokens, matches)),
        () if silent(tokens, matches) else _happenings(tokens, matches, lexicon),
        tuple(times_of(tokens, matches, today)), tuple(places),
    )  # fmt: skip


def _happenings(tokens: list[Token], matches: Table, lexicon: Lexicon) -> tuple[Happening, ...]:
    found = patterns_of(lexicon).find(tokens, bounds_of(tokens, matches))
    return tuple(one for one in found if not _strike_told(matches, one))


def _strike_told(matches: Table, happening: Happening) -> bool:
    """True for "raids carried out by warplanes", غارات نفذتها طائرات: nothing is overhead now."""
    return happening.kind is ClaimKind.AIRCRAFT_OVERHEAD and any(
        entry_at(matches, at, "things", "strikes") for at in range(happening.start, happening.end)
    )


#: Words between "stationed" and the place: "المتمركز في ثكنة هنانو".
_FROM_REACH = 5


def _speaks(matches: Table, at: int) -> bool:
    """True for a capital that stands for its government: "Washington believed", "Moscow denied"."""
    return entry_at(matches, at, "tellers", "states") is not None and bool(
        entry_at(matches, at + 1, "say", "holds") or entry_at(matches, at + 1, "say", "verbs")
    )


def _fired_from(matches: Table, at: int) -> bool:
    """True for where fire came from: no place of harm, and nothing Najda keeps."""
    return any(
        match.table == "from_where" and 0 <= at - match.end <= 1
        for near in range(max(0, at - _FROM_REACH), at)
        for match in matches[near]
    )


def _innermost(tokens: list[Token], places: list[tuple[int, Place]]) -> list[tuple[int, Place]]:
    """Without a quarter that only says where another lies: "حي اقيول في حلب القديمة"."""
    outer = {
        at
        for (before, _), (at, place) in pairwise(places)
        if tokens[at - 1].form == "في" and before < at <= before + _LONGEST_INNER
        and not is_wide(place)
    }  # fmt: skip
    return [(at, place) for at, place in places if at not in outer]


#: Tokens from a quarter to the one it lies in, "في" among them.
_LONGEST_INNER = 3


def _not_of_tellers(
    places: list[tuple[int, Place]], attributed: Attributed
) -> list[tuple[int, Place]]:
    """Leave out where tellers are ("a doctor in Damascus said") if another place is named."""
    others = [
        (at, place) for at, place in places
        if not any(telling.start <= at < telling.end for telling in attributed.tellings)
    ]  # fmt: skip
    return others or places


def silent(tokens: list[Token], matches: Table) -> bool:
    """True for opinion, biography and history: nothing the record keeps without a figure."""
    return any(
        match.table == "opinion"
        for at in range(len(tokens))
        for match in matches[at]
        if not tokens[at].arabic or match.end - match.start > 0
    )


def place_at(passage: Passage, start: int, end: int) -> tuple[Place | None, bool]:
    """The place the words ``start`` to ``end`` speak of, and whether several share them."""
    fine = passage.fine_places
    if not fine:
        wide = [place for _, place in passage.places]
        return (wide[0] if wide else None), False
    after = [(at, place) for at, place in fine if at >= start]
    before = [(at, place) for at, place in fine if at < start]
    near = sorted(
        [(at - end if at >= end else 0, 0, at, place) for at, place in after]
        + [(start - at, 1, at, place) for at, place in before],
        key=lambda row: (row[0] + (2 if _barrier(passage, row[2], start, end) else 0), row[1]),
    )
    chosen = near[0]
    if chosen[0] > _PLACE_REACH:
        return None, False
    listed = _listed_with(passage, chosen[2])
    distinct = {place.id or place.text for place in listed}
    return chosen[3], len(distinct) > 1


def _barrier(passage: Passage, at: int, start: int, end: int) -> bool:
    low, high = (end, at) if at >= end else (at, start)
    return any(
        token.form in {",", ";", "،", "while", "but", "بينما", "فيما"}
        for token in passage.tokens[low:high]
    )


def _listed_with(passage: Passage, at: int) -> list[Place]:
    """The places listed together with the one at token ``at`` (A, B and C)."""
    fine = passage.fine_places
    index = next(n for n, row in enumerate(fine) if row[0] == at)
    listed = [fine[index]]
    for row in fine[index + 1 :]:
        if not _adjoins(passage, listed[-1][0], row[0]):
            break
        listed.append(row)
    for row in reversed(fine[:index]):
        if not _adjoins(passage, row[0], listed[0][0]):
            break
        listed.insert(0, row)
    return [place for _, place in listed]


def listed_places(passage: Passage, start: int, end: int) -> list[Place]:
    """All places that share the words: a list of quarters, or the one place."""
    place, several = place_at(passage, start, end)
    if place is None:
        return []
    if not several:
        return [place]
    at = next(at for at, other in passage.fine_places if other is place)
    unique = {other.id or other.text: other for other in _listed_with(passage, at)}
    return list(unique.values())


def narrowed_place(passage: Passage) -> Place | None:
    """The quarter a list is narrowed to: "raids on A, B and C; in C (ففي) six died"."""
    for at, token in enumerate(passage.tokens):
        if token.form == "ففي":
            return next((place for near, place in passage.fine_places if near > at), None)
    return None


def _adjoins(passage: Passage, first: int, second: int) -> bool:
    between = passage.tokens[first:second]
    if len(between) > 8:  # no list any more
        return False
    return not any(
        token.sort == "number"
        or token.form in {".", ";", "(", "while", "but", "in"}
        or entry_at(passage.matches, at, "objects")
        or entry_at(passage.matches, at, "predicates")
        for at, token in enumerate(between, first)
        if at > first
    )


def weapon_of(matches: Table) -> str | None:
    """The weapon a sentence names; a specific one before a vague one."""
    found = [match for row in matches for match in row if match.table == "weapons"]
    return _most_specific(found)


def _most_specific(found: list[Match]) -> str | None:
    specific = [match.entry for match in found if match.entry not in _VAGUE_WEAPONS]
    if specific:
        return specific[0]
    return found[0].entry if found else None


def aircraft_of(matches: Table) -> str | None:
    """The kind of aircraft a sentence names."""
    found = [match.entry for row in matches for match in row if match.table == "aircraft"]
    return next((entry for entry in found if entry != "warplane"), found[0] if found else None)


def kind_of(matches: Table) -> str:
    """strike, fire, explosion or collapse where the words say so, else incident."""
    said = [match for row in matches for match in row if match.table == "event_kinds"]
    else_named = [match for match in said if match.entry == "none"]  # a fire engine is no fire
    found = [
        match.entry
        for match in said
        if not any(name.start <= match.start < name.end for name in else_named)
    ]
    return "strike" if "strike" in found else (found[0] if found else "incident")
