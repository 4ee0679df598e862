"""Dates as people write them."""

# ruff: noqa: DTZ001, DTZ901 - what a wall clock shows has no zone of its own.

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.foundation import written_dates, zone_words
from amparo.foundation.errors import Refused
from amparo.foundation.written_dates import Ambiguous, Order

NINTH_OF_MARCH = date(2027, 3, 9)


@pytest.mark.parametrize(
    "text",
    [
        "2027-03-09",
        "2027/3/9",
        "20270309",
        "2027-03-09 00:00:00",
        "March 9, 2027",
        "Mar. 9th 2027",
        "9 March 2027",
        "9-Mar-27",
        "Tuesday, March 9, 2027",
        "9 de marzo de 2027",
        "martes 9 de marzo de 2027",
        "mar 9 mar 2027",
        "le 9 mars 2027",
        "mardi 9 mars 2027",
        "9 de março de 2027",
        "terça-feira, 9 de março de 2027",
        "  MARCH   9,\u00a02027 ",
        "\u200e٢٠٢٧-٠٣-٠٩",
    ],
)
def test_a_day_is_read_however_it_is_written(text):
    assert written_dates.read_date(text) == NINTH_OF_MARCH


@pytest.mark.parametrize("text", ["1er mars 2027", "1º de março de 2027", "1st of March 2027", "1 mar 2027"])
def test_the_first_of_a_month_has_its_own_way(text):
    assert written_dates.read_date(text) == date(2027, 3, 1)


def test_a_date_with_two_readings_is_handed_back_as_two():
    assert written_dates.read_date("3/9/27") == Ambiguous(mdy=NINTH_OF_MARCH, dmy=date(2027, 9, 3))


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        pytest.param("3/9/27", "mdy", NINTH_OF_MARCH, id="month first, by the column"),
        pytest.param("9/3/27", Order.DMY, NINTH_OF_MARCH, id="day first, by the column"),
        pytest.param("04/18/2019", None, date(2019, 4, 18), id="no eighteenth month"),
        pytest.param("18.04.2019", None, date(2019, 4, 18), id="day first, dots"),
        pytest.param("3/3/2027", None, date(2027, 3, 3), id="both readings agree"),
        pytest.param("2027-03-09", "dmy", NINTH_OF_MARCH, id="a year in front needs no order"),
    ],
)
def test_numbers_are_settled_by_the_calendar_or_by_the_column(text, order, day):
    assert written_dates.read_date(text, order=order) == day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "date_missing"),
        (" \u200b ", "date_missing"),
        ("31 February 2027", "no_such_date"),
        ("2/31/2027", "no_such_date"),
        ("2027-02-29", "no_such_date"),
        ("13/13/2027", "no_such_date"),
        ("13/27/2014", "no_such_date"),
        ("0000-01-01", "no_such_date"),
        ("9 March", "year_missing"),
        ("March 2027", "date_unreadable"),
        ("Monday, March 9, 2027", "weekday_disagrees"),
        ("tomorrow", "date_unreadable"),
        ("CURRENT_DATE + 7", "date_unreadable"),
        ("3/9-27", "date_unreadable"),
        ("9" * 500, "date_unreadable"),
    ],
)
def test_what_is_no_date_is_refused_with_its_reason(text, code):
    with pytest.raises(Refused, match=f"^{code}$"):
        written_dates.read_date(text)


def test_an_order_that_cannot_be_is_refused():
    with pytest.raises(Refused, match="no_such_date"):
        written_dates.read_date("18/04/2019", order="mdy")


def test_a_birthday_with_two_digits_lies_in_the_past():
    assert written_dates.read_date("1/24/70", not_after=date(2027, 1, 1)) == date(1970, 1, 24)
    assert written_dates.read_date("1/24/26", not_after=date(2027, 1, 1)) == date(2026, 1, 24)
    assert written_dates.read_date("1/24/70") == date(2070, 1, 24)


