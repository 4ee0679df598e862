"""Reads about requests and copies. Opening the words of a request is a visible call with a reason."""

from datetime import datetime
from typing import Any
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor, Kind
from amparo.access.rules import Permission
from amparo.foundation.errors import Refused
from amparo.people import queries as people
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose
from amparo.rights import rules
from amparo.rights.models import Copy, CopyPart, Request
from amparo.rights.rules import State

FIELDS = {"words": "rights.request", "answer": "rights.answer_request", "where": "rights.where_request"}
PART = "rights.copy"


def requests_of(person_id: UUID) -> list[Request]:
    """What the person has asked, the newest first."""
    return list(Request.objects.filter(person=person_id).order_by("-asked_at", "-id"))


def one(request_id: UUID, *, by: Actor) -> Request:
    """One request. Code: "unknown_request", for whoever it does not exist for."""
    found = Request.objects.select_related("person").filter(id=request_id).first()
    if found is None:
        raise Refused("unknown_request")
    gate.require(by, Permission.RIGHTS_VIEW, found)
    return found


def waiting(*, by: Actor) -> list[Request]:
    """What is to be answered, the one with the least time first."""
    gate.require_any(by, Permission.RIGHTS_DECIDE)
    return list(Request.objects.filter(state=State.WAITING).select_related("person").order_by("due_at", "id"))


def answered(*, by: Actor, most: int = 50) -> list[Request]:
    """What is over, the newest first."""
    gate.require_any(by, Permission.RIGHTS_DECIDE)
    rows = Request.objects.exclude(state=State.WAITING).select_related("person")
    return list(rows.order_by("-ended_at", "-id")[:most])


def asks_to_be_forgotten(person_id: UUID, *, by: Actor) -> Request | None:
    """The person's own wish to be forgotten, that waits or was granted."""
    gate.require_any(by, Permission.RIGHTS_DECIDE)
    rows = Request.objects.filter(person=person_id, kind=rules.Kind.ERASE, state__in=(State.WAITING, State.DONE))
    return rows.order_by("-asked_at").first()


def words(found: Request, *, by: Actor, at: datetime) -> dict[str, str]:
    """What was asked and answered, opened for a reason that the person reads in their log; one value at a time."""
    gate.require(by, Permission.RIGHTS_VIEW, found)
    why = Purpose.OWN_RECORD if by.kind is Kind.PERSON else Purpose.RIGHTS_REVIEW
    whose, said = people.subject_of(found.person), {}
    for name, field in FIELDS.items():
        blob: Any = getattr(found, name)
        if blob:
            item = vault.OpenItem(whose, field, found.id, bytes(blob))
            said[name] = vault.open_text([item], by=by, why=why, at=at)[0] or ""
    return said


def copy_of(person_id: UUID) -> Copy | None:
    """The copy that the person has asked for, if there is one."""
    return Copy.objects.filter(person=person_id).first()


def opened(copy: Copy, person: Any, *, by: Actor, at: datetime) -> bytes:
    """The file. Each time it is taken stands in the person's log."""
    gate.require(by, Permission.COPY_OWN, copy)
    whose = people.subject_of(person)
    parts = []
    for row in CopyPart.objects.filter(copy=copy).order_by("number"):
        item = vault.OpenItem(whose, PART, row.id, bytes(row.sealed))
        parts.append(vault.open_sealed([item], by=by, why=Purpose.SUBJECT_COPY, at=at)[0] or b"")
    return b"".join(parts)
