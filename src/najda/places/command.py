"""The commands ``najda place`` and ``najda places``."""

import csv
import io
import json
import os
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import click

from najda.places.codes import to_mgrs, to_plus_code
from najda.places.foreign import ReadPlaces, UnreadablePlacesError, read_places
from najda.places.gazetteer import Gazetteer
from najda.places.index import ListedPlace
from najda.places.load import COLUMNS, IMPORTED, load_gazetteer, own_gazetteer
from najda.places.place import TAKEN_UNASKED, PlaceCandidate

#: The file that makes a folder that of a base.
DESCRIPTION = "base.json"


def gazetteer_of(places: Path | None) -> Gazetteer:
    """Our list, with a file or folder where one was named. Raises ``click.ClickException``."""
    if places is None:
        return own_gazetteer()
    if (places / DESCRIPTION).is_file():  # the folder of a base
        places = places / IMPORTED
        if not any(places.glob("*.csv")):
            return own_gazetteer()
    try:
        return load_gazetteer(places)
    except UnreadablePlacesError as problem:
        raise click.ClickException(str(problem)) from problem


class _LatLon(click.ParamType):  # type: ignore[type-arg,unused-ignore]
    name = "LAT,LON"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[float, float]:
        """Two numbers in degrees."""
        try:
            lat, lon = (float(each) for each in str(value).split(","))
        except ValueError:
            self.fail(f"{value} is no position; write it as 36.20,37.16", param, ctx)
        return lat, lon


@click.command()
@click.argument("text")
@click.option(
    "--places",
    type=click.Path(exists=True, path_type=Path),
    help="A file or folder of places besides our own list (CSV, GeoJSON, GeoNames).",
)
@click.option("--near", type=_LatLon(), help="Prefer places near this position.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def place(text: str, places: Path | None, near: tuple[float, float] | None, as_json: bool) -> None:
    """Say which place TEXT means: a name in any spelling, a grid reference, a plus code."""
    candidates = gazetteer_of(places).find(text, near=near)
    if as_json:
        answer = {"candidates": [asdict(each) for each in candidates]}
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    if not candidates:
        click.echo("No place of this name is known. Try another spelling, or --places FILE.")
    for each in candidates:
        click.echo(_line(each))


def _line(each: PlaceCandidate) -> str:
    sure = "" if each.score > TAKEN_UNASKED else "  (ask)"
    position = f"{to_mgrs(each.lat, each.lon)}  {to_plus_code(each.lat, each.lon)}"
    return f"{each.score:.2f}  {each.name_en} · {each.name_ar}  {position}  {each.why}{sure}"


@click.group()
def places() -> None:
    """Look after the lists of places of a base."""


@places.command(name="import")
@click.argument(
    "folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def places_import(folder: Path, file: Path, as_json: bool) -> None:
    """Take the places of FILE into the base in DIR, and say what was taken and what not."""
    try:
        read = read_places(file)
    except UnreadablePlacesError as problem:
        raise click.ClickException(str(problem)) from problem
    written = folder / IMPORTED / f"{file.stem}.csv"
    _write_whole(written, own_format(read.places))
    click.echo(_summary(read, written, as_json=as_json))


def _summary(read: ReadPlaces, written: Path, *, as_json: bool) -> str:
    if as_json:
        answer = {"file": str(written), "taken": len(read.places), "left_out": read.left_out}
        return json.dumps(answer, ensure_ascii=False)
    lines = [
        f"{len(read.places)} places taken into {written}",
        "A base that is being served knows them from its next start on.",
    ]
    lines += [f"{count} rows left out: {why}" for why, count in sorted(read.left_out.items())]
    return "\n".join(lines)


def own_format(listed: Iterable[ListedPlace]) -> str:
    """The places as a CSV text of our own format."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    for each in listed:
        place = each.place
        arabic = [name for name in each.spellings if not name.isascii()]
        latin = [name for name in each.spellings if name.isascii()]
        rows.writerow(
            (
                place.id, place.precision, place.within or "", each.cue.value,
                place.lat, place.lon, place.name_en, place.name_ar,
                "|".join(latin), "|".join(arabic),
            )
        )  # fmt: skip
    return text.getvalue()


def _write_whole(path: Path, text: str) -> None:
    """Replace the file in one step, so that a power cut leaves the old or the new one."""
    path.parent.mkdir(exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
