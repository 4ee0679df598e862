"""How the tests send a document, and have it read."""

from __future__ import annotations

from typing import Any

from amparo.access.rows import acting
from amparo.documents import actions, jobs
from amparo.documents.models import Document, DocumentPart, DocumentPiece
from amparo.foundation import clock, ids
from tests.conftest import person_actor
from tests.media import made


def photo(width: int = 600, height: int = 800) -> bytes:
    return made.encoded(made.picture(width, height), "JPEG")


def add(person: Any, *files: bytes, by: Any = None, **more: Any) -> Any:
    """A document of these files, sent at once."""
    facts = {"client_id": ids.new(), "kind": "court_letter", "title": "Carta de la corte"} | more
    by, at = by or person_actor(person), facts.pop("at", clock.now())
    with acting(by):
        return actions.add(person.id, files=list(files or [photo()]), by=by, at=at, **facts)


def piece(person: Any, client_id: Any, part_id: Any, data: bytes, start: int, size: int, by: Any = None) -> Any:
    by = by or person_actor(person)
    with acting(by):
        return actions.take_piece(
            person.id, client_id=client_id, part_id=part_id, size=size, start=start, data=data, by=by, at=clock.now()
        )


def sweep(casa: Any, reader: Any = None, at: Any = None) -> int:
    """Whatever waits is read, by the true reading process or by one that only fails."""
    before = jobs.of_this_process
    if reader:
        jobs.of_this_process = lambda: reader
    try:
        return jobs.read_documents(casa.id, at or clock.now())
    finally:
        jobs.of_this_process = before


def row(casa: Any, document: Any) -> Document:
    with acting(casa.luz):
        return Document.objects.select_related("person").get(id=document.id)


def left(casa: Any) -> tuple[int, int]:
    """(files, pieces) that are kept."""
    with acting(casa.luz):
        return DocumentPart.objects.count(), DocumentPiece.objects.count()
