"""Which column of a court's table holds what, and the notices its rows then give."""

import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime, time
from typing import TypeVar

from amparo.foundation import wall, written_dates, zone_words
from amparo.foundation.errors import Refused
from amparo.foundation.table_rows import RowProblem
from amparo.foundation.tables import Table
from amparo.foundation.written_dates import Ambiguous, Order, Written
from amparo.hearings import rules
from amparo.hearings.calendar_zones import check_zone
from amparo.hearings.rules import Notice

# Before six in the morning no court sits: "1:30" was meant for the afternoon, "0:00" says that nobody knows.
EARLIEST = time(6)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Mapping:
    """Names of columns; empty: the table has none. Either `starts`, or `date` and `time`."""

    case_number: str = ""
    date: str = ""
    time: str = ""
    starts: str = ""
    place: str = ""
    court_code: str = ""
    room: str = ""
    judge: str = ""
    kind: str = ""
    mode: str = ""
    status: str = ""
    zone: str = ""
    key: str = ""
    # The order of numeric dates, once somebody answered: "mdy" or "dmy".
    order: str = ""

    def to_json(self) -> str:
        """The mapping as stored with a source."""
        return json.dumps({name: value for name, value in asdict(self).items() if value}, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Mapping":
        """The stored mapping; the code "mapping_unreadable" if it is none."""
        try:
            said = json.loads(text)
        except ValueError:
            raise Refused("mapping_unreadable") from None
        names = {one.name for one in fields(cls)}
        if not isinstance(said, dict) or not set(said) <= names:
            raise Refused("mapping_unreadable")
        if not all(isinstance(value, str) for value in said.values()):
            raise Refused("mapping_unreadable")
        return cls(**said)

    def missing(self) -> tuple[str, ...]:
        """What must be mapped before a row can be read."""
        needs = [] if self.case_number else ["case_number"]
        if not self.starts:
            needs += [name for name in ("date", "time") if not getattr(self, name)]
        return tuple(needs)


def notices(
    table: Table,
    mapping: Mapping,
    *,
    zone_for_place: Callable[[str], str | None],
    default_zone: str = "",
) -> list[Notice | RowProblem]:
    """One notice per hearing, in the order of the file; what a row lacks is a problem with line and column.

    Refused: mapping_incomplete, column_missing. Row codes: case_number_missing, zone_missing, unknown_zone,
    zone_disagrees, no_such_time, time_at_night, date_order_needed, date_order_conflict, and those
    of `written_dates` and of `Table.problems`.
    """
    _check(table, mapping)
    settled = mapping.order or written_dates.order_of(table.values(mapping.starts or mapping.date))
    reading = _Reading(mapping, settled, zone_for_place, default_zone)
    found: list[Notice | RowProblem] = list(table.problems)
    seen: set[Notice] = set()
    for line, row in zip(table.line_numbers, table.rows, strict=True):
        one = reading.row(line, dict(zip(table.columns, row, strict=True)))
        # Courts list a hearing once per party: the same words are the same notice.
        if isinstance(one, RowProblem) or one not in seen:
            found.append(one)
        if isinstance(one, Notice):
            seen.add(one)
    return sorted(found, key=lambda one: one.line)


def split_place(text: str) -> tuple[str, str]:
    """Room and building of "Courtroom D, Juneau Courthouse"; no room if the words name none."""
    found = re.fullmatch(r"\s*((?:court)?room\s+[\w-]+|sala\s+[\w-]+),\s*(.+)", text, re.IGNORECASE)
    return (found[1], found[2]) if found else ("", text)


@dataclass(frozen=True, slots=True)
class _Reading:
    mapping: Mapping
    order: Order | str | None
    zone_for_place: Callable[[str], str | None]
    default_zone: str

    def row(self, line: int, cells: dict[str, str]) -> Notice | RowProblem:
        """The row's notice, or the first thing that is wrong with it."""
        said = {
            one.name: cells.get(getattr(self.mapping, one.name), "")
            for one in fields(self.mapping)
            if one.name != "order"
        }
        try:
            return self._notice(line, said)
        except _InColumn as wrong:
            return RowProblem(line, wrong.code, getattr(self.mapping, wrong.said) or wrong.said)

    def _notice(self, line: int, said: dict[str, str]) -> Notice:
        number = rules.normal_case_number(said["case_number"])
        if not any(c.isdigit() for c in number):
            raise _InColumn("case_number_missing" if not number else "case_number_unreadable", "case_number")
        room, place = split_place(said["place"])
        zone = self._zone(said["zone"], place, said["court_code"])
        shown = self._shown(said, zone)
        return Notice(
            case_number=number,
            wall=shown,
            zone=zone,
            external_key=said["key"],
            court_text=place,
            court_code=said["court_code"].strip().upper(),
            room=said["room"] or room,
            judge=said["judge"],
            kind=said["kind"],
            mode=rules.mode_of(said["mode"], said["place"], said["room"], said["kind"]),
            cancelled=_says_cancelled(said["status"]),
            line=line,
        )

    def _zone(self, written: str, place: str, code: str) -> str:
        if written:
            try:
                return check_zone(written)
            except Refused as refused:
                raise _InColumn(refused.code, "zone") from None
        zone = (code and self.zone_for_place(code)) or (place and self.zone_for_place(place)) or self.default_zone
        if not zone:
            raise _InColumn("zone_missing", "place")
        return zone

    def _shown(self, said: dict[str, str], zone: str) -> datetime:
        """What the clock on the court's wall will show."""
        column = "starts" if self.mapping.starts else "date"
        found = self._read(column, lambda: self._written(said))
        if isinstance(found.day, Ambiguous):
            conflict = self.order == written_dates.CONFLICT
            raise _InColumn("date_order_conflict" if conflict else "date_order_needed", column)
        if found.at is None:
            raise _InColumn("time_missing", "time" if self.mapping.time else column)
        return self._on_the_wall(found.day, found.at, found.zone_text, zone, column)

    def _written(self, said: dict[str, str]) -> Written:
        if self.mapping.starts:
            return written_dates.read_moment(said["starts"], order=self.order)
        day = written_dates.read_moment(said["date"], order=self.order)
        at = self._read("time", lambda: _time_of(said["time"]))
        return replace(day, at=at.at, zone_text=at.zone_text)

    def _on_the_wall(self, day: date, at: time, zone_text: str, zone: str, column: str) -> datetime:
        shown = datetime.combine(day, at)
        offset = zone_words.offset_of(zone_text)
        if offset is not None:
            shown = self._read(column, lambda: wall.shown(wall.instant(shown - offset, "UTC"), zone))
        elif zone_text and not zone_words.zone_agrees(zone_text, shown, zone):
            raise _InColumn("zone_disagrees", column)
        if not wall.exists(shown, zone):
            raise _InColumn("no_such_time", self.mapping.time and "time" or column)
        if shown.time() < EARLIEST:
            raise _InColumn("time_at_night", self.mapping.time and "time" or column)
        return shown.replace(fold=0)

    @staticmethod
    def _read(column: str, reader: Callable[[], T]) -> T:
        try:
            return reader()
        except Refused as refused:
            raise _InColumn(refused.code, column) from None


class _InColumn(Exception):
    """Why a row was not read, and the field it was about."""

    def __init__(self, code: str, said: str) -> None:
        super().__init__(code)
        self.code = code
        self.said = said


def _time_of(text: str) -> Written:
    """The time in a cell of its own, with the zone beside it if there is one."""
    # A workbook's cell may hold a whole date-time; only its time is meant.
    bare = re.sub(r"^(1899-12-3[01]|1900-01-0[01])[ T]", "", text)
    found = re.fullmatch(r"\s*(.*?\d.*?)\s*\b(?:(utc|gmt|(?:ak|ch|[ecmpah])[sd]?t)\s*)?", bare, re.IGNORECASE)
    if found is None:
        return Written(date.min, written_dates.read_time(bare))
    return Written(date.min, written_dates.read_time(found[1]), (found[2] or "").upper())


def _says_cancelled(text: str) -> bool:
    return re.search(r"\b(cancel|vacat|anulad|annul|struck|stricken|off calendar)", text.casefold()) is not None


def _check(table: Table, mapping: Mapping) -> None:
    if mapping.missing():
        raise Refused("mapping_incomplete", missing=mapping.missing()[0])
    named = {getattr(mapping, one.name) for one in fields(mapping) if one.name != "order"} - {""}
    if not named <= set(table.columns):
        raise Refused("column_missing")
