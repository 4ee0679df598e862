"""What a zone written beside a time ("EST", "Z", "+02:00") says about it."""

import re
from datetime import datetime, timedelta

from amparo.foundation import wall


def zone_agrees(zone_text: str, wall_time: datetime, zone: str) -> bool:
    """False when a zone written beside the time ("EST") is never used where the time is meant to be."""
    if zone_text in _UTC_WORDS:
        return bool(wall.zone_named(zone).utcoffset(wall_time) == timedelta(0))
    hours = _ABBREVIATIONS.get(zone_text[:-1].rstrip("SD") if zone_text.endswith("T") else zone_text)
    if hours is None:
        return zone_text == ""
    offset = wall.zone_named(zone).utcoffset(wall_time)
    return offset in {timedelta(hours=hours), timedelta(hours=hours + 1)}


def offset_of(zone_text: str) -> timedelta | None:
    """The distance from UTC that "Z" or "+02:00" states; None for words and for silence."""
    if zone_text in _UTC_WORDS:
        return timedelta(0)
    found = re.fullmatch(r"([+-])(\d{2}):?(\d{2})", zone_text)
    if found is None or int(found[2]) > 14 or int(found[3]) > 59:
        return None
    size = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return -size if found[1] == "-" else size


_UTC_WORDS = {"Z", "UTC", "GMT"}
_ABBREVIATIONS = {"E": -5, "C": -6, "M": -7, "P": -8, "AK": -9, "H": -10, "A": -4, "CH": 10}
