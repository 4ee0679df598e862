"""The languages people read, and how each writes a day and an hour."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Literal

from babel import dates as babel_dates
from django.utils import translation

from amparo.foundation import catalogues, wall
from amparo.foundation.errors import Refused

DEFAULT = "en"

compile_catalogues = catalogues.compile_catalogues


@dataclass(frozen=True, slots=True)
class Language:
    """One language: how it names itself, which way it runs, who knows its dates, and what its texts cost."""

    code: str
    endonym: str
    direction: Literal["ltr", "rtl"]
    # Americas first: hours with a.m. and p.m. where people there write them so.
    locale: str
    # True if its text messages fit the GSM alphabet, once letters such as á are written plain.
    gsm7: bool
    # True once every sentence is translated. Until then messages go out in English, never half and half.
    complete: bool


LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        Language("en", "English", "ltr", "en_US", True, True),
        Language("es", "Español", "ltr", "es_US", True, True),
        # The public tables of dates have no Haitian Creole: its names are below.
        Language("ht", "Kreyòl ayisyen", "ltr", "fr_HT", True, True),
        Language("pt", "Português", "ltr", "pt_BR", True, True),
        Language("fr", "Français", "ltr", "fr", True, True),
        Language("ar", "العربية", "rtl", "ar", False, True),
        Language("ru", "Русский", "ltr", "ru", False, True),
        Language("zh-hans", "简体中文", "ltr", "zh_Hans_CN", False, True),
    )
}

# Haitian Creole, Monday first and January first.
_HT_DAYS = "lendi madi mèkredi jedi vandredi samdi dimanch".split()
_HT_MONTHS = "janvye fevriye mas avril me jen jiyè out septanm oktòb novanm desanm".split()

# What browsers send for a language we know by another name.
_SAME = {"zh": "zh-hans", "zh-cn": "zh-hans", "zh-sg": "zh-hans", "cmn": "zh-hans", "hat": "ht", "spa": "es"}


def known(code: str) -> Language:
    """The language, or the code "unknown_language"."""
    try:
        return LANGUAGES[code]
    except KeyError:
        raise Refused("unknown_language") from None


def written(code: str) -> str:
    """The code of the language a message to a reader of `code` is written in."""
    language = LANGUAGES.get(code)
    return code if language and language.complete else DEFAULT


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Every sentence translated within is in this language."""
    with translation.override(known(code).code):
        yield


def negotiate(accept_language: str | None, *, among: Collection[str] | None = None) -> str:
    """The first language of a browser's wishes that we have, else English."""
    have = LANGUAGES.keys() if among is None else among
    for wish in _wishes(accept_language or ""):
        for name in (wish, _SAME.get(wish, ""), _without_region(wish)):
            if name in have:
                return name
    return DEFAULT


def spelled_date(moment: datetime, zone: str, code: str) -> str:
    """The day as people in `zone` live it, with weekday and month in words: no 9/3/27, which is two days."""
    return spelled_day(wall.shown(moment, zone).date(), code)


def spelled_time(moment: datetime, zone: str, code: str) -> str:
    """The hour and minute that clocks in `zone` show, as the language writes them."""
    return spelled_clock(wall.shown(moment, zone).time().replace(second=0, microsecond=0, fold=0), code)


@lru_cache(maxsize=8192)
def spelled_day(day: date, code: str) -> str:
    """A calendar day with weekday and month in words."""
    if code == "ht":
        number = "1ye" if day.day == 1 else str(day.day)
        return f"{_HT_DAYS[day.weekday()]} {number} {_HT_MONTHS[day.month - 1]} {day.year}"
    said = babel_dates.format_date(day, "full", locale=known(code).locale)
    # The public tables of dates say "lundi 1 mars", which nobody says.
    return said.replace(" 1 ", " 1er ", 1) if code == "fr" and day.day == 1 else said


def spelled_weekday(weekday: int, code: str) -> str:
    """The name of a weekday, 0 for Monday, as it stands within a sentence."""
    if code == "ht":
        return _HT_DAYS[weekday]
    return str(babel_dates.get_day_names("wide", locale=known(code).locale)[weekday])


@lru_cache(maxsize=16_384)
def spelled_clock(clock: time, code: str) -> str:
    """An hour and minute as the language writes them."""
    if code == "ht":
        return f"{(clock.hour - 1) % 12 + 1}:{clock.minute:02} {'AM' if clock.hour < 12 else 'PM'}"
    # "ص" and "م" stay with their hour: alone at the beginning of a line they say nothing.
    return babel_dates.format_time(clock, "short", locale=known(code).locale).replace(" ", "\N{NO-BREAK SPACE}")


def listed(words: Iterable[object], code: str, *, strong: bool = False) -> str:
    """Words one after the other, with the comma of the language; `strong`: with its semicolon."""
    weaker, stronger = _COMMAS.get(code, (", ", "; "))
    return (stronger if strong else weaker).join(map(str, words))


_COMMAS = {"ar": ("، ", "؛ "), "zh-hans": ("、", "；")}


def _wishes(header: str) -> list[str]:
    """Language tags by falling wish, equals in the order written; what cannot be read is left out."""
    wishes = []
    # A header is the stranger's to write: twenty wishes are enough to read.
    for part in header[:1000].split(",")[:20]:
        tag, _, parameters = part.strip().lower().replace("_", "-").partition(";")
        quality = _quality(parameters.strip())
        if tag and quality > 0:
            wishes.append((quality, tag.strip()))
    return [tag for _, tag in sorted(wishes, key=lambda wish: -wish[0])]


def _quality(parameters: str) -> float:
    if not parameters:
        return 1.0
    try:
        quality = float(parameters.removeprefix("q="))
    except ValueError:
        return 0.0
    return quality if 0 <= quality <= 1 else 0.0


def _without_region(tag: str) -> str:
    """Spanish for "es-MX", Simplified Chinese for "zh-hans-cn", nothing for "zh-TW": it is another script."""
    if tag.startswith("zh-"):
        return "zh-hans" if tag.startswith("zh-hans") else ""
    first = tag.split("-")[0]
    return _SAME.get(first, first)
