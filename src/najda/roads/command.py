"""``najda roads import``: from an OpenStreetMap extract to the road network of a base."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from najda.roads.importer import ExtractRefusedError

_ADVICE = {
    "roads.unreadable": "This is no readable .osm.pbf extract. Fetch it again.",
    "roads.truncated": "The extract ends too early: the download was cut off. Fetch it again.",
    "roads.no_roads": "The extract holds no streets for vehicles. Choose one with roads in it.",
    "roads.wrong_box": "No street of the extract lies in the box you gave. "
    "Check the order SOUTH,WEST,NORTH,EAST, or choose another extract.",
}


@click.group()
def roads() -> None:
    """The roads of this base: where one can drive."""


@roads.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("extract", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--box", metavar="S,W,N,E", help="Keep only streets that touch this box (degrees).")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def import_roads(folder: Path, extract: Path, box: str | None, as_json: bool) -> None:
    """Read EXTRACT (an .osm.pbf file) and keep its road network in FOLDER."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from najda.roads.importer import ExtractRefusedError, import_extract
    from najda.roads.storage import save_network

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading")
        try:
            network, report = import_extract(
                extract,
                _box(box),
                lambda stage, count: bar.update(task, description=f"{stage} {count:,}"),
            )
        except ExtractRefusedError as refused:
            raise click.ClickException(_sentence(refused)) from refused
        file = save_network(network, folder)
    if as_json:
        answer = {"schema": "najda-roads/1", "file": file.name, **_fields(report)}
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    click.echo(
        f"{report.junctions:,} junctions, {report.arcs:,} arcs, {report.bridges:,} bridges "
        f"from {report.ways:,} ways; {report.islands:,} arcs left out as islands."
    )
    click.echo("© OpenStreetMap contributors, Open Database License 1.0")


def _fields(report: object) -> dict[str, object]:
    from dataclasses import asdict

    return asdict(report)  # type: ignore[call-overload, no-any-return]


def _box(text: str | None) -> tuple[float, float, float, float] | None:
    if text is None:
        return None
    try:
        south, west, north, east = (float(number) for number in text.split(","))
    except ValueError as error:
        raise click.ClickException("--box wants four numbers: SOUTH,WEST,NORTH,EAST.") from error
    return south, west, north, east


def _sentence(refused: "ExtractRefusedError") -> str:
    values = ", ".join(f"{name}: {value}" for name, value in refused.values.items())
    return f"{_ADVICE[refused.key]} ({values})"
