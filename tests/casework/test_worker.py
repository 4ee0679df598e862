"""The worker's rounds: one programme's trouble is its own, and a long round is no outage of ours."""

from __future__ import annotations

import threading
import time
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from amparo.cli import worker
from amparo.cli.worker import Pulse, Sweep
from amparo.foundation import clock


def sweep(job: Any) -> Sweep:
    return Sweep("some", job, timedelta(hours=1))


@pytest.mark.parametrize("in_trouble", ["casa", "elsewhere"])
def test_trouble_in_one_programme_keeps_no_other_from_its_work(casa: Any, elsewhere: Any, in_trouble: str) -> None:
    seen: list[UUID] = []
    broken = {"casa": casa, "elsewhere": elsewhere}[in_trouble].id

    def job(programme_id: UUID, _: datetime) -> int:
        seen.append(programme_id)
        if programme_id == broken:
            raise ZeroDivisionError
        return 0

    one = sweep(job)
    assert worker._pass(one, threading.Event()) == 0
    assert {casa.id, elsewhere.id} <= set(seen)
    # Tried again within seconds, not within the hour.
    assert one.next_at is not None and one.next_at - clock.now() < timedelta(seconds=6)


def test_asked_to_stop_it_begins_no_other_programme(casa: Any, elsewhere: Any) -> None:
    stop, seen = threading.Event(), []

    def job(programme_id: UUID, _: datetime) -> int:
        seen.append(programme_id)
        stop.set()
        return 1

    assert worker._pass(sweep(job), stop) == 1
    assert len(seen) == 1


@pytest.fixture
def pulse(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A pulse that looks every hundredth of a second, and what it saw; ended afterwards."""
    looks: list[float] = []
    monkeypatch.setattr(worker, "PAUSE", 0.01)
    monkeypatch.setattr(worker, "watch", lambda: None)
    monkeypatch.setattr(worker, "_pass", lambda *_: looks.append(time.monotonic()) or 0)
    stop = threading.Event()
    made = Pulse(stop)
    made.looks = looks  # type: ignore[attr-defined]
    yield made
    stop.set()
    if made.ident:
        made.join(10)
        assert not made.is_alive()


def until(ready: Any) -> bool:
    for _ in range(1000):
        if ready():
            return True
        time.sleep(0.01)
    return False


def test_while_a_round_takes_its_time_somebody_looks_at_our_health(pulse: Any) -> None:
    pulse.start()
    assert until(lambda: len(pulse.looks) > 3)


def test_when_the_rounds_stand_still_nobody_says_that_all_is_well(pulse: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(worker, "LONGEST_SWEEP", -1.0)
    pulse.start()
    time.sleep(0.2)
    assert pulse.looks == []
    monkeypatch.setattr(worker, "LONGEST_SWEEP", 60.0)
    pulse.moved()
    assert until(lambda: pulse.looks)
