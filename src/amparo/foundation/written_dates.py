"""Dates and times as people write them; what has two readings is handed back as two, never guessed."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from amparo.foundation.date_words import FILLERS, MONTHS, NOON, WEEKDAYS
from amparo.foundation.errors import Refused

LONGEST = 80


class Order(StrEnum):
    """Which number comes first in 3/9/27."""

    MDY = "mdy"
    DMY = "dmy"
    # Every date says its own order: year first, or the month by name.
    ISO = "iso"


CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """One writing, two days."""

    mdy: date
    dmy: date


@dataclass(frozen=True, slots=True)
class Written:
    """What a cell said: a day, perhaps a time, perhaps a zone in its own words ("EST", "Z", "+02:00")."""

    day: date | Ambiguous
    at: time | None = None
    zone_text: str = ""


def read_date(text: str, *, order: Order | str | None = None, not_after: date | None = None) -> date | Ambiguous:
    """The day a text names. With `not_after`, a two-digit year later than that is of the century before.

    Codes: date_missing, date_unreadable, no_such_date, year_missing, weekday_disagrees.
    """
    plain = _plain(text)
    if not plain:
        raise Refused("date_missing")
    found = _numeric(plain, order, not_after)
    return found if found is not None else _named(plain, not_after)


def read_time(text: str) -> time:
    """The time a text names, on the 24-hour clock. Codes: "time_missing", "time_unreadable"."""
    plain = _plain(text)
    if not plain:
        raise Refused("time_missing")
    if plain in NOON:
        return time(12)
    if military := re.fullmatch(r"([01]\d|2[0-3])([0-5][05])", plain):
        return time(int(military[1]), int(military[2]))
    clock = _CLOCK.fullmatch(plain)
    if clock is None:
        raise Refused("time_unreadable")
    return _clock_time(clock)


def read_moment(text: str, *, order: Order | str | None = None) -> Written:
    """The day, and the time and zone if the text has them."""
    plain = _plain(text)
    stamp = _STAMP.fullmatch(plain)
    if stamp is None:
        return Written(read_date(plain, order=order))
    day = read_date(stamp["day"], order=order)
    return Written(day, read_time(stamp["time"]), (stamp["zone"] or "").strip().upper())


def order_of(values: Iterable[str]) -> Order | str | None:
    """The order a whole column was written in; None when nothing tells; "conflict" when it holds two.

    A note among the dates tells nothing: its own line is what cannot be read.
    """
    evidence = {found for value in values if len(value) <= LONGEST and (found := _evidence(_plain(value)))}
    if {Order.MDY, Order.DMY} <= evidence:
        return CONFLICT
    for order in (Order.MDY, Order.DMY):
        if order in evidence:
            return order
    return Order.ISO if evidence == {Order.ISO} else None


def unaccented(text: str) -> str:
    """The letters without their accents."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")


