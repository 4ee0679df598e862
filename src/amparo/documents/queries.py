"""Reads about documents. What sealed is opened stands in `opening`."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.documents.models import Document, DocumentPart
from amparo.documents.rules import State
from amparo.foundation.errors import Refused


def of_person(person_id: UUID) -> list[Document]:
    """Everything that was sent and is not deleted, the newest first; without its pages."""
    rows = Document.objects.filter(person_id=person_id, added_at__isnull=False).exclude(state=State.DELETED)
    return list(rows.defer("paper").order_by("-added_at"))


def document(document_id: UUID, *, by: Actor, permission: Permission = Permission.DOCUMENT_VIEW) -> Document:
    """One that was sent and is not deleted. Code: "unknown_document"."""
    rows = Document.objects.select_related("person", "person__worker").filter(id=document_id, added_at__isnull=False)
    found = rows.exclude(state=State.DELETED).first()
    if found is None:
        raise Refused("unknown_document")
    gate.require(by, permission, found)
    return found


def by_client_id(person_id: UUID, client_id: UUID) -> Document | None:
    """What became of what the phone calls so; None if nothing of it came."""
    return Document.objects.defer("paper").filter(person_id=person_id, client_id=client_id).first()


def originals_of(document_id: UUID) -> QuerySet[DocumentPart]:
    """The files of which the original is kept: PDFs."""
    rows = DocumentPart.objects.filter(document_id=document_id, original__isnull=False)
    return rows.defer("original").order_by("number")


def pages_of(row: Document) -> int:
    """How many pages it has; none before it is ready."""
    sizes: Sequence[object] = row.page_sizes
    return len(sizes)
