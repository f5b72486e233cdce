"""Lists of others are taken over, and what is left out is said."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from najda.places import load_gazetteer
from najda.places.command import place, places
from najda.places.foreign import UnreadablePlacesError, read_places

OCHA = (
    "admin4Name_en,admin4Name_ar,admin4Pcode,Latitude_y,Longitude_x\n"
    "Testquarter,حي التجربة,SY0200001,36.25,37.25\n"
    "Nowhere,,SY0200002,,\n"
)


def test_ocha_csv(tmp_path: Path) -> None:
    file = tmp_path / "ocha.csv"
    file.write_text(OCHA, encoding="utf-8")
    read = read_places(file)
    (only,) = read.places
    assert only.place.id == "SY0200001"
    assert only.place.precision == "quarter"
    assert read.left_out == {"no position": 1}
    gazetteer = load_gazetteer(file)
    assert gazetteer.find("حي التجربه")[0].id == "SY0200001"
    assert gazetteer.find("السكري")[0].id == "sukkari"


def test_geonames_dump(tmp_path: Path) -> None:
    cells = [
        "170063",
        "Aleppo Test",
        "Aleppo Test",
        "Halabtest,حلبتست",
        "36.2",
        "37.16",
        "P",
        "PPLA",
    ]
    file = tmp_path / "SY.txt"
    file.write_text("\t".join(cells + [""] * 11) + "\n", encoding="utf-8")
    (found,) = load_gazetteer(file, with_own=False).find("حلبتست")
    assert (found.id, found.precision) == ("gn-170063", "city")


def test_geojson_polygons_get_their_middle(tmp_path: Path) -> None:
    square = [[[37.0, 36.0], [37.2, 36.0], [37.2, 36.2], [37.0, 36.2], [37.0, 36.0]]]
    feature = {
        "type": "Feature",
        "properties": {"name_en": "Square", "variants_ar": ["المربع"]},
        "geometry": {"type": "Polygon", "coordinates": square},
    }
    file = tmp_path / "shapes.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    (found,) = load_gazetteer(file, with_own=False).find("المربع")
    assert (round(found.lat, 3), round(found.lon, 3)) == (36.1, 37.1)


def test_the_same_place_in_two_lists_is_one(tmp_path: Path) -> None:
    file = tmp_path / "theirs.csv"
    file.write_text(
        "id,name_en,name_ar,variants_en,lat,lon\nx1,Sukkari,السكري,Sukarytown,36.176,37.144\n"
    )
    gazetteer = load_gazetteer(file)
    assert gazetteer.find("Sukarytown")[0].id == "sukkari"
    assert len(gazetteer.find("السكري")) == 1


def test_a_file_without_places_says_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "empty.csv"
    file.write_text("a,b\n1,2\n")
    with pytest.raises(UnreadablePlacesError, match="latitude"):
        read_places(file)
    answer = CliRunner().invoke(place, ["السكري", "--places", str(file)])
    assert answer.exit_code == 1
    assert "latitude" in answer.output


def test_import_writes_our_own_format(tmp_path: Path) -> None:
    file = tmp_path / "ocha.csv"
    file.write_text(OCHA, encoding="utf-8")
    answer = CliRunner().invoke(places, ["import", str(tmp_path), str(file), "--json"])
    said = json.loads(answer.output)
    assert (said["taken"], said["left_out"]) == (1, {"no position": 1})
    again = load_gazetteer(tmp_path / "places", with_own=False)
    assert [each.id for each in again.places] == ["SY0200001"]


def test_the_command_answers_json() -> None:
    answer = json.loads(CliRunner().invoke(place, ["حي السكري", "--json"]).output)
    first = answer["candidates"][0]
    assert first["id"] == "sukkari"
    assert set(first) == {"id", "name_en", "name_ar", "lat", "lon", "precision", "score", "why"}
    plain = CliRunner().invoke(place, ["الأنصاري"]).output
    assert "(ask)" in plain
