"""Windows over every zone: at least as long as promised, never drifting, the same whenever computed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.checkins import windows
from amparo.checkins.windows import Cadence
from amparo.foundation import wall
from amparo.foundation.errors import Refused
from amparo.reminders import moments

NEW_YORK = "America/New_York"
ZONES = sorted(z for z in available_timezones() if wall.is_zone(z))
cadences = st.builds(
    Cadence,
    weeks=st.integers(1, 8),
    weekday=st.integers(0, 6),
    opens=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    hours=st.integers(24, 144),
)
days = st.dates(date(1980, 1, 1), date(2036, 1, 1))


def noon(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00:00+00:00")


def test_an_ordinary_window_is_a_day_long_and_reads_the_same_hour():
    found = windows.window(date(2027, 5, 5), Cadence(2, 2, time(16)), NEW_YORK)
    assert found.closes_at - found.opens_at == timedelta(hours=24)
    assert (found.opens_wall.isoformat(), found.closes_wall.isoformat()) == (
        "2027-05-05T16:00:00",
        "2027-05-06T16:00:00",
    )


@pytest.mark.parametrize(
    ("day", "hours", "closes"),
    [
        pytest.param(date(2027, 3, 13), 24, "2027-03-14T17:00:00", id="spring: 24 hours, an hour later"),
        pytest.param(date(2027, 11, 6), 25, "2027-11-07T16:00:00", id="autumn: the same hour, 25 hours"),
    ],
)  # fmt: skip
def test_a_clock_change_never_shortens_a_window(day, hours, closes):
    found = windows.window(day, Cadence(1, 5, time(16)), NEW_YORK)
    assert found.closes_at - found.opens_at == timedelta(hours=hours)
    assert found.closes_wall.isoformat() == closes


@given(day=days, cadence=cadences, zone=st.sampled_from(ZONES))
@settings(max_examples=500, deadline=None)
def test_a_window_is_as_long_as_promised_and_hardly_longer(day, cadence, zone):
    found = windows.window(day, cadence, zone)
    length = found.closes_at - found.opens_at
    assert length >= timedelta(hours=cadence.hours) >= timedelta(hours=24)
    # A clock change is two hours at most in daily life; a moved date line repeats or skips a day.
    assert length <= timedelta(hours=cadence.hours + 25)
    assert found.opens_wall == wall.shown(found.opens_at, zone).replace(fold=0)


@given(
    cadence=cadences,
    anchor=days,
    zone=st.sampled_from(ZONES),
    cuts=st.lists(st.integers(0, 400), min_size=1, max_size=6),
)
@settings(max_examples=200, deadline=None)
def test_a_job_that_runs_on_other_days_finds_the_same_windows(cadence, anchor, zone, cuts):
    start = datetime.combine(anchor, time(0), UTC) - timedelta(days=3)
    edges = [start, *(start + timedelta(days=n) for n in sorted(cuts)), start + timedelta(days=400)]
    whole = windows.windows_between(cadence, anchor, zone, edges[0], edges[-1])
    pieces = [
        w for a, b in zip(edges, edges[1:], strict=False) for w in windows.windows_between(cadence, anchor, zone, a, b)
    ]
    assert pieces == whole
    assert len(whole) in range(400 // (7 * cadence.weeks) - 1, 400 // (7 * cadence.weeks) + 2)


@given(cadence=cadences, anchor=days, zone=st.sampled_from(ZONES))
@settings(max_examples=200, deadline=None)
def test_one_window_is_closed_before_the_next_opens(cadence, anchor, zone):
    start = datetime.combine(anchor, time(0), UTC)
    found = windows.windows_between(cadence, anchor, zone, start, start + timedelta(days=200))
    assert all(a.closes_at <= b.opens_at for a, b in zip(found, found[1:], strict=False))


def test_years_later_the_weeks_still_count_from_the_anchor():
    cadence, anchor = Cadence(3, 0, time(9)), date(2020, 1, 1)
    found = windows.windows_between(cadence, anchor, NEW_YORK, noon("2027-05-01"), noon("2027-07-01"))
    assert [w.opens_wall.date() for w in found] == [date(2027, 5, 17), date(2027, 6, 7), date(2027, 6, 28)]
    assert all((w.opens_wall.date() - date(2020, 1, 6)).days % 21 == 0 for w in found)


def test_no_window_opens_before_the_anchor_or_at_the_end_of_the_range():
    cadence = Cadence(1, 2, time(12))
    opens = wall.instant(datetime.fromisoformat("2027-05-05 12:00"), NEW_YORK)
    found = windows.windows_between(cadence, date(2027, 5, 3), NEW_YORK, noon("2026-01-01"), opens)
    assert found == []
    found = windows.windows_between(cadence, date(2027, 5, 3), NEW_YORK, opens, opens + timedelta(days=1))
    assert [w.opens_at for w in found] == [opens]


def test_every_offered_slot_opens_by_day_and_makes_a_cadence():
    offered = windows.offered_slots()
    assert len(offered) == len(set(offered)) == 7 * 4 * 2
    for slot in offered:
        found = windows.window(date(2027, 5, 5), Cadence(1, slot.weekday, slot.opens, slot.hours), NEW_YORK)
        assert not moments.is_quiet(found.opens_at, NEW_YORK)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("weeks", (0, 0, time(9), 24)),
        ("weeks", (9, 0, time(9), 24)),
        ("weekday", (1, 7, time(9), 24)),
        ("opens", (1, 0, time(9, 0, 1), 24)),
        ("opens", (1, 0, time(9, tzinfo=UTC), 24)),
        ("hours", (1, 0, time(9), 23)),
        ("hours", (1, 0, time(9), 145)),
    ],
)
def test_a_cadence_out_of_bounds_is_refused(field, values):
    with pytest.raises(Refused) as refused:
        Cadence(*values)
    assert (refused.value.code, refused.value.details) == ("bad_cadence", {"field": field})
