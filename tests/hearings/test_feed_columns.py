"""Court calendars as courts write them."""

# ruff: noqa: DTZ001 - what a wall clock shows has no zone of its own.

from datetime import datetime
from pathlib import Path

import pytest

from amparo.foundation import tables
from amparo.foundation.errors import Refused
from amparo.foundation.table_rows import RowProblem
from amparo.hearings import feed_columns, feed_guess
from amparo.hearings.feed_columns import Mapping
from amparo.hearings.rules import Mode, Notice

FEEDS = Path(__file__).parents[2] / "../shared/data/courts/feeds"
PLAIN = Mapping(case_number="Case", date="Date", time="Time", place="Court", zone="Zone", status="Status")


def read(rows, mapping=PLAIN, *, zone_for_place=lambda place: None, default_zone="America/New_York"):
    table = tables.read(("Case,Date,Time,Court,Zone,Status\n" + rows + "\n").encode(), "feed.csv", header=True)
    return feed_columns.notices(table, mapping, zone_for_place=zone_for_place, default_zone=default_zone)


def feed(name):
    if not (FEEDS / name).exists():
        pytest.skip("the shared data is not here")
    return tables.read((FEEDS / name).read_bytes(), name)


def noticed(name, mapping, zone="America/Anchorage"):
    found = feed_columns.notices(feed(name), mapping, zone_for_place=lambda place: None, default_zone=zone)
    return [one for one in found if isinstance(one, Notice)], [p for p in found if isinstance(p, RowProblem)]


def test_a_row_becomes_a_notice():
    [notice] = read('A 012-345-678,2027-03-09, 8:30 am,"Courtroom D, Juneau Courthouse",America/Juneau,')

    assert (notice.case_number, notice.wall) == ("A012345678", datetime(2027, 3, 9, 8, 30))
    assert (notice.zone, notice.court_text, notice.room) == (
        "America/Juneau",
        "Juneau Courthouse",
        "Courtroom D",
    )
    assert (notice.line, notice.cancelled, notice.mode) == (2, False, Mode.UNKNOWN)


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        (",2027-03-09,9:00,X,,", "case_number_missing", "Case"),
        ("unknown,2027-03-09,9:00,X,,", "case_number_unreadable", "Case"),
        ("1,,9:00,X,,", "date_missing", "Date"),
        ("1,2027-02-31,9:00,X,,", "no_such_date", "Date"),
        ("1,soon,9:00,X,,", "date_unreadable", "Date"),
        ("1,2027-03-09,,X,,", "time_missing", "Time"),
        ("1,2027-03-09,morning,X,,", "time_unreadable", "Time"),
        ("1,2027-03-09,1:30,X,,", "time_at_night", "Time"),
        ("1,2027-03-09,00:00,X,,", "time_at_night", "Time"),
        ("1,2027-03-14,2:30 am,X,,", "no_such_time", "Time"),
        ("1,2027-03-09,9:00 PST,X,,", "zone_disagrees", "Date"),
        ("1,2027-03-09,9:00,X,Mars/Olympus,", "unknown_zone", "Zone"),
        ("1,3/9/2027,9:00,X,,", "date_order_needed", "Date"),
    ],
)
def test_what_a_row_lacks_is_said_with_line_and_column(row, code, column):
    assert read(row) == [RowProblem(2, code, column)]


def test_one_row_settles_the_order_for_the_column():
    found = read("1,3/9/2027,9:00,X,,\n2,3/18/2027,9:00,X,,")

    assert [one.wall.day for one in found] == [9, 18]


def test_a_column_in_two_orders_asks_about_the_rows_with_two_readings():
    found = read("1,3/9/2027,9:00,X,,\n2,3/18/2027,9:00,X,,\n3,18/3/2027,9:00,X,,")

    assert found[0] == RowProblem(2, "date_order_conflict", "Date")


def test_the_zone_is_the_places_then_the_default_and_never_a_guess():
    zones = {"Boise": "America/Boise"}.get
    rows = "1,2027-03-09,9:00,Boise,,\n2,2027-03-09,9:00,Elsewhere,,"

    assert [one.zone for one in read(rows, zone_for_place=zones)] == ["America/Boise", "America/New_York"]
    assert read(rows, zone_for_place=zones, default_zone="")[1] == RowProblem(3, "zone_missing", "Court")


