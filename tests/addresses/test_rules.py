"""Clocks of offices: counted on the wall where the person lives, over weekends, holidays and changes of the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.addresses import offices, rules
from amparo.addresses.rules import Clock, Count
from amparo.foundation import wall
from amparo.foundation.errors import Refused

COURT = Clock(5, Count.WORKING)
USCIS = Clock(10, Count.CALENDAR)
DAYS = st.dates(date(2024, 1, 1), date(2040, 12, 31))
ZONES = st.sampled_from(
    ["America/Phoenix", "America/New_York", "America/Anchorage", "Pacific/Guam", "America/Puerto_Rico", "Europe/London"]
)


@pytest.mark.parametrize(
    ("moved", "last"),
    [
        pytest.param(date(2026, 11, 9), date(2026, 11, 17), id="over Veterans Day and a weekend"),
        pytest.param(date(2026, 11, 28), date(2026, 12, 4), id="moved on a Saturday"),
        pytest.param(date(2026, 12, 24), date(2027, 1, 4), id="over Christmas and New Year"),
        pytest.param(date(2026, 6, 26), date(2026, 7, 6), id="over the Fourth of July, observed on Friday"),
    ],
)
def test_the_court_has_five_working_days(moved: date, last: date) -> None:
    assert COURT.last_day(moved, "US") == last


def test_ten_days_are_ten_days() -> None:
    assert USCIS.last_day(date(2026, 12, 20), "US") == date(2026, 12, 30)


@given(DAYS, ZONES)
def test_a_clock_is_over_when_its_last_day_is(moved: date, zone: str) -> None:
    last = COURT.last_day(moved, "US")
    due = rules.end_of(last, zone)
    before = wall.shown(due - timedelta(seconds=1), zone).date()
    assert (before, wall.shown(due, zone).date()) == (last, last + timedelta(days=1))


@given(DAYS, st.integers(-40, 40), st.sampled_from([COURT, USCIS]))
def test_what_is_left_never_grows_and_ends_with_the_last_day(moved: date, offset: int, clock: Clock) -> None:
    last = clock.last_day(moved, "US")
    today = moved + timedelta(days=offset)
    now, then = (rules.left(clock, last, day, "US") for day in (today, today + timedelta(days=1)))
    assert now and then
    assert now.days >= then.days >= 0
    assert now.is_over == (today > last)
    assert now.is_over is False or now.days == 0


@given(DAYS, st.integers(0, 10))
def test_days_are_counted_as_those_of_every_other_date(moved: date, offset: int) -> None:
    """ "8 days left" of what is "In 8 days" on the calendar."""
    last = USCIS.last_day(moved, "US")
    today = last - timedelta(days=offset)
    found = rules.left(USCIS, last, today, "US")
    assert found and found.days == (last - today).days == offset and not found.is_over


def test_over_a_weekend_monday_is_one_working_day_away() -> None:
    friday, monday = date(2026, 8, 14), date(2026, 8, 17)
    left = [rules.left(COURT, monday, friday + timedelta(days=n), "US") for n in range(4)]
    assert [one.days for one in left if one] == [1, 1, 1, 0]


@given(DAYS, st.times(), ZONES)
def test_the_day_counts_where_the_person_lives(day: date, clock: time, zone: str) -> None:
    """An hour before midnight there it is still that day, whatever day it is in UTC."""
    at = datetime.combine(day, clock, tzinfo=UTC)
    today = wall.shown(at, zone).date()
    assert rules.end_of(today, zone) > at >= rules.end_of(today - timedelta(days=1), zone)


@pytest.mark.parametrize("country", ["US", "GB", "MX", ""])
def test_every_country_has_a_court_to_tell_and_each_office_a_source(country: str) -> None:
    found = offices.to_tell(country)
    assert found[0].code == "court" and found[0].needed
    assert all(one.source and one.reviewed and one.how for one in found)
    assert len({one.code for one in found}) == len(found)


@pytest.mark.parametrize("country", ["GB", "MX", ""])
def test_no_clock_is_invented_where_no_rule_names_one(country: str) -> None:
    assert [one.code for one in offices.to_tell(country) if one.clock] == []
    assert rules.left(None, None, date(2026, 1, 1), country) is None


def test_an_office_of_another_country_still_has_words() -> None:
    assert offices.of("uscis", "MX").code == "uscis"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param("  12 Pier Road\r\nApt 4  ", "12 Pier Road\nApt 4", id="two lines"),
        pytest.param("شارع ١٢", "شارع ١٢", id="Arabic"),
        pytest.param("\u202e12 daoR reiP", "\u202e12 daoR reiP", id="turned around"),
        pytest.param("👩‍👩‍👧‍👦 12", "👩‍👩‍👧‍👦 12", id="a family with joiners"),
        pytest.param("\u200b\u200d\u2060", "", id="nothing that can be seen"),
        pytest.param(" . ", "", id="no letter and no digit"),
        pytest.param("a\0b", "ab", id="a null byte"),
    ],
)
def test_words_are_kept_as_they_were_typed(text: str, kept: str) -> None:
    assert rules.words(text, 500) == kept


def test_what_is_too_long_is_said_so() -> None:
    with pytest.raises(Refused, match="too_long"):
        rules.words("x" * 10_000, 500)
