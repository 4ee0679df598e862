"""One line of a partner's file to one person, or to the codes of what is wrong with it."""

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from functools import cache, partial
from uuid import UUID
from zoneinfo import available_timezones

from amparo.casework import language_words
from amparo.casework.people_columns import Mapping
from amparo.directory import zones
from amparo.foundation.errors import Refused
from amparo.foundation.table_rows import RowProblem
from amparo.people import addresses, case_numbers, names
from amparo.people.enrolment import NewPerson

ZIP_AT_THE_END = re.compile(r"\b(\d{5})(?:-\d{4})?[\s,.]*(?:USA?|United States)?[\s,.]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ground:
    """What the programme itself contributes to reading a line."""

    country: str
    # By folded name.
    offices: Dictionary[str, UUID]
    workers: Dictionary[str, UUID]
    # The zone of the office that the importer chose for this, "" if they did not.
    office_zone: str = ""
    # An office was chosen, but not that its zone counts.
    office_without_zone: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line that can be applied. `said` names what the line itself says, not what was filled in for it."""

    number: int
    person: NewPerson = field(repr=False)
    said: frozenset[str]


@dataclass(slots=True)
class _Reading:
    """A line while it is read: its cells by meaning, and what has been found wrong."""

    number: int
    cells: dict[str, str]
    columns: Dictionary[str, str]
    problems: list[RowProblem] = field(default_factory=list)

    def wrong(self, code: str, meaning: str) -> None:
        self.problems.append(RowProblem(self.number, code, self.columns.get(meaning, "")))

    def attempt(self, meaning: str, work: Callable[[], str]) -> str:
        """What `work` returns; its code as a problem of that column, and nothing, if it refuses."""
        try:
            return work()
        except Refused as refused:
            self.wrong(refused.code, meaning)
            return ""


def read(
    number: int, row: Sequence[str], columns: Sequence[str], mapping: Mapping, ground: Ground
) -> Line | list[RowProblem]:
    """The person on a line, or everything that is wrong with it."""
    at = {name: index for index, name in enumerate(columns)}
    cells = {meaning: row[at[column]].strip() for meaning, column in mapping.columns.items()}
    reading = _Reading(number, {meaning: cell for meaning, cell in cells.items() if cell}, mapping.columns)
    zone, source = _zone(reading, ground)
    person = NewPerson(
        name=_name(reading),
        language=_language(reading, mapping),
        zone=zone,
        zone_source=source,
        case_number=reading.attempt("case_number", lambda: _case_number(reading)),
        office_id=_one_of("office", ground.offices, reading) or mapping.office_id,
        worker_id=_one_of("worker", ground.workers, reading),
        contacts=tuple(_contacts(reading, ground.country)),
        row=digest(reading.cells),
    )
    if reading.problems:
        return reading.problems
    return Line(number, person, frozenset(reading.cells) | ({"zone"} if source != "office" else set()))


def digest(cells: Dictionary[str, str]) -> str:
    """Equal for two lines that say the same."""
    return hashlib.sha256(json.dumps(sorted(cells.items())).encode()).hexdigest()


def _name(reading: _Reading) -> str:
    parts = [reading.cells.get(part, "") for part in ("first_name", "middle_name", "last_name")]
    whole = reading.cells.get("name") or " ".join(part for part in parts if part)
    meaning = "name" if "name" in reading.columns else "first_name"
    return reading.attempt(meaning, lambda: names.clean(whole))


def _case_number(reading: _Reading) -> str:
    said = reading.cells.get("case_number", "")
    number = case_numbers.clean(said)
    # A workbook keeps fifteen digits; one that shows 1.23457E+11 has lost the others.
    if re.fullmatch(r"\d(\.\d+)?E\+\d+", said):
        raise Refused("number_lost_digits")
    return number


def _language(reading: _Reading, mapping: Mapping) -> str:
    said = reading.cells.get("language", "")
    if not said:
        if not mapping.language:
            reading.wrong("language_missing", "language")
        return mapping.language
    code = language_words.read(said)
    if code == "" and mapping.instead_of_other_languages:
        return mapping.instead_of_other_languages
    if not code:
        reading.wrong("language_unknown" if code is None else "language_not_offered", "language")
    return code or ""


def _zone(reading: _Reading, ground: Ground) -> tuple[str, str]:
    """The zone and how it is known. What nobody can place is filled only by explicit choice."""
    cells = reading.cells
    if said := cells.get("zone"):
        if known := _zone_written(said):
            return known, "staff"
        reading.wrong("zone_unknown", "zone")
        return "", "staff"
    asked = [("zip", _zips(cells)), ("place", _places(cells, ground.country))]
    for source, candidates in asked:
        if settled := zones.settled(candidates):
            return settled, source
    if ground.office_zone:
        return ground.office_zone, "office"
    code, meaning = _why_no_zone(cells, any(candidates for _, candidates in asked))
    unticked = code == "zone_missing" and ground.office_without_zone
    reading.wrong("zone_not_ticked" if unticked else code, meaning)
    return "", "office"


def _zone_written(said: str) -> str:
    return _zones_by_small_letters().get("_".join(said.lower().split()), "")


@cache
def _zones_by_small_letters() -> dict[str, str]:
    return {zone.lower(): zone for zone in available_timezones() if "/" in zone}


def _zips(cells: dict[str, str]) -> tuple[zones.Candidate, ...]:
    if "zip" in cells:
        return zones.for_zip(cells["zip"])
    found = ZIP_AT_THE_END.search(cells.get("address", ""))
    return zones.for_zip(found[1]) if found else ()


def _places(cells: dict[str, str], country: str) -> tuple[zones.Candidate, ...]:
    if "place" not in cells:
        return ()
    return zones.for_place(cells["place"], state=cells.get("state", ""), country=country)


def _why_no_zone(cells: dict[str, str], several: bool) -> tuple[str, str]:
    if several:
        return "zone_ambiguous", "place"
    for meaning, code in (("zip", "zip_unknown"), ("place", "place_unknown"), ("address", "zip_unknown")):
        if meaning in cells:
            return code, meaning
    return "zone_missing", "zip"


def _one_of(meaning: str, known: Dictionary[str, UUID], reading: _Reading) -> UUID | None:
    said = reading.cells.get(meaning)
    if said is None:
        return None
    found = known.get(names.fold(said))
    if found is None:
        reading.wrong(f"{meaning}_unknown", meaning)
    return found


def _contacts(reading: _Reading, country: str) -> list[tuple[str, str]]:
    found = []
    for meaning, kind in (("phone", "sms"), ("phone_2", "sms"), ("email", "email")):
        if said := reading.cells.get(meaning):
            address = reading.attempt(meaning, partial(addresses.normal, kind, said, country=country))
            found += [(kind, address)] if address else []
    return list(dict.fromkeys(found))
