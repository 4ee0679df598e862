"""Everything that happened with one person, in one order. Nothing sealed is opened here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.channels.models import Delivery, InboundText
from amparo.checkins.models import CheckinMove, Schedule, Submission
from amparo.hearings.models import Hearing, Question
from amparo.identity.models import PersonalLink
from amparo.people.models import Consent, ContactPoint, Person
from amparo.reminders.models import Reminder, Reply

MOST = 200  # newest of one kind


class Group(StrEnum):
    """What a reader may want to see alone."""

    CHECKIN = "checkin"
    HEARING = "hearing"
    MESSAGE = "message"
    CONTACT = "contact"
    AGREEMENT = "agreement"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `code` chooses the words; `facts` fill them."""

    at: datetime
    group: Group
    code: str
    row_id: UUID
    facts: dict[str, Any] = field(default_factory=dict)


def of(person: Person, *, by: Actor, at: datetime, group: str = "") -> list[Event]:
    """The person's history, newest first; only one group of it if asked."""
    gate.require(by, Permission.PERSON_VIEW, person)
    told = [event for source in SOURCES for event in source(person.id) if event.at <= at]
    return sorted((e for e in told if not group or e.group == group), key=lambda e: e.at, reverse=True)


def _moves(person_id: UUID) -> Iterator[Event]:
    for row in CheckinMove.objects.filter(person_id=person_id).select_related("checkin").order_by("-at")[:MOST]:
        if row.after in ("planned",):
            continue  # planning ahead is not news
        facts = {"cause": row.cause, "by_kind": row.by_kind, "by_id": row.by_id, "checkin": row.checkin_id}
        facts |= {
            "opens": row.checkin.opens_at,
            "closes": row.checkin.closes_at,
            "has_note": row.note is not None,
        }
        yield Event(row.at, Group.CHECKIN, f"checkin_{row.after}", row.id, facts)


def _submissions(person_id: UUID) -> Iterator[Event]:
    for row in Submission.objects.filter(person_id=person_id).order_by("-received_at")[:MOST]:
        facts = {
            "checkin": row.checkin_id,
            "channel": row.channel,
            "said_at": row.said_at,
            "on_time": row.on_time,
            "receipt": row.receipt_number,
            "answers": row.answers is not None,
            "place_cause": row.place_cause,
        }
        yield Event(row.received_at, Group.CHECKIN, "submission", row.id, facts)


def _schedules(person_id: UUID) -> Iterator[Event]:
    for row in Schedule.objects.filter(person_id=person_id).order_by("-begun_at")[:MOST]:
        facts = {"weeks": row.weeks, "weekday": row.weekday, "opens": row.opens, "by_id": row.begun_by}
        yield Event(row.begun_at, Group.CHECKIN, "schedule", row.id, facts)


def _hearings(person_id: UUID) -> Iterator[Event]:
    for row in Hearing.objects.filter(person_id=person_id).select_related("source").order_by("-made_at")[:MOST]:
        facts = {"moment": row.starts_at, "zone": row.zone, "source": row.source.name, "state": row.state}
        yield Event(row.made_at, Group.HEARING, "hearing", row.id, facts)


def _questions(person_id: UUID) -> Iterator[Event]:
    rows = Question.objects.filter(person_id=person_id).select_related("hearing", "source")
    for row in rows.order_by("-opened_at")[:MOST]:
        facts = {"kind": row.kind, "moment": row.hearing.starts_at, "zone": row.hearing.zone}
        facts |= {"source": row.source.name if row.source else "", "day": row.day, "time": row.time}
        yield Event(row.opened_at, Group.HEARING, "question", row.id, facts)
        if row.decided_at:
            decided = {"decision": row.decision, "reason": row.reason, "by_id": row.decided_by}
            yield Event(row.decided_at, Group.HEARING, "decided", row.id, facts | decided)


def _reminders(person_id: UUID) -> Iterator[Event]:
    rows = Reminder.objects.filter(person_id=person_id, unheard_at__isnull=False).order_by("-unheard_at")
    for row in rows[:MOST]:
        facts = {"about": row.kind, "step": row.step, "moment": row.starts_at, "zone": row.zone}
        yield Event(row.unheard_at, Group.MESSAGE, "unheard", row.id, facts)
        if row.settled_at:
            yield Event(row.settled_at, Group.MESSAGE, "unheard_settled", row.id, {"by_id": row.settled_by})


def _deliveries(person_id: UUID) -> Iterator[Event]:
    said = {row.id: row for row in Reminder.objects.filter(person_id=person_id).order_by("-send_at")[: MOST * 2]}
    for row in Delivery.objects.filter(person_id=person_id).order_by("-made_at")[:MOST]:
        reminder = said.get(row.about_id)
        facts = {"channel": row.channel, "state": row.state, "code": row.code, "settled_at": row.settled_at}
        if reminder:
            facts |= {"about": reminder.kind, "step": reminder.step, "moment": reminder.starts_at}
        yield Event(row.sent_at or row.made_at, Group.MESSAGE, f"message_{row.state}", row.id, facts)


def _replies(person_id: UUID) -> Iterator[Event]:
    for row in Reply.objects.filter(person_id=person_id).order_by("-at")[:MOST]:
        facts = {"about": row.kind, "handled_at": row.handled_at, "by_id": row.handled_by}
        yield Event(row.at, Group.MESSAGE, f"reply_{row.answer}", row.id, facts)


def _texts(person_id: UUID) -> Iterator[Event]:
    for row in InboundText.objects.filter(person_id=person_id).order_by("-received_at")[:MOST]:
        facts = {"meaning": row.meaning, "body": row.body is not None, "handled_at": row.handled_at}
        yield Event(row.received_at, Group.MESSAGE, "text", row.id, facts)


def _contacts(person_id: UUID) -> Iterator[Event]:
    for row in ContactPoint.objects.filter(person_id=person_id):
        facts = {"channel": row.kind, "reason": row.state_reason, "by_id": row.settled_by}
        yield Event(row.added_at, Group.CONTACT, "contact_added", row.id, facts)
        if row.state != ContactPoint.State.ACTIVE:
            yield Event(row.state_at, Group.CONTACT, f"contact_{row.state}", row.id, facts)
        if row.settled_at:
            yield Event(row.settled_at, Group.CONTACT, "contact_settled", row.id, facts)


def _consents(person_id: UUID) -> Iterator[Event]:
    for row in Consent.objects.filter(person_id=person_id):
        yield Event(row.given_at, Group.AGREEMENT, "consent", row.id, {"what": row.what, "how": row.given_how})
        if row.withdrawn_at:
            facts = {"what": row.what, "how": row.withdrawn_how}
            yield Event(row.withdrawn_at, Group.AGREEMENT, "consent_withdrawn", row.id, facts)


def _links(person_id: UUID) -> Iterator[Event]:
    for row in PersonalLink.objects.filter(person_id=person_id).order_by("-issued_at")[:MOST]:
        yield Event(row.issued_at, Group.AGREEMENT, "link", row.id, {"by_id": row.issued_by})


SOURCES: tuple[Callable[[UUID], Iterator[Event]], ...] = (
    _moves,
    _submissions,
    _schedules,
    _hearings,
    _questions,
    _reminders,
    _deliveries,
    _replies,
    _texts,
    _contacts,
    _consents,
    _links,
)
