"""What a TZID means: an IANA zone, rules of the file's own, or a question for a human."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

import icalendar
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from amparo.foundation import wall
from amparo.foundation.errors import Refused
from amparo.hearings.calendar_lines import Component

# What a yearly clock change needs. More is no time zone, and would let a small file ask for endless work.
_RULE_WORDS = {"FREQ", "BYMONTH", "BYDAY", "BYMONTHDAY", "UNTIL", "COUNT", "INTERVAL", "WKST"}
_CLOCK_WORDS = {"BYHOUR", "BYMINUTE", "BYSECOND"}
MOST_OBSERVANCES = 24
MOST_DATES = 200
MOST_DEFINITIONS = 12


@dataclass(frozen=True, slots=True)
class Resolved:
    """An IANA zone, or the instant a file's own rules give; neither: nobody knows."""

    zone: str = ""
    instant: datetime | None = None
    flags: tuple[str, ...] = ()


class Zones:
    """The zones one file defines, each read at most once."""

    def __init__(self, definitions: list[Component]) -> None:
        self._definitions = {_tzid(one): one for one in reversed(definitions)}
        self._made: dict[str, tzinfo | None] = {}

    def resolve(self, tzid: str, shown: datetime) -> Resolved:
        """What `tzid` means for a time on the wall. Flags: zone_unknown, zone_custom, zone_disagrees."""
        name = iana_name(tzid) or self._alias(tzid)
        own = self._own_instant(tzid, shown)
        if not name:
            return Resolved(instant=own, flags=("zone_custom",) if own else ("zone_unknown",))
        # A definition that says another instant than the zone it is named after: one of the two is wrong.
        differs = own is not None and own not in _readings(shown, name)
        return Resolved(zone=name, flags=("zone_disagrees",) if differs else ())

    def _alias(self, tzid: str) -> str:
        definition = self._definitions.get(tzid)
        if definition is None:
            return ""
        for key in ("X-LIC-LOCATION", "TZID-ALIAS-OF"):
            line = definition.first(key)
            if line is not None and (name := iana_name(line.text.partition(":")[2].strip())):
                return name
        return ""

    def _own_instant(self, tzid: str, shown: datetime) -> datetime | None:
        if tzid not in self._made:
            within = len([one for one in self._made.values() if one]) < MOST_DEFINITIONS
            self._made[tzid] = _made(self._definitions.get(tzid)) if within else None
        own = self._made[tzid]
        try:
            return shown.replace(tzinfo=own).astimezone(UTC) if own is not None else None
        except (ValueError, OverflowError):
            return None


def iana_name(tzid: str) -> str:
    """The IANA zone a TZID names: itself, by Windows' name, or after a maker's prefix; empty if none."""
    plain = tzid.strip().strip('"')
    if plain in WINDOWS_TO_OLSON and wall.is_zone(WINDOWS_TO_OLSON[plain]):
        return str(WINDOWS_TO_OLSON[plain])
    if wall.is_zone(plain):
        return plain
    parts = plain.split("/")
    if not plain.startswith("/") and parts[0] not in ("posix", "right"):
        return ""
    tails = ("/".join(parts[-count:]) for count in (3, 2) if len(parts) > count)
    return next((tail for tail in tails if wall.is_zone(tail)), "")


def _readings(shown: datetime, name: str) -> set[datetime]:
    return {wall.instant(shown, name), wall.instant(shown, name, overlap="later")}


def _tzid(definition: Component) -> str:
    line = definition.first("TZID")
    return line.text.partition(":")[2].strip().strip('"') if line is not None else ""


def _made(definition: Component | None) -> tzinfo | None:
    if definition is None or not _is_modest(definition):
        return None
    try:
        made = icalendar.Timezone.from_ical(definition.text())
        # Never by its name, and never kept by the library: another file may use the same name otherwise.
        zone: tzinfo = made.to_tz(  # type: ignore[attr-defined]
            lookup_tzid=False
        )
        return zone
    # A definition can be broken in any way; then it defines nothing, and a human is asked.
    except Exception:
        return None


def _is_modest(definition: Component) -> bool:
    if not 0 < len(definition.children) <= MOST_OBSERVANCES:
        return False
    return all(_is_modest_observance(child) for child in definition.children)


def _is_modest_observance(observance: Component) -> bool:
    dates = sum(line.text.count(",") + 1 for line in observance.lines if line.name == "RDATE")
    rules = [line.text.partition(":")[2].upper() for line in observance.lines if line.name == "RRULE"]
    return dates <= MOST_DATES and len(rules) <= 2 and all(_is_modest_rule(rule) for rule in rules)


def _is_modest_rule(rule: str) -> bool:
    words = dict(part.partition("=")[::2] for part in rule.split(";") if part)
    clock = [words.pop(word) for word in _CLOCK_WORDS & set(words)]
    yearly = words.get("FREQ") == "YEARLY" and set(words) <= _RULE_WORDS and len(rule) <= 120
    yearly = yearly and all(re.fullmatch(r"\d{1,2}", one) for one in clock)
    yearly = yearly and words.get("BYMONTHDAY", "").count(",") < 7
    return yearly and re.fullmatch(r"([+-]?\d)?(MO|TU|WE|TH|FR|SA|SU)", words.get("BYDAY", "SU")) is not None


def check_zone(name: str) -> str:
    """The IANA zone a table or a form names; the code "unknown_zone" otherwise."""
    found = iana_name(name)
    if not found:
        raise Refused("unknown_zone")
    return found
