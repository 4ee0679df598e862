"""The bytes of a file or feed as notices, whatever its form: a table, a calendar, or a tribunal's daily list."""

import re
from dataclasses import replace
from enum import StrEnum
from uuid import UUID

from amparo.directory.queries import CourtBook
from amparo.foundation import tables
from amparo.foundation.errors import Refused
from amparo.foundation.table_rows import RowProblem
from amparo.foundation.tables import Table
from amparo.hearings import calendar_file, daily_list, feed_columns, rules
from amparo.hearings.calendar_file import Entry
from amparo.hearings.feed_columns import Mapping
from amparo.hearings.importing import Read
from amparo.hearings.rules import Notice

# Rows without a number are about nobody we could know.
NAMELESS = frozenset({"case_number_missing", "case_number_unreadable"})


class Form(StrEnum):
    TABLE = "table"
    CALENDAR = "calendar"
    DAILY_LIST = "daily_list"


def form_of(data: bytes) -> Form:
    """What the content looks like; its name and what a server calls it do not count."""
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").upper()
    if start.startswith(b"BEGIN:"):
        return Form.CALENDAR
    return Form.DAILY_LIST if start.startswith(b"{") else Form.TABLE


def read(
    data: bytes,
    *,
    mapping: Mapping,
    courts: CourtBook,
    zone: str,
    filename: str = "",
    about: UUID | None = None,
) -> Read:
    """What the bytes say about hearings. Refused: what the readers of each form refuse."""
    match form_of(data):
        case Form.CALENDAR:
            return calendar(data, courts=courts, zone=zone, about=about)
        case Form.DAILY_LIST:
            return daily(data, zone=zone)
        case Form.TABLE:
            return table(tables.read(data, filename), mapping, courts=courts, zone=zone)


def table(read_in: Table, mapping: Mapping, *, courts: CourtBook, zone: str) -> Read:
    """The rows of a table. `zone` is used where neither the row nor its court says one."""
    found = feed_columns.notices(read_in, mapping, zone_for_place=courts.zone_of, default_zone=zone)
    problems = tuple(one for one in found if isinstance(one, RowProblem))
    bad = {one.line for one in problems if one.code not in NAMELESS}
    numbers = _numbers_at(read_in, mapping, bad)
    return Read(
        notices=[one for one in found if isinstance(one, Notice)],
        problems=problems,
        unsure=frozenset(numbers.values()),
        whole=bad <= set(numbers),
    )


def calendar(data: bytes, *, courts: CourtBook, zone: str, about: UUID | None = None) -> Read:
    """The events of a calendar; each is about whoever's case number stands in its words."""
    said = calendar_file.read(data)
    problems, notices, unsure = list(said.problems), list[Notice](), set[str]()
    for entry in said.entries:
        numbers = numbers_in(entry.summary, entry.description, entry.location)
        if not numbers and about is None:
            problems.append(RowProblem(entry.line, "case_number_missing"))
            continue
        try:
            one = _of_entry(entry, courts, zone)
        except Refused as refused:
            problems.append(RowProblem(entry.line, str(refused.details.get("flag", refused.code))))
            unsure |= numbers
        else:
            notices += [replace(one, case_number=number) for number in sorted(numbers or {""})]
    by_line = tuple(sorted(problems, key=lambda problem: problem.line))
    is_whole = not said.problems and not (about and len(problems) > len(said.problems))
    return Read(notices, by_line, frozenset(unsure), whole=is_whole, about=about)


def daily(data: bytes, *, zone: str) -> Read:
    """The cases of a tribunal's daily list."""
    found = daily_list.read(data, zone=zone) if zone else daily_list.read(data)
    problems = tuple(one for one in found if isinstance(one, RowProblem))
    whole = all(one.code in NAMELESS for one in problems)
    return Read([one for one in found if isinstance(one, Notice)], problems, whole=whole)


def numbers_in(*texts: str) -> frozenset[str]:
    """Whatever in an event's words may be a case number. Most are not; those find nobody."""
    said = " \n ".join(texts)
    found = [*_A_NUMBER.findall(said), *_NUMBER.findall(said)]
    return frozenset(rules.normal_case_number(one) for one in found)


def kind_in(summary: str) -> str:
    """The kind of hearing that a summary names. Nothing else of it is kept: it may hold a name or number."""
    found = _KINDS.search(summary)
    return " ".join(found[0].split()).capitalize() if found else ""


def _of_entry(entry: Entry, courts: CourtBook, zone: str) -> Notice:
    notice = calendar_file.to_notice(entry, zone_for_place=courts.zone_of, default_zone=zone)
    return replace(notice, kind=kind_in(entry.summary))


def _numbers_at(read_in: Table, mapping: Mapping, lines: set[int]) -> dict[int, str]:
    """The case numbers of rows of which only the rest could not be read."""
    at = read_in.columns.index(mapping.case_number)
    rows = zip(read_in.line_numbers, read_in.rows, strict=True)
    return {line: rules.normal_case_number(row[at]) for line, row in rows if line in lines and row[at]}


_A_NUMBER = re.compile(r"\bA[-# .:]{0,2}\d{2,3}[- ]?\d{3}[- ]?\d{3}\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w/-])(?=[\w/-]*\d{3})[A-Za-z0-9][\w/-]{4,38}(?![\w/-])")
_KINDS = re.compile(
    r"\b(master( calendar)?|individual( merits)?|merits|bond( redetermination)?|custody( redetermination)?|"
    r"credible fear|status|calendar call|change of plea|arraignment|sentencing|pre-?trial|motion|detained|"
    r"final|preliminary|contested)( (hearing|conference|review|trial))?\b|\b(hearing|audiencia|audience)\b",
    re.IGNORECASE,
)
