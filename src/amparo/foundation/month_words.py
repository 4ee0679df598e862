"""Months, weekdays and the first day of the week, as each language writes and counts them."""

from __future__ import annotations

import calendar
from datetime import date
from functools import lru_cache

from babel import Locale
from babel import dates as babel_dates

from amparo.foundation import languages

# Where the tables of dates know a language but not the country it is read in here: weeks begin on Saturday in Arabic
# (as in Egypt and Syria), on Monday in Haiti.
_FIRST_DAY = {"ar": calendar.SATURDAY, "ht": calendar.MONDAY}
_HT_SHORT = "len mad mèk jed van sam dim".split()
_HT_MONTHS = "janvye fevriye mas avril me jen jiyè out septanm oktòb novanm desanm".split()


def first_weekday(code: str) -> int:
    """The day a week begins with, 0 for Monday."""
    return _FIRST_DAY.get(code, Locale.parse(languages.known(code).locale).first_week_day)


@lru_cache(maxsize=64)
def short_weekday(weekday: int, code: str) -> str:
    """The weekday in few signs, for the head of a narrow column; nothing else must be guessed from it."""
    if code == "ht":
        return _HT_SHORT[weekday]
    # Arabic has no shorter names than these; the width "narrow" is one letter, which two days share.
    width: str = "short" if code in ("ar", "en") else "abbreviated"
    names = babel_dates.get_day_names(width, "stand-alone", languages.known(code).locale)  # type: ignore[arg-type]
    return str(names[weekday]).rstrip(".")


@lru_cache(maxsize=512)
def spelled_month(year: int, month: int, code: str) -> str:
    """The month in words, with its year."""
    if code == "ht":
        return f"{_HT_MONTHS[month - 1]} {year}"
    said = babel_dates.format_skeleton("yMMMM", date(year, month, 1), locale=languages.known(code).locale)
    return said[:1].upper() + said[1:]


@lru_cache(maxsize=128)
def month_name(month: int, code: str) -> str:
    """The month in words alone, where its year stands beside it already."""
    if code == "ht":
        return _HT_MONTHS[month - 1]
    said = str(babel_dates.get_month_names("wide", "stand-alone", languages.known(code).locale)[month])
    return said[:1].upper() + said[1:]


@lru_cache(maxsize=4096)
def spelled_number(day: date, code: str) -> str:
    """The day of the month in the language's own digits."""
    return str(day.day) if code == "ht" else babel_dates.format_date(day, "d", locale=languages.known(code).locale)


def weeks_of(year: int, month: int, code: str) -> list[list[date | None]]:
    """The weeks of a month in the order of the language; None where a day belongs to another month."""
    found = calendar.Calendar(first_weekday(code)).monthdatescalendar(year, month)
    return [[day if day.month == month else None for day in week] for week in found]


def weekdays(code: str) -> list[int]:
    """The seven days in the order of the language, 0 for Monday."""
    first = first_weekday(code)
    return [(first + n) % 7 for n in range(7)]
