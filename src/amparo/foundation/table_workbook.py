"""XLSX to rows: values as people see them, nothing computed, nothing unpacked beyond a bound."""

import io
import re
import time
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from typing import Any

from amparo.foundation.errors import Refused
from amparo.foundation.table_rows import Raw, RowProblem, Warned, cell, trimmed

MAX_UNPACKED = 150 * 1024 * 1024
MAX_MEMBERS = 2_000
# A sheet may claim 16,383 columns in each of a million rows; what is looked at is bounded.
MAX_CELLS_LOOKED_AT = 25_000_000
MOST_ROWS = 100_011
# A small file can hold millions of words that no cell shows: of work, too, there is an end. Counted as this thread's.
MOST_SECONDS = 120.0
# Beyond fifteen digits a workbook keeps a rounded number: a ticket number that long has lost its end.
MOST_DIGITS = 10**15


def is_zip(data: bytes) -> bool:
    """True if the bytes begin as a zip archive does."""
    return data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06")


def read(data: bytes) -> Raw:
    """The first sheet that holds anything. Codes: not_a_table, file_damaged, file_unpacks_too_large."""
    formulas = _check_archive(data)
    try:
        return _first_sheet(data, formulas)
    except Refused:
        raise
    # A damaged workbook makes the library fail in any way at all, with cells in the message: keep none of it.
    except Exception:
        raise Refused("file_damaged") from None


def _check_archive(data: bytes) -> bool:
    """True if any sheet holds a formula; refused unless the archive is a workbook of a bounded size."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
                raise Refused("file_unpacks_too_large", limit_mb=MAX_UNPACKED // 1024 // 1024)
            names = [member.filename for member in members]
            if "xl/workbook.xml" not in names:
                raise Refused("not_a_table", kind=_kind(names))
            return any(_has_formula(archive, name) for name in names if name.startswith("xl/worksheets/"))
    except Refused:
        raise
    except Exception:
        raise Refused("file_damaged") from None


def _kind(names: list[str]) -> str:
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        return "document"
    if "xl/workbook.bin" in names:
        return "binary_workbook"
    return "open_document" if "mimetype" in names else "archive"


def _has_formula(archive: zipfile.ZipFile, name: str) -> bool:
    """True if the sheet's XML has an <f> element; read in pieces that overlap."""
    tail = b""
    with archive.open(name) as member:
        while piece := member.read(1024 * 1024):
            if re.search(rb"<(\w+:)?f[\s>/]", tail + piece):
                return True
            tail = piece[-16:]
    return False


def _first_sheet(data: bytes, formulas: bool) -> Raw:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = _opened(data, values=True)
        filled = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible" and _any(sheet)]
        if not filled:
            raise Refused("file_empty")
        written = _opened(data, values=False)[filled[0]] if formulas else None
        lines, problems = _lines(book[filled[0]], written)
    more = (Warned("other_sheets_left_out"),) if len(filled) > 1 else ()
    return Raw(lines=lines, encoding="xlsx", delimiter="", problems=tuple(problems), warnings=more)


def _opened(data: bytes, *, values: bool) -> Any:
    # Imported when a workbook arrives: it is slow to load, and most processes never see one.
    import openpyxl

    return openpyxl.load_workbook(_Watched(data), read_only=True, data_only=values, keep_links=False)


class _Watched(io.BytesIO):
    """The file's bytes, handed out as long as the work they make is bounded."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._until = time.thread_time() + MOST_SECONDS

    def read(self, size: int | None = -1, /) -> bytes:
        if time.thread_time() > self._until:
            raise Refused("file_unpacks_too_large", limit_mb=MAX_UNPACKED // 1024 // 1024)
        return super().read(size)


def _any(sheet: Any) -> bool:
    return hasattr(sheet, "reset_dimensions") and next(_walked(sheet), None) is not None


def _walked(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Rows that hold anything, with their numbers; the sheet's own claim of its size is ignored."""
    sheet.reset_dimensions()
    looked = 0
    for number, row in enumerate(sheet.iter_rows(), 1):
        looked += len(row) + 1
        if looked > MAX_CELLS_LOOKED_AT:
            raise Refused("sheet_too_wide")
        if any(found.value is not None for found in row):
            yield number, row


def _lines(sheet: Any, written: Any) -> tuple[list[tuple[int, tuple[str, ...]]], list[RowProblem]]:
    lines: list[tuple[int, tuple[str, ...]]] = []
    problems: list[RowProblem] = []
    formulas = _formula_cells(written) if written is not None else {}
    for number, row in _walked(sheet):
        problems += _problems(number, row, formulas.pop(number, ()))
        lines.append((number, trimmed([_text(found) for found in row])))
        if len(lines) > MOST_ROWS:
            break
    # A row of nothing but formulas without values looked empty above.
    problems += [RowProblem(number, "formula_without_value", str(at[0])) for number, at in formulas.items()]
    return lines, problems


def _formula_cells(written: Any) -> dict[int, tuple[int, ...]]:
    found = {}
    for number, row in _walked(written):
        if at := tuple(n for n, c in enumerate(row, 1) if getattr(c, "data_type", "") == "f"):
            found[number] = at
        if len(found) > MOST_ROWS:
            break
    return found


def _problems(number: int, row: tuple[Any, ...], formulas: tuple[int, ...]) -> Iterator[RowProblem]:
    for at in formulas:
        if at > len(row) or row[at - 1].value is None:
            yield RowProblem(number, "formula_without_value", str(at))
    for at, found in enumerate(row, 1):
        value = found.value
        if getattr(found, "data_type", "") == "e":
            yield RowProblem(number, "cell_holds_an_error", str(at))
        elif isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= MOST_DIGITS:
            yield RowProblem(number, "number_lost_digits", str(at))


def _text(found: Any) -> str:
    value = found.value
    if value is None:
        return ""
    if isinstance(value, str):
        return cell(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value, str(getattr(found, "number_format", "") or ""))
    return _moment(value)


def _number(value: int | float, shown_as: str) -> str:
    whole = int(value) if isinstance(value, int) or (abs(value) < MOST_DIGITS and value == int(value)) else None
    if whole is None:
        return repr(value)
    # "000000000" keeps the zeros in front of a case number on the screen, and so here.
    return str(whole).zfill(len(shown_as)) if re.fullmatch("0{2,20}", shown_as) else str(whole)


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        # Workbooks count in fractions of a day: 8:30 may come as 8:29:59.999.
        rounded = (value + timedelta(milliseconds=500)).replace(microsecond=0)
        return rounded.date().isoformat() if rounded.time() == time_of_day(0) else rounded.isoformat(" ")
    if isinstance(value, time_of_day):
        return value.replace(microsecond=0).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    return cell(str(value))
