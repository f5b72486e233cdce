"""Places from files of others: our own CSV, GeoNames dumps, OCHA and other CSV or GeoJSON.

Nothing is guessed: a row without a name or a position is left out and counted with its reason.
"""

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from najda.places.index import Cue, ListedPlace
from najda.places.place import Place

_GEONAMES_COLUMNS = 19
_SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".geojson", ".json"})
_MOST_SPELLINGS = 40
#: What files call these columns. Compared in lower case without ``_``, digits and spaces kept.
_NAMES_EN = ("name_en", "admNname_en", "admN_en", "neighborhood", "name", "asciiname", "name_eng")
_NAMES_AR = ("name_ar", "admNname_ar", "admN_ar", "name_arabic", "arabic")
_IDS = ("id", "admNpcode", "admN_pcode", "pcode", "geonameid", "wof_id", "csr_id", "osm_id")
_SPELLINGS = (
    "spellings_en", "spellings_ar", "variants_en", "variants_ar", "variants_latin",
    "alternatenames", "admNaltname_en", "admNaltname_ar",
)  # fmt: skip
_LATS = ("lat", "latitude", "latitude_y", "y", "center_lat")
_LONS = ("lon", "lng", "longitude", "longitude_x", "x", "center_lon")
_KINDS = ("precision", "placetype", "feature code", "fclass", "type")
_PRECISIONS = {
    "country": "country", "region": "governorate", "adm1": "governorate", "county": "area",
    "localadmin": "area", "adm2": "area", "adm3": "area", "neighbourhood": "quarter",
    "macrohood": "quarter", "adm4": "quarter", "pplx": "quarter", "pplc": "city",
    "ppla": "city", "p": "town", "locality": "town", "r": "road", "s": "landmark",
}  # fmt: skip
_OUR_PRECISIONS = frozenset(
    {"point", "landmark", "quarter", "area", "road", "town", "city", "governorate", "country"}
)


class UnreadablePlacesError(ValueError):
    """A file or folder in which no places were found; the message says what to do."""


@dataclass(frozen=True, slots=True)
class ReadPlaces:
    """What was taken of a file or folder, and what not: reason -> count."""

    places: tuple[ListedPlace, ...]
    left_out: dict[str, int] = field(default_factory=dict)


def read_places(path: Path) -> ReadPlaces:
    """The places of one file, or of every file in a folder that holds any.

    Raises ``UnreadablePlacesError`` where there are none.
    """
    paths = sorted(each for each in path.iterdir() if each.is_file()) if path.is_dir() else [path]
    taken: dict[str, ListedPlace] = {}
    left_out: Counter[str] = Counter()
    for each in paths:
        if path.is_dir() and each.suffix.lower() not in _SUFFIXES:
            continue
        for row in _rows(each):
            place = _listed(row)
            if isinstance(place, str):
                left_out[place] += 1
            elif place.place.id in taken:
                left_out["listed before under the same id"] += 1
            else:
                taken[place.place.id] = place
    if not taken:
        reasons = "; ".join(f"{count} rows: {why}" for why, count in left_out.items())
        raise UnreadablePlacesError(
            f"{path} holds no places: it needs columns for a name, a latitude and a longitude"
            + (f" ({reasons})" if reasons else "")
        )
    return ReadPlaces(tuple(taken.values()), dict(left_out))


