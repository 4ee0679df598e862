"""Receipts come late, twice and in any order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.channels import receipts
from amparo.channels.receipts import Event, State


@pytest.mark.parametrize(
    ("current", "incoming", "after"),
    [
        pytest.param(State.SENDING, Event.TAKEN, State.SENT, id="taken although no answer ever came"),
        pytest.param(State.QUEUED, Event.TAKEN, State.SENT, id="taken while it waited to be tried again"),
        pytest.param(State.SENT, Event.TAKEN, None, id="the same news twice"),
        pytest.param(State.SENT, Event.DELIVERED, State.DELIVERED, id="arrived"),
        pytest.param(State.SENDING, Event.DELIVERED, State.DELIVERED, id="arrived before our own answer"),
        pytest.param(State.DELIVERED, Event.TAKEN, None, id="older news after the last"),
        pytest.param(State.DELIVERED, Event.UNDELIVERED, None, id="nothing outweighs a delivery"),
        pytest.param(State.DELIVERED, Event.FAILED, None, id="not even a failure"),
        pytest.param(State.SENT, Event.UNDELIVERED, State.UNDELIVERED, id="the carrier gave up"),
        pytest.param(State.UNDELIVERED, Event.DELIVERED, State.DELIVERED, id="it arrived after all"),
        pytest.param(State.UNDELIVERED, Event.FAILED, None, id="one failure is enough"),
        pytest.param(State.FAILED, Event.TAKEN, None, id="failed stays failed"),
        pytest.param(State.DROPPED, Event.TAKEN, None, id="dropped stays dropped"),
        pytest.param(State.DROPPED, Event.DELIVERED, State.DELIVERED, id="dropped in doubt, yet it had arrived"),
    ],
)
def test_news_moves_a_delivery_forward_only(current: State, incoming: Event, after: State | None) -> None:
    assert receipts.advance(current, incoming) == after


@given(st.lists(st.sampled_from(Event), max_size=12))
def test_a_delivery_once_known_is_known_whatever_order_the_news_comes_in(news: list[Event]) -> None:
    state = State.SENDING
    for event in news:
        state = receipts.advance(state, event) or state
    assert (state is State.DELIVERED) == (Event.DELIVERED in news)


@given(st.lists(st.sampled_from(Event), max_size=8))
def test_hearing_everything_twice_changes_nothing(news: list[Event]) -> None:
    once = twice = State.SENDING
    for event in news:
        once = receipts.advance(once, event) or once
        for _ in range(2):
            twice = receipts.advance(twice, event) or twice
    assert once is twice
