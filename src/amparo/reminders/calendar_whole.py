"""A person's dates as one calendar that their own program reads by itself, or as one date to add (RFC 5545, RFC 7986).

Each entry is called as in the messages about it, so that none stands there twice; each version has a higher number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from icalendar import Calendar, Event, vDuration

from amparo.foundation import wall
from amparo.reminders import calendar_update, calendar_zone

# How often a program may ask again. A date that moves is told by message at once as well.
EVERY = timedelta(hours=4)
CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"


@dataclass(frozen=True, slots=True)
class Entry:
    """One date in one version. `busy` is false for a window of days, in which other things have room."""

    about_id: UUID
    sequence: int
    starts_at: datetime
    ends_at: datetime
    zone: str
    status: str
    changed_at: datetime
    summary: str
    details: str = ""
    location: str = ""
    busy: bool = True


def written(entries: Sequence[Entry], *, name: str, language: str, by_itself: bool) -> bytes:
    """The calendar file. `by_itself`: a program comes back for it, and is told how often."""
    calendar = Calendar()
    calendar.add("prodid", "-//Amparo//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if by_itself:
        calendar.add("name", name, parameters={"LANGUAGE": language})
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(EVERY))
    for zone, first, last in _zones(entries):
        calendar.add_component(calendar_zone.described_between(zone, first, last))
    for entry in entries:
        calendar.add_component(_event(entry, language))
    return calendar.to_ical()


def _zones(entries: Sequence[Entry]) -> list[tuple[str, datetime, datetime]]:
    """Each zone once, with the time that it must describe."""
    moments: dict[str, list[datetime]] = defaultdict(list)
    for entry in entries:
        if entry.zone != "UTC":
            moments[entry.zone] += [entry.starts_at, entry.ends_at]
    return [(zone, min(some), max(some)) for zone, some in sorted(moments.items())]


def _event(entry: Entry, language: str) -> Event:
    event = Event()
    event.add("uid", calendar_update.uid_of(entry.about_id))
    event.add("sequence", entry.sequence)
    # As of its last change, not of this reading: what has not changed is the same, byte for byte.
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("dtstart", _shown(entry.starts_at, entry.zone))
    event.add("dtend", _shown(entry.ends_at, entry.zone))
    event.add("status", entry.status)
    event.add("transp", "OPAQUE" if entry.busy else "TRANSPARENT")
    event.add("class", "PRIVATE")
    event.add("summary", entry.summary, parameters={"LANGUAGE": language})
    for name, text in (("description", entry.details), ("location", entry.location)):
        if text:
            event.add(name, text, parameters={"LANGUAGE": language})
    return event


def _shown(moment: datetime, zone: str) -> datetime:
    """On the wall with its zone: should the law change the clocks, nine o'clock stays nine.

    Of two equal hours of an autumn night programs do not agree which one is meant: there it is told in UTC.
    """
    there = moment.astimezone(wall.zone_named(zone))
    return moment.astimezone(UTC) if wall.is_ambiguous(there.replace(tzinfo=None), zone) else there
