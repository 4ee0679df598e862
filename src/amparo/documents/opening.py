"""Documents are opened one at a time, each with its reason in the person's log. Called inside `acting(...)`."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor, Kind
from amparo.access.rules import Permission
from amparo.documents.actions import ABOUT
from amparo.documents.models import Document, DocumentPart
from amparo.documents.rules import State
from amparo.foundation.errors import Refused
from amparo.media.paper_reader import JPEG_BEGINS, Page
from amparo.people import queries as people
from amparo.people.models import Person
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose
from amparo.privacy.vault import OpenItem

PAPER = "documents.paper"
ORIGINAL = "documents.original_paper"
CLEANED = 2  # the version under which that is sealed which only a human opens


def abouts(
    rows: Sequence[Document], person: Person, *, by: Actor, why: Purpose, at: datetime
) -> dict[UUID, dict[str, Any]]:
    """What each is and is called: {"kind", "title"}; nothing where it cannot be opened any more."""
    gate.require(by, Permission.DOCUMENT_VIEW, person)
    if not rows or not person.salt:
        return {}
    subject = people.subject_of(person)
    items = [OpenItem(subject, ABOUT, row.id, bytes(row.about or b"")) for row in rows]
    opened = vault.open_text(items, by=by, why=why, at=at)
    return {row.id: json.loads(words) for row, words in zip(rows, opened, strict=True) if words}


def pages(row: Document, *, by: Actor, at: datetime) -> list[Page]:
    """Its pages. The first look of a member takes it off the day's list. Codes: "not_ready", "budget_spent"."""
    gate.require(by, Permission.DOCUMENT_VIEW, row)
    if row.state != State.READY:
        raise Refused("not_ready")
    item = OpenItem(people.subject_of(row.person), PAPER, row.id, bytes(row.paper or b""), CLEANED)
    [opened] = vault.open_sealed([item], by=by, why=_why(by), at=at)
    if by.kind is Kind.MEMBER and row.looked_at is None:
        Document.objects.filter(id=row.id, looked_at=None).update(looked_at=at, looked_by=by.id)
    return list(_cut(opened or b"", row.page_sizes))


def original(row: Document, part_id: UUID, *, by: Actor, at: datetime) -> bytes:
    """The PDF as it came: for its person alone, because it may do harm where it is opened. Code: "unknown_document"."""
    gate.require(by, Permission.DOCUMENT_ORIGINAL, row)
    part = DocumentPart.objects.filter(id=part_id, document=row, original__isnull=False).first()
    if part is None:
        raise Refused("unknown_document")
    item = OpenItem(people.subject_of(row.person), ORIGINAL, part.id, bytes(part.original), CLEANED)
    return vault.open_sealed([item], by=by, why=_why(by), at=at)[0] or b""


def _why(by: Actor) -> Purpose:
    own = {Kind.PERSON: Purpose.OWN_RECORD, Kind.REPRESENTATIVE: Purpose.REPRESENTED_PAPER}
    return own.get(by.kind, Purpose.DOCUMENT_VIEW)


def _cut(data: bytes, sizes: Sequence[Sequence[int]]) -> list[Page]:
    """What is not a JPEG is not handed to a browser, whatever the reading process called it."""
    found, start = [], 0
    for size, width, height in sizes:
        page = data[start : start + size]
        start += size
        if page.startswith(JPEG_BEGINS):
            found.append(Page(page, width, height))
    return found
