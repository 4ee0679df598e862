"""When an office must have been told of a new address, and what may follow what. Pure; no clock is ever a verdict."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from amparo.foundation import wall, working_days
from amparo.foundation.errors import Refused

LONGEST_ADDRESS, LONGEST_NUMBER, LONGEST_WORDS = 500, 80, 2000
# A move may be said before it happens; what is longer ago than a year needs a talk and no form.
AHEAD, AGO = timedelta(days=60), timedelta(days=366)


class State(StrEnum):
    """Where the telling of one office stands."""

    OPEN = "open"
    DONE = "done"  # with something that shows it
    NOT_NEEDED = "not_needed"  # for a reason, where the office is one that must be told
    OVERTAKEN = "overtaken"  # they moved again, or wrote it anew: this address is told to nobody any more


class Count(StrEnum):
    """How days are counted: as an office's own rule says."""

    WORKING = "working"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Clock:
    """Within so many days of the move."""

    days: int
    count: Count

    def last_day(self, moved_on: date, country: str) -> date:
        """The last day on which the office is told in time; the day of the move never counts."""
        if self.count is Count.WORKING:
            return working_days.after(moved_on, self.days, country)
        return moved_on + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a clock: `days` are those after today, as its rule counts them: 0 on the last one."""

    days: int
    working: bool
    is_over: bool
    last_day: date


def left(clock: Clock | None, last_day: date | None, today: date, country: str) -> Left | None:
    """How much is left, on the person's own day; None where no rule names one."""
    if clock is None or last_day is None:
        return None
    working = clock.count is Count.WORKING
    # As every other date of the app is counted: what is on Monday is one day away on Sunday.
    tomorrow = today + timedelta(days=1)
    days = working_days.between(tomorrow, last_day, country) if working else max((last_day - today).days, 0)
    return Left(days, working, today > last_day, last_day)


def end_of(day: date, zone: str) -> datetime:
    """The instant at which that day is over where the person lives."""
    return wall.instant(datetime.combine(day + timedelta(days=1), time.min), zone)


def require_move_day(moved_on: date, today: date) -> None:
    """Codes: "day_too_far", "day_too_long_ago"."""
    if moved_on > today + AHEAD:
        raise Refused("day_too_far")
    if moved_on < today - AGO:
        raise Refused("day_too_long_ago")


def require_told_day(told_on: date, moved_on: date, today: date) -> None:
    """An office may be told before the move, and not on a day that has not come. Codes as above, "day_not_yet"."""
    if told_on > today:
        raise Refused("day_not_yet")
    if told_on < moved_on - AHEAD:
        raise Refused("day_too_long_ago")


def words(text: str, longest: int) -> str:
    """As it was typed, without blank ends; empty if nothing of it can be seen. Code: "too_long"."""
    said = text.replace("\0", "").replace("\r\n", "\n").strip()
    if len(said) > longest:
        raise Refused("too_long")
    return said if any(sign.isalnum() for sign in said) else ""