_HALF = r"(?P<half>[ap])\s?\.?\s?m\b\.?"
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:\s?[:.h]\s?(?P<minute>\d{2}))?(?:[:.](?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    rf"(?P<bare>\s?h(?:rs?|oras?|eures?)?\.?)?\s?(?:{_HALF})?"
)
_STAMP = re.compile(
    r"(?P<day>\S.*?)(?:t|,?\s+(?:(?:at|a las?|as|à|a)\s+)?)"
    r"(?P<time>\d{1,2}\s?[:.h]\s?\d{2}(?:[:.]\d{2}(?:[.,]\d{1,9})?)?(?:\s?h)?(?:\s?[ap]\s?\.?\s?m\b\.?)?|\d{1,2}\s?[ap]\.?m\b\.?|\d{1,2}\s?h)"
    r"\s*(?P<zone>z|utc|gmt|[+-]\d{2}:?\d{2}|(?:ak|ch|[ecmpah])[sd]?t)?"
)
_YEAR_FIRST = re.compile(r"(\d{4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,2})|((?:19|20)\d{2})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})")
_MIDNIGHT_TAIL = re.compile(r"[t ]00:00(:00(\.0+)?)?$")


def _plain(text: str) -> str:
    if len(text) > LONGEST:
        raise Refused("date_unreadable")
    shown = "".join(" " if c.isspace() else c for c in text if unicodedata.category(c) != "Cf")
    digits = "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in shown)
    return " ".join(digits.casefold().split()).strip(" ,;")


def _numeric(plain: str, order: Order | str | None, not_after: date | None) -> date | Ambiguous | None:
    plain = _MIDNIGHT_TAIL.sub("", plain)
    if first := _YEAR_FIRST.fullmatch(plain):
        year, month, day = (int(part) for part in first.groups() if part)
        return _day(year, month, day)
    last = _YEAR_LAST.fullmatch(plain)
    if last is None:
        return None
    one, two, year_text = int(last[1]), int(last[3]), last[4]
    mdy, dmy = (_try_day(_year(year_text, m, d, not_after), m, d) for m, d in ((one, two), (two, one)))
    return _settle(mdy, dmy, order)


def _settle(mdy: date | None, dmy: date | None, order: Order | str | None) -> date | Ambiguous:
    if order in (Order.MDY, Order.DMY):
        chosen = mdy if order == Order.MDY else dmy
        if chosen is None:
            raise Refused("no_such_date")
        return chosen
    if mdy and dmy and mdy != dmy:
        return Ambiguous(mdy, dmy)
    found = mdy or dmy
    if found is None:
        raise Refused("no_such_date")
    return found


def _named(plain: str, not_after: date | None) -> date:
    bare = re.sub(r"[\s,.\-/'’ºª°]", " ", unaccented(plain))
    words = re.findall(r"[^\W\d_]+|\d+", bare)
    if "".join(words) != bare.replace(" ", ""):
        raise Refused("date_unreadable")
    numbers = [word for word in words if word.isdigit()]
    names = [word for word in words if not word.isdigit() and word not in FILLERS]
    month, weekday = _month_and_weekday(names)
    if len(numbers) == 1 and len(numbers[0]) <= 2:
        raise Refused("year_missing")
    if len(numbers) != 2 or not any(len(n) in (2, 4) for n in numbers):
        raise Refused("date_unreadable")
    day_text, year_text = (numbers[1], numbers[0]) if len(numbers[0]) == 4 else numbers
    if len(day_text) > 2 or len(year_text) not in (2, 4):
        raise Refused("date_unreadable")
    found = _day(_year(year_text, month, int(day_text), not_after), month, int(day_text))
    if weekday is not None and found.weekday() != weekday:
        raise Refused("weekday_disagrees")
    return found


def _month_and_weekday(names: list[str]) -> tuple[int, int | None]:
    """The month, and the weekday if there is one. "mar" is Tuesday only before another month."""
    if len(names) == 1 and names[0] in MONTHS:
        return MONTHS[names[0]], None
    if len(names) == 2 and names[0] in WEEKDAYS and names[1] in MONTHS:
        return MONTHS[names[1]], WEEKDAYS[names[0]]
    if len(names) == 3 and names[1] == "feira" and names[0] in WEEKDAYS and names[2] in MONTHS:
        return MONTHS[names[2]], WEEKDAYS[names[0]]
    raise Refused("date_unreadable")


def _clock_time(clock: re.Match[str]) -> time:
    hour, minute, second = (int(clock[part] or 0) for part in ("hour", "minute", "second"))
    if clock["minute"] is None and clock["half"] is None and clock["bare"] is None:
        raise Refused("time_unreadable")
    if clock["half"]:
        # "13:30 pm" is redundant, "13:30 am" and "0:30 pm" contradict themselves.
        if hour > 12 and clock["half"] == "a" or hour == 0 and clock["half"] == "p":
            raise Refused("time_unreadable")
        if hour <= 12:
            hour = hour % 12 + (12 if clock["half"] == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:
        raise Refused("time_unreadable")
    return time(hour, minute, second)


def _evidence(plain: str) -> Order | None:
    if _YEAR_FIRST.match(plain) or re.search(r"[^\W\d_]{3}", plain.split(":")[0]):
        return Order.ISO
    found = _YEAR_LAST.match(plain)
    if found is None:
        return None
    one, two = int(found[1]), int(found[3])
    if one <= 12 < two <= 31:
        return Order.MDY
    if two <= 12 < one <= 31:
        return Order.DMY
    return None


def _year(text: str, month: int, day: int, not_after: date | None) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    late = not_after is not None and (year + 2000, month, day) > (
        not_after.year,
        not_after.month,
        not_after.day,
    )
    return year + (1900 if late else 2000)


def _day(year: int, month: int, day: int) -> date:
    found = _try_day(year, month, day)
    if found is None:
        raise Refused("no_such_date")
    return found


def _try_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
