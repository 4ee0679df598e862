"""When an office is open, so that a page can say it in its reader's language: "Mo-Fr 09:00-17:00; Sa 10:00-13:00".

The form is the plain core of OpenStreetMap's `opening_hours`. Anything else is somebody's own words, and stays so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_DAY = "|".join(DAYS)
_DAYS = rf"(?:{_DAY})(?:-(?:{_DAY}))?"
_CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d"
_RULE = re.compile(rf"({_DAYS}(?:,{_DAYS})*) ({_CLOCK}-{_CLOCK}(?:,{_CLOCK}-{_CLOCK})*)")


@dataclass(frozen=True, slots=True)
class Open:
    """On these days (0 is Monday; first and last of a run) at these times."""

    days: tuple[tuple[int, int], ...]
    times: tuple[tuple[time, time], ...]


def read(text: str) -> tuple[Open, ...]:
    """The days and times that the text says; empty if it is written in words."""
    rules = [_RULE.fullmatch(" ".join(part.split())) for part in text.split(";") if part.strip()]
    found = [rule for rule in rules if rule]
    if len(found) < len(rules):
        return ()
    return tuple(Open(tuple(_runs(rule[1])), tuple(_spans(rule[2]))) for rule in found)


def _runs(text: str) -> Iterator[tuple[int, int]]:
    for run in text.split(","):
        first, _, last = run.partition("-")
        yield DAYS.index(first), DAYS.index(last or first)


def _spans(text: str) -> Iterator[tuple[time, time]]:
    for span in text.split(","):
        opens, _, closes = span.partition("-")
        yield time.fromisoformat(opens), time.fromisoformat(closes)
