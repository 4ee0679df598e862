"""Phones with wrong clocks, changed clocks and no clocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.checkins import clock_evidence
from amparo.checkins.clock_evidence import TOLERANCE, Evidence, Reason, Standing

SEEN = datetime(2027, 5, 3, 9, tzinfo=UTC)  # the phone last heard from us
CAPTURED = datetime(2027, 5, 5, 15, 59, tzinfo=UTC)
RECEIVED = datetime(2027, 5, 7, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)


def phone(off: timedelta = timedelta(0), **changes) -> Evidence:
    """A phone whose clock is wrong by `off`, all the time."""
    steady = Evidence(
        captured_at=CAPTURED + off,
        device_now=RECEIVED + off,
        last_server_at=SEEN,
        device_at_last_server=SEEN + off,
    )
    return replace(steady, **changes)


OFF = [
    pytest.param(timedelta(0), id="right"),
    pytest.param(datetime(2012, 1, 1, tzinfo=UTC) - SEEN, id="in 2012"),
    pytest.param(timedelta(days=1), id="tomorrow"),
    pytest.param(timedelta(days=-1), id="yesterday"),
    pytest.param(timedelta(days=365), id="next year"),
    pytest.param(timedelta(days=-365), id="last year"),
]


@pytest.mark.parametrize("off", OFF)
def test_a_clock_that_is_steadily_wrong_is_corrected(off):
    verdict = clock_evidence.judge(phone(off), RECEIVED)
    assert (verdict.standing, verdict.reason) == (Standing.TRUSTED, Reason.STEADY)
    assert verdict.said_at == CAPTURED and verdict.offset == -off


@pytest.mark.parametrize("off", OFF[1:])
def test_a_clock_that_was_changed_in_between_is_doubted(off):
    verdict = clock_evidence.judge(phone(device_now=RECEIVED + off), RECEIVED)
    assert (verdict.standing, verdict.reason) == (Standing.DOUBTFUL, Reason.CLOCK_CHANGED)
    assert verdict.said_at is None and verdict.offset is None


@pytest.mark.parametrize("off", OFF)
def test_a_stopwatch_that_never_stopped_outlives_a_changed_clock(off):
    stopwatch = {"elapsed_at_capture": CAPTURED - SEEN, "elapsed_now": RECEIVED - SEEN}
    verdict = clock_evidence.judge(phone(captured_at=CAPTURED + off, **stopwatch), RECEIVED)
    assert (verdict.reason, verdict.said_at) == (Reason.STOPWATCH, CAPTURED)


@pytest.mark.parametrize(
    ("at_capture", "now"), [(2 * HOUR, 3 * HOUR), (-HOUR, RECEIVED - SEEN), (RECEIVED - SEEN, HOUR)]
)
def test_a_stopwatch_that_slept_or_lies_is_left_aside(at_capture, now):
    verdict = clock_evidence.judge(phone(elapsed_at_capture=at_capture, elapsed_now=now), RECEIVED)
    assert (verdict.reason, verdict.said_at) == (Reason.STEADY, CAPTURED)


def test_some_seconds_a_day_are_a_cheap_clock_and_not_a_changed_one():
    month_ago = RECEIVED - timedelta(days=30)
    slow = phone(last_server_at=month_ago, device_at_last_server=month_ago + timedelta(minutes=6))
    assert clock_evidence.judge(slow, RECEIVED).standing is Standing.TRUSTED
    slower = replace(slow, device_at_last_server=month_ago + timedelta(minutes=8))
    assert clock_evidence.judge(slower, RECEIVED).standing is Standing.DOUBTFUL


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        pytest.param({"last_server_at": None}, Reason.NO_EVIDENCE, id="never heard from us"),
        pytest.param({"device_now": None}, Reason.NO_EVIDENCE, id="does not say what it shows now"),
        pytest.param({"captured_at": RECEIVED + HOUR}, Reason.OUT_OF_ORDER, id="captured after it was sent"),
        pytest.param({"captured_at": SEEN - HOUR}, Reason.OUT_OF_ORDER, id="captured before what it relies on"),
        pytest.param({"last_server_at": RECEIVED + HOUR}, Reason.SERVER_TIME_AHEAD, id="has seen the future"),
        pytest.param(
            {"last_server_at": SEEN - timedelta(days=90), "device_at_last_server": SEEN - timedelta(days=90)},
            Reason.TOO_OLD,
            id="too old to say anything",
        ),
        pytest.param({"device_now": datetime.max.replace(tzinfo=UTC)}, Reason.CLOCK_CHANGED, id="in 9999"),
    ],
)
def test_what_cannot_be_believed_is_doubted(changes, reason):
    verdict = clock_evidence.judge(phone(**changes), RECEIVED)
    assert (verdict.standing, verdict.reason, verdict.said_at) == (Standing.DOUBTFUL, reason, None)


def test_what_is_sent_as_it_is_captured_needs_no_evidence():
    now = datetime(2012, 1, 1, tzinfo=UTC)
    verdict = clock_evidence.judge(Evidence(captured_at=now - timedelta(minutes=3), device_now=now), RECEIVED)
    assert (verdict.reason, verdict.said_at) == (Reason.JUST_NOW, RECEIVED - timedelta(minutes=3))


EARLIEST, LATEST = datetime.fromisoformat("2020-01-01"), datetime.fromisoformat("2040-01-01")
moments = st.datetimes(timezones=st.just(UTC))
spans = st.none() | st.timedeltas()


@given(
    st.builds(
        Evidence,
        captured_at=moments,
        device_now=st.none() | moments,
        last_server_at=st.none() | moments,
        device_at_last_server=st.none() | moments,
        elapsed_at_capture=spans,
        elapsed_now=spans,
    ),
    st.datetimes(EARLIEST, LATEST, timezones=st.just(UTC)),
)
def test_whatever_a_phone_says_nothing_was_said_after_it_was_received(evidence, received_at):
    verdict = clock_evidence.judge(evidence, received_at)
    assert (verdict.standing is Standing.TRUSTED) == (verdict.said_at is not None)
    assert verdict.said_at is None or verdict.said_at <= received_at


@given(off=st.timedeltas(timedelta(days=-5000), timedelta(days=5000)))
def test_a_trusted_capture_is_never_dated_before_the_server_time_it_relies_on(off):
    verdict = clock_evidence.judge(phone(off), RECEIVED)
    assert verdict.said_at is not None and verdict.said_at >= SEEN - TOLERANCE
