"""How patient sign-in is."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from amparo.identity import rules
from amparo.identity.rules import Pool

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pool", "known", "may"),
    [
        pytest.param(Pool(), True, True, id="nothing wrong yet"),
        pytest.param(Pool(4), True, True, id="four wrong on a known phone"),
        pytest.param(Pool(5), True, False, id="five wrong on a known phone"),
        pytest.param(Pool(9), False, True, id="nine wrong on unknown phones"),
        pytest.param(Pool(10), False, False, id="ten wrong on unknown phones"),
        pytest.param(Pool(3, NOON + timedelta(seconds=1)), False, False, id="waiting"),
        pytest.param(Pool(3, NOON), False, True, id="waited"),
    ],
)
def test_whether_a_pin_is_looked_at(pool, known, may) -> None:
    assert rules.may_try(pool, known_device=known, at=NOON) is may
    assert (rules.seconds_to_wait(pool, known_device=known, at=NOON) == 0) is may


@given(known=some.booleans(), pauses=some.lists(some.integers(0, 7200), max_size=400))
def test_no_pool_is_tried_more_often_in_a_day_than_its_budget(known, pauses) -> None:
    pool, at, tried = Pool(), NOON.replace(hour=0), 0
    for pause in pauses:
        at += timedelta(seconds=pause)
        if rules.day_of(at) == rules.day_of(NOON) and rules.may_try(pool, known_device=known, at=at):
            pool, tried = rules.after_wrong(pool, known_device=known, at=at), tried + 1
    assert tried <= (5 if known else 10)


@given(wrong=some.integers(0, 8))
def test_delays_only_grow(wrong) -> None:
    def wait(count: int) -> int:
        after = rules.after_wrong(Pool(count), known_device=False, at=NOON)
        return rules.seconds_to_wait(after, known_device=False, at=NOON)

    assert wait(wrong + 1) >= wait(wrong)


def test_the_next_day_begins_anew_and_no_wait_is_longer() -> None:
    spent = rules.after_wrong(Pool(9), known_device=False, at=NOON)
    assert spent.wait_until == datetime(2026, 3, 5, tzinfo=UTC)
    assert rules.day_of(spent.wait_until) != rules.day_of(NOON)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        pytest.param("012345", "012345", id="as printed"),
        pytest.param(" 012 345 ", "012345", id="with blanks"),
        pytest.param("012-345", "012345", id="with a dash"),
        pytest.param("٠١٢٣٤٥", "012345", id="Arabic numerals"),
        pytest.param("01234", None, id="too short"),
        pytest.param("0123456", None, id="too long"),
        pytest.param("01234a", None, id="a letter"),
        pytest.param("²12345", None, id="a raised two"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_a_pin_is_read_however_it_is_typed(typed, read) -> None:
    assert rules.readable_pin(typed) == read
