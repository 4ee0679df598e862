"""Tables in every dialect, read within limits."""

import io
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.foundation import table_text, table_workbook, tables
from amparo.foundation.errors import Refused

# ruff: noqa: DTZ001 - what a cell shows has no zone of its own.

SHARED = Path(__file__).parents[2] / "../shared/data"
ROWS = [("Ana Luz", "A012345678", "2027-03-09"), ("José Núñez", "A012345679", "2027-03-10")]
HEADER = ("Name", "Case Number", "Date")


def text_of(rows, mark=",", end="\n"):
    return end.join(mark.join(row) for row in rows) + end


def workbook(*rows, **sheets):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for title, lines in sheets.items():
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(line)
    return saved(book)


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def refusal(data, filename="people.csv", **options):
    with pytest.raises(Refused) as caught:
        tables.read(data, filename, **options)
    return caught.value


@pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_delimiter_and_line_end_gives_the_same_table(mark, end):
    table = tables.read(text_of([HEADER, *ROWS], mark, end).encode(), "people.csv")

    assert (table.columns, table.rows, table.delimiter) == (HEADER, ROWS, mark)
    assert (table.header, table.line_numbers, table.problems, table.warnings) == (True, [2, 3], (), ())


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le")]
    + [("utf-16-be", "utf-16-be"), ("utf-32", "utf-32"), ("cp1252", "cp1252")],
)
def test_every_encoding_gives_the_same_table(encoding, named):
    table = tables.read(text_of([HEADER, *ROWS]).encode(encoding), "people.csv")

    assert (table.rows, table.encoding) == (ROWS, named)
    assert [w.code for w in table.warnings] == (["encoding_guessed"] if encoding == "cp1252" else [])


def test_a_table_without_header_has_numbered_columns():
    table = tables.read(b"09/13/2018,Myers, 8:30 am,A01234567,,\n06/23/2018,Hamill,9:00 am,A1,,\n", "x.csv")

    assert (table.header, table.columns) == (False, ("column_1", "column_2", "column_3", "column_4"))
    assert table.rows[0] == ("09/13/2018", "Myers", "8:30 am", "A01234567")
    assert table.samples(1) == table.rows[:1]


@pytest.mark.parametrize(
    ("first", "header"),
    [
        pytest.param("NAME,DATE,COURT", True, id="capitals"),
        pytest.param("event_dt,last_nm,start_tm", True, id="names of a database"),
        pytest.param("Nombre,Fecha,Sala", True, id="Spanish"),
        pytest.param("Wer,Wann,Wo", True, id="words over a column of dates"),
        pytest.param("ANA,2027-03-09,5", False, id="values"),
        pytest.param("Ana,Ana,Juneau", False, id="the same word twice"),
    ],
)
def test_a_header_is_told_from_a_row(first, header):
    table = tables.read(f"{first}\nLuz,2027-03-10,7\nOmar,2027-03-11,7\n".encode(), "x.csv")

    assert table.header is header


def test_a_person_may_overrule_what_the_first_row_looks_like():
    assert tables.read(b"Name,Date\nAna,Luz\n", "x.csv", header=False).rows[0] == ("Name", "Date")
    assert tables.read(b"1,2\n3,4\n", "x.csv", header=True).columns == ("1", "2")


def test_columns_of_one_name_are_told_apart():
    assert tables.read(b"Name,Name,,Date\na,b,c,d\n", "x.csv", header=True).columns == (
        "Name",
        "Name (2)",
        "column_3",
        "Date",
    )


def test_line_numbers_count_the_lines_of_the_file():
    data = b'Name,Note,Date\n\nAna,"two\nlines",2027-03-09\nLuz,,2027-03-10\n'

    table = tables.read(data, "x.csv")

    assert (table.line_numbers, table.rows[0][1]) == ([3, 5], "two\nlines")


def test_a_row_that_is_too_wide_is_a_problem_and_a_short_one_is_filled():
    table = tables.read(b"Name,Case,Date\nAna,1,2,3\nLuz\nOmar,1\n", "x.csv")

    assert [(p.line, p.code) for p in table.problems] == [(2, "too_many_cells")]
    assert table.rows == [("Luz", "", ""), ("Omar", "1", "")]


def test_a_column_without_a_name_keeps_its_cells():
    table = tables.read(b"Name,Date\nAna,2027-03-09,x\nLuz,2027-03-10,y\nOmar,2027-03-11\n", "x.csv")

    assert (table.columns, table.rows[1][2]) == (("Name", "Date", "column_3"), "y")


