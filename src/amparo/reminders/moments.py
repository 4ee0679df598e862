"""Quiet hours, and the moments at which people may be spoken to. Nothing here knows what is said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from amparo.foundation import wall
from amparo.foundation.errors import Refused

# What cannot be said in the morning is said the evening before, this long before the quiet begins.
EVENING = timedelta(hours=1)
# Days to look ahead or back for a moment that exists: a zone can skip a day of the calendar.
_DAYS = range(4)
_SHORTEST_DAY = timedelta(hours=4)


def _since_midnight(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute)


@dataclass(frozen=True, slots=True)
class Quiet:
    """The night, on the wall: from `begins` until just before `ends` no message is sent."""

    begins: time = time(21)
    ends: time = time(8)

    def __post_init__(self) -> None:
        if _since_midnight(self.begins) - _since_midnight(self.ends) < _SHORTEST_DAY:
            raise Refused("bad_quiet_hours")


NIGHT = Quiet()


def is_quiet(moment: datetime, zone: str, quiet: Quiet = NIGHT) -> bool:
    """True if clocks in `zone` show a quiet hour."""
    shown = wall.shown(moment, zone).time()
    return shown >= quiet.begins or shown < quiet.ends


def next_allowed(at: datetime, zone: str, quiet: Quiet = NIGHT) -> datetime:
    """`at` itself outside quiet hours, else the end of the night."""
    if not is_quiet(at, zone, quiet):
        return at
    today = wall.shown(at, zone).date()
    mornings = (_instant(datetime.combine(today + timedelta(days=n), quiet.ends), zone) for n in _DAYS)
    return next(m for m in mornings if m >= at and not is_quiet(m, zone, quiet))


def evening_before(at: datetime, zone: str, quiet: Quiet = NIGHT) -> datetime:
    """The last evening hour (20:00, where quiet begins at 21:00) that is not after `at`."""
    today = wall.shown(at, zone).date()
    evenings = (_instant(datetime.combine(today - timedelta(days=n), quiet.begins) - EVENING, zone) for n in _DAYS)
    return next(e for e in evenings if e <= at and not is_quiet(e, zone, quiet))


def useful(
    moment: datetime, zone: str, quiet: Quiet, *, before: datetime, not_before: datetime | None
) -> datetime | None:
    """Where to move a message whose moment is quiet, so that it still helps: None if it cannot.

    In the morning, if at least half of the notice is left then; else on the evening before; else in the
    morning after all, if that is before the event.
    """
    if not is_quiet(moment, zone, quiet):
        return moment
    morning = next_allowed(moment, zone, quiet)
    if before - morning >= (before - moment) / 2:
        return morning
    evening = evening_before(moment, zone, quiet)
    if not_before is None or evening >= not_before:
        return evening
    return morning if morning < before else None


def _instant(shown: datetime, zone: str) -> datetime:
    return wall.instant(shown, zone, overlap="earlier")
