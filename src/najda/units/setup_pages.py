"""My own base in ten minutes: sheets in, with a look before; sheets out."""

import asyncio
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from najda.engine.card import Page, Request
from najda.folding import fold
from najda.people.rules import PERSON, AddPerson
from najda.refused import Refused, refuse
from najda.units.acts import RegisterBase, RegisterUnit
from najda.units.facts import UnitKind
from najda.units.rules import BASE, UNIT, UnitRow
from najda.units.sheets import (
    MAX_ROWS,
    Line,
    Read,
    Sheet,
    figure_of,
    kind_of,
    read_sheet,
    rows_of_text,
    sheet_text,
    text_of_bytes,
)
from najda.vocabulary import Absent, Role, Where
from najda.web.forms import new_id
from najda.web.visit import Visit, visit_of

MAX_FILE_BYTES = 2_000_000
_CHIEF = frozenset({Role.CHIEF})


def setup(http: HttpRequest) -> Response:
    """Where sheets are pasted or uploaded, and taken out."""
    return visit_of(http).render("units/setup.html", read=None, text="", done=())


async def setup_look(http: HttpRequest) -> Response:
    """What would be taken and what not; nothing is written yet."""
    visit = visit_of(http)
    limits = {"max_files": 1, "max_fields": 5, "max_part_size": MAX_FILE_BYTES}
    async with http.form(**limits) as form:
        given, text = form.get("file"), str(form.get("text", ""))
        if isinstance(given, UploadFile) and given.filename:
            data = await given.read(MAX_FILE_BYTES + 1)
            if len(data) > MAX_FILE_BYTES:
                raise Refused(refuse("too_large", status=413, most=MAX_FILE_BYTES // 1000))
            text = await run_in_threadpool(_text_of, data)

    def page() -> Response:
        read = _read(visit, text)
        return visit.render("units/setup.html", read=read, text=text, done=())

    return await run_in_threadpool(page)


def _text_of(data: bytes) -> str:
    if not data.startswith(b"PK"):
        return text_of_bytes(data)
    import csv
    import zipfile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError):
        raise Refused(refuse("units.sheet_unreadable", at="file")) from None
    out = io.StringIO()
    writer = csv.writer(out)
    for row in book.worksheets[0].iter_rows(max_row=MAX_ROWS + 2, max_col=40, values_only=True):
        writer.writerow([_cell(value) for value in row])
    book.close()
    return out.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _read(visit: Visit, text: str) -> Read:
    bases = visit.rows(BASE).values()
    named = {fold(name): one.id for one in bases for name in (one.letter, one.name) if name}
    people = [
        name
        for one in visit.rows(PERSON).values()
        if not isinstance(one.names, Absent)
        for name in one.names
    ]
    known = {
        Sheet.BASES: frozenset(fold(one.letter) for one in bases),
        Sheet.UNITS: frozenset(fold(one.call_sign) for one in visit.rows(UNIT).values()),
        Sheet.PEOPLE: frozenset(map(fold, people)),
    }
    return read_sheet(rows_of_text(text), known, named)


@dataclass(frozen=True, slots=True)
class Done:
    """A line that was written, or why not."""

    line: Line
    refused: str = ""


async def setup_take(http: HttpRequest) -> Response:
    """Write what the preview offered, one act a line; what is refused is shown."""
    visit = visit_of(http)
    form = await http.form(max_fields=3, max_part_size=MAX_FILE_BYTES)
    read = await run_in_threadpool(_read, visit, str(form.get("text", "")))
    bases = {
        fold(name): one.id
        for one in (await run_in_threadpool(visit.rows, BASE)).values()
        for name in (one.letter, one.name)
        if name
    }
    done = [await _take(visit, read.sheet, line, bases) for line in read.lines if line.taken]
    return await run_in_threadpool(
        lambda: visit.render("units/setup.html", read=None, text="", done=done)
    )


async def _take(visit: Visit, sheet: Sheet | None, line: Line, bases: Mapping[str, str]) -> Done:
    desk, name, request = _act_of(sheet, line.cells, bases)
    act = visit.room.desks.acts[desk, name]
    try:
        await asyncio.wrap_future(visit.room.act(desk, act, request, visit.actor, visit.now))
    except Refused as refused:
        return Done(line, visit.say(refused.refusal.key, **dict(refused.refusal.values)))
    return Done(line)


def _act_of(
    sheet: Sheet | None, cells: Mapping[str, str], bases: Mapping[str, str]
) -> tuple[str, str, Request]:
    place = Where(text=cells["place"]) if "place" in cells else None
    if sheet is Sheet.BASES:
        return "units", "register_base", RegisterBase(
            id=new_id(), name=cells["base_name"], letter=cells["letter"],
            quarter=cells.get("quarter"), place=place,
        )  # fmt: skip
    if sheet is Sheet.PEOPLE:
        return "people", "add_person", AddPerson(
            id=new_id(), name=cells["person"], phone=cells.get("phone"),
            call_name=cells.get("call_name"), next_of_kin=cells.get("next_of_kin"),
        )  # fmt: skip
    crew = figure_of(cells.get("crew_size", ""))
    kind = kind_of(cells.get("kind", "")) or UnitKind.AMBULANCE
    return "units", "register_unit", RegisterUnit(
        id=new_id(), call_sign=cells["call_sign"], kind=kind,
        base=bases.get(fold(cells.get("base", "")).strip()),
        crew_size=int(crew) if crew is not None else None,
        equipment=tuple(filter(None, map(str.strip, cells.get("equipment", "").split("|")))),
        phone=cells.get("phone"), fuel_litres=figure_of(cells.get("fuel_litres", "")),
        quarter=cells.get("quarter"), place=place,
    )  # fmt: skip


def sheet_out(http: HttpRequest) -> Response:
    """A sheet of what this base holds, to open in a spreadsheet and to read in again."""
    visit = visit_of(http)
    try:
        sheet = Sheet(http.path_params["sheet"])
    except ValueError:
        raise Refused(refuse("not_here", status=404)) from None
    text = sheet_text(sheet, _cells(visit, sheet))
    name = f'attachment; filename="najda-{sheet.value}.csv"'
    headers = {"content-disposition": name}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


def _cells(visit: Visit, sheet: Sheet) -> Sequence[Mapping[str, str]]:
    if sheet is Sheet.BASES:
        bases = sorted(visit.rows(BASE).values(), key=lambda one: one.letter)
        return [
            {"base_name": one.name, "letter": one.letter, "quarter": one.quarter or "",
             "place": _words(one.place)}
            for one in bases if not one.waiting
        ]  # fmt: skip
    if sheet is Sheet.PEOPLE:
        return [
            {"person": one.names[0], "phone": _text(one.phone), "call_name": _text(one.call_name),
             "next_of_kin": _text(one.next_of_kin)}
            for one in visit.rows(PERSON).values()
            if not one.is_machine and not isinstance(one.names, Absent) and one.names
        ]  # fmt: skip
    letters = {one.id: one.letter for one in visit.rows(BASE).values()}
    units = sorted(visit.rows(UNIT).values(), key=lambda one: (one.base_letter, one.call_sign))
    return [_unit_cells(one, letters) for one in units if not one.waiting]


def _unit_cells(unit: UnitRow, letters: Mapping[str, str]) -> Mapping[str, str]:
    fuel = unit.fuel_said.fuel_litres if unit.fuel_said else None
    return {
        "call_sign": unit.call_sign,
        "kind": unit.kind.value if unit.kind else "",
        "base": letters.get(unit.base or "", ""),
        "crew_size": _text(unit.crew_size),
        "phone": _text(unit.phone),
        "fuel_litres": _text(fuel),
        "equipment": "|".join(unit.equipment),
        "quarter": unit.quarter or "",
        "place": _words(unit.place),
    }


def _text(value: object) -> str:
    return "" if value is None or isinstance(value, Absent) else str(value)


def _words(place: Where | Absent | None) -> str:
    return place.text if isinstance(place, Where) else ""


PAGES = (
    Page("/setup", setup, _CHIEF, menu="units.setup", order=91),
    Page("/setup", setup_look, _CHIEF, methods=("POST",)),
    Page("/setup/take", setup_take, _CHIEF, methods=("POST",)),
    Page("/setup/{sheet}.csv", sheet_out, _CHIEF),
)
