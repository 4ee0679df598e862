"""Calendar files: readable ones read, broken ones refused with the line."""

# ruff: noqa: DTZ001 - what a wall clock shows has no zone of its own.

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.foundation.errors import Refused
from amparo.hearings import calendar_file, calendar_lines
from amparo.hearings.rules import Mode

FILES = Path(__file__).parents[2] / "../shared/data/protocol/ics"
NO_ZONE = {"zone_for_place": lambda place: None}

CUSTOM = (
    "BEGIN:VTIMEZONE\nTZID:{name}\nBEGIN:STANDARD\nDTSTART:19701101T020000\n"
    "{rule}TZOFFSETFROM:-0400\nTZOFFSETTO:{offset}\nEND:STANDARD\nEND:VTIMEZONE\n"
)


def event(*lines, zone="", method=""):
    inner = "\n".join(("BEGIN:VEVENT", "UID:u1", *lines, "END:VEVENT"))
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{method}{zone}{inner}\nEND:VCALENDAR\n".encode()


def only(data):
    found = calendar_file.read(data)
    assert not found.problems
    [entry] = found.entries
    return entry


def refusal(data):
    with pytest.raises(Refused) as caught:
        calendar_file.read(data)
    return caught.value.code, caught.value.details.get("line")


def test_an_event_is_read_with_its_wall_time_and_zone():
    entry = only(
        event(
            "DTSTART;TZID=America/New_York:20270309T090000",
            "DTEND;TZID=America/New_York:20270309T100000",
            "SEQUENCE:3",
            "SUMMARY:Master\\, by",
            " Webex",
            "LOCATION:26 Federal\u202e Plaza",
        )
    )

    assert (entry.wall, entry.zone, entry.instant) == (datetime(2027, 3, 9, 9), "America/New_York", None)
    assert (entry.uid, entry.sequence, entry.ends, entry.flags) == ("u1", 3, timedelta(hours=1), frozenset())
    assert (entry.summary, entry.location) == ("Master, byWebex", "26 Federal Plaza")


@pytest.mark.parametrize(
    ("start", "zone", "flags"),
    [
        pytest.param("DTSTART:20270309T140000Z", "", set(), id="UTC"),
        pytest.param("DTSTART:20270309T090000", "", {"floating"}, id="floating"),
        pytest.param("DTSTART;VALUE=DATE:20270309", "", {"all_day"}, id="whole day"),
        pytest.param("DTSTART;TZID=Eastern Standard Time:20270309T090000", "America/New_York", set(), id="Windows"),
        pytest.param(
            "DTSTART;TZID=/mozilla.org/2007_1/America/New_York:20270309T090000",
            "America/New_York",
            set(),
            id="prefix",
        ),
        pytest.param("DTSTART;TZID=Somewhere:20270309T090000", "", {"zone_unknown"}, id="unknown"),
        pytest.param(
            "DTSTART;TZID=America/New_York:20270314T023000",
            "America/New_York",
            {"no_such_time"},
            id="skipped",
        ),
        pytest.param(
            "DTSTART;TZID=America/New_York:20271107T013000",
            "America/New_York",
            {"time_shown_twice"},
            id="twice",
        ),
    ],
)
def test_a_start_is_what_the_file_says_and_no_more(start, zone, flags):
    entry = only(event(start))

    assert (entry.zone, entry.flags) == (zone, flags)


def test_rules_of_the_files_own_give_an_instant_but_no_name():
    entry = only(event("DTSTART;TZID=Ours:20270309T090000", zone=CUSTOM.format(name="Ours", rule="", offset="-0500")))

    assert (entry.zone, entry.instant) == ("", datetime(2027, 3, 9, 14, tzinfo=UTC))
    assert entry.flags == {"zone_custom"}


def test_rules_that_contradict_the_zone_they_are_named_after_go_to_a_human():
    zone = CUSTOM.format(name="America/New_York", rule="", offset="-0900")

    assert only(event("DTSTART;TZID=America/New_York:20270309T090000", zone=zone)).flags == {"zone_disagrees"}


