"""The list of places against outside lists, titles and captions, and codes against vectors."""

import csv
import json
import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from najda.places import load_gazetteer, own_gazetteer
from najda.places.choosing import distance_km
from najda.places.codes import (
    from_plus_code,
    is_full_plus_code,
    is_plus_code,
    is_short_plus_code,
    to_plus_code,
)
from najda.places.place import TAKEN_UNASKED

pytestmark = pytest.mark.outside

#: A centre of ours lies within this of the outside list's centre of the same quarter.
SAME_QUARTER_KM = 1.6


@pytest.fixture(scope="session")
def shared() -> Path:
    return Path(os.environ["NAJDA_SHARED"])


def rows(path: Path) -> Iterator[list[str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split(",")


def quarters(shared: Path) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    path = shared / "data/gazetteer-sy/aleppo_neighbourhood_names.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["name_en"]].append(row)
    return found


def is_found(spelling: str, polygons: list[dict[str, str]]) -> bool:
    return any(
        distance_km((found.lat, found.lon), (float(row["lat"]), float(row["lon"])))
        < SAME_QUARTER_KM
        for found in own_gazetteer().find(spelling)[:3]
        for row in polygons
    )


def test_quarters_are_found_from_their_other_spellings(shared: Path) -> None:
    names = quarters(shared)
    assert len(names) == 126
    found = 0
    for name, polygons in names.items():
        others = {
            spelling
            for row in polygons
            for column in ("name_ar", "variants_en", "variants_ar")
            for spelling in row[column].split("|")
            if spelling and spelling != name
        }
        found += any(is_found(spelling, polygons) for spelling in others)
    assert found >= 120


def test_nearly_every_spelling_is_found(shared: Path) -> None:
    spellings = [
        (spelling, polygons)
        for polygons in quarters(shared).values()
        for row in polygons
        for column in ("name_en", "name_ar", "variants_en", "variants_ar")
        for spelling in row[column].split("|")
        if spelling
    ]
    found = sum(is_found(spelling, polygons) for spelling, polygons in spellings)
    assert found / len(spellings) >= 0.98


def test_titles_name_their_quarter_and_no_trap(shared: Path) -> None:
    names = quarters(shared)
    missed = tagged = 0
    with (shared / "data/aleppo-rescue-titles/titles.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            mentions = own_gazetteer().mentions(row["title_ar"])
            ids = {each.id for mention in mentions for each in mention.candidates}
            assert "shuhada" not in ids
            if "باب النيرب" in row["title_ar"]:
                assert "bab-al-nairab" in ids
                assert not ids & {"nayrab", "nayrab-camp", "nayrab-airport"}
            for tag in row["auto_tags_csr"].split("|"):
                # Tags that are wrong: the martyrs, Bab al-Nairab, and Mashhad taken for Ansari.
                if tag in {"ash-Shuhada’", "an-Nayrab", "al-Ansari"}:
                    continue
                tagged += 1
                missed += not any(
                    distance_km((each.lat, each.lon), (float(p["lat"]), float(p["lon"]))) < 2
                    for mention in mentions
                    for each in mention.candidates
                    for p in names[tag]
                )
    assert tagged > 90
    assert missed <= 2


def test_captions_name_the_gold_place(shared: Path) -> None:
    data = json.loads((shared / "data/aleppo-captions/captions.json").read_text(encoding="utf-8"))
    gold = [item for item in data["items"] if item.get("gold", {}).get("places")]
    hits = sum(names_gold_place(item) for item in gold)
    assert len(gold) > 30
    assert hits / len(gold) >= 0.95


def names_gold_place(item: dict[str, object]) -> bool:
    text = f"{item['title']}\n{item['description']}"
    gold = item["gold"]
    assert isinstance(gold, dict)
    named = {each.id for mention in own_gazetteer().mentions(text) for each in mention.candidates}
    return all(
        named & {each.id for each in own_gazetteer().find(str(name))[:3]} for name in gold["places"]
    )


def test_the_whole_folder_of_lists_is_taken(shared: Path) -> None:
    gazetteer = load_gazetteer(shared / "data/gazetteer-sy")
    assert len(gazetteer.places) > 9_000
    (sukkari, *others) = gazetteer.find("السكري")
    assert sukkari.id == "sukkari"
    assert all(each.score <= TAKEN_UNASKED for each in others)
    jadida = gazetteer.find("جديدة")
    assert jadida[0].score <= TAKEN_UNASKED or len(jadida) == 1


def test_plus_codes_encode_as_the_vectors_say(shared: Path) -> None:
    for lat, lon, _lat_units, _lon_units, digits, code in rows(
        shared / "standards/plus-codes/encoding.csv"
    ):
        assert to_plus_code(float(lat), float(lon), digits=int(digits)) == code


def test_short_plus_codes_are_recovered(shared: Path) -> None:
    for full, lat, lon, short, kind in rows(shared / "standards/plus-codes/shortCodeTests.csv"):
        if kind in {"B", "R"}:
            area = from_plus_code(short, near=(float(lat), float(lon)))
            wanted = from_plus_code(full)
            assert abs(area.south - wanted.south) < 1e-9
            assert abs(area.west - wanted.west) < 1e-9


def test_plus_codes_are_judged_valid(shared: Path) -> None:
    for code, valid, short, full in rows(shared / "standards/plus-codes/validityTests.csv"):
        judged = (is_plus_code(code), is_short_plus_code(code), is_full_plus_code(code))
        assert judged == (valid == "true", short == "true", full == "true"), code
