"""The files that keep a person's own calendar true."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from amparo.foundation import wall
from amparo.foundation.errors import Refused
from amparo.reminders import calendar_update, calendar_zone
from amparo.reminders.calendar_update import Invitation

NEW_YORK = "America/New_York"
AT = datetime(2027, 2, 1, 12, tzinfo=UTC)
ENTRY = Invitation(
    uid="0192aa@amparo",
    sequence=2,
    starts_at=datetime(2027, 3, 17, 13, 30, tzinfo=UTC),
    zone=NEW_YORK,
    summary="Cita",
    details="Qué llevar y cómo pedir ayuda: https://amparo.example/r/" + "x" * 60,
    location="26 Main Street, Room 4; second floor",
    language="es",
)
WHO = {"organizer": "no-reply@amparo.example", "attendee": "ana@example.org", "at": AT}


def read(data: bytes) -> tuple[Calendar, object]:
    calendar = Calendar.from_ical(data)
    return calendar, calendar.walk("VEVENT")[0]


def test_a_request_says_when_where_and_which_version():
    calendar, event = read(calendar_update.request(ENTRY, **WHO))
    assert calendar["METHOD"] == "REQUEST" and event["STATUS"] == "CONFIRMED"
    assert (event["UID"], event["SEQUENCE"]) == (ENTRY.uid, 2)
    assert event.start == ENTRY.starts_at and event.start.hour == 9
    assert event["LOCATION"] == ENTRY.location and event["DESCRIPTION"] == ENTRY.details
    assert event["CLASS"] == "PRIVATE"


def test_a_cancel_is_the_same_entry_with_a_higher_number():
    calendar, event = read(calendar_update.cancel(replace(ENTRY, sequence=3), **WHO))
    assert calendar["METHOD"] == "CANCEL" and event["STATUS"] == "CANCELLED"
    assert (event["UID"], event["SEQUENCE"]) == (ENTRY.uid, 3)


def test_lines_are_folded_at_75_bytes_and_end_as_the_standard_says():
    data = calendar_update.request(ENTRY, **WHO)
    assert data.endswith(b"\r\n") and b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, data.split(b"\r\n"))) <= 75


def test_the_same_facts_are_the_same_bytes():
    assert calendar_update.request(ENTRY, **WHO) == calendar_update.request(ENTRY, **WHO)


@pytest.mark.parametrize("email", ["no address", "a@example.org\r\nATTENDEE:mailto:b@example.org", "", "\n"])
def test_an_address_that_is_none_is_refused(email):
    with pytest.raises(Refused, match="bad_address"):
        calendar_update.request(ENTRY, **{**WHO, "attendee": email})


def test_words_cannot_add_a_property():
    _, event = read(calendar_update.request(replace(ENTRY, summary="x\r\nURL:https://evil.example"), **WHO))
    assert "URL" not in event


@pytest.mark.parametrize(
    "zone", [NEW_YORK, "America/Phoenix", "Pacific/Saipan", "Australia/Lord_Howe", "Africa/Casablanca", "UTC"]
)
def test_the_zone_in_the_file_says_what_the_zone_is(zone):
    calendar, event = read(calendar_update.request(replace(ENTRY, zone=zone), **WHO))
    assert event.start == ENTRY.starts_at
    assert len(calendar.walk("VTIMEZONE")) == (zone != "UTC")


def test_the_spring_change_is_told_by_the_old_clock():
    data = calendar_zone.described(NEW_YORK, ENTRY.starts_at).to_ical()
    assert b"DTSTART:20270314T020000" in data and b"DTSTART:20271107T020000" in data


@given(days=st.integers(-300, 300), zone=st.sampled_from([NEW_YORK, "Australia/Lord_Howe", "Africa/Casablanca"]))
@settings(max_examples=60, deadline=None)
def test_the_described_changes_give_the_true_offset_around_the_moment(days, zone):
    moment = ENTRY.starts_at + timedelta(days=days)
    known = calendar_zone.described(zone, moment).walk()[1:]
    # The last observance that began, by the clock as it was then, is the one in force.
    begun = [o for o in known if o["DTSTART"].dt.replace(tzinfo=UTC) - o["TZOFFSETFROM"].td <= moment]
    last = max(begun, key=lambda o: o["DTSTART"].dt)
    assert last["TZOFFSETTO"].td == moment.astimezone(wall.zone_named(zone)).utcoffset()
