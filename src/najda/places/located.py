"""Where a thing lies, from an exact place, the words for it, or its quarter."""

from dataclasses import dataclass
from functools import lru_cache

from najda.places.choosing import HOME, distance_km
from najda.places.load import own_gazetteer, own_places
from najda.places.place import Place
from najda.vocabulary import Absent, Where

#: Words that fit a place less well than this are not taken for it.
LEAST_SCORE = 0.5
#: A point farther than this from every quarter's centre lies in none.
MOST_KM = 3.0
#: How far a city reaches from its middle.
CITY_KM = 25.0


@dataclass(frozen=True, slots=True)
class Located:
    """A position in degrees (WGS 84); ``exact`` False: the centre of a quarter or a guess."""

    lat: float
    lon: float
    exact: bool
    quarter: str | None = None


def located(place: Where | Absent | None, quarter: str | None) -> Located | None:
    """The best position there is; nothing where no part of it is known or readable."""
    if isinstance(place, Where):
        if place.lat is not None and place.lon is not None:
            return Located(place.lat, place.lon, exact=True, quarter=quarter)
        found = _named(place.text)
        if found is not None:
            return found
    known = own_gazetteer().by_id(quarter) if quarter else None
    if known is not None:
        return Located(known.lat, known.lon, exact=False, quarter=known.id)
    return _named(quarter) if quarter else None


@lru_cache(maxsize=4096)
def _named(text: str) -> Located | None:
    found = own_gazetteer().find(text)
    if not found or found[0].score < LEAST_SCORE:
        return None
    best = found[0]
    is_quarter = best.precision == "quarter"
    return Located(
        best.lat, best.lon, exact=best.precision == "point", quarter=best.id if is_quarter else None
    )


@lru_cache(maxsize=1)
def quarters() -> tuple[Place, ...]:
    """The quarters of our own list that belong to the city it is made for."""
    ours = (listed.place for listed in own_places())
    return tuple(
        one
        for one in ours
        if one.precision == "quarter" and distance_km((one.lat, one.lon), HOME) < CITY_KM
    )


def quarter_of(place: Where | Absent | None, quarter: str | None = None) -> str | None:
    """The id of the quarter a place lies in, no finer; nothing where that is unknown."""
    if quarter and own_gazetteer().by_id(quarter):
        return quarter
    found = located(place, quarter)
    if found is None:
        return None
    if found.quarter:
        return found.quarter
    here = (found.lat, found.lon)
    near = min(quarters(), key=lambda one: distance_km(here, (one.lat, one.lon)))
    return near.id if distance_km(here, (near.lat, near.lon)) <= MOST_KM else None