def test_a_line_that_says_its_delimiter_is_believed():
    table = tables.read(b"sep=;\nName;Sum;Date\nAna;1,5;2027-03-09\n", "x.csv")

    assert (table.rows, table.line_numbers) == ([("Ana", "1,5", "2027-03-09")], [3])


def test_a_title_above_the_table_is_pointed_out():
    table = tables.read(b"Calendar of March,,\nName,Case,Date\nAna,1,2027-03-09\n", "x.csv")

    assert table.columns == ("Name", "Case", "Date")
    assert [(w.code, w.line) for w in table.warnings] == [("line_above_table", 1)]


def test_mojibake_is_pointed_out_and_can_be_mended():
    table = tables.read("Name,Case,Date\nJosÃ©,1,2027-03-09\n".encode(), "x.csv")

    assert [(w.code, w.line) for w in table.warnings] == [("mojibake", 2)]
    assert table_text.mended("JosÃ©") == "José"
    assert table_text.mended("Ângela São") is None


def test_a_quote_inside_a_cell_is_read_and_pointed_out():
    table = tables.read(b'Name,Date,Note\nAna,2027-03-09,"a" b\nLuz,2027-03-10,c\n', "x.csv")

    assert len(table.rows) == 2
    assert [w.code for w in table.warnings] == ["stray_quotes"]


@pytest.mark.parametrize("stray", [b"", b'Omar,"x" y\n'])
def test_a_quote_left_open_is_refused_where_it_opened(stray):
    refused = refusal(b"Name,Note\n" + stray + b'Ana,"never\nclosed\nLuz,x\n')

    assert (refused.code, refused.details["line"]) == ("quote_not_closed", 2 + bool(stray))


@pytest.mark.parametrize(
    ("data", "code", "kind"),
    [
        (b"", "file_empty", None),
        (b"\xef\xbb\xbf \r\n\n", "file_empty", None),
        (b",,\n,,\n", "file_empty", None),
        (b"%PDF-1.7 ...", "not_a_table", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "not_a_table", "image"),
        (b"\xff\xd8\xff\xe0", "not_a_table", "image"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "not_a_table", "old_workbook"),
        (b"<!DOCTYPE html><table>", "not_a_table", "web_page"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR", "not_a_table", "calendar"),
        (bytes(range(256)) * 20, "not_a_table", "binary"),
        (b"\x02\x03\x04\x05\xe9" * 200, "not_a_table", "binary"),
        (b"PK\x03\x04 and nothing more", "file_damaged", None),
    ],
)
def test_what_is_no_table_is_refused_by_its_kind(data, code, kind):
    refused = refusal(data)

    assert (refused.code, refused.details.get("kind")) == (code, kind)


def test_a_large_file_is_refused_by_its_announced_size():
    tables.check_size(tables.MAX_BYTES)
    with pytest.raises(Refused) as caught:
        tables.check_size(200 * 1024 * 1024)
    assert (caught.value.code, caught.value.details) == ("file_too_large", {"limit_mb": 25})
    assert refusal(b"x" * (tables.MAX_BYTES + 1)).code == "file_too_large"


def test_rows_and_columns_have_limits():
    assert refusal(b"Name,Date\n" + b"a,b\n" * (tables.MAX_ROWS + 1)).code == "too_many_rows"
    assert refusal((",".join("abc") + ",x" * 300 + "\n").encode()).code == "too_many_columns"
    assert refusal(b"Name,Date\na," + b"x" * 100_001 + b"\n").code == "cell_too_long"


def test_no_cell_shows_in_the_representation():
    assert "Ana" not in repr(tables.read(text_of([HEADER, *ROWS]).encode(), "x.csv"))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_no_bytes_at_all_crash_the_reader(data):
    try:
        table = tables.read(data, "x.csv")
    except Refused as refused:
        assert refused.code
    else:
        assert all(len(row) == len(table.columns) for row in table.rows)
        assert len(table.rows) == len(table.line_numbers)


CELLS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), max_size=12)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8), st.sampled_from(table_text.DELIMITERS))
def test_what_is_written_as_csv_is_read_back(rows, mark):
    quoted = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in [("a x", "b y"), *rows]]

    table = tables.read(f"sep={mark}\n{text_of(quoted, mark)}".encode(), "x.csv", header=True)

    assert table.rows == [row for row in rows if any(row)]


