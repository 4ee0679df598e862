"""A document arrives in pieces, is sent, and is deleted by whoever added it. Called inside `acting(...)`."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor, Kind
from amparo.access.rules import Permission
from amparo.documents import rules
from amparo.documents.models import Document, DocumentPart, DocumentPiece
from amparo.documents.rules import State
from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.people import queries as people
from amparo.people.models import Person
from amparo.privacy import vault

# Names are part of the key. What ends in `paper` is opened by few reasons; what a document is called, by more.
ABOUT = "documents.about"
RAW = "documents.raw_paper"
SEALED_AT_ONCE = 4_000_000  # bytes: a frame of the vault holds them


def take_piece(
    person_id: UUID, *, client_id: UUID, part_id: UUID, size: int, start: int, data: bytes, by: Actor, at: datetime
) -> tuple[int, str]:
    """What of the piece was not here yet is kept, sealed. Returns (where the phone goes on, the document's state).

    The same piece again adds nothing, nor does one that leaves a gap, nor one of a document that was sent. Codes:
    "too_large", "many_pages", "many_documents", "key_used_differently".
    """
    person = _locked(person_id, by)
    if len(data) > rules.MOST_PIECE:
        raise Refused("too_large")
    row = _begun(person, client_id, by, at)
    if row.state != State.RECEIVING:
        return size, row.state
    part = _part(row, part_id, size)
    fresh = data[part.arrived - start :] if start <= part.arrived else b""
    if fresh:
        if part.arrived + len(fresh) > part.size:
            raise Refused("too_large")
        _keep(person, part, fresh, at)
    return part.arrived, row.state


def send(
    person_id: UUID, *, client_id: UUID, kind: str, title: str, parts: Sequence[UUID], by: Actor, at: datetime
) -> Document:
    """The document is there, of these files in this order, and waits to be read. Sent again, it is the same one.

    Codes: "pages_missing" (one is not here, or not all of it), "kind_missing", "title_too_long", "unreadable".
    """
    person = _locked(person_id, by)
    about = _about(kind, title)
    row = Document.objects.select_for_update().defer("paper").filter(person=person, client_id=client_id).first()
    if row is not None and row.state != State.RECEIVING:
        return row
    here = {part.client_id: part for part in DocumentPart.objects.filter(document=row)} if row else {}
    whole = [here[one] for one in dict.fromkeys(parts) if one in here and here[one].arrived == here[one].size]
    if row is None or not parts or len(whole) != len(parts):
        raise Refused("pages_missing")
    for number, part in enumerate(whole):
        DocumentPart.objects.filter(id=part.id).update(number=number)
    # Pages that were taken out before it was sent.
    DocumentPart.objects.filter(document=row, number=None).delete()
    row.about = vault.seal(people.subject_of(person), ABOUT, row.id, about)
    row.state, row.added_at = State.WAITING, at
    if by.kind is Kind.MEMBER:  # whoever scanned it has seen it
        row.looked_at, row.looked_by = at, by.id
    row.save(update_fields=["about", "state", "added_at", "looked_at", "looked_by"])
    return row


def add(
    person_id: UUID, *, client_id: UUID, kind: str, title: str, files: Sequence[bytes], by: Actor, at: datetime
) -> Document:
    """A document whose files came at once, as a form sends them. The same `client_id` again adds nothing.

    Codes: those of `send`, and "too_large", "many_pages", "many_documents".
    """
    person = _locked(person_id, by)
    _about(kind, title)
    if not files or not all(files):
        raise Refused("pages_missing")
    if len(files) > rules.MOST_PAGES:
        raise Refused("many_pages")
    if sum(len(data) for data in files) > rules.MOST_BYTES:
        raise Refused("too_large")
    row = _begun(person, client_id, by, at)
    if row.state != State.RECEIVING:
        return row
    parts = []
    for data in files:
        part = _part(row, ids.new(), len(data))
        for start in range(0, len(data), SEALED_AT_ONCE):
            _keep(person, part, data[start : start + SEALED_AT_ONCE], at)
        parts.append(part.client_id)
    return send(person_id, client_id=client_id, kind=kind, title=title, parts=parts, by=by, at=at)


def delete(document_id: UUID, *, by: Actor, at: datetime) -> None:
    """Nothing of it is left but that there was one. Whoever added it may: the person theirs, the team the team's.

    Code: "not_yours_to_delete". Deleted already, nothing changes.
    """
    row = Document.objects.select_for_update(of=("self",)).select_related("person").filter(id=document_id).first()
    if row is None:
        raise Refused("unknown_document")
    gate.require(by, Permission.DOCUMENT_ADD, row)
    if may_delete(row, by=by) is False:
        raise Refused("not_yours_to_delete")
    DocumentPart.objects.filter(document=row).delete()
    Document.objects.filter(id=row.id).update(
        state=State.DELETED, about=None, paper=None, page_sizes=[], code="", at_file=None, leased_until=None
    )


def may_delete(row: Document, *, by: Actor) -> bool:
    """A worker who scanned a paper into the wrong file takes it out again; nobody takes the other's away."""
    return (row.added_by == row.person_id) is (by.kind is Kind.PERSON)


def tidy(programme_id: UUID, *, by: Actor, at: datetime) -> int:
    """What was begun and never sent is gone after a week, and all that forgotten people left. Returns how many."""
    gate.require_any(by, Permission.DOCUMENT_SWEEP)
    rows = Document.objects.filter(programme_id=programme_id)
    unsent = rows.filter(state=State.RECEIVING, begun_at__lte=at - rules.UNSENT_FOR).delete()[0]
    return unsent + rows.filter(person__salt=None).delete()[0]


def _locked(person_id: UUID, by: Actor) -> Person:
    person = people.locked(person_id)
    gate.require(by, Permission.DOCUMENT_ADD, person)
    return person


def _about(kind: str, title: str) -> str:
    if kind not in set(rules.Kind):
        raise Refused("kind_missing")
    title = title.strip()
    if len(title) > rules.LONGEST_TITLE:
        raise Refused("title_too_long")
    if "\0" in title:
        raise Refused("unreadable")
    return json.dumps({"kind": kind, "title": title}, ensure_ascii=False)


def _begun(person: Person, client_id: UUID, by: Actor, at: datetime) -> Document:
    row = Document.objects.select_for_update().defer("paper").filter(person=person, client_id=client_id).first()
    if row is not None:
        if row.added_by != by.id and row.state == State.RECEIVING:
            raise Refused("key_used_differently")
        return row
    today = Document.objects.filter(person=person, begun_at__gt=at - timedelta(days=1))
    if today.count() >= rules.MOST_A_DAY:
        raise Refused("many_documents")
    return Document.objects.create(
        id=ids.new(),
        programme_id=person.programme_id,
        person=person,
        client_id=client_id,
        added_by=by.id,
        begun_at=at,
    )


def _part(row: Document, part_id: UUID, size: int) -> DocumentPart:
    parts = {part.client_id: part for part in DocumentPart.objects.filter(document=row)}
    if part := parts.get(part_id):
        if part.size != size:
            raise Refused("key_used_differently")
        return part
    # A page that was taken out on the phone still counts here until it is sent: hence twice as many.
    if len(parts) >= 2 * rules.MOST_PAGES:
        raise Refused("many_pages")
    if size <= 0 or sum(one.size for one in parts.values()) + size > 2 * rules.MOST_BYTES or size > rules.MOST_BYTES:
        raise Refused("too_large" if size > 0 else "unreadable")
    return DocumentPart.objects.create(
        id=ids.new(), programme_id=row.programme_id, person_id=row.person_id, document=row, client_id=part_id, size=size
    )


def _keep(person: Person, part: DocumentPart, fresh: bytes, at: datetime) -> None:
    piece = DocumentPiece(
        id=ids.new(),
        programme_id=part.programme_id,
        person_id=part.person_id,
        part=part,
        start=part.arrived,
        came_at=at,
    )
    piece.sealed = vault.seal(people.subject_of(person), RAW, piece.id, fresh)
    piece.save(force_insert=True)
    part.arrived += len(fresh)
    part.save(update_fields=["arrived"])
