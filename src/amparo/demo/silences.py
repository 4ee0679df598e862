"""Some of the invented silences go the way that silences go: reached out about, then looked at by a human."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F

from amparo.access.actor import system
from amparo.access.rows import acting
from amparo.casework import silence
from amparo.checkins.models import Checkin, CheckinMove
from amparo.concerns import actions as concerns
from amparo.concerns.models import Step
from amparo.concerns.rules import Outcome
from amparo.programme import queries as programmes

OLDER = timedelta(days=4)
# One is asked about now, one was called in vain and waits for a human, one was reached.
STORIES = (None, Outcome.NO_ANSWER, Outcome.REACHED)


def happen(programme_id: UUID, *, at: datetime) -> None:
    """Steps of reaching out stand in the days of the workers, and a concern that a human should look at."""
    by, began = system(programme_id), at - timedelta(days=3)
    with acting(by):
        silent = Checkin.objects.filter(programme_id=programme_id, state="unanswered")
        # Nobody asks about a silence before it is one: all of these are some days older than the days made them.
        CheckinMove.objects.filter(checkin__in=silent).update(at=F("at") - OLDER)
        older = {"opens_at": F("opens_at") - OLDER, "closes_at": F("closes_at") - OLDER}
        silent.update(**older, state_at=F("closes_at") - OLDER)
        looked_after = silent.filter(person__worker__isnull=False).order_by("person__worker__name", "-closes_at")
        some = list(looked_after.values_list("id", flat=True)[: len(STORIES)])
    silence.reach_out(programme_id, at=began)
    with acting(by):
        steps = Step.objects.filter(outreach__about_id__in=some, kind="call").select_related("person__worker")
        calls = {step.outreach.about_id: step for step in steps.select_related("outreach", "person__worker")}
    for about, outcome in zip(some, STORIES, strict=False):
        if outcome is None or about not in calls:
            continue
        step = calls[about]
        worker = programmes.actor_of(step.person.worker, at)
        with acting(worker):
            concerns.do(step.id, outcome=outcome, by=worker, at=at - timedelta(hours=20))
    silence.to_humans(programme_id, at=at - timedelta(hours=2))
