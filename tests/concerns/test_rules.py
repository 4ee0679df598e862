"""The two tables: who reaches out when, and what may follow what, by whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.concerns import rules
from amparo.concerns.rules import MOVES, Mover, Signed, State, StepKind
from amparo.faults.rules import NEVER_AGAINST, Cause
from amparo.foundation.errors import Refused

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
LUZ, SOL = uuid4(), uuid4()


def signed(**changes: Any) -> Signed:
    facts: dict[str, Any] = {
        "cause": Cause.UNKNOWN,
        "outreach_done_at": NOW - timedelta(days=6),
        "fault_checked_at": NOW - timedelta(days=5),
        "asked_at": NOW - timedelta(days=4),
        "answer_until": NOW - timedelta(days=1),
        "answered_at": None,
        "has_reason": True,
        "proposed_by": LUZ,
    }
    return Signed(**facts | changes)


def test_the_system_can_begin_and_let_go_and_nothing_else() -> None:
    mine = {after for (_, after), movers in MOVES.items() if Mover.SYSTEM in movers}
    assert mine == {State.CLOSED}
    assert rules.BACKGROUND_MAY_WRITE == {State.TO_LOOK_AT, State.CLOSED}


def test_only_a_person_contests_and_nobody_else() -> None:
    assert [pair for pair, movers in MOVES.items() if Mover.PERSON in movers] == [(State.RAISED, State.CONTESTED)]


def test_raising_is_reached_by_one_way_only() -> None:
    assert [before for before, after in MOVES if after is State.RAISED] == [State.PROPOSED]
    assert [before for before, after in MOVES if after is State.PROPOSED] == [State.ASKED]


def test_what_is_closed_stays_closed() -> None:
    assert not [pair for pair in MOVES if pair[0] is State.CLOSED]


@given(st.lists(st.sampled_from(State), min_size=2, max_size=12), st.sampled_from([Mover.SYSTEM]))
def test_no_path_of_the_system_weighs_on_anybody(path: list[State], mover: Mover) -> None:
    at = State.TO_LOOK_AT
    for step in path:
        if rules.may_move(at, step, mover):
            at = step
    assert at in rules.BACKGROUND_MAY_WRITE


def test_with_everything_on_record_two_may_sign() -> None:
    rules.require_second(signed(), SOL, NOW)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        *(({"cause": cause}, "never_against") for cause in sorted(NEVER_AGAINST)),
        ({"outreach_done_at": None}, "outreach_missing"),
        ({"fault_checked_at": None}, "fault_check_missing"),
        ({"asked_at": None}, "not_asked_yet"),
        ({"answer_until": NOW + timedelta(hours=1)}, "still_time_to_answer"),
        ({"answer_until": NOW + timedelta(hours=1), "answered_at": NOW}, "still_time_to_answer"),
        ({"has_reason": False}, "reason_missing"),
        ({"proposed_by": SOL}, "second_must_be_another"),
    ],
)
def test_whatever_is_missing_nobody_signs(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused, match=code):
        rules.require_second(signed(**changes), SOL, NOW)


def test_who_answered_early_may_be_proposed_but_not_signed_before_the_three_days() -> None:
    early = signed(answered_at=NOW, answer_until=NOW + timedelta(days=2))
    rules.require_proposal(early, NOW)
    with pytest.raises(Refused, match="still_time_to_answer"):
        rules.require_second(early, SOL, NOW)


def test_a_message_goes_first_and_a_call_last() -> None:
    steps = rules.ladder(NOW, trusted_after=timedelta(hours=24), call_after=timedelta(hours=48))
    assert [step.kind for step in steps] == [StepKind.MESSAGE, StepKind.TRUSTED, StepKind.CALL]
    assert [step.due_at for step in steps] == sorted(step.due_at for step in steps)


@pytest.mark.parametrize(("fault", "all_", "rate"), [(0, 0, None), (3, 4, 0.75), (0, 7, 0.0)])
def test_the_false_concern_rate(fault: int, all_: int, rate: float | None) -> None:
    assert rules.rate(fault, all_) == rate