def test_a_definition_of_one_file_is_unknown_to_the_next():
    start = "DTSTART;TZID=Ours:20270309T090000"
    only(event(start, zone=CUSTOM.format(name="Ours", rule="", offset="-0500")))

    assert only(event(start)).flags == {"zone_unknown"}


@pytest.mark.parametrize(
    "rule",
    ["FREQ=SECONDLY", "FREQ=YEARLY;BYHOUR=0,1,2,3;BYMINUTE=0,1,2;BYSECOND=0,1", "FREQ=DAILY;COUNT=99999999"],
)
def test_rules_that_ask_for_endless_work_are_not_followed(rule):
    zone = CUSTOM.format(name="Ours", rule=f"RRULE:{rule}\n", offset="-0500")
    begun = time.monotonic()

    assert only(event("DTSTART;TZID=Ours:20270309T090000", zone=zone)).flags == {"zone_unknown"}
    assert time.monotonic() - begun < 1


@pytest.mark.parametrize("line", ["RRULE:FREQ=WEEKLY", "RRULE:FREQ=NONSENSE", "RDATE:20270310T090000Z"])
def test_a_series_is_flagged_and_never_expanded(line):
    assert only(event("DTSTART:20270309T140000Z", line)).flags == {"recurring"}


def test_one_of_a_series_is_flagged():
    entry = only(event("DTSTART:20270309T140000Z", "RECURRENCE-ID:20270309T130000Z"))

    assert (entry.flags, entry.recurrence_id) == ({"one_of_a_series"}, "20270309T130000Z")


@pytest.mark.parametrize(("line", "method"), [("STATUS:CANCELLED", ""), ("STATUS:CONFIRMED", "METHOD:CANCEL\n")])
def test_a_cancellation_is_one_by_status_or_by_method(line, method):
    assert only(event("DTSTART:20270309T140000Z", line, method=method)).cancelled


def test_only_the_newest_version_of_an_event_counts():
    versions = [f"BEGIN:VEVENT\nUID:u\nSEQUENCE:{n}\nDTSTART:2027030{n}T140000Z\nEND:VEVENT" for n in (1, 3, 2)]

    entry = only("\n".join(("BEGIN:VCALENDAR", *versions, "END:VCALENDAR")).encode())

    assert entry.wall == datetime(2027, 3, 3, 14)


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (["SUMMARY:x"], (3, "start_missing")),
        (["DTSTART:tomorrow"], (5, "date_unreadable")),
        (["DTSTART:20270231T090000"], (5, "no_such_date")),
        (["DTSTART:20270309T250000"], (5, "no_such_date")),
        (["DTSTART:20270309T090000Z", "DTEND:soon"], (6, "end_unreadable")),
        (["DTSTART:20270309T090000Z", "DURATION:long"], (6, "end_unreadable")),
        (["DTSTART:20270309T090000Z", "SEQUENCE:new"], (6, "sequence_unreadable")),
        (["DTSTART:20270309T090000Z", "X"], (6, "line_unreadable")),
        (["DTSTART;;VALUE=DATE-TIME:20270309T090000"], (5, "line_unreadable")),
        (["DTSTART:20270309T090000Z", "SUMMARY:" + "x" * 30_000], (6, "line_too_long")),
    ],
)
def test_a_broken_event_is_refused_with_its_line_and_the_others_are_read(lines, problem):
    good = "BEGIN:VEVENT\nUID:u2\nDTSTART:20270309T140000Z\nEND:VEVENT\nEND:VCALENDAR"

    found = calendar_file.read(event(*lines).replace(b"END:VCALENDAR", good.encode()))

    assert [(p.line, p.code) for p in found.problems] == [problem]
    assert [entry.uid for entry in found.entries] == ["u2"]


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "file_empty", None),
        (b"Name,Date\nAna,x\n", "not_a_calendar", 1),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT\n", "not_closed", 1),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n", "not_closed", 2),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\nEND:VCALENDAR\n", "end_without_begin", 3),
        (b"BEGIN:VCALENDAR\nX\nEND:VCALENDAR\n", "line_unreadable", 2),
        (b"BEGIN: \n", "line_unreadable", 1),
        (b"BEGIN:A\n" * 20, "nested_too_deep", 9),
        (b"x" * (calendar_lines.MAX_BYTES + 1), "file_too_large", None),
    ],
)
def test_a_broken_file_is_refused_with_the_line(data, code, line):
    assert refusal(data) == (code, line)


