"""Which of the places that fit a name is meant: by fit, by rank, by what is near."""

import math
from collections.abc import Iterable

from najda.places.index import Cue, Found
from najda.places.place import TAKEN_UNASKED, Place, PlaceCandidate, candidate

#: The operators' area where nothing else is said: Aleppo.
HOME = (36.2012, 37.1612)
_MOST_CANDIDATES = 8
_SAME_PLACE_KM = 1.2
#: The city first, then what crews can reach; farther places of that name are unlikely.
_AREAS_KM = (10.0, 40.0)
_KM_PER_DEGREE = 111.2
#: A shared name, or a common word, never passes for sure.
_SHARED_FIT = 0.77
_COMMON_WORD_FIT = 0.6
#: Of two places with one name, the larger kind is the likelier.
_RANK = {"country": 0, "city": 0, "quarter": 1, "area": 1, "town": 1, "landmark": 2, "road": 2}


def distance_km(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Distance in km on the plane at this latitude, good to 0.5 % within a country."""
    middle = math.radians((first[0] + second[0]) / 2)
    north = first[0] - second[0]
    east = (first[1] - second[1]) * math.cos(middle)
    return math.hypot(north, east) * _KM_PER_DEGREE


def choose(
    found: Iterable[Found],
    *,
    near: tuple[float, float] | None = None,
    alone: bool = True,
) -> list[PlaceCandidate]:
    """The candidates, best first. ``alone``: the name is all there is, no cue stands beside it."""
    best: dict[str, tuple[float, Found]] = {}
    found = list(found)
    if any(each.fit >= 1 for each in found):
        found = [each for each in found if each.fit >= 1]
    for each in found:
        score = _score(each, alone=alone)
        if score > best.get(each.spelled.place.id, (0.0, each))[0]:
            best[each.spelled.place.id] = (score, each)
    if not best:
        return []
    scored = _by_nearness(list(best.values()), near or HOME, said=near is not None)
    scored = _ask_between(_one_of_each(scored))
    return [candidate(f.spelled.place, score, f.why) for score, f in scored][:_MOST_CANDIDATES]


def _score(found: Found, *, alone: bool) -> float:
    if found.spelled.shared:
        return found.fit * _SHARED_FIT
    if alone and found.spelled.cue is Cue.NAMED:
        return found.fit * _COMMON_WORD_FIT
    return found.fit


def _by_nearness(
    scored: list[tuple[float, Found]], centre: tuple[float, float], *, said: bool
) -> list[tuple[float, Found]]:
    """Lower those far away where the same name fits within the area."""
    distances = [distance_km(centre, _position(found.spelled.place)) for _, found in scored]
    nearest = min(distances)
    area = next((reach for reach in _AREAS_KM if nearest <= reach), None)
    if said:
        area = max(3 * nearest, 3.0)
    if area is not None:
        scored = [
            (
                score
                if distance <= area or found.spelled.place.precision in _WIDE
                else score * 0.75,
                found,
            )
            for (score, found), distance in zip(scored, distances, strict=True)
        ]
    return sorted(scored, key=_best_first)


_WIDE = {"country", "governorate", "city"}


def _best_first(scored: tuple[float, Found]) -> tuple[float, int, str]:
    score, found = scored
    place = found.spelled.place
    return (-round(score, 3), _RANK.get(place.precision, 3), place.id)


def _position(place: Place) -> tuple[float, float]:
    return (place.lat, place.lon)


def _one_of_each(scored: list[tuple[float, Found]]) -> list[tuple[float, Found]]:
    """Leave out the same place listed twice (two lists, one name, one spot)."""
    kept: list[tuple[float, Found]] = []
    for score, found in scored:
        place = found.spelled.place
        if not any(
            other.spelled.key == found.spelled.key
            and not found.spelled.shared
            and distance_km(_position(other.spelled.place), _position(place)) < _SAME_PLACE_KM
            for _, other in kept
        ):
            kept.append((score, found))
    return kept


def _ask_between(scored: list[tuple[float, Found]]) -> list[tuple[float, Found]]:
    """Two places that fit equally well are both left unsure, so that a person is asked."""
    if len(scored) < 2:  # noqa: PLR2004 (a pair)
        return scored
    (best, first), (second_best, second) = scored[:2]
    if best - second_best > 0.05 or _RANK.get(  # noqa: PLR2004 (as good as equal)
        first.spelled.place.precision, 3
    ) < _RANK.get(second.spelled.place.precision, 3):
        return scored
    limit = TAKEN_UNASKED - 0.01
    return [(min(score, limit), found) for score, found in scored]
