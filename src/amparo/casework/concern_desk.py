"""Humans at work on a silence: each verb of the rooms, with the word to the person that belongs to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.casework import fault_check, silence, whose
from amparo.checkins import actions as checkins
from amparo.checkins.models import Checkin, Deferral
from amparo.concerns import actions, queries
from amparo.concerns.models import Concern, ConcernMove, Outreach, Step
from amparo.concerns.rules import STANDS, State, Why
from amparo.faults.rules import Cause, Evidence
from amparo.foundation.errors import Refused
from amparo.people import queries as people
from amparo.people import trusting
from amparo.people.models import Person
from amparo.privacy.purposes import Purpose

MOST = 200
# How long a notice that nothing more is to do still says something.
STILL_NEWS = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class File:
    """One concern with all that is known: faults first, then who tried, then what was said."""

    concern: Concern
    outreach: Outreach
    steps: list[Step]
    moves: list[ConcernMove]
    evidence: list[Evidence]
    likely: Cause
    contested_of: set[UUID]
    words: dict[str, str]
    notes: dict[UUID, str]
    name: str


@dataclass(frozen=True, slots=True)
class Reaching:
    """One step of reaching out, and how the person and whom they named can be reached."""

    step: Step
    steps: list[Step]
    name: str
    contacts: list[tuple[str, str]]
    trusted: list[tuple[str, str, str]]
    evidence: list[Evidence]


def open_ones(*, by: Actor, everybody: bool = False) -> list[Concern]:
    """Concerns of the member's people that are not closed, the oldest first."""
    gate.require_any(by, Permission.TODAY_VIEW)
    rows = Concern.objects.filter(whose.mine(by, everybody=everybody)).exclude(state=State.CLOSED)
    return list(rows.select_related("person").order_by("state_at")[:MOST])


def read(concern_id: UUID, *, by: Actor, at: datetime) -> File:
    """Everything about one concern; what is sealed is opened, and the person reads that it was."""
    concern = queries.concern(concern_id, by=by)
    steps = queries.steps_of(concern.outreach_id)
    found = fault_check.of(concern)
    names = people.names([concern.person], by=by, why=Purpose.CONCERN_REVIEW, at=at)
    return File(
        concern=concern,
        outreach=concern.outreach,
        steps=steps,
        moves=queries.moves_of(concern.id),
        evidence=found,
        likely=fault_check.likely(concern),
        contested_of=queries.contested_of(concern),
        words=queries.words(concern, by=by, at=at),
        notes=queries.notes([one for one in steps if one.note], concern.person, by=by, at=at),
        name=names.get(concern.person_id, ""),
    )


def step(step_id: UUID, *, by: Actor, at: datetime) -> Reaching:
    """What a worker needs to reach the person. Code: "unknown_step"."""
    found = queries.step(step_id)
    if found is None:
        raise Refused("unknown_step")
    gate.require(by, Permission.OUTREACH_DO, found)
    person, why = found.person, Purpose.HOME_HELP
    contacts = [one for one in people.contacts_of(person) if one.kind in ("sms", "voice", "email")]
    addresses = people.addresses(contacts, by=by, why=why, at=at)
    named = trusting.named_by(person) if found.kind == "trusted" else []
    shown = trusting.shown(named, person, by=by, why=why, at=at)
    window = found.outreach
    return Reaching(
        step=found,
        steps=queries.steps_of(window.id),
        name=people.names([person], by=by, why=why, at=at).get(person.id, ""),
        contacts=[(one.kind, addresses.get(one.id, "")) for one in contacts],
        trusted=[(one.kind, *shown[one.id]) for one in named],
        evidence=fault_check.evidence(person.id, window.about_id, opens_at=window.opens_at, closes_at=window.closes_at),
    )


def ask(concern_id: UUID, *, question: str, by: Actor, at: datetime) -> Concern:
    """The person is asked, and told so in their language."""
    concern = actions.ask(concern_id, question=question, by=by, at=at)
    silence.tell(concern, "asked", concern.answer_until or at, by=by, at=at)
    return concern


def second(concern_id: UUID, *, answered: datetime | None = None, by: Actor, at: datetime) -> Concern:
    """The concern is raised; the person is told, and how to say that it is not so."""
    concern = actions.second(concern_id, answered=answered, by=by, at=at)
    silence.tell(concern, "raised", at + STANDS, by=by, at=at)
    return concern


def close(concern_id: UUID, *, because: Why, cause: Cause, by: Actor, at: datetime) -> Concern:
    """The concern is let go; whoever was asked or told hears it. A window explained by a fault is explained too."""
    concern = actions.close(concern_id, because=because, cause=cause, by=by, at=at)
    if concern.asked_at:
        silence.tell(concern, "closed", at + STILL_NEWS, by=by, at=at)
    window = Checkin.objects.select_related("person").filter(id=concern.about_id, state="unanswered").first()
    if window and because in (Why.FAULT, Why.REACHED) and cause is not Cause.UNKNOWN:
        checkins.explain(window, cause=cause, note="", by=by, at=at)
    return concern


def ask_for_time(checkin_id: UUID, *, by: Actor, at: datetime, **asked: Any) -> Deferral:
    """More time, at once or until a worker has answered; the person's reminders follow it."""
    deferral = checkins.ask_for_time(checkin_id, by=by, at=at, **asked)
    window = Checkin.objects.get(id=checkin_id)
    # The person has just read it on the page: only what comes is planned anew, nothing is sent now.
    silence.tell_time(window, "", by=by, at=at)
    return deferral


def decide_time(deferral_id: UUID, *, until: datetime | None, reply: str, by: Actor, at: datetime) -> Deferral:
    """A worker has answered a question for time, and the person hears until when their window is open."""
    deferral, window = checkins.decide_time(deferral_id, until=until, reply=reply, by=by, at=at)
    silence.tell_time(window, "answered", by=by, at=at)
    return deferral


def names(rows: Sequence[Any], *, by: Actor, at: datetime) -> dict[UUID, str]:
    """The names beside a list of rows about people."""
    persons: dict[UUID, Person] = {row.person_id: row.person for row in rows}
    return people.names(persons.values(), by=by, why=Purpose.CASELOAD_LIST, at=at)
