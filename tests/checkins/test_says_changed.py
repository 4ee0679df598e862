"""What somebody says has changed waits until a member asked them; it holds no window open."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from amparo.access.rows import acting
from amparo.casework import handling, today
from amparo.casework.urgency import Kind
from amparo.checkins import actions, queries
from amparo.checkins.models import Checkin
from amparo.checkins.rules import Cause, CheckinState
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.identity.ways import Way
from tests.checkins.test_submitting import capture_of, send
from tests.participant.conftest import open_window


@pytest.fixture
def window(casa: Any, ana: Any) -> Checkin:
    return open_window(casa, ana)


@pytest.fixture
def moved(ana: Any, window: Checkin) -> Checkin:
    """Ana has checked in and said that she moved."""
    send(ana, window, capture_of(says_changed=True), clock.now())
    return window


def handle(window: Checkin, by: Any) -> None:
    with acting(by):
        handling.handled(Kind.SAYS_CHANGED, window.id, by=by, at=clock.now())


def stands(casa: Any, window: Checkin) -> tuple[str, list[str]]:
    with acting(casa.luz):
        now = queries.one(window.id)
        return now.state, now.looks


def waits(by: Any) -> list[Kind]:
    with acting(by):
        return [need.kind for need in today.needs(by=by, at=clock.now())]


def test_it_waits_for_her_worker_and_nobody_elses(casa: Any, elsewhere: Any, moved: Checkin) -> None:
    assert stands(casa, moved) == (CheckinState.DONE, ["says_changed"])
    assert (waits(casa.luz), waits(casa.teo), waits(elsewhere.luz)) == ([Kind.SAYS_CHANGED], [], [])


def test_said_days_later_it_waits_from_then_and_is_not_late_at_once(casa: Any, ana: Any, window: Checkin) -> None:
    done = clock.now()
    send(ana, window, capture_of(), done)
    send(ana, window, capture_of(says_changed=True), done + timedelta(days=5))
    with acting(casa.luz):
        (need,) = today.needs(by=casa.luz, at=done + timedelta(days=5))
    assert need.since == done + timedelta(days=5)


def test_taken_care_of_it_waits_no_more_and_a_second_time_changes_nothing(casa: Any, moved: Checkin) -> None:
    for _ in range(2):
        handle(moved, casa.luz)
        assert stands(casa, moved) == (CheckinState.DONE, [])
    assert waits(casa.luz) == []


def test_a_colleague_may_not_take_it_away(casa: Any, moved: Checkin) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        handle(moved, casa.teo)
    assert waits(casa.luz) == [Kind.SAYS_CHANGED]


def test_elsewhere_there_is_nothing_to_take_care_of(casa: Any, elsewhere: Any, moved: Checkin) -> None:
    with pytest.raises(Refused, match="already_handled"):
        handle(moved, elsewhere.luz)
    assert stands(casa, moved) == (CheckinState.DONE, ["says_changed"])


def test_what_fails_half_way_leaves_it_waiting(casa: Any, moved: Checkin) -> None:
    with pytest.raises(ZeroDivisionError), acting(casa.luz):
        actions.handle_changed(queries.one(moved.id), by=casa.luz, at=clock.now())
        raise ZeroDivisionError
    assert waits(casa.luz) == [Kind.SAYS_CHANGED]


def test_only_that_reason_goes(casa: Any, ana: Any, window: Checkin) -> None:
    send(ana, window, capture_of(says_changed=True, wants_help=True), clock.now())
    handle(window, casa.luz)
    assert stands(casa, window) == (CheckinState.DONE, ["wants_help"])
    assert waits(casa.luz) == [Kind.ASKED_FOR_HELP]


def test_whoever_looks_at_something_else_has_not_asked_yet(casa: Any, ana: Any, window: Checkin) -> None:
    send(ana, window, capture_of(identity=Way.NONE, says_changed=True), clock.now())
    assert waits(casa.luz) == [Kind.TO_LOOK_AT]
    with acting(casa.luz):
        actions.look(queries.one(window.id), by=casa.luz, at=clock.now())
    assert stands(casa, window) == (CheckinState.DONE, ["says_changed"])
    assert waits(casa.luz) == [Kind.SAYS_CHANGED]


def test_without_news_a_look_still_clears_every_reason(casa: Any, ana: Any, window: Checkin) -> None:
    send(ana, window, capture_of(identity=Way.NONE), clock.now())
    with acting(casa.luz):
        actions.look(queries.one(window.id), by=casa.luz, at=clock.now())
    assert stands(casa, window) == (CheckinState.DONE, [])


def test_an_explained_window_still_says_it(casa: Any, ana: Any, window: Checkin) -> None:
    send(ana, window, capture_of(identity=Way.NONE, says_changed=True), clock.now())
    with acting(casa.luz):
        actions.explain(queries.one(window.id), cause=Cause.DEVICE, note="", by=casa.luz, at=clock.now())
    assert waits(casa.luz) == [Kind.SAYS_CHANGED]
