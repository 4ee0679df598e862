"""Rows as they come out of a file, before anybody knows which is the header."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One row that was not read, why (a code), and in which column (its name, or its number from 1)."""

    line: int
    code: str
    column: str = ""

    def in_column(self, columns: tuple[str, ...]) -> "RowProblem":
        """The same, with the column called by its name."""
        known = self.column.isdigit() and int(self.column) <= len(columns)
        return replace(self, column=columns[int(self.column) - 1]) if known else self


@dataclass(frozen=True, slots=True)
class Warned:
    """Something a person should look at before going on; the rows were read."""

    code: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Raw:
    """Numbered lines of cells, trimmed on the right."""

    lines: list[tuple[int, tuple[str, ...]]] = field(repr=False)
    encoding: str
    delimiter: str
    problems: tuple[RowProblem, ...] = ()
    warnings: tuple[Warned, ...] = ()


def cell(text: str) -> str:
    """The text without the blanks and control characters around and inside it; its line breaks stay."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip("\ufeff\u200b \t\n\u00a0\u3000")


def looks_like_formula(text: str) -> bool:
    """What a spreadsheet would reckon with instead of showing it. A telephone number such as +1 (305) is none."""
    return bool(_FORMULA.match(text)) and not _NUMBER.fullmatch(text)


def formulas(
    rows: Iterable[tuple[int, Sequence[str]]], columns: Sequence[str], used: Iterable[str]
) -> tuple[RowProblem, ...]:
    """The cells of the used columns that look like formulas. They are kept as text; a human should know."""
    places = [(columns.index(name), name) for name in dict.fromkeys(used) if name in columns]
    return tuple(
        RowProblem(line, FORMULA, name)
        for line, row in rows
        for at, name in places
        if at < len(row) and looks_like_formula(row[at])
    )


def trimmed(cells: list[str]) -> tuple[str, ...]:
    """The cells up to the last that says something."""
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return tuple(cells[:end])


FORMULA = "looks_like_formula"
_FORMULA = re.compile(r"=.|[+\-@](?:[^\W\d_]|[(\[{])")
_NUMBER = re.compile(r"\+[\d\s().\-/]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
