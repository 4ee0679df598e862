"""Everything that happened with one person, in one order. Nothing sealed is opened here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.addresses import queries as addresses
from amparo.addresses.models import NewAddress, Telling
from amparo.channels.models import Delivery, InboundText
from amparo.checkins.models import Checkin, CheckinMove, Schedule, Submission
from amparo.conversations.models import Message
from amparo.hearings.models import Hearing, Question
from amparo.hearings.noting import OVERTAKEN
from amparo.identity.models import PersonalLink
from amparo.people.models import Consent, ContactPoint, FileMove, Person
from amparo.reminders.models import Reminder, Reply

AT_ONCE = 60
# Nobody reads further back by clicking; a copy of the record holds everything.
LAST_PAGE = 50


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


@dataclass(frozen=True, slots=True)
class History:
    """Some of what happened, newest first, and whether there is anything older."""

    events: list[Event]
    page: int
    has_older: bool


def of(person: Person, *, by: Actor, at: datetime, group: str = "", page: int = 1) -> History:
    """That page of the person's history; only one group of it if asked."""
    gate.require(by, Permission.PERSON_VIEW, person)
    page = min(max(page, 1), LAST_PAGE)
    end = page * AT_ONCE
    told = [event for source in _sources(group) for event in source(person.id, end + 1) if event.at <= at]
    told.sort(key=lambda event: (event.at, event.row_id), reverse=True)
    return History(told[end - AT_ONCE : end], page, has_older=len(told) > end and page < LAST_PAGE)


def _sources(group: str) -> Iterator["Source"]:
    for of_group, sources in SOURCES.items():
        if group in ("", of_group):
            yield from sources


def _moves(person_id: UUID, most: int) -> Iterator[Event]:
    rows = CheckinMove.objects.filter(person_id=person_id).select_related("checkin").order_by("-at", "-id")
    # Planning ahead is not news; that it is done is said by what arrived in the same moment.
    arrived = Submission.objects.filter(checkin=OuterRef("checkin"), received_at=OuterRef("at"))
    for row in rows.exclude(after="planned").exclude(Q(Exists(arrived), after="done"))[:most]:
        facts = {"cause": row.cause, "by_kind": row.by_kind, "by_id": row.by_id, "checkin": row.checkin_id}
        facts |= {
            "opens": row.checkin.opens_at,
            "closes": row.checkin.closes_at,
            "has_note": row.note is not None,
        }
        code = "checkin_longer" if row.before == row.after else f"checkin_{row.after}"
        yield Event(row.at, Group.CHECKIN, code, row.id, facts)


def _submissions(person_id: UUID, most: int) -> Iterator[Event]:
    for row in Submission.objects.filter(person_id=person_id).order_by("-received_at", "-id")[:most]:
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


def _helps(person_id: UUID, most: int) -> Iterator[Event]:
    rows = Checkin.objects.filter(person_id=person_id, wants_help=True)
    for row in rows.exclude(help_asked_at=None).order_by("-help_asked_at", "-id")[:most]:
        # Also after it is taken care of: what they wrote is theirs, and the next worker's to read.
        facts = {"checkin": row.id, "words": row.help_words is not None}
        yield Event(row.help_asked_at, Group.CHECKIN, "help_asked", row.id, facts)
        if row.help_handled_at:
            handled = {"checkin": row.id, "by_id": row.help_handled_by}
            yield Event(row.help_handled_at, Group.CHECKIN, "help_handled", row.id, handled)


def _schedules(person_id: UUID, most: int) -> Iterator[Event]:
    for row in Schedule.objects.filter(person_id=person_id).order_by("-begun_at", "-id")[:most]:
        facts = {"weeks": row.weeks, "weekday": row.weekday, "opens": row.opens, "by_id": row.begun_by}
        yield Event(row.begun_at, Group.CHECKIN, "schedule", row.id, facts)


def _hearings(person_id: UUID, most: int) -> Iterator[Event]:
    for row in Hearing.objects.filter(person_id=person_id).select_related("source").order_by("-made_at", "-id")[:most]:
        facts = {"moment": row.starts_at, "zone": row.zone, "source": row.source.name, "state": row.state}
        yield Event(row.made_at, Group.HEARING, "hearing", row.id, facts)


def _questions(person_id: UUID, most: int) -> Iterator[Event]:
    rows = Question.objects.filter(person_id=person_id).select_related("hearing", "source")
    for row in rows.order_by("-opened_at", "-id")[:most]:
        facts = {"kind": row.kind, "moment": row.hearing.starts_at, "zone": row.hearing.zone}
        facts |= {"source": row.source.name if row.source else "", "day": row.day, "time": row.time}
        yield Event(row.opened_at, Group.HEARING, "question", row.id, facts)
        if row.decided_at:
            decided = {"decision": row.decision, "reason": row.reason, "by_id": row.decided_by}
            code = "overtaken" if row.decision == OVERTAKEN else "decided"
            yield Event(row.decided_at, Group.HEARING, code, row.id, facts | decided)


def _reminders(person_id: UUID, most: int) -> Iterator[Event]:
    rows = Reminder.objects.filter(person_id=person_id, unheard_at__isnull=False).order_by("-unheard_at", "-id")
    for row in rows[:most]:
        facts = {"about": row.kind, "step": row.step, "moment": row.starts_at, "zone": row.zone}
        yield Event(row.unheard_at, Group.MESSAGE, "unheard", row.id, facts)
        if row.settled_at:
            yield Event(row.settled_at, Group.MESSAGE, "unheard_settled", row.id, {"by_id": row.settled_by})


