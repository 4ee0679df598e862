"""Tables that people send: CSV in all its dialects, and XLSX, read within limits and with line numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from amparo.foundation import table_header, table_text, table_workbook
from amparo.foundation.errors import Refused
from amparo.foundation.table_rows import Raw, RowProblem, Warned

MAX_BYTES = 25 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 200

__all__ = ["MAX_BYTES", "MAX_COLUMNS", "MAX_ROWS", "RowProblem", "Table", "Warned", "check_size", "read"]


@dataclass(frozen=True, slots=True)
class Table:
    """Sound rows only, each as wide as `columns`; what could not be read is in `problems`, by line.

    Cells may name people: they stay out of `repr`.
    """

    columns: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(repr=False)
    line_numbers: list[int] = field(repr=False)
    encoding: str
    delimiter: str
    header: bool
    problems: tuple[RowProblem, ...] = ()
    warnings: tuple[Warned, ...] = ()

    def samples(self, n: int = 5) -> list[tuple[str, ...]]:
        """The first `n` rows, for a person to look at."""
        return self.rows[:n]

    def values(self, column: str) -> list[str]:
        """All cells of one column; the code "column_missing" if there is none of that name."""
        if column not in self.columns:
            raise Refused("column_missing")
        at = self.columns.index(column)
        return [row[at] for row in self.rows]


def check_size(n: int) -> None:
    """Refuses a file by its announced size, before a byte of it is read."""
    if n > MAX_BYTES:
        raise Refused("file_too_large", limit_mb=MAX_BYTES // 1024 // 1024)


def read(data: bytes, filename: str, *, header: bool | None = None) -> Table:
    """The table in a file. `header` overrules what the first row looks like. The content decides the kind.

    Codes: file_empty, file_too_large, not_a_table (kind), file_damaged, too_many_rows, too_many_columns,
    quote_not_closed (line), cell_too_long (line), sheet_too_wide.
    """
    check_size(len(data))
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Refused("file_empty")
    raw = table_workbook.read(data) if table_workbook.is_zip(data) else table_text.read(data, filename)
    return _table(raw, header)


def _table(raw: Raw, header: bool | None) -> Table:
    lines = [(line, cells) for line, cells in raw.lines if any(cells)]
    if not lines:
        raise Refused("file_empty")
    above, lines = table_header.title_lines(lines)
    has_header = table_header.looks_like_header([cells for _, cells in lines]) if header is None else header
    width = table_header.width([cells for _, cells in lines], has_header)
    if width > MAX_COLUMNS:
        raise Refused("too_many_columns", limit=MAX_COLUMNS)
    columns = table_header.names(lines[0][1] if has_header else (), width)
    body = lines[1:] if has_header else lines
    if len(body) > MAX_ROWS:
        raise Refused("too_many_rows", limit=MAX_ROWS)
    return _fitted(raw, columns, body, has_header, (*raw.warnings, *above))


def _fitted(
    raw: Raw,
    columns: tuple[str, ...],
    body: Sequence[tuple[int, tuple[str, ...]]],
    header: bool,
    warnings: tuple[Warned, ...],
) -> Table:
    broken = {problem.line for problem in raw.problems}
    wide = [RowProblem(line, "too_many_cells") for line, cells in body if len(cells) > len(columns)]
    broken |= {problem.line for problem in wide}
    sound = [(line, cells) for line, cells in body if line not in broken]
    named = tuple(problem.in_column(columns) for problem in raw.problems)
    return Table(
        columns=columns,
        rows=[cells + ("",) * (len(columns) - len(cells)) for _, cells in sound],
        line_numbers=[line for line, _ in sound],
        encoding=raw.encoding,
        delimiter=raw.delimiter,
        header=header,
        problems=tuple(sorted((*named, *wide), key=lambda problem: problem.line)),
        warnings=warnings,
    )
