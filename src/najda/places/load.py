"""Making a gazetteer: our own list, or our list with a file or folder of the operators."""

import csv
from functools import lru_cache
from pathlib import Path

from najda.places.foreign import read_places
from najda.places.gazetteer import Gazetteer, join_lists
from najda.places.index import Cue, ListedPlace
from najda.places.place import Place

_OWN = Path(__file__).with_name("own_places.csv")
#: The columns of our own format; spellings are divided by ``|``.
COLUMNS = (
    "id", "precision", "within", "cue", "lat", "lon",
    "name_en", "name_ar", "spellings_en", "spellings_ar",
)  # fmt: skip


#: Where ``najda places import`` puts the lists of a base, inside its folder.
IMPORTED = "places"
_of_this_base: list[ListedPlace] = []


@lru_cache(maxsize=1)
def own_gazetteer() -> Gazetteer:
    """The product's own list, with what the base of this process imported (``take_places_of``).

    The product's: the quarters of Aleppo, what lies round it, towns and countries.
    """
    return Gazetteer(join_lists(own_places(), _of_this_base) if _of_this_base else own_places())


def take_places_of(folder: Path) -> int:
    """Know the places imported into the base in ``folder``; says how many. Once, at the start.

    Raises ``UnreadablePlacesError`` where a file there holds no places; nothing is taken then.
    """
    imported = folder / IMPORTED
    files = sorted(imported.glob("*.csv")) if imported.is_dir() else []
    found = [place for file in files for place in read_places(file).places]
    _of_this_base[:] = found
    own_gazetteer.cache_clear()
    return len(found)


@lru_cache(maxsize=1)
def own_places() -> tuple[ListedPlace, ...]:
    """The rows of our own list."""
    with _OWN.open(encoding="utf-8", newline="") as rows:
        return tuple(listed_place(row) for row in csv.DictReader(rows))


def load_gazetteer(path: Path, *, with_own: bool = True) -> Gazetteer:
    """The places of a file or folder: our CSV, GeoNames dumps, OCHA CSV or GeoJSON.

    A place that our own list has under the same name and spot only adds its spellings to it.
    Raises ``UnreadablePlacesError`` where a file, or a whole folder, holds no places.
    """
    theirs = read_places(path).places
    return Gazetteer(join_lists(own_places(), theirs) if with_own else theirs)


def listed_place(row: dict[str, str]) -> ListedPlace:
    """A row of our own format. Raises ``ValueError`` or ``KeyError`` where it is none."""
    english = [name for name in row["spellings_en"].split("|") if name]
    arabic = [name for name in row["spellings_ar"].split("|") if name]
    marked = {name[1:] for name in (*english, *arabic) if name[0] in "!~?"}
    plain = [name for name in (row["name_en"], row["name_ar"]) if name and name not in marked]
    place = Place(
        id=row["id"],
        name_en=row["name_en"],
        name_ar=row["name_ar"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        precision=row["precision"],
        within=row["within"] or None,
        spellings=tuple(dict.fromkeys(name.lstrip("!~?") for name in (*plain, *english, *arabic))),
    )
    return ListedPlace(place, Cue(row["cue"]), (*plain, *english, *arabic))
