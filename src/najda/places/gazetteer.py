"""A list of places that can be asked: what is meant by a name, which places a text names."""

from collections.abc import Iterable
from dataclasses import replace

from najda.places.choosing import HOME, choose, distance_km
from najda.places.codes import position_of
from najda.places.index import Found, Index, ListedPlace
from najda.places.mentions import cue_words, mentions_in
from najda.places.place import Place, PlaceCandidate, PlaceMention, candidate
from najda.places.spelling import Word, words

#: Two entries of two lists with one name nearer than this are one place.
_JOIN_KM = 1.5
#: How far a city reaches with its surroundings.
_CITY_KM = 30.0


class Gazetteer:
    """Places with their spellings. Made by ``own_gazetteer`` or ``load_gazetteer``."""

    def __init__(self, listed: Iterable[ListedPlace]) -> None:
        self._listed = tuple(listed)
        self._index = Index(self._listed)
        self._by_id = {each.place.id: each.place for each in self._listed}

    @property
    def places(self) -> tuple[Place, ...]:
        """All places, in the order of the list."""
        return tuple(self._by_id.values())

    def by_id(self, place_id: str) -> Place | None:
        """The place of this id, or nothing."""
        return self._by_id.get(place_id)

    def ancestors(self, place_id: str) -> tuple[str, ...]:
        """The ids of the larger places it lies in, nearest first."""
        found: list[str] = []
        place = self._by_id.get(place_id)
        while place and place.within and place.within not in found:
            found.append(place.within)
            place = self._by_id.get(place.within)
        return tuple(found)

    def mentions(self, text: str) -> list[PlaceMention]:
        """The places named in running text (Arabic, Latin or both), in order, never overlapping.

        Offsets are code points of the raw text. A word that is also a common one (السكري, المشهد)
        is taken only with a cue beside it.
        """
        return mentions_in(text, self._index)

    def find(self, text: str, *, near: tuple[float, float] | None = None) -> list[PlaceCandidate]:
        """The places that the whole text may mean, best first.

        Takes a name in any spelling, a grid reference, a plus code or ``lat,lon``. ``near``
        (latitude, longitude) prefers places there and completes short plus codes.
        """
        position = position_of(text, near=near or HOME)
        if position:
            lat, lon, kind = position
            place = Place(f"{lat:.6f},{lon:.6f}", text.strip(), text.strip(), lat, lon, "point")
            return [candidate(place, 1.0, kind)]
        parts = words(text)
        if not parts:
            return []
        return (
            choose(self._fitting(parts), near=near)
            or self._without_cue(parts, near)
            or self._within_another(text, near)
            or choose(self._nearly(parts), near=near)
            or self._named_in(text)
        )

    def _fitting(self, parts: list[Word]) -> list[Found]:
        """Spellings that fit the whole name, the strictest way that finds any."""
        found = self._index.same(parts, " ".join(part.key for part in parts))
        return found or self._index.run_together(parts)

    def _nearly(self, parts: list[Word]) -> list[Found]:
        """Spellings that nearly fit: a letter off, the same consonants, with cues left out."""
        for wording in (parts, cue_words(parts)[1]):
            joined = "".join(part.key for part in wording)
            found = [*self._index.one_letter_off(joined)]
            if wording and not wording[0].arabic:
                found += self._index.by_consonants(joined)
            if found:
                return found
        return []

    def _without_cue(
        self, parts: list[Word], near: tuple[float, float] | None
    ) -> list[PlaceCandidate]:
        cues, rest = cue_words(parts)
        if not cues or not rest:
            return []
        return choose(self._fitting(rest) or self._nearly(rest), near=near, alone=False)

    def _within_another(self, text: str, near: tuple[float, float] | None) -> list[PlaceCandidate]:
        """Read "Sukkari, Aleppo": the last part says where to look."""
        head, separator, tail = text.replace("،", ",").partition(",")
        if not separator or not tail.strip():
            return []
        wider = self.find(tail)
        if not wider:
            return []
        where = (wider[0].lat, wider[0].lon)
        return [
            replace(
                each, score=round(each.score * (1 if self._lies_in(each, wider[0]) else 0.6), 3)
            )
            for each in self.find(head, near=near or where)
        ]

    def _lies_in(self, inner: PlaceCandidate, outer: PlaceCandidate) -> bool:
        return (
            outer.id in self.ancestors(inner.id)
            or distance_km((inner.lat, inner.lon), (outer.lat, outer.lon)) < _CITY_KM
        )

    def _named_in(self, text: str) -> list[PlaceCandidate]:
        """The smallest place named in a longer wording ("beside the mosque in Sukkari")."""
        found = [each for mention in self.mentions(text) for each in mention.candidates]
        inner = [
            each
            for each in found
            if not any(
                each.id in self.ancestors(other.id) for other in found if other.id != each.id
            )
        ]
        ranked = sorted(inner, key=lambda each: -each.score)
        return [
            replace(each, score=round(each.score * 0.9, 3), why=f"named in it; {each.why}")
            for each in ranked
        ]


def join_lists(own: Iterable[ListedPlace], others: Iterable[ListedPlace]) -> list[ListedPlace]:
    """Two lists as one: a place of the second with a name and spot of the first adds spellings."""
    merged = list(own)
    by_name: dict[str, list[int]] = {}
    for number, listed in enumerate(merged):
        for key in _name_keys(listed):
            by_name.setdefault(key, []).append(number)
    for other in others:
        same = _same_place(other, merged, by_name)
        if same is None:
            merged.append(other)
        else:
            listed = merged[same]
            merged[same] = replace(listed, spellings=(*listed.spellings, *other.spellings))
    return merged


def _name_keys(listed: ListedPlace) -> set[str]:
    return {" ".join(word.key for word in words(name.lstrip("!~?"))) for name in listed.spellings}


def _same_place(
    other: ListedPlace, merged: list[ListedPlace], by_name: dict[str, list[int]]
) -> int | None:
    where = (other.place.lat, other.place.lon)
    for key in sorted(_name_keys(other)):
        for number in by_name.get(key, ()):
            mine = merged[number].place
            if distance_km(where, (mine.lat, mine.lon)) < _JOIN_KM:
                return number
    return None
