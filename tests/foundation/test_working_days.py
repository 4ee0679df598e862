"""Working days against the published table of federal holidays, and against a count that goes day by day."""

from __future__ import annotations

import csv
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.foundation import working_days
from tests.conftest import shared

DAYS = st.dates(date(2021, 1, 1), date(2060, 12, 31))
COUNTRIES = st.sampled_from(["US", "GB", "MX", ""])


def test_federal_holidays_are_those_of_the_published_table() -> None:
    with open(shared("places/us_federal_holidays_2024_2029.csv")) as file:
        published = {date.fromisoformat(row["date"]) for row in csv.DictReader(file)}
    years = range(2024, 2030)
    assert {day for year in years for day in working_days.federal_holidays(year)} == published


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        pytest.param(date(2026, 7, 3), False, id="a Friday before a holiday on Saturday"),
        pytest.param(date(2027, 7, 5), False, id="a Monday after a holiday on Sunday"),
        pytest.param(date(2027, 12, 31), False, id="New Year's Day of the next year, observed in this one"),
        pytest.param(date(2020, 6, 19), True, id="Juneteenth before it was a holiday"),
        pytest.param(date(2026, 11, 28), False, id="a Saturday"),
        pytest.param(date(2026, 11, 27), True, id="the Friday after Thanksgiving"),
    ],
)
def test_a_working_day_of_a_federal_office(day: date, open_: bool) -> None:
    assert working_days.is_working_day(day, "US") is open_


def test_a_country_without_rules_has_weekends_only() -> None:
    assert working_days.is_working_day(date(2026, 12, 25), "MX")
    assert not working_days.is_working_day(date(2026, 12, 26), "MX")


@given(DAYS, st.integers(0, 30), COUNTRIES)
def test_so_many_working_days_lie_between(day: date, count: int, country: str) -> None:
    last = working_days.after(day, count, country)
    assert working_days.between(day + timedelta(days=1), last, country) == count
    assert count == 0 or working_days.is_working_day(last, country)


@given(DAYS, st.integers(0, 20), COUNTRIES)
def test_a_later_day_never_ends_earlier(day: date, count: int, country: str) -> None:
    following = day + timedelta(days=1)
    assert working_days.after(day, count, country) <= working_days.after(following, count, country)


@given(DAYS, st.integers(1, 20))
def test_holidays_only_ever_give_more_time(day: date, count: int) -> None:
    assert working_days.after(day, count, "US") >= working_days.after(day, count, "MX")
