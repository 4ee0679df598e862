"""When reminders are sent, over all zones and whatever the clocks there do."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.foundation import wall
from amparo.foundation.errors import Refused
from amparo.reminders import moments, rules
from amparo.reminders.moments import Quiet

NEW_YORK = "America/New_York"
ZONES = sorted(z for z in available_timezones() if wall.is_zone(z))
EARLIEST, LATEST = datetime.fromisoformat("1975-01-01"), datetime.fromisoformat("2037-01-01")
instants = st.datetimes(EARLIEST, LATEST, timezones=st.just(UTC))
step_names = st.sampled_from(["scheduled", "opens", "middle", "-30d", "-7d", "-3d", "-1d", "-12h", "-3h", "-2h"])
nights = st.sampled_from(
    [Quiet(), Quiet(time(20), time(9)), Quiet(time(22, 30), time(6, 15)), Quiet(time(23), time(0))]
)


def at(text: str, zone: str = NEW_YORK) -> datetime:
    return wall.instant(datetime.fromisoformat(text), zone)


def on_the_wall(plan, zone: str = NEW_YORK) -> list[tuple[str, str]]:
    return [(p.step, wall.shown(p.send_at, zone).isoformat(" ", "minutes")) for p in plan]


def test_a_hearing_is_told_at_once_then_a_week_three_days_a_day_and_two_hours_before():
    plan = rules.plan(at("2027-03-17 10:30"), NEW_YORK, rules.HEARING.steps, at("2027-02-01 12:00"))
    # Clocks change on 14 March: a week before 10:30 is 10:30 all the same.
    assert on_the_wall(plan) == [
        ("scheduled", "2027-02-01 12:00"),
        ("-7d", "2027-03-10 10:30"),
        ("-3d", "2027-03-14 10:30"),
        ("-1d", "2027-03-16 10:30"),
        ("-2h", "2027-03-17 08:30"),
    ]


@pytest.mark.parametrize(
    ("starts", "step", "expected"),
    [
        pytest.param("2027-05-05 08:30", "-2h", "2027-05-04 20:00", id="too late in the morning"),
        pytest.param("2027-05-05 08:59", "-2h", "2027-05-04 20:00", id="less than half of the notice left"),
        pytest.param("2027-05-05 09:00", "-2h", "2027-05-05 08:00", id="half of the notice left"),
        pytest.param("2027-05-05 10:00", "-2h", "2027-05-05 08:00", id="quiet ends on the stroke"),
        pytest.param("2027-05-05 07:00", "-1d", "2027-05-04 08:00", id="a day before dawn: an hour later"),
        pytest.param("2027-05-05 00:00", "-3h", "2027-05-04 20:00", id="quiet begins on the stroke"),
        pytest.param("2027-05-05 03:00", "-2h", "2027-05-04 20:00", id="in the middle of the night"),
    ],
)  # fmt: skip
def test_a_quiet_moment_moves_to_where_it_still_helps(starts, step, expected):
    plan = rules.plan(at(starts), NEW_YORK, (step,), at("2027-01-01 12:00"))
    assert on_the_wall(plan) == [(step, expected)]


def test_the_past_is_not_planned():
    plan = rules.plan(at("2027-05-05 14:00"), NEW_YORK, ("-7d", "-1d", "-2h"), at("2027-05-04 18:00"))
    assert on_the_wall(plan) == [("-2h", "2027-05-05 12:00")]


def test_what_is_scheduled_in_the_night_is_told_in_the_morning():
    plan = rules.plan(at("2027-05-20 14:00"), NEW_YORK, ("scheduled",), at("2027-05-04 23:10"))
    assert on_the_wall(plan) == [("scheduled", "2027-05-05 08:00")]


def test_nobody_is_woken_even_if_the_hearing_is_at_dawn():
    assert rules.plan(at("2027-05-05 07:00"), NEW_YORK, rules.HEARING.steps, at("2027-05-04 23:10")) == ()


def test_two_reminders_within_three_hours_are_one():
    plan = rules.plan(at("2027-05-05 16:00"), NEW_YORK, rules.HEARING.steps, at("2027-05-05 12:00"))
    assert on_the_wall(plan) == [("scheduled", "2027-05-05 12:00")]


def test_each_reminder_gives_way_to_the_next_and_the_last_to_the_start():
    plan = rules.plan(at("2027-05-05 14:00"), NEW_YORK, ("-1d", "-2h"), at("2027-05-01 12:00"))
    assert [p.not_after for p in plan] == [at("2027-05-05 12:00"), at("2027-05-05 14:00")]


def checkin(hours: int, steps: tuple[str, ...], limit: int | None = 3) -> list[str]:
    opens = at("2027-05-05 12:00")
    plan = rules.plan(
        opens + timedelta(hours=hours), NEW_YORK, steps, at("2027-05-01 12:00"), limit=limit, opens_at=opens
    )
    return [p.step for p in plan]


def test_a_checkin_is_told_at_most_three_times_the_first_and_the_last_ones_stay():
    every = ("opens", "middle", "-1d", "-3h")
    assert checkin(96, every) == ["opens", "-1d", "-3h"]
    assert checkin(96, every, limit=None) == ["opens", "middle", "-1d", "-3h"]
    assert checkin(96, every, limit=1) == ["-3h"]
    assert checkin(96, every, limit=0) == []


def test_a_day_before_the_end_of_a_window_of_one_day_is_its_opening():
    # The middle is midnight: too late in the morning, but the evening is after the opening.
    assert checkin(24, ("opens", "middle", "-1d", "-3h")) == ["opens", "middle", "-3h"]


def test_a_second_plan_for_a_window_counts_what_was_sent():
    assert [rules.CHECKIN.left(n) for n in (0, 2, 3, 4)] == [3, 1, 0, 0]
    assert rules.HEARING.left(99) is None


@pytest.mark.parametrize("step", ["-0d", "-7", "7d", "-7 d", "-1d\n", "", "tomorrow", "-1000d"])
def test_a_name_that_is_no_step_is_refused(step):
    with pytest.raises(Refused, match="unknown_step"):
        rules.plan(at("2027-05-05 14:00"), NEW_YORK, (step,), at("2027-05-01 12:00"))


@given(
    starts_at=instants,
    zone=st.sampled_from(ZONES),
    steps=st.lists(step_names, unique=True).map(tuple),
    ahead=st.timedeltas(timedelta(days=-2), timedelta(days=40)),
    length=st.none() | st.timedeltas(timedelta(hours=24), timedelta(hours=150)),
    limit=st.none() | st.integers(0, 4),
    quiet=nights,
)
@settings(max_examples=400, deadline=None)
def test_a_plan_keeps_its_promises_everywhere(starts_at, zone, steps, ahead, length, limit, quiet):
    now = starts_at - ahead
    opens_at = None if length is None else starts_at - length
    plan = rules.plan(starts_at, zone, steps, now, quiet=quiet, limit=limit, opens_at=opens_at)
    moments_sent = [p.send_at for p in plan]
    assert not any(moments.is_quiet(moment, zone, quiet) for moment in moments_sent)
    assert all(now <= p.send_at < p.not_after <= starts_at for p in plan)
    assert all(later - earlier >= rules.APART for earlier, later in zip(moments_sent, moments_sent[1:], strict=False))
    assert limit is None or len(plan) <= limit
    assert len({p.step for p in plan}) == len(plan) and {p.step for p in plan} <= set(steps)
    assert plan == rules.plan(starts_at, zone, steps, now, quiet=quiet, limit=limit, opens_at=opens_at)


@given(at=instants, zone=st.sampled_from(ZONES), quiet=nights)
@settings(max_examples=400, deadline=None)
def test_the_end_of_the_night_comes_and_the_evening_before_has_been(at, zone, quiet):
    morning = moments.next_allowed(at, zone, quiet)
    evening = moments.evening_before(at, zone, quiet)
    assert evening <= at <= morning
    assert not moments.is_quiet(morning, zone, quiet) and not moments.is_quiet(evening, zone, quiet)
    assert moments.next_allowed(morning, zone, quiet) == morning
    assert morning - at < timedelta(days=1, hours=13)  # Samoa lost a day; elsewhere a night is a night


def test_planning_by_the_wall_is_planning_by_the_moment():
    shown, now = datetime.fromisoformat("2027-05-05 14:00"), at("2027-05-01 12:00")
    planned = rules.plan_cached(shown, NEW_YORK, rules.HEARING.steps, now)
    assert planned == rules.plan(at("2027-05-05 14:00"), NEW_YORK, rules.HEARING.steps, now)


@pytest.mark.parametrize(("begins", "ends"), [(time(8), time(21)), (time(10), time(8)), (time(8), time(8))])
def test_a_night_that_leaves_no_day_is_refused(begins, ends):
    with pytest.raises(Refused, match="bad_quiet_hours"):
        Quiet(begins, ends)
