"""Reads about messages that more than one caller needs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from amparo.access import gate
from amparo.access.actor import Actor, Kind
from amparo.access.rules import Permission
from amparo.conversations.models import Attachment, Message
from amparo.conversations.rules import MEMBER, PERSON, Conversation, State
from amparo.foundation.errors import Refused
from amparo.people import queries as people
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose
from amparo.privacy.vault import OpenItem
from amparo.programme import queries as programmes

BODY = "conversations.body"
# The last word says how it is opened: a picture, speech, or a paper.
FIELDS = {"photo": "conversations.photo", "voice": "conversations.recording", "paper": "conversations.paper"}
CLEANED = 2  # the version under which lies what we wrote anew
AT_ONCE = 30


def conversation(person_id: UUID, *, at: datetime) -> Conversation:
    """Whose messages they are, and who is there for them. Code: "unknown_person"."""
    return of_person(people.by_id(person_id), at=at)


def of_person(person: Any, *, at: datetime) -> Conversation:
    """As `conversation`, of a person who is at hand."""
    worker_id = person.worker_id
    urgent = Message.objects.filter(person=person.id, writer=PERSON, urgent=True, handled_at=None)
    alone = worker_id is not None and not programmes.is_looked_after(worker_id, at)
    return Conversation(person.programme_id, person.id, worker_id, person, alone and urgent.exists())


def thread(person_id: UUID, *, since: datetime | None = None, page: int = 1) -> tuple[list[Message], bool]:
    """That page of a person's messages, oldest first (page 1 holds the newest), and whether there are older ones."""
    rows = Message.objects.filter(person=person_id).order_by("-received_at", "-id")
    if since is not None:
        rows = rows.filter(received_at__gte=since)
    end = page * AT_ONCE
    found = list(rows[end - AT_ONCE : end + 1])
    return found[:AT_ONCE][::-1], len(found) > AT_ONCE


def attached_to(rows: Sequence[Message]) -> dict[UUID, list[Attachment]]:
    """What hangs on these messages, without the files themselves, by message."""
    found: dict[UUID, list[Attachment]] = {row.id: [] for row in rows}
    slim = Attachment.objects.defer("raw", "clean", "digest").filter(message__in=list(found))
    for one in slim.order_by("arrived_at", "id"):
        found[one.message_id].append(one)
    return found


def words(talk: Conversation, rows: Sequence[Message], *, by: Actor, at: datetime) -> dict[UUID, str]:
    """What was written, by message. What a broken phone has sealed wrongly is absent, and hides no other."""
    gate.require(by, Permission.MESSAGE_VIEW, talk)
    why = _why(by)
    subject = people.subject_of(talk.person)
    items = {row.id: OpenItem(subject, BODY, row.client_id, bytes(row.body)) for row in rows}
    try:
        opened = vault.open_sealed(list(items.values()), by=by, why=why, at=at)
    except Refused as no:
        if no.code != "cannot_open":
            raise
        opened = [_alone(item, by, why, at) for item in items.values()]
    # A phone seals bytes, and nobody but the reader can look whether they are letters.
    return {
        row_id: value.decode(errors="replace") for row_id, value in zip(items, opened, strict=True) if value is not None
    }


def attachment(attachment_id: UUID, *, by: Actor, at: datetime) -> Attachment:
    """One file and its message, as it lies here. Code: "unknown_message"."""
    row = Attachment.objects.select_related("person", "message").filter(id=attachment_id).first()
    if row is None:
        raise Refused("unknown_message")
    gate.require(by, Permission.MESSAGE_VIEW, of_person(row.person, at=at))
    return row


def file(attachment_id: UUID, *, by: Actor, at: datetime) -> tuple[Attachment, bytes]:
    """A picture, recording or paper that is ready, opened. Codes: "unknown_message", "not_ready"."""
    row = attachment(attachment_id, by=by, at=at)
    if row.state != State.READY:
        raise Refused("not_ready")
    item = OpenItem(people.subject_of(row.person), FIELDS[row.kind], row.client_id, bytes(row.clean or b""), CLEANED)
    opened = vault.open_sealed([item], by=by, why=_why(by), at=at)[0]
    if opened is None:
        raise Refused("unknown_message")
    return row, opened


def unread(person_id: UUID) -> int:
    """How many messages to this person nobody has read yet."""
    return Message.objects.filter(person=person_id, writer=MEMBER, read_at=None).count()


def unanswered() -> QuerySet[Message]:
    """Messages of people that wait for an answer, the oldest first."""
    return Message.objects.defer("body", "digest").filter(writer=PERSON, handled_at=None).order_by("received_at")


def waiting_for(person_id: UUID) -> int:
    """How many of this person's messages wait for an answer."""
    return int(unanswered().filter(person=person_id).aggregate(n=Count("id"))["n"])


def _why(by: Actor) -> Purpose:
    return Purpose.OWN_RECORD if by.kind is Kind.PERSON else Purpose.MESSAGE_READ


def _alone(item: OpenItem, by: Actor, why: Purpose, at: datetime) -> bytes | None:
    try:
        return vault.open_sealed([item], by=by, why=why, at=at)[0]
    except Refused as no:
        if no.code != "cannot_open":
            raise
        return None
