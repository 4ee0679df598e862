"""What a submission makes of its window, and who may move it where."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.checkins import rules
from amparo.checkins.clock_evidence import TOLERANCE, Standing
from amparo.checkins.rules import Cause, CheckinState, Look, Mover, Verdict
from amparo.foundation.errors import Refused

OPENS = datetime(2027, 5, 5, 16, tzinfo=UTC)
CLOSES = OPENS + timedelta(hours=24)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
DONE = Verdict(True, CheckinState.DONE)
LATE = Verdict(False, CheckinState.DONE, (Look.LATE,))
TOO_EARLY = Verdict(None, CheckinState.NEEDS_LOOK, (Look.TOO_EARLY,))


def verify(said_at=None, received_at=OPENS + HOUR, **facts) -> Verdict:
    return rules.verify(opens_at=OPENS, closes_at=CLOSES, said_at=said_at, received_at=received_at, **facts)


@pytest.mark.parametrize(
    ("said_at", "received_at", "expected"),
    [
        pytest.param(OPENS, OPENS, DONE, id="on the first moment"),
        pytest.param(CLOSES, CLOSES, DONE, id="on the last moment"),
        pytest.param(CLOSES - MINUTE, CLOSES + 47 * HOUR, DONE, id="captured in time, received two days late"),
        pytest.param(CLOSES + TOLERANCE, CLOSES + HOUR, DONE, id="within what a corrected clock can know"),
        pytest.param(CLOSES + TOLERANCE + MINUTE, CLOSES + HOUR, LATE, id="captured late"),
        pytest.param(None, CLOSES + MINUTE, LATE, id="no clock but ours, a minute late"),
        pytest.param(None, OPENS + HOUR, DONE, id="a telephone call"),
        pytest.param(OPENS - 24 * HOUR, OPENS - 24 * HOUR, DONE, id="a day before it opens"),
        pytest.param(OPENS - 25 * HOUR, OPENS + HOUR, TOO_EARLY, id="captured long before"),
        pytest.param(CLOSES + 9 * HOUR, OPENS + HOUR, DONE, id="said after it was received: it was not"),
    ],
)
def test_the_moment_of_capture_decides(said_at, received_at, expected):
    assert verify(said_at, received_at) == expected


def test_a_doubtful_clock_does_not_matter_when_it_arrived_in_time():
    assert verify(None, CLOSES, clock=Standing.DOUBTFUL) == DONE


def test_a_doubtful_clock_after_the_window_is_looked_at_and_never_late():
    verdict = verify(None, CLOSES + HOUR, clock=Standing.DOUBTFUL)
    assert verdict == Verdict(None, CheckinState.NEEDS_LOOK, (Look.CLOCK_DOUBTFUL,))


@pytest.mark.parametrize(
    ("said", "heard"), [({"wants_help": True}, Look.WANTS_HELP), ({"says_changed": True}, Look.SAYS_CHANGED)]
)
def test_a_second_answer_changes_nothing_but_what_they_say_of_themselves_is_heard(said, heard):
    verdict = verify(None, CLOSES + HOUR, done_already=True, has_place=False, **said)
    assert verdict == Verdict(None, CheckinState.DONE, (heard,))


def test_a_missing_place_is_accepted_and_with_its_cause_not_even_looked_at():
    assert verify(has_place=False).looks == (Look.NO_PLACE,)
    assert verify(has_place=False).to is CheckinState.DONE
    assert verify(has_place=False, place_cause=Cause.PERMISSION).looks == ()


@given(
    said=st.none() | st.datetimes(timezones=st.just(UTC)),
    received=st.datetimes(timezones=st.just(UTC)),
    clock=st.sampled_from(Standing),
    done=st.booleans(),
    place=st.booleans(),
    wants_help=st.booleans(),
    changed=st.booleans(),
)
def test_nothing_a_phone_sends_is_refused_or_held_against_anybody(
    said, received, clock, done, place, wants_help, changed
):
    facts = {"clock": clock, "done_already": done, "has_place": place, "wants_help": wants_help}
    verdict = verify(said, received, **facts, says_changed=changed)
    assert verdict.to in (CheckinState.DONE, CheckinState.NEEDS_LOOK)
    assert (Look.WANTS_HELP in verdict.looks) == wants_help
    assert (Look.SAYS_CHANGED in verdict.looks) == changed
    # That something changed is a reason to ask, and moves nothing.
    without = verify(said, received, **facts)
    assert (verdict.to, verdict.on_time) == (without.to, without.on_time)
    assert {*verdict.looks} - {Look.SAYS_CHANGED} == {*without.looks}
    if clock is Standing.DOUBTFUL:
        assert verdict.on_time is not False


def test_the_system_makes_no_adverse_move():
    kind = {CheckinState.DUE, CheckinState.UNANSWERED, CheckinState.EXPLAINED, CheckinState.CANCELLED}
    assert {after for (_, after), movers in rules.MOVES.items() if Mover.SYSTEM in movers} == kind


def test_done_and_cancelled_are_final():
    assert not [move for move in rules.MOVES if move[0] in (CheckinState.DONE, CheckinState.CANCELLED)]


def test_from_everywhere_else_the_person_can_still_check_in():
    others = set(CheckinState) - {CheckinState.DONE, CheckinState.CANCELLED}
    assert all(rules.may_move(state, CheckinState.DONE, Mover.PERSON) for state in others)


def test_nobody_moves_what_a_person_sent_to_unanswered():
    assert (CheckinState.NEEDS_LOOK, CheckinState.UNANSWERED) not in rules.MOVES
    with pytest.raises(Refused, match="no_such_move"):
        rules.require_move("needs_look", "unanswered", "member")


def test_only_the_clock_calls_a_window_unanswered():
    assert not rules.may_move(CheckinState.DUE, CheckinState.UNANSWERED, Mover.MEMBER)
    assert rules.may_move(CheckinState.DUE, CheckinState.UNANSWERED, Mover.SYSTEM)


@pytest.mark.parametrize("cause", Cause)
def test_the_system_explains_only_by_what_is_never_the_persons_doing(cause):
    assert rules.may_explain(Mover.SYSTEM, cause) == (cause in rules.NEVER_AGAINST)
    assert rules.may_explain(Mover.MEMBER, cause)
    assert not rules.may_explain(Mover.PERSON, cause)


@pytest.mark.parametrize("cause", [None, "", "weather"])
def test_an_explanation_needs_a_cause_from_the_list(cause):
    with pytest.raises(Refused, match="no_such_cause"):
        rules.require_move(CheckinState.UNANSWERED, CheckinState.EXPLAINED, Mover.MEMBER, cause=cause)


def test_an_outage_gives_its_window_the_full_length_again():
    until = CLOSES - HOUR
    assert rules.extended_close(OPENS, CLOSES, [(OPENS + HOUR, until)]) == until + timedelta(hours=24)


def test_an_outage_elsewhere_in_time_changes_nothing():
    outages = [(OPENS - 5 * HOUR, OPENS), (CLOSES, CLOSES + HOUR)]
    assert rules.extended_close(OPENS, CLOSES, outages) == CLOSES


def test_outages_in_any_order_told_twice_give_the_same_moment():
    # The first makes the window longer, so that the last touches it.
    outages = [
        (OPENS - HOUR, OPENS + HOUR),
        (CLOSES + MINUTE, CLOSES + HOUR),
        (OPENS + HOUR, OPENS + 2 * HOUR),
    ]
    ends = {rules.extended_close(OPENS, CLOSES, [*some, some[0]]) for some in permutations(outages)}
    assert ends == {CLOSES + 25 * HOUR}


def test_a_window_extended_before_is_extended_by_its_own_length():
    outage = (CLOSES - HOUR, CLOSES + HOUR)
    once = rules.extended_close(OPENS, CLOSES, [outage])
    assert rules.extended_close(OPENS, once, [outage], length=CLOSES - OPENS) == once
