"""Sheets of bases, units and people -> what would be taken, and what not; and back. Pure.

A cell that a spreadsheet would take for a formula is written with an apostrophe before it, and
read back without: whoever opens the file runs nothing, and what comes back is the same.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from najda.folding import fold
from najda.units.facts import UnitKind

MAX_ROWS = 2000
#: Characters by which a spreadsheet begins a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BYTE_ORDER_MARK = "\ufeff"


class Sheet(StrEnum):
    """What a sheet is of, told by its headings."""

    BASES = "bases"
    UNITS = "units"
    PEOPLE = "people"


HEADINGS: Mapping[Sheet, tuple[str, ...]] = {
    Sheet.BASES: ("base_name", "letter", "quarter", "place"),
    Sheet.UNITS: (
        "call_sign", "kind", "base", "crew_size", "phone", "fuel_litres", "equipment", "quarter",
        "place",
    ),
    Sheet.PEOPLE: ("person", "phone", "call_name", "next_of_kin"),
}  # fmt: skip
_SAME_HEADING: Mapping[str, tuple[str, ...]] = {
    "base_name": ("base name", "centre", "center", "اسم المركز"),
    "letter": ("الحرف", "حرف"),
    "quarter": ("district", "neighbourhood", "الحي", "حي"),
    "place": ("address", "location", "المكان", "العنوان"),
    "call_sign": ("call sign", "callsign", "unit", "vehicle", "النداء", "الوحده", "السياره"),
    "kind": ("type", "النوع", "نوع"),
    "base": ("home", "المركز", "مركز"),
    "crew_size": ("crew size", "crew", "people", "عدد الطاقم", "الطاقم"),
    "phone": ("telephone", "mobile", "الهاتف", "هاتف", "موبايل", "الرقم"),
    "fuel_litres": ("fuel", "fuel litres", "fuel (l)", "الوقود", "وقود"),
    "equipment": ("gear", "المعدات", "معدات"),
    "person": ("name", "full name", "الاسم", "اسم"),
    "call_name": ("call name", "nickname", "الكنيه", "اللقب"),
    "next_of_kin": ("next of kin", "kin", "اقرب قريب", "الاهل"),
}
_SAME_KIND: Mapping[UnitKind, tuple[str, ...]] = {
    UnitKind.AMBULANCE: ("اسعاف", "سيارة اسعاف"),
    UnitKind.RESCUE_CREW: ("rescue", "rescue crew", "انقاذ", "طاقم انقاذ"),
    UnitKind.HEAVY_RESCUE: ("heavy", "heavy rescue", "digger", "تركس", "اليه ثقيله"),
    UnitKind.FIRE_ENGINE: ("fire", "fire engine", "اطفاء", "سيارة اطفاء"),
    UnitKind.MEDICAL_TEAM: ("medical", "medical team", "فريق طبي"),
    UnitKind.OBSERVER: ("watch", "راصد", "مرصد"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sheet: its cells by heading, and what is wrong with it (a key of words)."""

    number: int
    cells: Mapping[str, str]
    wrong: str | None = None
    #: True where the base holds this already.
    known: bool = False

    @property
    def taken(self) -> bool:
        """Whether it would be written."""
        return self.wrong is None and not self.known


@dataclass(frozen=True, slots=True)
class Read:
    """A sheet as understood; headings that nobody knows are named, not dropped in silence."""

    sheet: Sheet | None
    lines: tuple[Line, ...] = ()
    unknown_headings: tuple[str, ...] = ()
    #: True where there were more than ``MAX_ROWS`` lines.
    cut: bool = False


def rows_of_text(text: str) -> list[list[str]]:
    """Rows of pasted or uploaded text: commas, semicolons or tabs, told by its first line."""
    text = text.removeprefix(_BYTE_ORDER_MARK)
    first = text.partition("\n")[0]
    delimiter = max("\t;,", key=first.count)
    return [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if any(row)]


