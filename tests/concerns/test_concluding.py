"""From a silence to what humans conclude: every step works, is refused, happens twice, is contested."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from amparo.access.rows import acting
from amparo.concerns import actions, queries
from amparo.concerns.models import Concern, ConcernMove
from amparo.concerns.rules import State, Why
from amparo.faults.rules import NEVER_AGAINST, Cause
from amparo.foundation import clock, ids
from amparo.foundation.errors import Refused
from amparo.programme import staffing
from tests.concerns.conftest import DAY
from tests.conftest import enrol, person_actor, role


def state(casa: Any, concern_id: Any) -> str:
    with acting(casa.luz):
        return Concern.objects.get(id=concern_id).state


def test_every_step_of_a_raised_concern_is_on_record_and_the_person_reads_why(casa: Any, raised: Any) -> None:
    with acting(raised.me):
        found = queries.concern(raised.id, by=raised.me)
        said = queries.words(found, by=raised.me, at=raised.at)
        moves = [(move.before, move.after, move.by_kind) for move in queries.moves_of(raised.id)]
    assert said["reason"] == "No answer to any of five calls." and said["question"] == "¿Qué pasó esta semana?"
    assert moves == [
        ("", "to_look_at", "system"),
        ("to_look_at", "asked", "member"),
        ("asked", "proposed", "member"),
        ("proposed", "raised", "member"),
    ]
    assert found.asked_in == "es"


def test_nobody_signs_before_the_person_had_three_days(casa: Any, asked: Any) -> None:
    early = asked.at + 3 * DAY - timedelta(minutes=1)
    with acting(casa.luz), pytest.raises(Refused, match="still_time_to_answer"):
        actions.propose(asked.id, cause=Cause.UNKNOWN, reason="No answer", by=casa.luz, at=early)


def test_an_early_answer_lets_propose_but_not_sign(casa: Any, asked: Any) -> None:
    soon = asked.at + timedelta(hours=1)
    with acting(asked.me):
        actions.answer(asked.id, words="My phone was stolen.", by=asked.me, at=soon)
    with acting(casa.luz):
        actions.propose(asked.id, cause=Cause.UNKNOWN, reason="Not believable", by=casa.luz, at=soon)
    with acting(casa.sol), pytest.raises(Refused, match="still_time_to_answer"):
        actions.second(asked.id, by=casa.sol, at=asked.at + 2 * DAY)


def test_asking_again_takes_away_nothing_that_the_person_said(casa: Any, asked: Any) -> None:
    later = asked.at + 3 * DAY
    with acting(asked.me):
        actions.answer(asked.id, words="I was in hospital.", by=asked.me, at=asked.at)
    with acting(casa.luz):
        actions.propose(asked.id, cause=Cause.UNKNOWN, reason="Not believable", by=casa.luz, at=later)
        actions.ask(asked.id, question="Which hospital?", by=casa.luz, at=later)
        with pytest.raises(Refused, match="still_time_to_answer"):
            actions.propose(asked.id, cause=Cause.UNKNOWN, reason="No answer", by=casa.luz, at=later)
        actions.propose(asked.id, cause=Cause.UNKNOWN, reason="No answer", by=casa.luz, at=later + 3 * DAY)
    with acting(casa.sol):  # who signs reads it
        said = queries.words(queries.concern(asked.id, by=casa.sol), by=casa.sol, at=later)
    assert said["answer"] == "I was in hospital."


def test_nobody_seconds_their_own_proposal(casa: Any, asked: Any) -> None:
    later = asked.at + 3 * DAY
    with acting(casa.sol):
        actions.propose(asked.id, cause=Cause.UNKNOWN, reason="No answer", by=casa.sol, at=later)
    with acting(casa.sol), pytest.raises(Refused, match="second_must_be_another"):
        actions.second(asked.id, by=casa.sol, at=later)


def test_an_administrator_cannot_sign_as_two_by_a_new_sign_in(casa: Any, asked: Any) -> None:
    later = asked.at + 3 * DAY
    with acting(casa.luz):
        actions.propose(asked.id, cause=Cause.UNKNOWN, reason="No answer", by=casa.luz, at=later)
    with acting(casa.ada):
        staffing.new_first_password(casa.sol.id, by=casa.ada, at=later)
    with acting(casa.sol), pytest.raises(Refused, match="new_sign_in"):
        actions.second(asked.id, by=casa.sol, at=later + 6 * DAY)
    with acting(casa.sol):
        assert actions.second(asked.id, by=casa.sol, at=later + 7 * DAY).state == State.RAISED


def test_a_case_worker_cannot_give_the_second_signature(casa: Any, asked: Any) -> None:
    later = asked.at + 3 * DAY
    with acting(casa.sol):
        actions.propose(asked.id, cause=Cause.UNKNOWN, reason="No answer", by=casa.sol, at=later)
    with acting(casa.luz), pytest.raises(Refused, match="not_allowed"):
        actions.second(asked.id, by=casa.luz, at=later)


@pytest.mark.parametrize("cause", sorted(NEVER_AGAINST))
def test_what_is_never_the_persons_cannot_be_proposed(casa: Any, asked: Any, cause: Cause) -> None:
    with acting(casa.luz), pytest.raises(Refused, match="never_against"):
        actions.propose(asked.id, cause=cause, reason="No answer", by=casa.luz, at=asked.at + 3 * DAY)


@pytest.mark.parametrize("cause", sorted(NEVER_AGAINST))
def test_a_look_that_found_our_fault_stands_until_another_look(casa: Any, asked: Any, cause: Cause) -> None:
    later = asked.at + 3 * DAY
    with acting(casa.luz):
        actions.check_faults(asked.id, cause=cause, by=casa.luz, at=later)
    with acting(casa.luz), pytest.raises(Refused, match="never_against"):
        actions.propose(asked.id, cause=Cause.UNKNOWN, reason="No answer", by=casa.luz, at=later)
    with acting(casa.luz):
        actions.check_faults(asked.id, cause=Cause.UNKNOWN, by=casa.luz, at=later)
        proposed = actions.propose(asked.id, cause=Cause.UNKNOWN, reason="No answer", by=casa.luz, at=later)
    assert proposed.state == State.PROPOSED


def test_our_fault_found_after_it_was_proposed_closes_it(casa: Any, asked: Any) -> None:
    later = asked.at + 3 * DAY
    with acting(casa.luz):
        actions.propose(asked.id, cause=Cause.UNKNOWN, reason="No answer", by=casa.luz, at=later)
    _found_ours(casa, asked.id, later)


def test_our_fault_found_when_it_is_contested_closes_it(casa: Any, raised: Any) -> None:
    with acting(raised.me):
        actions.contest(raised.id, words="Your page was down.", by=raised.me, at=raised.at + DAY)
    _found_ours(casa, raised.id, raised.at + DAY)


def _found_ours(casa: Any, concern_id: Any, at: Any) -> None:
    with acting(casa.luz), pytest.raises(Refused, match="never_against"):
        actions.check_faults(concern_id, cause=Cause.OUR_OUTAGE, by=casa.luz, at=at)
    with acting(casa.luz):
        actions.close(concern_id, because=Why.FAULT, cause=Cause.OUR_OUTAGE, by=casa.luz, at=at)
    assert state(casa, concern_id) == State.CLOSED


def test_without_a_reason_nothing_is_proposed(casa: Any, asked: Any) -> None:
    with acting(casa.luz), pytest.raises(Refused, match="reason_missing"):
        actions.propose(asked.id, cause=Cause.UNKNOWN, reason="  \0", by=casa.luz, at=asked.at + 3 * DAY)
    assert state(casa, asked.id) == State.ASKED


def test_nobody_is_asked_before_somebody_looked_for_faults(casa: Any, concern: Concern) -> None:
    with acting(casa.luz), pytest.raises(Refused, match="fault_check_missing"):
        actions.ask(concern.id, question="What happened?", by=casa.luz, at=clock.now())


def test_contesting_opens_it_again_for_somebody_who_did_not_sign(casa: Any, raised: Any) -> None:
    with acting(raised.me):
        actions.contest(raised.id, words="I was in hospital.", by=raised.me, at=raised.at)
    assert state(casa, raised.id) == State.CONTESTED
    for signer in (casa.luz, casa.sol):
        with acting(signer), pytest.raises(Refused, match="second_must_be_another"):
            actions.ask(raised.id, question="Which hospital?", by=signer, at=raised.at)
    with acting(casa.luz):
        actions.close(raised.id, because=Why.NOT_SO, cause=Cause.DEVICE, by=casa.luz, at=raised.at)
    assert state(casa, raised.id) == State.CLOSED


def test_who_signed_what_was_contested_signs_nothing_of_it_again(casa: Any, raised: Any) -> None:
    third, fourth = (replace(casa.sol, id=ids.new()) for _ in range(2))
    later = raised.at + 4 * DAY
    with acting(raised.me):
        actions.contest(raised.id, words="I was in hospital.", by=raised.me, at=raised.at)
    with acting(third):
        actions.ask(raised.id, question="Which hospital?", by=third, at=raised.at)
    for signer in (casa.luz, casa.sol):
        with acting(signer), pytest.raises(Refused, match="second_must_be_another"):
            actions.propose(raised.id, cause=Cause.UNKNOWN, reason="Not so", by=signer, at=later)
    with acting(third):
        actions.propose(raised.id, cause=Cause.UNKNOWN, reason="No such hospital", by=third, at=later)
    with acting(casa.sol), pytest.raises(Refused, match="second_must_be_another"):
        actions.second(raised.id, by=casa.sol, at=later)
    with acting(casa.luz), pytest.raises(Refused, match="second_must_be_another"):
        actions.ask(raised.id, question="And now?", by=casa.luz, at=later)
    with acting(fourth):
        assert actions.second(raised.id, by=fourth, at=later).state == State.RAISED


def test_a_person_answers_and_contests_their_own_and_no_other(casa: Any, raised: Any) -> None:
    other = person_actor(enrol(casa, name="Rosa", case_number="A9", contacts=[]))
    with acting(other), pytest.raises(Refused, match="unknown_concern"):
        actions.contest(raised.id, words="Not so", by=other, at=raised.at)
    with acting(raised.me):
        actions.contest(raised.id, words="Not so", by=raised.me, at=raised.at)
        with pytest.raises(Refused, match="no_such_move"):
            actions.contest(raised.id, words="Not so", by=raised.me, at=raised.at)


def test_a_colleague_who_does_not_look_after_her_may_not_look(casa: Any, concern: Concern) -> None:
    with acting(casa.teo), pytest.raises(Refused, match="not_allowed"):
        actions.check_faults(concern.id, cause=Cause.UNKNOWN, by=casa.teo, at=clock.now())


def test_two_who_decide_at_once_decide_once(casa: Any, asked: Any) -> None:
    later, refused = asked.at + 3 * DAY, []
    with acting(casa.luz):
        actions.propose(asked.id, cause=Cause.UNKNOWN, reason="No answer", by=casa.luz, at=later)

    def decide(verb: Any, **facts: Any) -> None:
        try:
            with acting(casa.sol):
                verb(asked.id, by=casa.sol, at=later, **facts)
        except Refused as no:
            refused.append(no.code)
        finally:
            connection.close()

    both = [
        threading.Thread(target=decide, args=(actions.second,)),
        threading.Thread(
            target=decide, args=(actions.close,), kwargs={"because": Why.NOT_NEEDED, "cause": Cause.UNKNOWN}
        ),
    ]
    for one in both:
        one.start()
    for one in both:
        one.join()
    # Closing is possible after signing too; signing after closing is not.
    assert state(casa, asked.id) in (State.CLOSED, State.RAISED)
    assert refused in ([], ["no_such_move"], ["somebody_was_faster"])
    with acting(casa.luz):
        assert ConcernMove.objects.filter(concern=asked.id, after=State.RAISED).count() <= 1


class TestPostgresHoldsIt:
    """What the code would refuse, the database refuses too."""

    @pytest.mark.parametrize("cause", sorted(NEVER_AGAINST))
    def test_a_raised_concern_has_no_cause_of_ours(self, casa: Any, raised: Any, cause: Cause) -> None:
        with acting(casa.luz), pytest.raises(IntegrityError, match="what_is_never_the_persons_never_weighs"):
            Concern.objects.filter(id=raised.id).update(cause=cause)

    def test_nothing_is_raised_by_one_signature(self, casa: Any, raised: Any) -> None:
        with acting(casa.luz), pytest.raises(IntegrityError, match="two_sign_after_the_time_to_answer"):
            Concern.objects.filter(id=raised.id).update(seconded_by=casa.luz.id)

    def test_the_three_days_cannot_be_shortened(self, casa: Any, asked: Any) -> None:
        with acting(casa.luz), pytest.raises(IntegrityError, match="a_person_has_three_days_to_answer"):
            Concern.objects.filter(id=asked.id).update(answer_until=asked.at + timedelta(hours=71))

    def test_nothing_is_raised_out_of_the_blue(self, casa: Any, concern: Concern) -> None:
        with acting(casa.luz), pytest.raises(IntegrityError, match="nothing_is_proposed_before_it_was_asked"):
            Concern.objects.filter(id=concern.id).update(state=State.PROPOSED)

    @pytest.mark.parametrize("to", [s for s in State if s not in (State.TO_LOOK_AT, State.CLOSED)])
    def test_the_background_cannot_write_a_state_that_weighs(self, casa: Any, concern: Concern, to: State) -> None:
        with role("worker"), acting(casa.system), pytest.raises(ProgrammingError, match="row-level security"):
            Concern.objects.filter(id=concern.id).update(state=to)

    @pytest.mark.parametrize("column", ["proposed_by", "seconded_by", "reason", "asked_at", "answer_until", "answer"])
    def test_the_background_cannot_sign_ask_or_answer(self, casa: Any, concern: Concern, column: str) -> None:
        with role("worker"), acting(casa.system), pytest.raises(ProgrammingError, match="permission denied"):
            with transaction.atomic():
                Concern.objects.filter(id=concern.id).update(**{column: None})

    def test_the_background_cannot_begin_one_that_is_signed(self, casa: Any, concern: Concern) -> None:
        facts = {"asked_at": clock.now()}
        with role("worker"), acting(casa.system), pytest.raises(ProgrammingError, match="row-level security"):
            Concern.objects.create(
                programme_id=casa.id,
                person_id=concern.person_id,
                outreach_id=concern.outreach_id,
                about_id=concern.about_id,
                state_at=clock.now(),
                opened_at=clock.now(),
                cause=Cause.UNKNOWN,
                **facts,
            )


def test_the_rate_counts_what_was_a_fault(casa: Any, concern: Concern) -> None:
    at = clock.now()
    with acting(casa.luz):
        actions.close(concern.id, because=Why.FAULT, cause=Cause.CARRIER, by=casa.luz, at=at)
        told = queries.counts(since=at - DAY, until=at + DAY)
    assert told == {"all": 1, "closed_as_fault": 1, "closed_otherwise": 0, "raised": 0, "open": 0}
    assert queries.false_concern_rate(told) == 1.0


def test_what_is_still_open_does_not_make_the_rate_look_better() -> None:
    told = {"all": 10, "closed_as_fault": 3, "closed_otherwise": 2, "raised": 1, "open": 4}
    assert queries.false_concern_rate(told) == 0.5
