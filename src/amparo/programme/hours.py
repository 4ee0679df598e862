"""When an office is open, so that a page can say it in its reader's language: "Mo-Fr 09:00-17:00; Sa 10:00-13:00".

The form is the plain core of OpenStreetMap's `opening_hours`. Anything else is somebody's own words, and stays so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
ALWAYS = "24/7"
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


def is_open(rules: tuple[Open, ...], shown: datetime) -> bool:
    """Whether it is open when the clocks there show this. By text alone: nobody writes down a holiday."""
    return any(opens <= shown.time() < closes for opens, closes in _on(rules, shown.weekday()))


def opens_next(rules: tuple[Open, ...], shown: datetime) -> datetime | None:
    """What the clocks there show when it opens next; None where nothing is known."""
    for ahead in range(8):
        day = shown.date() + timedelta(days=ahead)
        moments = sorted(datetime.combine(day, opens) for opens, _closes in _on(rules, day.weekday()))
        if coming := next((moment for moment in moments if moment > shown.replace(tzinfo=None)), None):
            return coming
    return None


def _on(rules: tuple[Open, ...], weekday: int) -> list[tuple[time, time]]:
    return [span for rule in rules for span in rule.times if any(_within(weekday, *run) for run in rule.days)]


def _within(weekday: int, first: int, last: int) -> bool:
    """From Friday to Monday is a run as well."""
    return first <= weekday <= last if first <= last else weekday >= first or weekday <= last


def _runs(text: str) -> Iterator[tuple[int, int]]:
    for run in text.split(","):
        first, _, last = run.partition("-")
        yield DAYS.index(first), DAYS.index(last or first)


def _spans(text: str) -> Iterator[tuple[time, time]]:
    for span in text.split(","):
        opens, _, closes = span.partition("-")
        yield time.fromisoformat(opens), time.fromisoformat(closes)