def test_windows_names_of_zones_are_known():
    assert read("1,2027-03-09,9:00,X,Eastern Standard Time,")[0].zone == "America/New_York"


def test_a_hearing_listed_once_per_party_is_one_notice():
    assert len(read("1,2027-03-09,9:00,X,,\n1,2027-03-09,9:00,X,,\n1,2027-03-09,9:00,Y,,")) == 2


def test_a_cancelled_hearing_says_so():
    assert [one.cancelled for one in read("1,2027-03-09,9:00,X,,VACATED\n2,2027-03-09,9:00,X,,Set")] == [
        True,
        False,
    ]


def test_a_moment_in_utc_is_shown_on_the_courts_wall():
    mapping = Mapping(case_number="Case", starts="Date")

    assert read("1,2027-03-09T14:00:00Z,,,,", mapping)[0].wall == datetime(2027, 3, 9, 9)


def test_a_mapping_survives_storage():
    mapping = Mapping(case_number="a", starts="b", order="dmy")

    assert Mapping.from_json(mapping.to_json()) == mapping


@pytest.mark.parametrize("text", ["", "[]", '{"colour": "red"}', '{"date": 1}', "nonsense"])
def test_a_mapping_that_is_none_is_refused(text):
    with pytest.raises(Refused, match="mapping_unreadable"):
        Mapping.from_json(text)


@pytest.mark.parametrize(
    ("mapping", "code"),
    [(Mapping(), "mapping_incomplete"), (Mapping(case_number="Case", starts="Gone"), "column_missing")],
)
def test_a_mapping_that_does_not_fit_is_refused(mapping, code):
    with pytest.raises(Refused, match=code):
        read("1,2027-03-09,9:00,X,,", mapping)


def test_headers_in_spanish_are_guessed():
    table = tables.read("Expediente,Fecha,Hora,Tribunal,Sala,Juez\n1,18/3/2027,9:00,X,2,Y\n".encode("utf-16"), "x.csv")

    assert feed_guess.guess(table) == Mapping(
        case_number="Expediente",
        date="Fecha",
        time="Hora",
        place="Tribunal",
        room="Sala",
        judge="Juez",
        order="dmy",
    )


ANCHORAGE = Mapping(
    case_number="case_no", date="event_dt", time="start_tm", place="courtroom", kind="event", order="mdy"
)
TICKETS = Mapping(
    case_number="ticket_nbr",
    date="event_dt",
    time="start_tm",
    place="crtroom",
    kind="actn_description",
    order="mdy",
)
SMALL = Mapping(
    case_number="column_7", date="column_1", time="column_6", place="column_5", kind="column_9", order="mdy"
)
IDAHO = Mapping(
    case_number="CaseNumber",
    date="HearingDate",
    time="HearingTime",
    place="Court",
    kind="HearingType",
    order="mdy",
)
ATLANTA = Mapping(
    case_number="CitationId",
    date="Date",
    time="Time",
    place="Location",
    room="Room",
    kind="Violation",
    order="mdy",
)


@pytest.mark.parametrize(
    ("name", "mapping", "count", "problems"),
    [
        ("anchorage_acs_cr_event.redacted.csv", ANCHORAGE, 20, []),
        ("anchorage_acs_mo_event.redacted.csv", TICKETS, 38, [(40, "case_number_missing")]),
        ("anchorage-small.csv", SMALL, 5, []),
        ("idaho.csv", IDAHO, 15, []),
        ("atlanta.csv", ATLANTA, 1, []),
    ],
)
def test_real_feeds_are_read_with_the_mapping_that_is_guessed(name, mapping, count, problems):
    assert feed_guess.guess(feed(name)) == mapping

    found, wrong = noticed(name, mapping)

    assert (len(found), [(p.line, p.code) for p in wrong]) == (count, problems)


def test_a_table_of_database_rows_is_no_calendar_and_nothing_is_made_up():
    table = feed("ga_fixture_rows.tsv")
    assert feed_guess.guess(table).missing() == ("case_number", "date", "time")

    mapping = Mapping(case_number="sql_values", starts="sql_values")
    found, wrong = noticed("ga_fixture_rows.tsv", mapping)

    assert not found
    assert len(wrong) == len(table.rows) == 76
