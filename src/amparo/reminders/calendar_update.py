"""Tells a person's calendar that an appointment is set, moved or cancelled (RFC 5546)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

from amparo.foundation import wall
from amparo.foundation.errors import Refused
from amparo.reminders import calendar_zone

Method = Literal["REQUEST", "CANCEL"]
# Nobody knows how long a hearing takes; a calendar needs an end to show it.
LENGTH = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Invitation:
    """One version of an entry. All versions share the `uid`; each has a higher `sequence` than the last.

    The words come from `wording.calendar_words`: a calendar may be shared with others, so they say nothing
    more than a stranger may read.
    """

    uid: str
    sequence: int
    starts_at: datetime
    zone: str
    summary: str
    details: str = ""
    location: str = ""
    language: str = "en"
    length: timedelta = LENGTH


def uid_of(about_id: UUID) -> str:
    """What the entry is called in every file of ours, so that none stands in a calendar twice."""
    return f"{about_id}@{urlsplit(settings.PUBLIC_URL).hostname or 'localhost'}"


def request(invitation: Invitation, *, organizer: str, attendee: str, at: datetime) -> bytes:
    """A file that sets the entry, or replaces an older version of it."""
    return _file(invitation, "REQUEST", organizer, attendee, at)


def cancel(invitation: Invitation, *, organizer: str, attendee: str, at: datetime) -> bytes:
    """A file that takes the entry away. Without a higher sequence than before, calendars ignore it."""
    return _file(invitation, "CANCEL", organizer, attendee, at)


def _file(it: Invitation, method: Method, organizer: str, attendee: str, at: datetime) -> bytes:
    if it.sequence < 0 or not it.uid.isprintable() or not it.uid:
        raise Refused("bad_invitation")
    calendar = Calendar()
    calendar.add("prodid", "-//Amparo//Reminders//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    # On the wall with its zone, not in UTC: should the law change the clocks, nine o'clock stays nine.
    if it.zone != "UTC":
        calendar.add_component(calendar_zone.described(it.zone, it.starts_at))
    calendar.add_component(_event(it, method, organizer, attendee, at))
    return calendar.to_ical()


def _event(it: Invitation, method: Method, organizer: str, attendee: str, at: datetime) -> Event:
    starts = it.starts_at.astimezone(wall.zone_named(it.zone))
    event = Event()
    event.add("uid", it.uid)
    event.add("sequence", it.sequence)
    event.add("dtstamp", at)
    event.add("dtstart", starts)
    event.add("dtend", (it.starts_at + it.length).astimezone(wall.zone_named(it.zone)))
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("summary", it.summary, parameters={"LANGUAGE": it.language})
    for name, text in (("description", it.details), ("location", it.location)):
        if text:
            event.add(name, text, parameters={"LANGUAGE": it.language})
    event.add("organizer", _address(organizer))
    event.add("attendee", _address(attendee, partstat="NEEDS-ACTION", role="REQ-PARTICIPANT", rsvp="FALSE"))
    return event


def _address(email: str, **parameters: str) -> vCalAddress:
    # An address with a line break could smuggle in a property of its own.
    if not email.isprintable() or "@" not in email:
        raise Refused("bad_address")
    address = vCalAddress(f"mailto:{email}")
    for name, value in parameters.items():
        address.params[name.upper()] = vText(value)
    return address
