"""What a calendar file says of a time zone: its clock changes around one moment (RFC 5545, 3.6.5)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

from amparo.foundation import wall

# Every zone that changes its clocks at all does so within this time, before and after.
AROUND = timedelta(days=400)
_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)


def described(zone: str, moment: datetime) -> Timezone:
    """The zone with its clock changes around `moment`: enough for an appointment on that day."""
    return described_between(zone, moment, moment)


def described_between(zone: str, first: datetime, last: datetime) -> Timezone:
    """The zone with its clock changes from before `first` to after `last`: enough for all that lies between."""
    component = Timezone()
    component.add("tzid", zone)
    for change in _changes(zone, _midnight(first), _midnight(last)):
        component.add_component(_observance(zone, change))
    return component


@lru_cache(maxsize=4096)
def _changes(zone: str, first: datetime, last: datetime) -> tuple[datetime, ...]:
    """The instants of the changes around these days; where there are none, the beginning of the time looked at."""
    days = [first - AROUND + n * _DAY for n in range(2 * AROUND.days + (last - first).days)]
    found = tuple(_exactly(zone, one) for one in days if _offset(zone, one) != _offset(zone, one + _DAY))
    return found if found and found[0] <= first else (days[0], *found)


def _exactly(zone: str, day: datetime) -> datetime:
    """The minute within the day after `day` at which the clocks change."""
    before, after = day, day + _DAY
    while after - before > _MINUTE:
        middle = before + (after - before) // (2 * _MINUTE) * _MINUTE
        before, after = (middle, after) if _offset(zone, middle) == _offset(zone, day) else (before, middle)
    return after


def _observance(zone: str, change: datetime) -> TimezoneStandard | TimezoneDaylight:
    was, becomes = _offset(zone, change - _MINUTE), _offset(zone, change)
    shown = change.astimezone(wall.zone_named(zone))
    component = TimezoneDaylight() if shown.dst() else TimezoneStandard()
    # Told by the clock as it was until then: 02:00, not 03:00, in the night of the spring change.
    component.add("dtstart", (change + was).replace(tzinfo=None))
    component.add("tzoffsetfrom", was)
    component.add("tzoffsetto", becomes)
    component.add("tzname", shown.tzname() or zone)
    return component


def _midnight(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _offset(zone: str, moment: datetime) -> timedelta:
    return moment.astimezone(wall.zone_named(zone)).utcoffset() or timedelta(0)
