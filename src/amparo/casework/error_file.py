"""The lines that were left out, with the reason, as a table to correct and send again."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence

from amparo.foundation.table_rows import RowProblem

# A spreadsheet runs what begins with these.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def write(
    columns: Sequence[str],
    rows: Iterable[tuple[int, Sequence[str]]],
    problems: Iterable[RowProblem],
    *,
    words: Callable[[str], str],
) -> bytes:
    """One line for each problem: line, what is wrong, in which column, then the cells as they were."""
    cells = dict(rows)
    out = io.StringIO(newline="")
    table = csv.writer(out)
    ours = [words(heading) for heading in ("line", "problem", "column")]
    table.writerow(ours + [safe(name) for name in columns])
    for problem in sorted(problems, key=lambda problem: problem.line):
        said = [safe(cell) for cell in cells.get(problem.line, ())]
        table.writerow([problem.line, safe(words(problem.code)), safe(problem.column), *said])
    # The mark at the beginning tells spreadsheets that it is UTF-8.
    return out.getvalue().encode("utf-8-sig")


def safe(cell: str) -> str:
    """The cell as text for every spreadsheet."""
    begins = (cell, cell.lstrip(" \u00a0\u200b\ufeff"))
    return f"'{cell}" if any(text.startswith(DANGEROUS) for text in begins) else cell
