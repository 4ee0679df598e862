"""Working days of a country: weekdays on which its offices of state are open. Counted on the wall, never by hours.

Holidays stand here as rules, so that no list of dates runs out. A country without rules has weekends only, and whoever
counts by it must say so. Days that a government closes by decree are not known: then a clock is a day too early, never
a day too late.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

MONDAY, THURSDAY, SATURDAY, SUNDAY = 0, 3, 5, 6
DAY = timedelta(days=1)

# Federal holidays of the United States, 5 U.S.C. 6103(a). (month, day)
FIXED = ((1, 1), (6, 19), (7, 4), (11, 11), (12, 25))
# (month, weekday, which one in the month; -1 is the last)
FLOATING = ((1, MONDAY, 3), (2, MONDAY, 3), (5, MONDAY, -1), (9, MONDAY, 1), (10, MONDAY, 2), (11, THURSDAY, 4))
JUNETEENTH_SINCE = 2021


def is_working_day(day: date, country: str) -> bool:
    """True if offices of state are open on that day, as far as rules can say."""
    return day.weekday() < SATURDAY and not (country == "US" and day in federal_holidays(day.year))


def after(day: date, count: int, country: str) -> date:
    """The `count`th working day after `day`, which itself never counts; no working days after is the day itself."""
    for _ in range(count):
        day += DAY
        while not is_working_day(day, country):
            day += DAY
    return day


def between(today: date, last: date, country: str) -> int:
    """How many working days are left from `today` until `last`, both counted; 0 when the last has passed."""
    days = (today + timedelta(days=n) for n in range((last - today).days + 1))
    return sum(is_working_day(day, country) for day in days)


@lru_cache(maxsize=64)
def federal_holidays(year: int) -> frozenset[date]:
    """The days of this year on which United States federal offices are closed for a holiday."""
    # New Year's Day of the next year, when it falls on a Saturday, closes offices on the last day of this one.
    near = [day for each in (year - 1, year, year + 1) for day in _named(each)]
    return frozenset(day for named in near for day in (named, _observed(named)) if day.year == year)


def _named(year: int) -> Iterator[date]:
    for month, day in FIXED:
        if (month, day) != (6, 19) or year >= JUNETEENTH_SINCE:
            yield date(year, month, day)
    for month, weekday, which in FLOATING:
        yield _nth(year, month, weekday, which)


def _observed(day: date) -> date:
    """5 U.S.C. 6103(b) for Saturdays, Executive Order 11582 for Sundays."""
    return day + {SATURDAY: -DAY, SUNDAY: DAY}.get(day.weekday(), timedelta(0))


def _nth(year: int, month: int, weekday: int, which: int) -> date:
    if which > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))
    last = date(year + month // 12, month % 12 + 1, 1) - DAY
    return last - timedelta(days=(last.weekday() - weekday) % 7)