def test_a_workbook_is_read_as_people_see_it():
    data = workbook(
        ("Name", "Case", "Date", "Time", "When", "Detained"),
        ("Ana", 12345678, date(2027, 3, 9), time(8, 30), datetime(2027, 3, 9, 8, 29, 59, 999_900), True),
    )

    table = tables.read(data, "people.xlsx")

    assert table.rows == [("Ana", "12345678", "2027-03-09", "08:30:00", "2027-03-09 08:30:00", "true")]
    assert (table.encoding, table.header, table.line_numbers) == ("xlsx", True, [2])


def test_zeros_shown_in_front_of_a_number_are_kept():
    book = openpyxl.Workbook()
    book.active.append(("Name", "Case number"))
    book.active.append(("Ana", 12345678))
    book.active["B2"].number_format = "000000000"

    assert tables.read(saved(book), "x.xlsx").rows == [("Ana", "012345678")]


@pytest.mark.parametrize(
    ("cell", "code"),
    [("=A1&B1", "formula_without_value"), ("#REF!", "cell_holds_an_error"), (10**16, "number_lost_digits")],
)
def test_a_cell_nobody_can_trust_costs_its_row(cell, code):
    table = tables.read(workbook(("Name", "Case number"), ("Ana", cell), ("Luz", "1")), "x.xlsx")

    assert [(p.line, p.code, p.column) for p in table.problems] == [(2, code, "Case number")]
    assert table.rows == [("Luz", "1")]


def test_a_row_of_formulas_alone_is_not_overlooked():
    table = tables.read(workbook(("Name", "Case number"), ("=A9", "=B9"), ("Luz", "1")), "x.xlsx")

    assert [(p.line, p.code) for p in table.problems] == [(2, "formula_without_value")]


def test_a_formula_with_its_value_is_read():
    data = workbook(("Name", "Case number"), ("Ana", "=1+1"))
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(kept, "w") as new:
        for name in old.namelist():
            new.writestr(
                name,
                old.read(name)
                .replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
                .replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>"),
            )

    assert tables.read(kept.getvalue(), "x.xlsx").rows == [("Ana", "2")]


def test_a_sheet_is_as_wide_as_what_it_holds():
    book = openpyxl.Workbook()
    book.active.append(("Name", "Case number"))
    book.active.append(("Ana", "1"))
    book.active.cell(2, 16_383).number_format = "0.00"

    assert tables.read(saved(book), "x.xlsx").columns == ("Name", "Case number")


def test_the_first_filled_sheet_is_read_and_the_others_are_mentioned():
    table = tables.read(workbook(People=[("Name", "Date"), ("Ana", "x")], More=[("a",)]), "x.xlsx")

    assert table.rows == [("Ana", "x")]
    assert [w.code for w in table.warnings] == ["other_sheets_left_out"]


def test_a_workbook_of_nothing_is_empty():
    assert refusal(workbook(), "x.xlsx").code == "file_empty"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(table_workbook, "MAX_UNPACKED", 1_000_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 2_000_000)

    assert refusal(out.getvalue(), "x.xlsx").code == "file_unpacks_too_large"


@pytest.mark.parametrize(
    ("member", "kind"),
    [("word/document.xml", "document"), ("mimetype", "open_document"), ("a.txt", "archive")],
)
def test_an_archive_of_something_else_is_refused(member, kind):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(member, b"x")

    assert refusal(out.getvalue(), "x.xlsx").details["kind"] == kind


def test_an_entity_bomb_in_a_workbook_is_refused():
    data = workbook(("Name", "Date"), ("Ana", "x"))
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, bomb if name.startswith("xl/worksheets/") else old.read(name))

    assert refusal(out.getvalue(), "x.xlsx").code == "file_damaged"


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.95])
def test_half_a_workbook_is_damaged(cut):
    data = workbook(HEADER, *ROWS)

    assert refusal(data[: int(len(data) * cut)], "x.xlsx").code == "file_damaged"


def test_every_table_of_the_shared_data_is_read():
    files = sorted((SHARED / "services").rglob("*.csv")) + sorted((SHARED / "courts").rglob("*.[ct]sv"))
    if not files:
        pytest.skip("the shared data is not here")
    wrong = set()
    for file in files:
        table = tables.read(file.read_bytes(), file.name)
        assert table.header == (file.name != "anchorage-small.csv"), file.name
        wrong |= {(file.parent.name, problem.line, problem.code) for problem in table.problems}
    # One row of that file has an unquoted comma, and so one cell more than its header.
    assert wrong == {("florida-legal-aid", 65, "too_many_cells")}


def test_published_workbooks_are_read():
    files = sorted((SHARED / "ice-stats").glob("*.xlsx"))[::16]
    if not files:
        pytest.skip("the shared data is not here")
    for file in files:
        assert tables.read(file.read_bytes(), file.name).rows
