"""When a person can check in: windows counted from one anchor day, whatever day it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from amparo.foundation import wall
from amparo.foundation.errors import Refused

SHORTEST_HOURS = 24
# Six days: the windows of a weekly cadence never touch, not even where a clock change lengthens one.
LONGEST_HOURS = 144
WEEKS = range(1, 9)
WEEKDAYS = range(7)  # Monday is 0
# Opening hours a person can pick from. All lie outside quiet hours, so "it is open" can be said at once.
OFFERED_OPENINGS = (time(8), time(12), time(16), time(19))
OFFERED_HOURS = (24, 48)


@dataclass(frozen=True, slots=True)
class Cadence:
    """Every so many weeks, from this weekday and hour, for this long."""

    weeks: int
    weekday: int
    opens: time
    hours: int = SHORTEST_HOURS

    def __post_init__(self) -> None:
        if self.weeks not in WEEKS:
            raise Refused("bad_cadence", field="weeks")
        if self.weekday not in WEEKDAYS:
            raise Refused("bad_cadence", field="weekday")
        if self.opens.tzinfo is not None or self.opens.second or self.opens.microsecond:
            raise Refused("bad_cadence", field="opens")
        if not SHORTEST_HOURS <= self.hours <= LONGEST_HOURS:
            raise Refused("bad_cadence", field="hours")


@dataclass(frozen=True, slots=True)
class Window:
    """Two instants, and what clocks where the person lives show at each."""

    opens_wall: datetime
    closes_wall: datetime
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class Slot:
    """One choice offered to the person."""

    weekday: int
    opens: time
    hours: int


def offered_slots(*, hours: Iterable[int] = OFFERED_HOURS) -> list[Slot]:
    """Every weekday, opening hour and length a person may pick, in reading order."""
    return [Slot(day, at, long) for day in WEEKDAYS for at in OFFERED_OPENINGS for long in sorted(hours)]


@lru_cache(maxsize=262_144)
def window(day: date, cadence: Cadence, zone: str) -> Window:
    """The window that opens on `day`.

    It closes when the wall shows the opening hour again so many hours later, and never before that many hours
    have passed on the stopwatch: of the two moments, the later. So a 24 h window across the spring change
    lasts 24 h and closes an hour later on the wall; across the autumn change it lasts 25 h and closes at the
    same hour.
    """
    length = timedelta(hours=cadence.hours)
    planned = datetime.combine(day, cadence.opens)
    opens_at = wall.instant(planned, zone, overlap="earlier")
    closes_at = max(wall.instant(planned + length, zone, overlap="later"), opens_at + length)
    return Window(_on_the_wall(opens_at, zone), _on_the_wall(closes_at, zone), opens_at, closes_at)


def windows_between(cadence: Cadence, anchor: date, zone: str, from_: datetime, until: datetime) -> list[Window]:
    """The windows that open in [from_, until), oldest first.

    Each is counted from the anchor day, never from the one before it: a job that did not run for a month, or
    ran twice, finds exactly the windows it would have found on the day. Adjoining ranges share no window and
    miss none.
    """
    first = anchor + timedelta(days=(cadence.weekday - anchor.weekday()) % 7)
    return list(_run(cadence, _not_before(first, cadence, zone, from_), zone, from_, until))


def _not_before(first: date, cadence: Cadence, zone: str, from_: datetime) -> date:
    """The latest day of the run that surely opens before `from_` (or the first day of all).

    Also makes people who share a cadence but enrolled in different months share one cached answer.
    """
    step = 7 * cadence.weeks
    # Two days of margin: a zone can skip a whole day of the calendar, as Samoa did on 2011-12-30.
    passed = (wall.shown(from_, zone).date() - timedelta(days=2) - first).days // step
    return first + timedelta(days=step * max(0, passed))


@lru_cache(maxsize=65_536)
def _run(cadence: Cadence, day: date, zone: str, from_: datetime, until: datetime) -> tuple[Window, ...]:
    found = []
    while (next_window := window(day, cadence, zone)).opens_at < until:
        if next_window.opens_at >= from_:
            found.append(next_window)
        day += timedelta(weeks=cadence.weeks)
    return tuple(found)


def _on_the_wall(moment: datetime, zone: str) -> datetime:
    return wall.shown(moment, zone).replace(fold=0)
