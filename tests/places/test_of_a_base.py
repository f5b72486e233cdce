"""The places a base imported are known where its reports are read and its places are typed."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from najda.places import own_gazetteer, take_places_of
from najda.places.command import gazetteer_of, place, places_import
from najda.places.foreign import UnreadablePlacesError
from najda.places.located import quarters
from najda.reading import read_text

TOWNS = "name,latitude,longitude\nVerkhova Rika,48.51,23.52\nNovi Doly,48.62,23.81\n"


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Path]:
    """A folder of a base with an imported list; afterwards the product's own list stands alone."""
    folder = tmp_path / "base"
    folder.mkdir()
    (folder / "base.json").write_text("{}", encoding="utf-8")
    (tmp_path / "towns.csv").write_text(TOWNS, encoding="utf-8")
    done = CliRunner().invoke(places_import, [str(folder), str(tmp_path / "towns.csv")])
    assert done.exit_code == 0, done.output
    yield folder
    take_places_of(tmp_path / "no base")


def test_reports_are_read_with_the_imported_places(base: Path) -> None:
    ours = quarters()

    assert take_places_of(base) == 2

    reading = read_text(
        "Shells hit Novi Doly on Friday, killing 3 people. 2 were injured in Sukkari.",
        date=date(2016, 9, 24), gazetteer=own_gazetteer(),
    )  # fmt: skip
    named = {event.place.name_en for event in reading.events if event.place}
    assert named == {"Novi Doly", "Sukkari"}
    assert quarters() == ours


def test_a_command_takes_the_folder_of_a_base(base: Path) -> None:
    answer = CliRunner().invoke(place, ["Verkhova Rika", "--places", str(base)])

    assert "Verkhova Rika" in answer.output
    assert gazetteer_of(base).find("Sukkari")


def test_a_base_without_imported_places_has_the_products_own(tmp_path: Path) -> None:
    (tmp_path / "base.json").write_text("{}", encoding="utf-8")

    assert gazetteer_of(tmp_path) is own_gazetteer()
    assert take_places_of(tmp_path) == 0


def test_an_unreadable_list_takes_nothing(base: Path) -> None:
    (base / "places" / "broken.csv").write_text("nothing,of\nthe,kind\n", encoding="utf-8")

    with pytest.raises(UnreadablePlacesError):
        take_places_of(base)
    assert not [one for one in own_gazetteer().find("Novi Doly") if one.name_en == "Novi Doly"]
