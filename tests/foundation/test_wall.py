"""The wall clock and the stopwatch agree, in every zone, on every night."""

# ruff: noqa: DTZ001, DTZ901 - what a wall clock shows has no zone of its own.

from datetime import UTC, datetime, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.foundation import wall
from amparo.foundation.errors import Refused

NEW_YORK = "America/New_York"
ZONES = st.sampled_from(sorted(z for z in available_timezones() if z != "localtime"))
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1))
# Hours around clock changes deserve more draws than a uniform century gives them.
NIGHTS = st.datetimes(datetime(2026, 3, 1), datetime(2027, 4, 15))


@pytest.mark.parametrize(
    ("local", "gap", "overlap", "utc"),
    [
        pytest.param((2027, 1, 5, 9), "after", "earlier", (2027, 1, 5, 14), id="winter"),
        pytest.param((2027, 7, 5, 9), "after", "earlier", (2027, 7, 5, 13), id="summer"),
        pytest.param((2027, 3, 14, 2, 30), "after", "earlier", (2027, 3, 14, 7, 30), id="jumped over, after"),
        pytest.param((2027, 3, 14, 2, 30), "before", "earlier", (2027, 3, 14, 6, 30), id="jumped over, before"),
        pytest.param((2027, 11, 7, 1, 30), "after", "earlier", (2027, 11, 7, 5, 30), id="shown twice, first"),
        pytest.param((2027, 11, 7, 1, 30), "after", "later", (2027, 11, 7, 6, 30), id="shown twice, second"),
    ],
)
def test_a_wall_time_means_one_instant(local, gap, overlap, utc):
    found = wall.instant(datetime(*local), NEW_YORK, gap=gap, overlap=overlap)

    assert found == datetime(*utc, tzinfo=UTC)
    assert found.tzinfo is UTC


def test_a_time_jumped_over_can_be_refused():
    with pytest.raises(Refused, match="no_such_time"):
        wall.instant(datetime(2027, 3, 14, 2, 30), NEW_YORK, gap="refuse")


def test_a_whole_day_can_be_missing():
    assert not wall.exists(datetime(2011, 12, 30, 12), "Pacific/Apia")
    assert wall.instant(datetime(2011, 12, 30, 12), "Pacific/Apia") == datetime(2011, 12, 30, 22, tzinfo=UTC)


def test_seven_days_before_nine_in_the_morning_is_nine_in_the_morning():
    hearing = wall.instant(datetime(2027, 3, 16, 9), NEW_YORK)

    reminder = wall.days_before(hearing, NEW_YORK, 7)

    assert wall.shown(reminder, NEW_YORK) == datetime(2027, 3, 9, 9)
    assert hearing - reminder == timedelta(days=7) - timedelta(hours=1)


@pytest.mark.parametrize("name", ["", "America", "Mars/Olympus", "../../etc/passwd", "/etc/passwd", "a\0b", "x" * 5000])
def test_a_zone_nobody_knows_is_refused(name):
    assert not wall.is_zone(name)
    with pytest.raises(Refused, match="unknown_zone"):
        wall.instant(datetime(2027, 1, 1), name)


def test_mixing_up_wall_times_and_instants_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="wall time"):
        wall.instant(datetime(2027, 1, 1, tzinfo=UTC), NEW_YORK)
    with pytest.raises(ValueError, match="instant"):
        wall.days_before(datetime(2027, 1, 1), NEW_YORK, 1)


@pytest.mark.parametrize("edge", [datetime.min, datetime.max])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_the_ends_of_the_calendar_refuse_instead_of_crashing(edge, zone):
    try:
        found = wall.instant(edge, zone)
    except Refused as refused:
        assert refused.code == "no_such_date"
    else:
        assert wall.shown(found, zone) == edge
    with pytest.raises(Refused, match="no_such_date"):
        wall.days_before(datetime(2027, 1, 1, tzinfo=UTC), zone, 4_000_000)


@settings(max_examples=400, deadline=None)
@given(MOMENTS | NIGHTS, ZONES)
def test_what_the_clock_shows_leads_back_to_the_instant(moment, zone):
    moment = moment.replace(tzinfo=UTC)

    local = wall.shown(moment, zone)

    assert wall.exists(local, zone)
    assert wall.instant(local, zone, overlap="later" if local.fold else "earlier") == moment


@settings(max_examples=400, deadline=None)
@given(MOMENTS | NIGHTS, ZONES)
def test_the_later_reading_is_never_earlier(local, zone):
    local = local.replace(fold=0)
    first, second = (wall.instant(local, zone, overlap=edge) for edge in ("earlier", "later"))

    assert first <= second
    assert (first < second) == wall.is_ambiguous(local, zone)
    assert not (wall.is_ambiguous(local, zone) and not wall.exists(local, zone))
    if not wall.exists(local, zone):
        assert wall.shown(first, zone) > local
        assert wall.shown(wall.instant(local, zone, gap="before"), zone) < local


@settings(max_examples=400, deadline=None)
@given(NIGHTS, ZONES, st.integers(-40, 40))
def test_days_before_keeps_the_time_on_the_wall(moment, zone, n):
    moment = moment.replace(tzinfo=UTC)
    local = wall.shown(moment, zone)

    found = wall.days_before(moment, zone, n)

    if wall.exists(local - timedelta(days=n), zone):
        assert wall.shown(found, zone) == local - timedelta(days=n)
    if n == 0:
        assert found == moment