def text_of_bytes(data: bytes) -> str:
    """Text of a file: UTF-8, UTF-16 with its mark, else the Arabic code page of Windows."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1256", errors="replace")


def read_sheet(
    rows: Sequence[Sequence[str]], known: Mapping[Sheet, frozenset[str]], bases: Mapping[str, str]
) -> Read:
    """What the rows say.

    ``known`` holds folded names that stand already; ``bases`` maps folded names and letters of
    bases to their ids.
    """
    if not rows:
        return Read(None)
    headings = [_heading(cell) for cell in rows[0]]
    sheet = _sheet_of(headings)
    if sheet is None:
        return Read(None, unknown_headings=tuple(rows[0]))
    wanted = HEADINGS[sheet]
    if wanted[0] not in headings:  # "name" alone is the name of what the sheet lists
        headings = [wanted[0] if name == "person" else name for name in headings]
    unknown = tuple(
        cell for cell, name in zip(rows[0], headings, strict=True) if cell and name not in wanted
    )
    seen: set[str] = set()
    lines = []
    for number, row in enumerate(rows[1 : MAX_ROWS + 1], start=2):
        cells = {
            name: plain_cell(cell)
            for name, cell in zip(headings, row, strict=False)
            if name in wanted and cell.strip()
        }
        if cells:
            lines.append(_line(sheet, number, cells, seen, known, bases))
    return Read(sheet, tuple(lines), unknown, cut=len(rows) > MAX_ROWS + 1)


def _heading(cell: str) -> str:
    words = fold(cell).strip()
    for name, others in _SAME_HEADING.items():
        if words in (name, name.replace("_", " "), *map(fold, others)):
            return name
    return words


def _sheet_of(headings: Sequence[str]) -> Sheet | None:
    for sheet, first in ((Sheet.UNITS, "call_sign"), (Sheet.BASES, "letter"),
                         (Sheet.PEOPLE, "person")):  # fmt: skip
        if first in headings:
            return sheet
    return None


def _line(
    sheet: Sheet,
    number: int,
    cells: dict[str, str],
    seen: set[str],
    known: Mapping[Sheet, frozenset[str]],
    bases: Mapping[str, str],
) -> Line:
    main = {Sheet.UNITS: "call_sign", Sheet.BASES: "letter", Sheet.PEOPLE: "person"}[sheet]
    name = fold(cells.get(main, "")).strip()
    if not name or (sheet is Sheet.BASES and not cells.get("base_name")):
        return Line(number, cells, "units.sheet_no_name")
    if name in seen:
        return Line(number, cells, "units.sheet_twice")
    seen.add(name)
    if name in known.get(sheet, frozenset()):
        return Line(number, cells, known=True)
    return Line(number, cells, _wrong_unit(cells, bases) if sheet is Sheet.UNITS else None)


def _wrong_unit(cells: Mapping[str, str], bases: Mapping[str, str]) -> str | None:
    if kind_of(cells.get("kind", "")) is None:
        return "units.sheet_no_kind"
    if "base" in cells and fold(cells["base"]).strip() not in bases:
        return "units.sheet_no_base"
    for name in ("crew_size", "fuel_litres"):
        if name in cells and figure_of(cells[name]) is None:
            return "units.sheet_no_figure"
    return None


def kind_of(text: str) -> UnitKind | None:
    """The kind of unit a cell names; an empty one is an ambulance."""
    words = fold(text).strip()
    if not words:
        return UnitKind.AMBULANCE
    for kind, others in _SAME_KIND.items():
        if words in (kind.value, *map(fold, others)):
            return kind
    return None


def figure_of(text: str) -> float | None:
    """A figure in either script's digits, or nothing."""
    try:
        found = float(fold(text).replace("٫", ".").strip())
    except ValueError:
        return None
    return found if 0 <= found < 1e6 else None  # noqa: PLR2004 - also false for not-a-number


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith((*_FORMULA, "'")) else text


def plain_cell(text: str) -> str:
    """The cell as it was before ``safe_cell``."""
    text = text.strip(" \n")
    if text.startswith("'") and text[1:].startswith((*_FORMULA, "'")):
        return text[1:]
    return text


def sheet_text(sheet: Sheet, lines: Iterable[Mapping[str, str]]) -> str:
    """A sheet as CSV with a byte-order mark, which Excel needs to read Arabic right."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADINGS[sheet])
    for cells in lines:
        writer.writerow([safe_cell(cells.get(name, "")) for name in HEADINGS[sheet]])
    return _BYTE_ORDER_MARK + out.getvalue()
