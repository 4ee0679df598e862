"""Reaching out after a window closed in silence: begun by the system, done by people, ended by whatever ends it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.concerns import concluding, rules
from amparo.concerns.models import Concern, Outreach, Step
from amparo.concerns.rules import Ended, Outcome, State, StepKind, StepState
from amparo.faults.rules import Cause
from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.people import queries as people
from amparo.people.models import Person
from amparo.privacy import vault

LONGEST_NOTE = 2000
BY_A_MEMBER = frozenset({Outcome.REACHED, Outcome.LEFT_WORD, Outcome.NO_ANSWER, Outcome.NOT_POSSIBLE})


@dataclass(frozen=True, slots=True)
class Silence:
    """A window that closed in silence, as plain facts: this room does not know what a check-in is."""

    about_id: UUID
    person_id: UUID
    opens_at: datetime
    closes_at: datetime
    zone: str
    has_trusted: bool = False


def begin(
    silences: Sequence[Silence], *, trusted_after: timedelta, call_after: timedelta, by: Actor, at: datetime
) -> list[Outreach]:
    """Somebody reaches out about each of these; begun twice, it is one. Returns what was begun now."""
    gate.require_any(by, Permission.CONCERN_SWEEP)
    going_on = set(
        Outreach.objects.filter(ended_at=None, about_id__in=[s.about_id for s in silences]).values_list(
            "about_id", flat=True
        )
    )
    begun = [_begin(one, trusted_after, call_after, by, at) for one in silences if one.about_id not in going_on]
    Outreach.objects.bulk_create(outreach for outreach, _ in begun)
    Step.objects.bulk_create(step for _, steps in begun for step in steps)
    return [outreach for outreach, _ in begun]


def do(step_id: UUID, *, outcome: Outcome, note: str = "", by: Actor, at: datetime) -> Outreach:
    """A member has tried to reach the person, and says what came of it. Who was reached needs no further step.

    Reaching somebody counts at any hour; an attempt in vain only when it is the step's turn, so that nobody hurries
    a silence to its end. Codes: "unknown_step", "unknown_outcome", "already_handled", "too_long", "step_too_early".
    """
    step = Step.objects.select_related("person", "outreach").filter(id=step_id).first()
    if step is None:
        raise Refused("unknown_step")
    gate.require(by, Permission.OUTREACH_DO, step)
    if outcome not in BY_A_MEMBER:
        raise Refused("unknown_outcome")
    if len(note) > LONGEST_NOTE:
        raise Refused("too_long")
    if step.state == StepState.WAITING and not rules.counts(outcome, due_at=step.due_at, at=at):
        raise Refused("step_too_early")
    facts = {"state": StepState.DONE, "done_at": at, "done_by": by.id, "outcome": outcome}
    if note:
        facts["note"] = sealed(step.person, "concerns.note", step.id, note)
    if not Step.objects.filter(id=step_id, state=StepState.WAITING).update(**facts):
        raise Refused("already_handled")
    if outcome is Outcome.REACHED:
        _end([step.outreach], Ended.REACHED, by=by, at=at)
    return step.outreach


def end(about_ids: Iterable[UUID], how: Ended, *, by: Actor, at: datetime) -> int:
    """Nobody needs to reach out about these any more, and a concern about them is let go. Returns how many ended."""
    about = list(about_ids)
    waiting = list(Outreach.objects.select_for_update().filter(about_id__in=about, ended_at=None))
    _end(waiting, how, by=by, at=at)
    why = rules.Why.CHECKED_IN if how is Ended.CHECKED_IN else rules.Why.NOT_NEEDED
    open_ones = Concern.objects.select_for_update(of=("self",)).filter(about_id__in=about).exclude(state=State.CLOSED)
    for concern in open_ones.select_related("person"):
        concluding.let_go(concern, because=why, by=by, at=at)
    return len(waiting)


def nobody_named(person_id: UUID, *, by: Actor, at: datetime) -> None:
    """Whom the person named is asked no more, where outreach has begun already; its other steps go on."""
    waiting = Step.objects.filter(person=person_id, kind=StepKind.TRUSTED, state=StepState.WAITING)
    for step in waiting.select_related("person"):
        gate.require(by, Permission.CONSENT_GIVE, step)
    waiting.update(state=StepState.SKIPPED, outcome=Outcome.NOBODY_NAMED, done_at=at)


def to_humans(programme_id: UUID, *, by: Actor, at: datetime, limit: int) -> list[Concern]:
    """Every outreach of which each step was tried in vain becomes a concern that a human should look at."""
    gate.require_any(by, Permission.CONCERN_SWEEP)
    waiting = Step.objects.filter(programme_id=programme_id, state=StepState.WAITING, outreach__ended_at=None)
    tried = (
        Outreach.objects.select_for_update(skip_locked=True)
        .filter(programme_id=programme_id, ended_at=None)
        .exclude(id__in=waiting.values("outreach_id"))
        .order_by("begun_at")[:limit]
    )
    return [_concern(outreach, by, at) for outreach in tried]


def _concern(outreach: Outreach, by: Actor, at: datetime) -> Concern:
    _end([outreach], Ended.CONCERN, by=by, at=at)
    concern = Concern.objects.create(
        programme_id=outreach.programme_id,
        person_id=outreach.person_id,
        outreach=outreach,
        about_id=outreach.about_id,
        state=State.TO_LOOK_AT,
        state_at=at,
        cause=Cause.UNKNOWN,
        opened_at=at,
        outreach_done_at=at,
    )
    concluding.note_move(concern, before="", by=by, at=at)
    return concern


def _begin(
    one: Silence, trusted_after: timedelta, call_after: timedelta, by: Actor, at: datetime
) -> tuple[Outreach, list[Step]]:
    outreach = Outreach(
        id=ids.new(),
        programme_id=by.programme_id,
        person_id=one.person_id,
        about_id=one.about_id,
        opens_at=one.opens_at,
        closes_at=one.closes_at,
        zone=one.zone,
        begun_at=at,
    )
    steps = []
    for turn, planned in enumerate(rules.ladder(at, trusted_after=trusted_after, call_after=call_after)):
        step = Step(
            programme_id=by.programme_id,
            person_id=one.person_id,
            outreach=outreach,
            kind=planned.kind,
            turn=turn,
            due_at=planned.due_at,
        )
        if planned.kind is StepKind.MESSAGE:
            # It is promised in the same transaction; whether it arrived is its delivery's to say.
            step.state, step.outcome, step.done_at, step.done_by = StepState.DONE, Outcome.SENT, at, by.id
        if planned.kind is StepKind.TRUSTED and not one.has_trusted:
            step.state, step.outcome, step.done_at = StepState.SKIPPED, Outcome.NOBODY_NAMED, at
        steps.append(step)
    return outreach, steps


def _end(outreaches: Sequence[Outreach], how: Ended, *, by: Actor, at: datetime) -> None:
    chosen = [outreach.id for outreach in outreaches]
    Outreach.objects.filter(id__in=chosen, ended_at=None).update(ended_at=at, ended=how)
    Step.objects.filter(outreach_id__in=chosen, state=StepState.WAITING).update(
        state=StepState.SKIPPED, outcome=Outcome.NO_LONGER_NEEDED, done_at=at
    )


def sealed(person: Person, field: str, row_id: UUID, words: str) -> bytes:
    """Words of or about this person, sealed with their key."""
    return vault.seal(people.subject_of(person), field, row_id, words)
