"""Is the first row a header, how wide is the table, and what are its columns called."""

import re
from collections import Counter
from collections.abc import Callable, Sequence

from amparo.foundation import written_dates
from amparo.foundation.errors import Refused
from amparo.foundation.table_rows import Warned

Cells = tuple[str, ...]

# Words that stand over columns, not in them.
_HEADINGS = frozenset(
    """name first last middle surname nombre nombres apellido apellidos nom prenom nome sobrenome
    date day time hour dob birth fecha hora dia nacimiento heure jour naissance data nascimento dt tm
    case citation ticket docket number no nbr num id key code caso numero expediente dossier processo
    court courtroom crtroom room place location address city state zip county street tribunal sala lieu
    adresse direccion     phone tel telephone mobile cell email mail telefono celular correo telefone courriel
    language idioma langue lingua zone timezone judge juez juge event hearing type kind status description
    notes country programme program""".split()
)
MOST_TITLE_LINES = 10


def title_lines(lines: list[tuple[int, Cells]]) -> tuple[tuple[Warned, ...], list[tuple[int, Cells]]]:
    """The lines of one cell above a wide table ("Calendar of March"), and the table below them."""
    usual = Counter(_filled(cells) for _, cells in lines[:50]).most_common(1)[0][0]
    if usual < 3:
        return (), lines
    above = 0
    while above < min(len(lines), MOST_TITLE_LINES) and _filled(lines[above][1]) == 1:
        above += 1
    return tuple(Warned("line_above_table", line) for line, _ in lines[:above]), lines[above:]


def looks_like_header(rows: Sequence[Cells]) -> bool:
    """True if the first row speaks about the others. In doubt: False for values, True for words."""
    first = rows[0]
    said = [cell for cell in first if cell]
    if any(_is_value(cell) for cell in said) or len({cell.casefold() for cell in said}) < len(said):
        return False
    if any(_words(cell) & _HEADINGS for cell in said):
        return True
    if all(re.fullmatch(r"[A-Za-z]\w*_\w+", cell) for cell in said):
        return True
    return any(
        _column_of_values(rows[1:50], at) or _column_of_one_word(rows[1:50], at, first[at]) for at in range(len(first))
    )


def width(rows: Sequence[Cells], header: bool) -> int:
    """As wide as the header, or as half the rows under it; without a header, as wide as the widest."""
    if not header:
        return max(len(cells) for cells in rows)
    widths = sorted(len(cells) for cells in rows[1:])
    return max(len(rows[0]), widths[len(widths) // 2]) if widths else len(rows[0])


def names(first: Cells, count: int) -> Cells:
    """One name per column, all different: the header's own, "column_3" where it says nothing."""
    taken: Counter[str] = Counter()
    found = []
    for at in range(count):
        said = " ".join(first[at].split())[:100] if at < len(first) else ""
        name = said or f"column_{at + 1}"
        taken[name] += 1
        found.append(name if taken[name] == 1 else f"{name} ({taken[name]})")
    return tuple(found)


def _filled(cells: Cells) -> int:
    return sum(bool(cell) for cell in cells)


def _words(cell: str) -> set[str]:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|[^\w]|_", " ", cell)
    return {word.casefold() for word in spaced.split()}


def _column_of_values(rows: Sequence[Cells], at: int) -> bool:
    cells = [row[at] for row in rows if at < len(row) and row[at]]
    return bool(cells) and sum(_is_value(cell) for cell in cells) * 2 > len(cells)


def _column_of_one_word(rows: Sequence[Cells], at: int, heading: str) -> bool:
    """True if one word fills half the column below and is not what stands over it."""
    cells = [row[at] for row in rows if at < len(row) and row[at]]
    if len(cells) < 4 or heading in cells:
        return False
    return Counter(cells).most_common(1)[0][1] * 2 > len(cells)


def _is_value(cell: str) -> bool:
    if len(cell) > written_dates.LONGEST:
        return False
    if re.fullmatch(r"[+(]?\d[\d\s().,:/-]*", cell) or re.search(r"\d{4,}|\S@\S", cell):
        return True
    return _read_by(written_dates.read_moment, cell) or _read_by(written_dates.read_time, cell)


def _read_by(reader: Callable[[str], object], cell: str) -> bool:
    try:
        reader(cell)
    except Refused as refused:
        return refused.code in {"no_such_date", "weekday_disagrees"}
    return True
