"""Quarters drawn as cells round their centres, where no outlines are to be had.

Each cell is what lies nearer to its centre than to any other (a Voronoi cell), cut off at a
circle, so that the edge of town does not reach to the horizon.
"""

import math
from collections.abc import Iterable
from typing import Any

from najda.places.place import Place

_KM_PER_DEGREE = 111.2
_CIRCLE_CORNERS = 24

_Point = tuple[float, float]


def cells(places: Iterable[Place], *, reach_km: float = 1.5) -> dict[str, Any]:
    """A GeoJSON FeatureCollection: one polygon for each place, no two overlapping.

    ``reach_km`` is how far a cell reaches from its centre at most. Two places on one spot share
    it: only the first gets a cell.
    """
    centres = _apart(places)
    if not centres:
        return {"type": "FeatureCollection", "features": []}
    stretch = math.cos(math.radians(centres[0].lat)) * _KM_PER_DEGREE
    flat = [(place.lon * stretch, place.lat * _KM_PER_DEGREE) for place in centres]
    return {
        "type": "FeatureCollection",
        "features": [
            _feature(place, _cell(number, flat, reach_km), stretch)
            for number, place in enumerate(centres)
        ],
    }


def _apart(places: Iterable[Place]) -> list[Place]:
    first: dict[_Point, Place] = {}
    for place in places:
        first.setdefault((place.lat, place.lon), place)
    return list(first.values())


def _cell(number: int, centres: list[_Point], reach: float) -> list[_Point]:
    """The corners of one cell in km: a circle cut by the middle line to each near neighbour."""
    x, y = centres[number]
    corners = [
        (
            x + reach * math.cos(2 * math.pi * step / _CIRCLE_CORNERS),
            y + reach * math.sin(2 * math.pi * step / _CIRCLE_CORNERS),
        )
        for step in range(_CIRCLE_CORNERS)
    ]
    for other, (ox, oy) in enumerate(centres):
        if other != number and math.hypot(ox - x, oy - y) < 2 * reach:
            corners = _cut(corners, (x, y), (ox, oy))
    return corners


def _cut(corners: list[_Point], mine: _Point, other: _Point) -> list[_Point]:
    """Keep of a convex outline what is nearer to ``mine`` than to ``other``."""
    normal = (other[0] - mine[0], other[1] - mine[1])
    middle = ((mine[0] + other[0]) / 2, (mine[1] + other[1]) / 2)

    def beyond(point: _Point) -> float:
        return (point[0] - middle[0]) * normal[0] + (point[1] - middle[1]) * normal[1]

    kept: list[_Point] = []
    for start, end in zip(corners, corners[1:] + corners[:1], strict=True):
        from_start, from_end = beyond(start), beyond(end)
        if from_start <= 0:
            kept.append(start)
        if (from_start < 0 < from_end) or (from_end < 0 < from_start):
            share = from_start / (from_start - from_end)
            kept.append(
                (start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))
            )
    return kept


def _feature(place: Place, corners: list[_Point], stretch: float) -> dict[str, Any]:
    ring = [[round(x / stretch, 5), round(y / _KM_PER_DEGREE, 5)] for x, y in corners]
    return {
        "type": "Feature",
        "id": place.id,
        "properties": {
            "id": place.id,
            "name_en": place.name_en,
            "name_ar": place.name_ar,
            "precision": place.precision,
        },
        "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
    }