def test_a_file_of_a_hundred_thousand_events_is_refused():
    assert refusal(b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * 100_000)[0] == "too_many_events"


def test_a_notice_takes_the_zone_of_its_place():
    entry = only(event("DTSTART:20270309T140000Z", "LOCATION:Boise", "SUMMARY:Hearing by Webex"))

    notice = calendar_file.to_notice(entry, zone_for_place={"Boise": "America/Boise"}.get, case_number="1")

    assert (notice.wall, notice.zone) == (datetime(2027, 3, 9, 7), "America/Boise")
    assert (notice.external_key, notice.mode, notice.court_text) == ("u1", Mode.VIDEO, "Boise")


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["DTSTART:20270309T140000Z"], "zone_missing"),
        (["DTSTART:20270309T140000Z", "RRULE:FREQ=DAILY"], "needs_human"),
        (["DTSTART;VALUE=DATE:20270309"], "needs_human"),
        (["DTSTART;TZID=Somewhere:20270309T090000"], "needs_human"),
    ],
)
def test_what_a_human_must_settle_makes_no_notice(lines, code):
    with pytest.raises(Refused, match=code):
        calendar_file.to_notice(only(event(*lines)), **NO_ZONE)


def test_an_entry_names_nobody_in_its_representation():
    assert "Ana" not in repr(only(event("DTSTART:20270309T140000Z", "SUMMARY:Ana")))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: event("DTSTART:20270309T140000Z", text)))
def test_no_bytes_at_all_crash_the_reader(data):
    try:
        calendar_file.read(data)
    except Refused as refused:
        assert refused.code


REFUSED = {
    "big_bad_calendar.ics": ("not_closed", 1),
    "fuzz_testcase_0_char_in_component_name.ics": ("line_unreadable", 1),
    "fuzz_testcase_invalid_month.ics": ("not_closed", 1),
    "issue_104_broken_calendar.ics": ("line_unreadable", 13),
    "pr_480_summary_with_colon.ics": ("not_closed", 1),
    "small_bad_calendar.ics": ("not_closed", 1),
    "timezone_same_start_and_offset.ics": ("not_closed", 1),
}
BROKEN_EVENTS = {
    "broken_dtstart.ics": [(6, "date_unreadable")],
    "broken_ical.ics": [(4, "line_unreadable")],
    "invalid_duration.ics": [(8, "end_unreadable")],
    "issue_1081_invalid_start_and_end.ics": [(6, "date_unreadable")],
    "issue_1081_invalid_start_valid_end.ics": [(6, "date_unreadable")],
    "issue_104_mark_events_broken.ics": [(9, "line_unreadable")],
    "timezone_rdate.ics": [(53, "line_unreadable")],
}


def test_every_shared_calendar_is_read_or_refused_with_its_line():
    files = sorted(FILES.rglob("*.ics"))
    if not files:
        pytest.skip("the shared data is not here")
    refused, broken = {}, {}
    for file in files:
        try:
            found = calendar_file.read(file.read_bytes())
        except Refused as reason:
            refused[file.name] = (reason.code, reason.details.get("line"))
        else:
            # Many of these events are there for something else and have no start at all.
            wrong = [(p.line, p.code) for p in found.problems if p.code != "start_missing"]
            broken |= {file.name: wrong} if wrong else {}
    assert (refused, broken) == (REFUSED, BROKEN_EVENTS)
