"""``najda read``: what a text says, as proposed claims."""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:  # the rules load only when a text is read
    from najda.reading.claims import Claim, Event

#: Years a report may be of; "yesterday" must be a date, too.
YEARS = range(1900, 2200)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option(
    "--date", "day", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Date of the report."
)
@click.option(
    "--places",
    type=click.Path(exists=True, path_type=Path),
    help="More places: a file, or the folder of an installation.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def read(file: str, day: datetime, places: Path | None, as_json: bool) -> None:
    """Read FILE (or - for standard input, UTF-8) and print what it says as proposed claims."""
    from najda.places.command import gazetteer_of
    from najda.reading import read_text, reading_as_json

    if day.year not in YEARS:
        raise click.ClickException(f"--date {day:%Y-%m-%d} is no date of a report; see its year")
    text = _text_of(file)
    reading = read_text(text, date=day.date(), gazetteer=gazetteer_of(places))
    if as_json:
        click.echo(json.dumps(reading_as_json(reading), ensure_ascii=False))
        return
    if not reading.claims:
        click.echo("Nothing that the record keeps was found in this text.", err=True)
    events = {event.event: event for event in reading.events}
    for claim in reading.claims:
        click.echo(_in_words(claim, events.get(claim.event or "")))


def _in_words(claim: "Claim", event: "Event | None") -> str:
    """One line: what, how firmly, who says it (origin first), the words, where and when."""
    bounds = "" if claim.low is None and claim.high is None else f" {claim.low}..{claim.high}"
    tellers = " › ".join(claim.tellers) or "-"
    place = event.place.text if event and event.place else None
    day = event.time.start if event and event.time else None
    at = ", ".join(filter(None, (place, day)))
    mode = f"[{claim.modality}{claim.polarity}]"
    quote = " ".join(claim.quote.split())
    return f"{claim.kind.value}{bounds} {mode} {tellers}: {quote}{f'  ({at})' if at else ''}"


def _text_of(file: str) -> str:
    raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"{file} is not UTF-8 (byte {error.start}). Convert it first, e.g. with iconv."
        raise click.ClickException(message) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def __getattr__(name: str) -> click.Command:
    """``link`` stands in its own file; the table of commands asks for it here."""
    if name == "link":
        from najda.reading.link_command import link

        return link
    raise AttributeError(name)