def _rows(path: Path) -> Iterator[Mapping[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as problem:
        raise UnreadablePlacesError(f"{path} is not UTF-8 text; save it as UTF-8") from problem
    if path.suffix.lower() in {".geojson", ".json"}:
        return _geojson_rows(path, text)
    return _table_rows(text)


def _table_rows(text: str) -> Iterator[Mapping[str, Any]]:
    first = text.partition("\n")[0]
    if first.count("\t") == _GEONAMES_COLUMNS - 1:
        return _geonames_rows(text)
    delimiter = max(",;\t", key=first.count)
    return iter(csv.DictReader(text.splitlines(), delimiter=delimiter))


def _geonames_rows(text: str) -> Iterator[Mapping[str, Any]]:
    """GeoNames "geoname" table, whose columns its readme names in this order."""
    for line in text.splitlines():
        cells = line.split("\t")
        if len(cells) != _GEONAMES_COLUMNS:
            yield {}
            continue
        alternatives = cells[3].split(",")
        arabic = next((name for name in alternatives if _has_arabic(name)), "")
        yield {
            "id": f"gn-{cells[0]}",
            "name_en": cells[1],
            "name_ar": arabic,
            "spellings_en": "|".join([cells[2], *alternatives]),
            "lat": cells[4],
            "lon": cells[5],
            "precision": _precision(cells[7]) or _precision(cells[6]) or "landmark",
        }


def _has_arabic(name: str) -> bool:
    return any("\u0621" <= letter <= "\u064a" for letter in name)


def _geojson_rows(path: Path, text: str) -> Iterator[Mapping[str, Any]]:
    try:
        features = json.loads(text)["features"]
    except (json.JSONDecodeError, KeyError, TypeError) as problem:
        raise UnreadablePlacesError(f"{path} is not GeoJSON with a list of features") from problem
    for feature in features:
        properties = dict(feature.get("properties") or {})
        centre = _centre(feature.get("geometry"))
        if centre and not (_first(properties, _LATS) and _first(properties, _LONS)):
            properties["lat"], properties["lon"] = centre
        if feature.get("id") is not None:
            properties.setdefault("id", feature["id"])
        yield properties


def _centre(geometry: Any) -> tuple[float, float] | None:
    """Latitude and longitude of the middle of a geometry's bounds."""
    points: list[tuple[float, float]] = []

    def walk(node: Any) -> None:
        if isinstance(node, list) and node and isinstance(node[0], int | float):
            points.append((float(node[0]), float(node[1])))
        elif isinstance(node, list):
            for each in node:
                walk(each)

    if isinstance(geometry, dict):
        walk(geometry.get("coordinates"))
    if not points:
        return None
    lons = [lon for lon, _ in points]
    lats = [lat for _, lat in points]
    return (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2


def _listed(row: Mapping[str, Any]) -> ListedPlace | str:
    """The row as a place, or why it is none."""
    cells = {str(name).strip().lower(): value for name, value in row.items() if name}
    name_en, name_ar = _first(cells, _NAMES_EN), _first(cells, _NAMES_AR)
    if not name_en and not name_ar:
        return "no name"
    position = _position(cells)
    if position is None:
        return "no position"
    spellings = [name for name in (name_en, name_ar) if name]
    for column in _columns(_SPELLINGS):
        spellings += _several(cells.get(column))
    spellings = list(dict.fromkeys(spellings))[:_MOST_SPELLINGS]
    place = Place(
        id=_first(cells, _IDS) or f"{name_en or name_ar}@{position[0]:.3f},{position[1]:.3f}",
        name_en=name_en or name_ar,
        name_ar=name_ar or name_en,
        lat=position[0],
        lon=position[1],
        precision=_precision(_first(cells, _KINDS)) or _guessed_precision(cells),
        within=_first(cells, ("within",)) or None,
        spellings=tuple(name.lstrip("!~?") for name in spellings),
    )
    cue = _first(cells, ("cue",))
    return ListedPlace(place, Cue(cue) if cue in set(Cue) else Cue.NONE, tuple(spellings))


def _position(cells: Mapping[str, Any]) -> tuple[float, float] | None:
    try:
        lat, lon = float(_first(cells, _LATS)), float(_first(cells, _LONS))
    except ValueError:
        return None
    if not (abs(lat) <= 90 and abs(lon) <= 180):  # noqa: PLR2004 (degrees)
        return None
    return lat, lon


def _precision(kind: str) -> str:
    kind = kind.lower()
    return kind if kind in _OUR_PRECISIONS else _PRECISIONS.get(kind, "")


def _guessed_precision(cells: Mapping[str, Any]) -> str:
    """The deepest administrative level that the row names; a quarter where it names none."""
    for level, precision in ((4, "quarter"), (3, "area"), (2, "area"), (1, "governorate")):
        if any(name.startswith((f"adm{level}", f"admin{level}")) for name in cells):
            return precision
    return "quarter"


def _columns(names: Iterable[str]) -> Iterator[str]:
    """The names, those with ``N`` for every administrative level, the deepest first."""
    for name in names:
        if "N" not in name:
            yield name
            continue
        for level in (4, 3, 2, 1, 0):
            yield name.replace("N", str(level))
            yield name.replace("admN", f"admin{level}")


def _first(cells: Mapping[str, Any], names: Iterable[str]) -> str:
    for column in _columns(names):
        value = cells.get(column)
        if value is not None and str(value).strip():
            return str(value).strip()
    return ""


def _several(value: Any) -> list[str]:
    if isinstance(value, list):
        return [str(each) for each in value if each]
    divide: Callable[[str], list[str]] = str.splitlines
    text = str(value or "")
    divider = next((mark for mark in "|;،," if mark in text), None)
    names = text.split(divider) if divider else divide(text)
    return [name.strip() for name in names if name.strip()]
