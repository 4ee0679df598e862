"""The part of a pack about talking with each other: what was written to and fro, and visits."""

from datetime import datetime
from typing import Any

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.casework.evidence.gathering import Gathering
from amparo.casework.evidence.written import moment
from amparo.conversations import queries as conversations
from amparo.conversations.models import Message
from amparo.conversations.rules import PERSON
from amparo.visits.models import Visit


def conversation(g: Gathering, *, words_since: datetime | None, by: Actor, at: datetime) -> list[dict[str, Any]]:
    """Each message: who wrote it, when it was written, had, read and answered. Its words only where somebody asked for
    them, and of those since the moment that opens to them."""
    if words_since is not None:
        gate.require(by, Permission.MESSAGE_VIEW, conversations.of_person(g.person, at=at))
    rows = list(Message.objects.filter(g.within("received_at"), person=g.person.id).order_by("received_at", "id"))
    files = conversations.attached_to(rows)
    return [
        {
            "message": g.ref(row.id),
            "writer": row.writer,
            "by_name": g.name(row.member_id),
            "urgent": row.urgent,
            "said_at": moment(row.said_at),
            "received_at": moment(row.received_at),
            "read_at": moment(row.read_at),
            "read_by": g.name(row.read_by),
            "answered_at": moment(row.handled_at),
            "answered_by": g.name(row.handled_by),
            "digest": bytes(row.digest).hex(),
            "files": [{"kind": one.kind, "state": one.state} for one in files[row.id]],
            "words": _words(row, g, words_since),
        }
        for row in rows
    ]


def _words(row: Message, g: Gathering, since: datetime | None) -> Any:
    if since is None or row.received_at < since:
        return None
    return g.sealed(conversations.BODY, row.client_id, row.body)


def visits(g: Gathering) -> list[dict[str, Any]]:
    """Visits of the period, and those that were arranged in it. Where somebody lives or was is not among it."""
    rows = Visit.objects.filter(person=g.person.id).filter(g.within("starts_at") | g.within("said_at"))
    return [
        {
            "visit": g.ref(row.id),
            "kind": row.kind,
            "office": row.office.name if row.office else "",
            "starts_at": moment(row.starts_at),
            "zone": row.zone,
            "minutes": row.minutes,
            "state": row.state,
            "offered_by": g.name(row.offered_by),
            "said_at": moment(row.said_at),
            "said_by": PERSON if row.said_by_person else "member",
            "asked_at": moment(row.asked_at),
            "wanted": [moment(one) for one in row.wanted],
            "moved": row.moved,
            "changed_at": moment(row.changed_at),
            "note": g.sealed("visits.note", row.id, row.note),
        }
        for row in rows.select_related("office").order_by("starts_at", "id")
    ]
