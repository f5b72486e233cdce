"""The command ``najda link``: which reports of a file speak of the same."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from najda.places import Gazetteer
from najda.reading.command import YEARS
from najda.reading.linking.copies import Copy, find_copies
from najda.reading.linking.linking import link_reports
from najda.reading.linking.sureness import Link, Links
from najda.reading.linking.traits import Report, heard_at


@click.command()
@click.argument("file")
@click.option(
    "--places",
    type=click.Path(exists=True, path_type=Path),
    help="A file or folder of places besides our own list (CSV, GeoJSON, GeoNames).",
)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON, one line a report.")
def link(file: str, places: Path | None, as_json: bool) -> None:
    """Propose which reports of FILE (JSON lines; - for standard input) speak of the same.

    A line has id, text, date, and may have source. Of a call or a radio line it says more: a time
    in date, a channel (phone, radio, crew, observer, message), the quarter it was put in.
    """
    from najda.places.command import gazetteer_of

    try:
        reports = reports_of(_lines(file))
    except ValueError as problem:
        raise click.ClickException(str(problem)) from problem
    for answer in linked(reports, gazetteer_of(places)):
        click.echo(json.dumps(answer, ensure_ascii=False) if as_json else _in_words(answer))


def _lines(file: str) -> list[str]:
    if file == "-":
        raw = sys.stdin.buffer.read()
    elif Path(file).is_file():
        raw = Path(file).read_bytes()
    else:
        raise click.ClickException(f"there is no file {file}; give a file of JSON lines, or -")
    try:
        return raw.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as problem:
        raise click.ClickException(f"{file} is not UTF-8 text; save it as UTF-8") from problem


def reports_of(lines: Iterable[str]) -> list[Report]:
    """The reports of JSON lines. Raises ``ValueError`` naming the line that cannot be read."""
    reports: list[Report] = []
    seen: set[str] = set()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
            report = _report_of(value)
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            raise ValueError(
                f'line {number} cannot be read ({problem}); each line needs "id", "text" and '
                '"date" as YYYY-MM-DD'
            ) from problem
        if report.id in seen:
            raise ValueError(f"line {number} repeats the id {report.id}; ids must differ")
        seen.add(report.id)
        reports.append(report)
    return reports


def _report_of(value: Mapping[str, Any]) -> Report:
    """A line's report; a date with a time and a live channel say when a call was taken."""
    said = str(value["date"])
    received = datetime.fromisoformat(said) if len(said) > len("2016-09-22") else None
    reported = date.fromisoformat(said[:10])
    if reported.year not in YEARS:
        raise ValueError(f"{said} is no date of a report")
    return Report(
        id=str(value["id"]),
        text=str(value["text"]),
        reported=reported,
        source=str(value["source"]) if value.get("source") else None,
        heard=heard_at(str(value.get("channel")), received) if received else None,
        quarter=str(value["quarter"]) if value.get("quarter") else None,
    )


def linked(reports: list[Report], gazetteer: Gazetteer) -> Iterator[dict[str, Any]]:
    """The answer for each report, in the order of the input: plain JSON values."""
    links = link_reports(reports, gazetteer)
    in_order = sorted(reports, key=lambda report: report.reported)
    copies = find_copies(((report.id, report.text) for report in in_order), gazetteer)
    voices = _Voices(reports, copies, gazetteer)
    for report in reports:
        yield {
            "id": report.id,
            **_links_as_json(links[report.id]),
            "copies_of": _copies_as_json(copies[report.id]),
            "origins": list(voices.origins(report.id)),
        }


def _links_as_json(links: Links) -> dict[str, Any]:
    return {
        "same": [_link_as_json(each) for each in links.same],
        "perhaps": [_link_as_json(each) for each in links.perhaps],
    }


def _link_as_json(each: Link) -> dict[str, Any]:
    reasons = [
        {"key": reason.key, "values": list(reason.values), "weight": reason.weight}
        for reason in each.reasons
    ]
    return {"id": each.id, "score": each.score, "reasons": reasons}


def _copies_as_json(copies: Iterable[Copy]) -> list[dict[str, Any]]:
    by_report: dict[str, list[list[int]]] = {}
    for copy in copies:
        by_report.setdefault(copy.original.report, []).append(
            [copy.sentence.start, copy.sentence.end]
        )
    return [{"id": report, "sentences": spans} for report, spans in by_report.items()]


@dataclass(slots=True)
class _Told:
    """A claim's place in the text and who said it first."""

    start: int
    end: int
    origin: str | None


class _Voices:
    """Who speaks in each report: the first tellers of its claims, copies traced to their source."""

    def __init__(
        self, reports: Iterable[Report], copies: Mapping[str, list[Copy]], gazetteer: Gazetteer
    ) -> None:
        from najda.reading import read_text

        self._copies = copies
        self._source = {report.id: report.source for report in reports}
        self._told = {
            report.id: [
                _Told(claim.start, claim.end, claim.tellers[0] if claim.tellers else None)
                for claim in read_text(
                    report.text, date=report.reported, gazetteer=gazetteer
                ).claims
            ]
            for report in reports
        }

    def origins(self, report: str) -> tuple[str, ...]:
        """The independent origins of a report, in the order of the text."""
        copies = self._copies[report]
        found: list[str | None] = []
        for told in self._told[report]:
            copy = next((each for each in copies if _overlaps(each, told)), None)
            found.append(self._first(report, told, copy))
        if not found and copies:
            found = [origin for each in copies for origin in self._of_sentence(each)]
        if not found:
            found = [self._source[report]]
        return tuple(dict.fromkeys(origin for origin in found if origin))

    def _first(self, report: str, told: _Told, copy: Copy | None) -> str | None:
        if told.origin:
            return told.origin
        if copy is None:
            return self._source[report]
        return next(iter(self._of_sentence(copy)), None)

    def _of_sentence(self, copy: Copy) -> list[str]:
        """Who says the sentence that was copied; copies point backwards, so this ends."""
        original = copy.original
        earlier = next(
            (each for each in self._copies[original.report] if each.sentence == original), None
        )
        if earlier:
            return self._of_sentence(earlier)
        said = [
            told.origin
            for told in self._told[original.report]
            if told.origin and told.start < original.end and original.start < told.end
        ]
        source = self._source[original.report]
        return said or ([source] if source else [])


def _overlaps(copy: Copy, told: _Told) -> bool:
    return told.start < copy.sentence.end and copy.sentence.start < told.end


def _in_words(answer: Mapping[str, Any]) -> str:
    parts = [str(answer["id"])]
    for key in ("same", "perhaps"):
        parts += [f"  {key} {each['id']} {each['score']:.2f}" for each in answer[key]]
    parts += [f"  copies {each['id']}" for each in answer["copies_of"]]
    return "\n".join(parts)
