"""Ana's window closed in silence."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from amparo.access.rows import acting
from amparo.casework import silence
from amparo.checkins.models import Checkin
from amparo.concerns import actions
from amparo.concerns.models import Concern, Outreach, Step
from amparo.concerns.rules import Outcome
from amparo.faults.rules import Cause
from amparo.foundation import clock
from tests.conftest import person_actor, role
from tests.staff.a_full_day import checkin

DAY = timedelta(days=1)


@pytest.fixture
def silent(casa: Any, ana: Any) -> Checkin:
    """A window of Ana's that closed a minute ago, and that nobody answered."""
    with acting(casa.system):
        return checkin(ana, clock.now() - timedelta(hours=49), "unanswered")


@pytest.fixture
def outreach(casa: Any, silent: Checkin) -> Outreach:
    """Somebody has begun to reach out."""
    with role("worker"):
        silence.reach_out(casa.id, at=clock.now())
    with acting(casa.luz):
        return Outreach.objects.get(about_id=silent.id)


@pytest.fixture
def concern(casa: Any, outreach: Outreach) -> Concern:
    """Every way was tried in vain: a human should look."""
    at = clock.now()
    with acting(casa.luz):
        call = Step.objects.get(outreach=outreach, kind="call")
        Step.objects.filter(id=call.id).update(due_at=at)  # its turn has come
        actions.do(call.id, outcome=Outcome.NO_ANSWER, note="Rang six times", by=casa.luz, at=at)
    with role("worker"):
        silence.to_humans(casa.id, at=at)
    with acting(casa.luz):
        return Concern.objects.get(outreach=outreach)


@pytest.fixture
def asked(casa: Any, ana: Any, concern: Concern) -> SimpleNamespace:
    """Luz has looked for faults and asked Ana."""
    at = clock.now()
    with acting(casa.luz):
        actions.check_faults(concern.id, cause=Cause.UNKNOWN, by=casa.luz, at=at)
        actions.ask(concern.id, question="¿Qué pasó esta semana?", by=casa.luz, at=at)
    return SimpleNamespace(id=concern.id, at=at, me=person_actor(ana))


@pytest.fixture
def raised(casa: Any, asked: SimpleNamespace) -> SimpleNamespace:
    """Luz proposed, Sol signed, three days later."""
    later = asked.at + 3 * DAY
    with acting(casa.luz):
        actions.propose(asked.id, cause=Cause.UNKNOWN, reason="No answer to any of five calls.", by=casa.luz, at=later)
    with acting(casa.sol):
        actions.second(asked.id, by=casa.sol, at=later)
    return SimpleNamespace(id=asked.id, at=later, me=asked.me)
