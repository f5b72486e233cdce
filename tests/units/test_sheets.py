"""My own base in ten minutes: sheets in with a look before, sheets out that come back the same."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doors import Enter
from najda.units.sheets import (
    Sheet,
    plain_cell,
    read_sheet,
    rows_of_text,
    safe_cell,
    sheet_text,
    text_of_bytes,
)

NOTHING: dict[Sheet, frozenset[str]] = {}


@pytest.mark.parametrize("cell", ["=1+1", "+963 944", "-2", "@x", "\t=x", "'=x", "'", "عادي"])
def test_no_cell_is_a_formula_and_each_comes_back(cell: str) -> None:
    """What a spreadsheet would run begins with an apostrophe, and loses it again."""
    safe = safe_cell(cell)

    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert plain_cell(safe) == cell


cells = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12).map(str.strip)


@given(st.lists(st.tuples(cells, cells), max_size=5))
def test_a_sheet_comes_back_as_it_went_out(rows: list[tuple[str, str]]) -> None:
    """Any words, quotes and commas."""
    given_rows = [{"person": a, "phone": b} for a, b in rows]
    text = sheet_text(Sheet.PEOPLE, given_rows)
    back = read_sheet(rows_of_text(text), NOTHING, {})

    assert text.startswith("\ufeff")
    found = [
        {name: line.cells.get(name, "") for name in ("person", "phone")} for line in back.lines
    ]
    assert found == [one for one in given_rows if one["person"] or one["phone"]]


def test_what_is_wrong_with_a_line_is_said() -> None:
    """Names, kinds, bases, figures, doubles; unknown headings are named."""
    text = (
        "النداء;النوع;المركز;عدد الطاقم;لون\nإسعاف 1;اسعاف;A;٤;أبيض\n;اسعاف;A;4;\nإسعاف 1;;;;\n"
        "x;طائرة;;;\ny;;Z;;\nz;;;كثير;\nإسعاف 9;;;;"
    )
    read = read_sheet(rows_of_text(text), {Sheet.UNITS: frozenset({"اسعاف 9"})}, {"a": "id"})

    assert [line.wrong for line in read.lines] == [
        None, "units.sheet_no_name", "units.sheet_twice", "units.sheet_no_kind",
        "units.sheet_no_base", "units.sheet_no_figure", None,
    ]  # fmt: skip
    assert read.lines[-1].known
    assert read.unknown_headings == ("لون",)


def test_a_heading_that_says_only_name_is_the_name_of_what_is_listed() -> None:
    """Letter and name make a sheet of bases; a name alone one of people."""
    bases = read_sheet(rows_of_text("الحرف,الاسم\nB,السكري\n"), NOTHING, {})
    people = read_sheet(rows_of_text("الاسم,الهاتف\nعمر,0944\n"), NOTHING, {})

    assert (bases.sheet, bases.unknown_headings) == (Sheet.BASES, ())
    assert bases.lines[0].cells == {"letter": "B", "base_name": "السكري"}
    assert bases.lines[0].taken
    assert people.sheet is Sheet.PEOPLE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_files_of_arabic_computers_are_read(encoding: str) -> None:
    """As Excel writes them."""
    assert text_of_bytes("الاسم,الهاتف".encode(encoding)) == "الاسم,الهاتف"


def test_nothing_is_written_before_the_look_and_out_comes_what_went_in(enter: Enter) -> None:
    """Bases, then units; the file that comes out is known already, line by line."""
    chief = enter("chief")
    bases = "اسم المركز,الحرف\nمركز الجداول,W\n"
    chief.post("/setup/take", data={"text": bases})
    head = "النداء,النوع,المركز,عدد الطاقم,الهاتف"
    units = f"{head}\nجدول 1,إنقاذ,W,5,+963 944 1\nجدول 2,بالون,W,5,\n"
    chief.cookies.set("lang", "en")
    look = chief.post("/setup", data={"text": units}).text
    before = chief.get("/api/v1/views/units.unit").text
    done = chief.post("/setup/take", data={"text": units}).text
    out = chief.get("/setup/units.csv")
    again = chief.post("/setup", files={"file": ("u.csv", out.content)}).text
    chief.cookies.clear()

    assert "kind not known" in look
    assert "جدول 1" not in before
    assert "written" in done
    assert "'+963 944 1" in out.text
    assert out.content.startswith("\ufeff".encode())
    assert 'flag green">will be taken' in look
    assert 'flag green">will be taken' not in again
    assert enter("operator").get("/setup/units.csv").status_code == 403


def test_a_workbook_is_read_and_a_broken_one_refused(enter: Enter) -> None:
    """XLSX, with figures as a spreadsheet holds them."""
    from openpyxl import Workbook

    book, file = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.append(["الاسم", "الهاتف"])
    sheet.append(["أبو عمر", 944123456.0])
    book.save(file)
    chief = enter("chief")
    look = chief.post("/setup", files={"file": ("p.xlsx", file.getvalue())}).text
    broken = chief.post("/setup", files={"file": ("p.xlsx", b"PK\x03\x04 no")})

    assert "944123456<" in look
    assert broken.status_code == 422


def test_what_a_sheet_said_of_a_unit_stands_on_its_page(enter: Enter) -> None:
    """The usual crew and the phone, apart from whoever is counted now."""
    chief = enter("chief")
    text = "النداء,النوع,عدد الطاقم,الهاتف\nصفحة 1,إنقاذ,37,0944 700 701\n"
    chief.post("/setup/take", data={"text": text})
    rows = chief.get("/api/v1/views/units.unit").json()
    [unit] = [id_ for id_, one in rows.items() if one["call_sign"] == "صفحة 1"]
    page = chief.get(f"/units/{unit}").text

    assert "<dd>37</dd>" in page
    assert "0944 700 701" in page
    assert "units.phone" not in page