@pytest.mark.parametrize(
    ("values", "order"),
    [
        pytest.param(["3/9/27", "3/18/27"], "mdy", id="one value tells for all"),
        pytest.param(["3/9/27", "18/3/27"], "dmy", id="day first"),
        pytest.param(["3/18/27", "18/3/27"], "conflict", id="two hands wrote this"),
        pytest.param(["3/9/27", "4/5/27"], None, id="nothing tells"),
        pytest.param([], None, id="empty"),
        pytest.param(["2027-03-09", "9 mars 2027", ""], "iso", id="nothing to ask"),
        pytest.param(["2027-03-09", "3/9/27"], "iso", id="the one that needs it stays a question"),
        pytest.param(["2/31/2027"], "mdy", id="an impossible day still shows the habit"),
        pytest.param(["3/18/2027 9:00 AM"], "mdy", id="with a time"),
    ],
)
def test_a_whole_column_may_settle_the_order(values, order):
    assert written_dates.order_of(values) == order


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (" 8:30 am", time(8, 30)),
        ("8:15:00", time(8, 15)),
        ("13:30", time(13, 30)),
        ("1:30 PM", time(13, 30)),
        ("12:30 a.m.", time(0, 30)),
        ("12:00 p. m.", time(12)),
        ("8 am", time(8)),
        ("8h30", time(8, 30)),
        ("14 h", time(14)),
        ("09.30", time(9, 30)),
        ("1330", time(13, 30)),
        ("0800", time(8)),
        ("noon", time(12)),
        ("mediodía", time(12)),
        ("13:30 pm", time(13, 30)),
        ("09:00:00.000", time(9)),
    ],
)
def test_a_time_is_read_however_it_is_written(text, found):
    assert written_dates.read_time(text) == found


@pytest.mark.parametrize(
    "text",
    ["8", "25:00", "8:60", "13:30 am", "0:30 pm", "2019 am", "930", "1332", "midnight", "9-10", "8:30 8:45"],
)
def test_what_is_no_time_is_refused(text):
    with pytest.raises(Refused, match="time_unreadable"):
        written_dates.read_time(text)


@pytest.mark.parametrize(
    ("text", "at", "zone_text"),
    [
        ("2027-03-09T08:30", time(8, 30), ""),
        ("2027-03-09T08:30:00Z", time(8, 30), "Z"),
        ("2027-03-09 08:30:00.871502+00:00", time(8, 30), "+00:00"),
        ("March 9, 2027 at 8:30 am", time(8, 30), ""),
        ("3/9/2027 1:30 PM EST", time(13, 30), "EST"),
        ("9 de marzo de 2027, a las 13:30", time(13, 30), ""),
        ("9 mars 2027 à 13h30", time(13, 30), ""),
        ("2027-03-09", None, ""),
    ],
)
def test_a_date_and_a_time_together(text, at, zone_text):
    found = written_dates.read_moment(text, order="mdy")

    assert (found.day, found.at, found.zone_text) == (NINTH_OF_MARCH, at, zone_text)


def test_an_offset_in_words_is_no_offset():
    assert zone_words.offset_of("-0530") == -timedelta(hours=5, minutes=30)
    assert zone_words.offset_of("Z") == timedelta(0)
    assert zone_words.offset_of("EST") is None
    assert zone_words.offset_of("+99:00") is None


@pytest.mark.parametrize(
    ("zone_text", "zone", "agrees"),
    [("EST", "America/New_York", True), ("ET", "America/New_York", True), ("PST", "America/New_York", False)]
    + [("", "Asia/Tokyo", True), ("UTC", "America/New_York", False), ("AKST", "America/Anchorage", True)],
)
def test_a_zone_written_beside_the_time_must_agree(zone_text, zone, agrees):
    assert zone_words.zone_agrees(zone_text, datetime(2027, 1, 9, 9), zone) is agrees


@given(st.dates(date(1000, 1, 1)), st.sampled_from(["%Y-%m-%d", "%B %d, %Y", "%d %b %Y", "%A %d %B %Y"]))
def test_a_day_written_out_comes_back(day, form):
    assert written_dates.read_date(day.strftime(form)) == day


@given(st.text(max_size=100))
def test_no_text_at_all_crashes_the_readers(text):
    for read in (written_dates.read_date, written_dates.read_time, written_dates.read_moment):
        try:
            read(text)
        except Refused as refused:
            assert refused.code
