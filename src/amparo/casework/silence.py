"""A window closed in silence: the story across rooms. First our own faults, then outreach, then a human.

Sweeps look at what is so, whenever they run: an outreach ends because its window is answered, not because somebody
remembered to say so.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from amparo.access.actor import Actor, system
from amparo.access.rows import acting
from amparo.casework import fault_check
from amparo.checkins import actions as checkins
from amparo.checkins.models import Checkin
from amparo.checkins.rules import CheckinState
from amparo.concerns import actions as concerns
from amparo.concerns import rules
from amparo.concerns.models import Concern, Outreach
from amparo.concerns.rules import Ended, State
from amparo.faults import actions as faults
from amparo.faults.models import Outage
from amparo.faults.rules import NEEDED_TO_CHECK_IN, Cause
from amparo.people import queries as people
from amparo.people.models import Person
from amparo.programme import queries as programmes
from amparo.programme.rules import Rules
from amparo.reminders import actions as reminders
from amparo.reminders.actions import Occasion

BATCH = 500
# A silence older than this stays a line on the worker's day: a message about it would only frighten.
STILL_ASKED_ABOUT = timedelta(days=30)
# What a window can be without anybody having to reach out.
SETTLED = {
    CheckinState.DONE: Ended.CHECKED_IN,
    CheckinState.NEEDS_LOOK: Ended.CHECKED_IN,
    CheckinState.EXPLAINED: Ended.EXPLAINED,
    CheckinState.CANCELLED: Ended.EXPLAINED,
    CheckinState.DUE: Ended.EXPLAINED,  # it has been opened again
}


def apply_outages(programme_id: UUID, *, at: datetime) -> int:
    """Every window that an outage touched has its full length again, and its person was told once of each outage."""
    by, done = system(programme_id), 0
    with acting(by):
        for outage in faults.to_apply(programme_id):
            if outage.part in NEEDED_TO_CHECK_IN:
                _extend(outage, by=by, at=at)
            faults.applied(outage, at=at)
            done += 1
    return done


def reach_out(programme_id: UUID, *, at: datetime) -> int:
    """Somebody reaches out about every window that closed in silence."""
    by, policy = system(programme_id), programmes.rules_at(programme_id, at)
    with acting(by):
        silent = (
            Checkin.objects.filter(programme_id=programme_id, state=CheckinState.UNANSWERED)
            # Since this silence began: a window that was opened again and closed again is asked about again.
            .exclude(Exists(Outreach.objects.filter(about_id=OuterRef("pk"), begun_at__gte=OuterRef("state_at"))))
            .filter(person__state=Person.State.ACTIVE, state_at__gt=at - STILL_ASKED_ABOUT)
            .order_by("state_at")[:BATCH]
        )
        trusted = people.have_trusted([row.person_id for row in silent])
        begun = concerns.begin(
            [
                concerns.Silence(row.id, row.person_id, row.opens_at, row.closes_at, row.zone, row.person_id in trusted)
                for row in silent
            ],
            trusted_after=timedelta(hours=policy.outreach_trusted_hours),
            call_after=timedelta(hours=policy.outreach_call_hours),
            by=by,
            at=at,
        )
        _say("outreach", "asked", [(one.id, one.person_id) for one in begun], _call_time(policy, at), by=by, at=at)
    return len(begun)


def settle(programme_id: UUID, *, at: datetime) -> int:
    """Outreach and concerns end with what they were about: answered, explained or opened again."""
    by = system(programme_id)
    with acting(by):
        going_on = set(Outreach.objects.filter(programme_id=programme_id, ended_at=None).values_list("about_id", "id"))
        open_ones = set(_open_concerns(programme_id).values_list("about_id", "id"))
        about = {one for one, _ in going_on | open_ones}
        state = dict(Checkin.objects.filter(id__in=about).values_list("id", "state"))
        done = 0
        for how in sorted(set(SETTLED.values())):
            over = [one for one in about if SETTLED.get(CheckinState(state.get(one, "cancelled"))) is how]
            if not over:
                continue
            concerns.end(over, how, by=by, at=at)
            gone = set(over)
            reminders.cancel([row for one, row in going_on if one in gone], at=at)
            _tell_closed([row for one, row in open_ones if one in gone], by=by, at=at)
            done += len(over)
    return done


def to_humans(programme_id: UUID, *, at: datetime) -> int:
    """What every way of reaching out has not cleared up, a human looks at; with the cause that evidence speaks for."""
    by = system(programme_id)
    with acting(by):
        opened = concerns.to_humans(programme_id, by=by, at=at, limit=BATCH)
        for concern in opened:
            cause = fault_check.likely(concern)
            if cause is not Cause.UNKNOWN:
                Concern.objects.filter(id=concern.id).update(cause=cause)
    return len(opened)


def let_old_ones_go(programme_id: UUID, *, at: datetime) -> int:
    """Nothing that was raised stands for ever, not even while it is contested."""
    by = system(programme_id)
    with acting(by):
        old = Concern.objects.select_for_update(of=("self",)).select_related("person")
        stood = {"state__in": (State.RAISED, State.CONTESTED), "seconded_at__lte": at - rules.STANDS}
        rows = list(old.filter(programme_id=programme_id, **stood)[:BATCH])
        for concern in rows:
            concerns.let_go(concern, because=rules.Why.ENDED, by=by, at=at)
        _tell_closed([row.id for row in rows], by=by, at=at)
    return len(rows)


def tell(concern: Concern, what: str, until: datetime, *, by: Actor, at: datetime) -> None:
    """The person is told in their language that there is a question, something raised, or nothing more to do."""
    _say("concern", what, [(concern.id, concern.person_id)], until, by=by, at=at)


def tell_time(checkin: Checkin, what: str, *, by: Actor, at: datetime) -> None:
    """The person is told until when their window is open now, and reminded by that."""
    _tell_windows([checkin], what, by=by, at=at)


def _extend(outage: Outage, *, by: Actor, at: datetime) -> None:
    assert outage.ended_at is not None  # noqa: S101  to_apply says so  # nosec B101
    longer = checkins.extend_for_outage(outage.programme_id, began=outage.began_at, ended=outage.ended_at, by=by, at=at)
    _tell_windows([row for row in longer if row.opens_at <= at < row.closes_at], "extended", by=by, at=at)
    # A window that has not opened yet is only reminded of by its new end.
    _tell_windows([row for row in longer if row.opens_at > at], "", by=by, at=at)


def _tell_windows(rows: Sequence[Checkin], what: str, *, by: Actor, at: datetime) -> None:
    if not rows:
        return
    policy = programmes.rules_at(by.programme_id, at)
    said = [Occasion("checkin", row.id, row.person_id, row.closes_at, row.zone, opens_at=row.opens_at) for row in rows]
    steps = (what, *policy.checkin_steps[-1:]) if what else policy.checkin_steps
    reminders.plan_anew(by.programme_id, said, steps=steps, policy=policy, at=at)


def _say(kind: str, what: str, about: Sequence[tuple[UUID, UUID]], until: datetime, *, by: Actor, at: datetime) -> None:
    if not about:
        return
    zones = dict(Person.objects.filter(id__in=[person for _, person in about]).values_list("id", "zone"))
    said = [Occasion(kind, row, person, until, zones[person], lives_in=zones[person]) for row, person in about]
    policy = programmes.rules_at(by.programme_id, at)
    reminders.plan_anew(by.programme_id, said, steps=(what,), policy=policy, at=at)


def _tell_closed(concern_ids: Iterable[UUID], *, by: Actor, at: datetime) -> None:
    """Only whoever was asked or told something hears that it is settled."""
    rows = Concern.objects.filter(id__in=list(concern_ids), asked_at__isnull=False)
    about = [(row.id, row.person_id) for row in rows]
    _say("concern", "closed", about, at + timedelta(days=2), by=by, at=at)


def _call_time(policy: Rules, at: datetime) -> datetime:
    return at + timedelta(hours=policy.outreach_call_hours)


def _open_concerns(programme_id: UUID) -> QuerySet[Concern]:
    return Concern.objects.filter(programme_id=programme_id).exclude(state=State.CLOSED)
