"""How often something came: each time counts, and the while has an end."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection

from amparo.foundation import clock, guesses
from tests import counts


@pytest.fixture(autouse=True)
def _from_the_start(casa: Any) -> None:
    counts.begin_anew()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """later(seconds): the clock shows so much more from now on."""
    began, true = {"after": 0}, clock.now

    def move(seconds: int) -> None:
        began["after"] += seconds

    monkeypatch.setattr(clock, "now", lambda: true() + timedelta(seconds=began["after"]))
    return move


def test_each_time_counts_for_the_whole_while(later: Any) -> None:
    assert guesses.count("a", seconds=3600) == 1
    later(3000)
    assert [guesses.count("a", seconds=3600), guesses.count("b", seconds=3600)] == [2, 1]


def test_whoever_goes_on_begins_anew_when_it_is_over(later: Any) -> None:
    """A calendar that asks every quarter of an hour is not shut out for ever."""
    said = []
    for _ in range(12):
        said.append(guesses.count("a", seconds=3600))
        later(900)
    assert said == [1, 2, 3, 4] * 3


def test_what_comes_at_once_counts_each_by_itself() -> None:
    def one(_: int) -> int:
        try:
            return guesses.count("a", seconds=3600)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as several:
        assert sorted(several.map(one, range(40))) == list(range(1, 41))


def test_what_an_older_release_counted_is_no_stumbling_block() -> None:
    cache.add("a", 7, timeout=3600)
    assert guesses.count("a", seconds=3600) == 1
