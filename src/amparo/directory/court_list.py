"""The list of immigration courts: codes, addresses and zones as published, nothing filled in by guessing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from amparo.directory import zones
from amparo.foundation import tables
from amparo.foundation.errors import Refused
from amparo.foundation.table_rows import RowProblem

REQUIRED = ("code", "official_name")


class Status(StrEnum):
    OPEN = "open"
    # Some of its buildings are, others are not: the words of the list say which.
    PARTLY_OPEN = "partly_open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Court:
    """One code of the list. Without `address`: ask the court. Without `zone`: ask whoever imports."""

    code: str
    name: str
    location_name: str
    address: str | None
    status: Status
    status_text: str
    latitude: float | None
    longitude: float | None
    zone: str | None
    zone_candidates: tuple[zones.Candidate, ...]
    successor_code: str
    listed: bool
    line: int
    phone: str = ""


@dataclass(frozen=True, slots=True)
class CourtList:
    """Courts by code; rows that were not read; what to look at."""

    courts: Mapping[str, Court]
    problems: tuple[RowProblem, ...]
    warnings: tuple[tables.Warned, ...]

    def resolve(self, code: str) -> Court | None:
        """The court a code stands for today, its successors followed; None for an unknown code."""
        court = self.courts.get(normal_code(code))
        while court is not None and court.successor_code:
            court = self.courts.get(court.successor_code)
        return court


def read(data: bytes, filename: str = "courts.csv") -> CourtList:
    """All courts of a file. Refused: columns_missing, court_alias_loop, and what `tables.read` refuses."""
    table = tables.read(data, filename)
    if not table.header or not set(REQUIRED) <= set(table.columns):
        raise Refused("columns_missing", needed=", ".join(sorted(REQUIRED)))
    courts: dict[str, Court] = {}
    problems = list(table.problems)
    for line, row in zip(table.line_numbers, table.rows, strict=True):
        try:
            court = _court(dict(zip(table.columns, row, strict=True)), line)
            if court.code in courts:
                raise Refused("court_code_twice")
        except Refused as refused:
            problems.append(RowProblem(line, refused.code, "code"))
        else:
            courts[court.code] = court
    _check_successors(courts, problems)
    return CourtList(courts, tuple(problems), table.warnings)


def normal_code(text: str) -> str:
    """A court's code in capitals, without blanks."""
    return "".join(text.split()).upper()


def normal_status(text: str) -> Status:
    """The one word for "OPEN", "OPEN · OPEN" and "Here: OPEN · There: CLOSED"."""
    parts = [part.rsplit(":", 1)[-1].strip().upper() for part in re.split(r"[·;|\n]", text)]
    said = {_STATUS_WORDS.get(part, Status.UNKNOWN) for part in parts if part}
    if len(said) == 1:
        return said.pop()
    return Status.PARTLY_OPEN if Status.OPEN in said else Status.UNKNOWN


_STATUS_WORDS = {
    "OPEN": Status.OPEN,
    "OPERATIONAL": Status.OPEN,
    "CLOSED": Status.CLOSED,
    "PERMANENTLY CLOSED": Status.CLOSED,
    "CLOSED TODAY": Status.CLOSED,
}


def _court(row: Mapping[str, str], line: int) -> Court:
    code = normal_code(row["code"])
    if not re.fullmatch(r"[A-Z0-9]{2,10}", code):
        raise Refused("court_code_unreadable")
    address = row.get("address", "") or None
    candidates = zones.for_zip(_zip(address)) if address else ()
    latitude, longitude = _coordinates(row.get("latitude", ""), row.get("longitude", ""))
    return Court(
        code=code,
        name=row["official_name"],
        location_name=row.get("location_name", ""),
        address=address,
        status=normal_status(row.get("operational_status", "")),
        status_text=row.get("operational_status", ""),
        latitude=latitude,
        longitude=longitude,
        zone=zones.settled(candidates),
        zone_candidates=candidates,
        successor_code=normal_code(row.get("successor_code", "")),
        listed=row.get("list_status", "listed").casefold() == "listed",
        line=line,
        phone=row.get("phone", ""),
    )


def _zip(address: str) -> str:
    """The ZIP code after the state's letters; a number before them is a building's."""
    found = re.findall(r"\b[A-Z]{2}\s+(\d{5})(?:-\d{4})?\b", address)
    return str(found[-1]) if found else ""


def _coordinates(latitude: str, longitude: str) -> tuple[float | None, float | None]:
    if not latitude and not longitude:
        return None, None
    try:
        found = float(latitude), float(longitude)
    except ValueError:
        raise Refused("coordinates_unreadable") from None
    # 0, 0 lies in the sea: a missing value, not a court. Not-a-number fails the same comparison.
    if not (abs(found[0]) <= 90 and abs(found[1]) <= 180) or found == (0.0, 0.0):
        raise Refused("coordinates_unreadable")
    return found


def _check_successors(courts: Mapping[str, Court], problems: list[RowProblem]) -> None:
    for court in courts.values():
        seen = {court.code}
        here = court
        while here.successor_code:
            if here.successor_code in seen:
                raise Refused("court_alias_loop", line=court.line)
            seen.add(here.successor_code)
            following = courts.get(here.successor_code)
            if following is None:
                problems.append(RowProblem(here.line, "successor_missing", "successor_code"))
                break
            here = following
