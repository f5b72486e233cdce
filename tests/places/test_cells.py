"""Quarters as cells: each holds its own centre and no other."""

import itertools
from typing import Any

from najda.places import cells, own_gazetteer


def holds(ring: list[list[float]], lon: float, lat: float) -> bool:
    """Whether a convex ring, counter-clockwise, holds the point."""
    return all(
        (bx - ax) * (lat - ay) - (by - ay) * (lon - ax) > -1e-9
        for (ax, ay), (bx, by) in itertools.pairwise(ring)
    )


def test_each_cell_holds_its_own_centre_only() -> None:
    quarters = [place for place in own_gazetteer().places if place.precision == "quarter"]
    quarters = [place for place in quarters if "aleppo" in own_gazetteer().ancestors(place.id)]
    collection = cells(quarters)
    rings: dict[Any, list[list[float]]] = {
        feature["id"]: feature["geometry"]["coordinates"][0] for feature in collection["features"]
    }
    assert len(rings) > 100
    for place in quarters:
        if place.id in rings:
            inside = [name for name, ring in rings.items() if holds(ring, place.lon, place.lat)]
            assert inside == [place.id]


def test_no_places_no_cells() -> None:
    assert cells([]) == {"type": "FeatureCollection", "features": []}
