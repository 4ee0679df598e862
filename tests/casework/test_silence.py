"""A window closed in silence: first our own faults, then outreach, then a human, until there is no question left."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from amparo.access.rows import acting
from amparo.casework import fault_check, jobs, silence, today
from amparo.casework.urgency import Kind
from amparo.checkins import actions as checkins
from amparo.checkins.models import Checkin
from amparo.concerns import actions as concerns
from amparo.concerns.models import Concern, Outreach, Step
from amparo.concerns.rules import Outcome
from amparo.faults import actions as faults
from amparo.faults.models import Outage
from amparo.faults.rules import Cause, Part, Trouble
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.people import trusting
from amparo.reminders.models import Reminder
from tests.concerns.conftest import concern, outreach, silent
from tests.conftest import person_actor, role
from tests.staff.a_full_day import checkin

__all__ = ["concern", "outreach", "silent"]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def sweep(casa: Any, at: Any, *names: str) -> None:
    with role("worker"):
        for name in names or ("watch", "settle_silence", "reach_out", "to_humans"):
            getattr(jobs, name)(casa.id, at)


def kinds(casa: Any, at: Any, who: str = "luz") -> list[Kind]:
    by = getattr(casa, who)
    with acting(by):
        return [need.kind for need in today.needs(by=by, at=at)]


def test_silence_begins_one_outreach_and_tells_the_person_once(casa: Any, silent: Checkin) -> None:
    at = clock.now()
    for _ in range(3):
        sweep(casa, at)
    with acting(casa.luz):
        found = Outreach.objects.get(about_id=silent.id)
        told = Reminder.objects.filter(about_id=found.id)
        assert [(row.kind, row.step) for row in told] == [("outreach", "asked")]
        assert {step.kind: step.state for step in found.steps.all()} == {
            "message": "done",
            "trusted": "skipped",
            "call": "waiting",
        }


def test_nobody_is_written_to_about_a_silence_of_long_ago(casa: Any, silent: Checkin) -> None:
    with acting(casa.luz):
        Checkin.objects.filter(id=silent.id).update(state_at=clock.now() - 31 * DAY)
    sweep(casa, clock.now())
    with acting(casa.luz):
        assert not Outreach.objects.exists()
    assert Kind.UNANSWERED in kinds(casa, clock.now())


def test_the_call_stands_on_the_workers_day_when_it_is_its_turn(casa: Any, outreach: Outreach) -> None:
    at = clock.now()
    assert Kind.TO_REACH not in kinds(casa, at) and Kind.UNANSWERED not in kinds(casa, at)
    assert Kind.TO_REACH in kinds(casa, at + 3 * DAY)


def test_whom_the_person_named_is_asked_before_the_call(casa: Any, ana: Any, silent: Checkin) -> None:
    at = clock.now()
    with acting(casa.luz):
        trusting.name_trusted(
            ana.id, "trusted", name="Rosa", address="+1 305 555 0111", how="in_person", by=casa.luz, at=at
        )
    sweep(casa, at)
    with acting(casa.luz):
        step = Step.objects.get(outreach__about_id=silent.id, kind="trusted")
    assert step.state == "waiting" and Kind.TO_REACH in kinds(casa, at + 25 * HOUR)


def test_who_is_reached_needs_no_concern(casa: Any, outreach: Outreach) -> None:
    at = clock.now()
    with acting(casa.luz):
        call = Step.objects.get(outreach=outreach, kind="call")
        concerns.do(call.id, outcome=Outcome.REACHED, by=casa.luz, at=at)
        with pytest.raises(Refused, match="already_handled"):
            concerns.do(call.id, outcome=Outcome.NO_ANSWER, by=casa.luz, at=at)
    sweep(casa, at + 30 * DAY)
    with acting(casa.luz):
        assert Outreach.objects.get(id=outreach.id).ended == "reached" and not Concern.objects.exists()


@pytest.mark.parametrize("outcome", [Outcome.NO_ANSWER, Outcome.LEFT_WORD, Outcome.NOT_POSSIBLE])
def test_nobody_hurries_a_silence_to_its_end(casa: Any, outreach: Outreach, outcome: Outcome) -> None:
    with acting(casa.luz):
        call = Step.objects.get(outreach=outreach, kind="call")
        with pytest.raises(Refused, match="step_too_early"):
            concerns.do(call.id, outcome=outcome, by=casa.luz, at=call.due_at - timedelta(minutes=1))
    sweep(casa, call.due_at - timedelta(minutes=1))
    with acting(casa.luz):
        assert not Concern.objects.exists()
        concerns.do(call.id, outcome=outcome, by=casa.luz, at=call.due_at)
    sweep(casa, call.due_at)
    with acting(casa.luz):
        assert Concern.objects.exists()


def test_a_call_that_nobody_made_never_becomes_a_concern(casa: Any, outreach: Outreach) -> None:
    for days in (1, 10, 100):
        sweep(casa, clock.now() + days * DAY, "settle_silence", "reach_out", "to_humans")
    with acting(casa.luz):
        assert not Concern.objects.exists()
    assert Kind.TO_REACH in kinds(casa, clock.now() + 100 * DAY)


def test_a_check_in_that_arrives_ends_outreach_and_concern(casa: Any, silent: Checkin, concern: Concern) -> None:
    with acting(casa.luz):
        Checkin.objects.filter(id=silent.id).update(state="done")
    sweep(casa, clock.now())
    with acting(casa.luz):
        found = Concern.objects.get(id=concern.id)
    assert (found.state, found.closed_because) == ("closed", "checked_in")


def test_a_window_opened_again_and_closed_again_is_asked_about_again(casa: Any, silent: Checkin, outreach: Any) -> None:
    at = clock.now()
    with acting(casa.luz):
        Checkin.objects.filter(id=silent.id).update(state="due", state_at=at)
    sweep(casa, at + HOUR, "settle_silence", "reach_out")
    with acting(casa.luz):
        Checkin.objects.filter(id=silent.id).update(state="unanswered", state_at=at + DAY)
    sweep(casa, at + 2 * DAY, "settle_silence", "reach_out")
    with acting(casa.luz):
        assert Outreach.objects.filter(about_id=silent.id).count() == 2


def test_an_outage_gives_the_window_back_and_tells_the_person_once(casa: Any, ana: Any) -> None:
    at = clock.now()
    with acting(casa.system):
        window = checkin(ana, at - DAY, "due")
    with acting(casa.luz):
        faults.declare(Part.WEB, began_at=at - 2 * HOUR, ended_at=at - HOUR, by=casa.luz, at=at)
    for _ in range(2):
        sweep(casa, at)
    with acting(casa.luz):
        assert Checkin.objects.get(id=window.id).closes_at > window.closes_at
        assert Reminder.objects.filter(about_id=window.id, step="extended").count() == 1
        assert Outage.objects.get().applied_at is not None


def test_while_something_of_ours_is_down_no_silence_is_called_one(casa: Any, ana: Any) -> None:
    at = clock.now()
    with acting(casa.system):
        checkin(ana, at - 48 * HOUR - timedelta(minutes=1), "due")
    with acting(casa.luz):
        going_on = faults.declare(Part.WEB, began_at=at - HOUR, ended_at=None, by=casa.luz, at=at)
    with acting(casa.system):
        assert checkins.mark_unanswered(casa.id, at=at) == 0
    with acting(casa.luz):
        faults.end(going_on.id, by=casa.luz, at=at)
    sweep(casa, at, "watch")
    with acting(casa.system):
        assert checkins.mark_unanswered(casa.id, at=at) == 0, "the window has its full length again"


def test_a_silence_that_was_an_outage_is_no_silence(casa: Any, silent: Checkin, outreach: Outreach) -> None:
    at = clock.now()
    with acting(casa.luz):
        faults.declare(Part.WEB, began_at=silent.opens_at + HOUR, ended_at=silent.closes_at, by=casa.luz, at=at)
    sweep(casa, at)
    with acting(casa.luz):
        assert Checkin.objects.get(id=silent.id).state == "due"
        assert Outreach.objects.get(id=outreach.id).ended == "explained"


def test_a_concern_opens_with_the_cause_that_evidence_speaks_for(casa: Any, ana: Any, silent: Checkin) -> None:
    me, at = person_actor(ana), clock.now()
    with acting(me):
        faults.note(ana, Trouble.CAMERA_DENIED, about_id=silent.id, source="phone", happened_at=at, by=me)
        faults.note(ana, Trouble.INCONCLUSIVE, about_id=silent.id, source="server", happened_at=at, by=me)
    sweep(casa, at)
    with acting(casa.luz):
        call = Step.objects.get(outreach__about_id=silent.id, kind="call")
        Step.objects.filter(id=call.id).update(due_at=at)  # its turn has come
        concerns.do(call.id, outcome=Outcome.NO_ANSWER, by=casa.luz, at=at)
    sweep(casa, at)
    with acting(casa.luz):
        found = Concern.objects.select_related("outreach").get()
        assert found.cause == Cause.COMPARATOR
        assert [one.code for one in fault_check.of(found)] == ["inconclusive", "camera_denied"]


def test_leave_cover_sees_what_waits(casa: Any, outreach: Outreach, concern: Concern) -> None:
    from dataclasses import replace

    cover = replace(casa.teo, covers=frozenset({casa.teo.id, casa.luz.id}))
    with acting(cover):
        assert Kind.CONCERN_TO_LOOK_AT in [need.kind for need in today.needs(by=cover, at=clock.now())]


@pytest.mark.parametrize("contested", [False, True])
def test_nothing_that_was_raised_stands_for_ever(casa: Any, ana: Any, concern: Concern, contested: bool) -> None:
    at = clock.now()
    with acting(casa.luz):
        concerns.check_faults(concern.id, cause=Cause.UNKNOWN, by=casa.luz, at=at)
        concerns.ask(concern.id, question="What happened?", by=casa.luz, at=at)
        concerns.propose(concern.id, cause=Cause.UNKNOWN, reason="No answer", by=casa.luz, at=at + 3 * DAY)
    with acting(casa.sol):
        concerns.second(concern.id, by=casa.sol, at=at + 3 * DAY)
    if contested:
        me = person_actor(ana)
        with acting(me):
            concerns.contest(concern.id, words="It is not so.", by=me, at=at + 60 * DAY)
    with role("worker"):
        assert silence.let_old_ones_go(casa.id, at=at + 92 * DAY) == 0
        assert silence.let_old_ones_go(casa.id, at=at + 94 * DAY) == 1
