"""A month of dates as a grid and a list, on the person's own wall and in the order of the page's language."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from amparo.casework.calendar import CHECKIN, OWN, Date
from amparo.foundation import languages, month_words, wall

# So many months back and ahead there is something to see; further away nobody looks by clicking.
BACK, AHEAD = 12, 96


@dataclass(frozen=True, slots=True)
class Month:
    """One month, and how to get to the ones beside it."""

    year: int
    month: int

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def value(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    @property
    def count(self) -> int:
        return self.year * 12 + self.month - 1

    def beside(self, months: int) -> "Month":
        return Month((self.count + months) // 12, (self.count + months) % 12 + 1)

    def bounds(self, zone: str) -> tuple[datetime, datetime]:
        """Its first moment and the first one after it, where the person lives."""
        first, after = (datetime.combine(one.first, time()) for one in (self, self.beside(1)))
        return wall.instant(first, zone), wall.instant(after, zone)


def asked(text: str, today: date) -> Month:
    """The month that was asked for, within reach; else this one."""
    now = Month(today.year, today.month)
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text, re.ASCII)
    month = Month(int(found[1]), int(found[2])) if found else now
    return month if within_reach(month, now) else now


def within_reach(month: Month, now: Month) -> bool:
    return -BACK <= month.count - now.count <= AHEAD


def shown(dates: Iterable[Date], month: Month, zone: str) -> list[tuple[date, list[Date]]]:
    """The days of the month on which something begins, each with its dates in order; of a check-in its last day too.

    What is off is shown where somebody might still go there; a check-in that is not asked for any more is no news.
    """
    days: dict[date, list[Date]] = defaultdict(list)
    for one in dates:
        if one.is_off and one.kind in (CHECKIN, OWN):
            continue
        for day in _days_of(one, zone):
            if (day.year, day.month) == (month.year, month.month):
                days[day].append(one)
    return sorted(days.items())


def _days_of(one: Date, zone: str) -> list[date]:
    """Where it is marked. A window that closes at midnight had its last day before."""
    first = wall.shown(one.starts_at, zone).date()
    last = wall.shown(one.ends_at - timedelta(seconds=1), zone).date() if one.kind == CHECKIN else first
    return [first] if last == first else [first, last]


def is_to_come(one: Date, at: datetime) -> bool:
    """Whether there is still something to do or to remember about it."""
    return not one.is_off and one.ends_at > at


def grid(month: Month, counts: dict[date, int], today: date, code: str) -> list[list[dict[str, Any] | None]]:
    """The weeks of the month: for each day its number, how many dates it has, and its name in full."""
    return [
        [
            {
                "day": day,
                "number": month_words.spelled_number(day, code),
                "count": counts.get(day, 0),
                "spelled": languages.spelled_day(day, code),
                "today": day == today,
            }
            if day
            else None
            for day in week
        ]
        for week in month_words.weeks_of(month.year, month.month, code)
    ]


def heads(code: str) -> list[dict[str, str]]:
    """The weekdays above the grid, short and in full."""
    return [
        {"short": month_words.short_weekday(day, code), "full": languages.spelled_weekday(day, code)}
        for day in month_words.weekdays(code)
    ]


def days_until(moment: datetime, at: datetime, zone: str) -> int:
    """Whole days on the person's own wall; negative for what is past."""
    return (wall.shown(moment, zone).date() - wall.shown(at, zone).date()) // timedelta(days=1)
