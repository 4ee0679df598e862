"""A token bucket never grants more than it should, and respects a provider that says wait."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from amparo.channels.adapters import pace
from amparo.channels.adapters.pace import Bucket

AT = datetime(2026, 11, 1, 6, 0, tzinfo=UTC)


def full(rate: float = 10, burst: float = 20) -> Bucket:
    return Bucket(rate, burst, burst, AT)


def test_a_full_bucket_grants_its_burst_and_no_more() -> None:
    granted, bucket = pace.take(full(), 100, AT)
    assert (granted, bucket.tokens) == (20, 0)
    assert pace.take(bucket, 1, AT)[0] == 0


def test_it_fills_with_time() -> None:
    _, empty = pace.take(full(), 20, AT)
    assert pace.take(empty, 100, AT + timedelta(seconds=1.5))[0] == 15


def test_unused_grants_can_be_given_back() -> None:
    _, bucket = pace.take(full(), 20, AT)
    assert pace.take(pace.give_back(bucket, 5), 100, AT)[0] == 5


def test_a_clock_that_runs_behind_neither_gives_nor_takes() -> None:
    _, bucket = pace.take(full(), 5, AT)
    granted, after = pace.take(bucket, 0, AT - timedelta(hours=1))
    assert (granted, after) == (0, bucket)


def test_a_provider_that_says_wait_is_left_alone_until_then() -> None:
    paused = pace.pause(full(), timedelta(seconds=30), AT)
    assert pace.take(paused, 5, AT + timedelta(seconds=29))[0] == 0
    assert pace.take(paused, 5, AT + timedelta(seconds=31))[0] == 5


def test_a_shorter_pause_does_not_end_a_longer_one() -> None:
    paused = pace.pause(pace.pause(full(), timedelta(minutes=5), AT), timedelta(seconds=1), AT)
    assert paused.closed_until == AT + timedelta(minutes=5)


def test_an_absurd_pause_is_believed_for_a_day() -> None:
    assert pace.pause(full(), timedelta(days=400), AT).closed_until == AT + timedelta(days=1)


@given(
    st.floats(0.1, 1000),
    st.integers(1, 500),
    st.lists(st.tuples(st.integers(0, 300), st.integers(-5, 30)), max_size=40),
)
def test_no_sequence_of_requests_gets_more_than_burst_and_rate_allow(
    rate: float, burst: int, asked: list[tuple[int, int]]
) -> None:
    bucket, at, latest, got = Bucket(rate, burst, burst, AT), AT, AT, 0
    for wanted, seconds in asked:
        at += timedelta(seconds=seconds)
        latest = max(at, latest)
        granted, bucket = pace.take(bucket, wanted, at)
        got += granted
        assert 0 <= granted <= wanted
        assert got <= burst + rate * (latest - AT).total_seconds() + 1e-6