def _deliveries(person_id: UUID, most: int) -> Iterator[Event]:
    rows = list(Delivery.objects.filter(person_id=person_id).order_by("-made_at", "-id")[:most])
    said = Reminder.objects.in_bulk({row.about_id for row in rows})
    for row in rows:
        reminder = said.get(row.about_id)
        facts = {"channel": row.channel, "state": row.state, "code": row.code, "settled_at": row.settled_at}
        if reminder:
            facts |= {"about": reminder.kind, "step": reminder.step, "moment": reminder.starts_at}
        yield Event(row.sent_at or row.made_at, Group.MESSAGE, f"message_{row.state}", row.id, facts)


def _replies(person_id: UUID, most: int) -> Iterator[Event]:
    for row in Reply.objects.filter(person_id=person_id).order_by("-at", "-id")[:most]:
        facts = {"about": row.kind, "handled_at": row.handled_at, "by_id": row.handled_by}
        yield Event(row.at, Group.MESSAGE, f"reply_{row.answer}", row.id, facts)


def _texts(person_id: UUID, most: int) -> Iterator[Event]:
    for row in InboundText.objects.filter(person_id=person_id).order_by("-received_at", "-id")[:most]:
        facts = {"meaning": row.meaning, "body": row.body is not None, "handled_at": row.handled_at}
        yield Event(row.received_at, Group.MESSAGE, "text", row.id, facts)


def _messages(person_id: UUID, most: int) -> Iterator[Event]:
    """That somebody wrote, never what."""
    rows = Message.objects.defer("body", "digest").filter(person_id=person_id).order_by("-received_at", "-id")
    for row in rows[:most]:
        code = "wrote_urgent" if row.urgent else f"wrote_{row.writer}"
        yield Event(row.received_at, Group.MESSAGE, code, row.id, {"by_id": row.member_id, "messages": row.person_id})


def _contacts(person_id: UUID, most: int) -> Iterator[Event]:
    for row in ContactPoint.objects.filter(person_id=person_id).order_by("-added_at", "-id")[:most]:
        facts = {"channel": row.kind, "reason": row.state_reason, "by_id": row.settled_by}
        yield Event(row.added_at, Group.CONTACT, "contact_added", row.id, facts)
        if row.state != ContactPoint.State.ACTIVE:
            yield Event(row.state_at, Group.CONTACT, f"contact_{row.state}", row.id, facts)
        if row.settled_at:
            yield Event(row.settled_at, Group.CONTACT, "contact_settled", row.id, facts)


def _addresses(person_id: UUID, most: int) -> Iterator[Event]:
    """When they said where they live, and each office that was told of it or need not be. No address stands here."""
    for move in NewAddress.objects.filter(person_id=person_id).order_by("-said_at", "-id")[:most]:
        yield Event(move.said_at, Group.CONTACT, "address_said", move.id, {"by_id": move.said_by})
    rows = Telling.objects.filter(person_id=person_id, state__in=("done", "not_needed")).select_related("person")
    for row in rows.order_by("-state_at", "-id")[:most]:
        facts = {"ask": addresses.task(row, row.state_at).office.ask, "by_id": row.state_by}
        yield Event(row.state_at, Group.CONTACT, f"address_{row.state}", row.id, facts)


def _consents(person_id: UUID, most: int) -> Iterator[Event]:
    for row in Consent.objects.filter(person_id=person_id).order_by("-given_at", "-id")[:most]:
        yield Event(row.given_at, Group.AGREEMENT, "consent", row.id, {"what": row.what, "how": row.given_how})
        if row.withdrawn_at:
            facts = {"what": row.what, "how": row.withdrawn_how}
            yield Event(row.withdrawn_at, Group.AGREEMENT, "consent_withdrawn", row.id, facts)


def _file_moves(person_id: UUID, most: int) -> Iterator[Event]:
    rows = FileMove.objects.filter(person_id=person_id).order_by("-at", "-id")
    for row in rows.exclude(after=FileMove.After.LISTED)[:most]:
        yield Event(row.at, Group.AGREEMENT, f"file_{row.after}", row.id, {"why": row.why, "by_id": row.by_id})


def _lists(person_id: UUID, most: int) -> Iterator[Event]:
    """Lists that changed something: one event each, however many fields."""
    rows = FileMove.objects.filter(person_id=person_id, after=FileMove.After.LISTED)
    said: dict[tuple[datetime, UUID], list[FileMove]] = {}
    for row in rows.order_by("-at", "id"):
        said.setdefault((row.at, row.by_id), []).append(row)
    for (at, by_id), some in list(said.items())[:most]:
        yield Event(at, Group.AGREEMENT, "listed", some[0].id, {"fields": [one.why for one in some], "by_id": by_id})


def _links(person_id: UUID, most: int) -> Iterator[Event]:
    for row in PersonalLink.objects.filter(person_id=person_id).order_by("-issued_at", "-id")[:most]:
        yield Event(row.issued_at, Group.AGREEMENT, "link", row.id, {"by_id": row.issued_by})


Source = Callable[[UUID, int], Iterator[Event]]
SOURCES: dict[Group, tuple[Source, ...]] = {
    Group.CHECKIN: (_moves, _submissions, _helps, _schedules),
    Group.HEARING: (_hearings, _questions),
    Group.MESSAGE: (_reminders, _deliveries, _replies, _texts, _messages),
    Group.CONTACT: (_contacts, _addresses),
    Group.AGREEMENT: (_consents, _file_moves, _lists, _links),
}
