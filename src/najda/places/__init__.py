"""Places: their names in two scripts, what is meant by a name, and where a text names one."""

from najda.places.cells import cells
from najda.places.codes import to_mgrs, to_plus_code
from najda.places.gazetteer import Gazetteer
from najda.places.load import load_gazetteer, own_gazetteer, take_places_of
from najda.places.place import Place, PlaceCandidate, PlaceMention

__all__ = [
    "Gazetteer",
    "Place",
    "PlaceCandidate",
    "PlaceMention",
    "cells",
    "load_gazetteer",
    "own_gazetteer",
    "take_places_of",
    "to_mgrs",
    "to_plus_code",
]
