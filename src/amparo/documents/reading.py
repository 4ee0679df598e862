"""Documents that wait are made ready to be seen: opened, scanned, drawn anew elsewhere, sealed; what came is gone.

Never inside one transaction: taking the row, reading, and writing what came of it are three steps, and whoever deletes
a document in between finds nothing written.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.conf import settings

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.documents import rules
from amparo.documents.actions import RAW, SEALED_AT_ONCE
from amparo.documents.models import Document, DocumentPart, DocumentPiece
from amparo.documents.opening import CLEANED, ORIGINAL, PAPER
from amparo.documents.rules import State
from amparo.foundation.errors import Refused
from amparo.media import scanning
from amparo.media.paper_reader import Page, Paper
from amparo.media.scanning import Verdict
from amparo.media.unusable import Unusable
from amparo.people import queries as people
from amparo.people.models import Person
from amparo.privacy import leases, vault
from amparo.privacy.purposes import Purpose
from amparo.privacy.vault import OpenItem

AT_ONCE = 1
PDF = "pdf"


class Reads(Protocol):
    """The part of media.paper_reader.PaperReader that is used here."""

    def paper(self, data: bytes, *, most_pages: int) -> Paper: ...


@dataclass(slots=True)
class Found:
    """What came of reading: pages, or a code; neither when the fault was ours.

    `away`: vault or scanner do not answer, so nobody could look, and no look is used up.
    """

    pages: list[Page] = field(default_factory=list)
    originals: dict[UUID, bytes] = field(default_factory=dict)
    scanned: Verdict = Verdict.CLEAN
    code: str = ""
    at_file: int | None = None
    away: bool = False


def claim(programme_id: UUID, *, by: Actor, at: datetime) -> list[Document]:
    """Documents that wait, the oldest first, for this worker alone until the lease ends."""
    gate.require_any(by, Permission.DOCUMENT_SWEEP)
    waiting = Document.objects.filter(programme_id=programme_id, state__in=(State.WAITING, State.READING))
    return leases.take(
        waiting, oldest="added_at", most=AT_ONCE, lease=rules.LEASE, at=at, looks="attempts", state=State.READING
    )


def files_of(document_id: UUID) -> list[tuple[DocumentPart, list[DocumentPiece]]]:
    """What was sent, sealed, in its order."""
    parts = DocumentPart.objects.filter(document=document_id).order_by("number")
    return [(part, list(DocumentPiece.objects.filter(part=part).order_by("start"))) for part in parts]


def read(
    row: Document, files: Sequence[tuple[DocumentPart, list[DocumentPiece]]], reader: Reads, *, by: Actor, at: datetime
) -> Found:
    """One document, each of its files read in the reading process. No transaction is open."""
    found, begun = Found(), time.monotonic()
    for number, (part, pieces) in enumerate(files, 1):
        try:
            _read_one(found, part, _opened(row.person, pieces, by, at), reader)
        except Refused:
            return Found(away=True)
        except Unusable as no:
            return _wrong(row, no.code, number)
        if found.away:
            return Found(away=True)
        if number < len(files) and time.monotonic() - begun > rules.MOST_SECONDS:
            return _wrong(row, rules.TOO_SLOW, number)
    return found


def settle(claimed: Document, found: Found, *, by: Actor, at: datetime) -> bool:
    """What came of it is written and what was sent is gone. False if it no longer waits."""
    gate.require(by, Permission.DOCUMENT_SWEEP, claimed)
    row = leases.held(Document.objects.filter(state=State.READING), claimed)
    if row is None:
        return False
    known = bool(found.pages or found.code)
    if again := leases.later(row.attempts, away=found.away, known=known, at=at):
        waiting = Document.objects.filter(id=row.id)
        waiting.update(state=State.WAITING, leased_until=again.at, attempts=again.looks)
        return True
    row.judged_at, row.leased_until = at, None
    if found.pages:
        _make_ready(row, claimed.person, found)
    else:
        row.state, row.code, row.at_file = State.UNUSABLE, found.code or leases.NOT_READ, found.at_file
    row.save()
    DocumentPart.objects.filter(document=row).exclude(id__in=found.originals).delete()
    DocumentPiece.objects.filter(part__document=row).delete()
    return True


def _wrong(row: Document, said: str, number: int) -> Found:
    code = rules.cause(said, row.attempts)
    return Found(code=code, at_file=number if code else None)


def _opened(person: Person, pieces: Sequence[DocumentPiece], by: Actor, at: datetime) -> bytes:
    """The file's bytes. A few pieces at a time: a frame of the vault holds no more."""
    subject, data = people.subject_of(person), []
    for some in _by_size(pieces):
        items = [OpenItem(subject, RAW, piece.id, bytes(piece.sealed)) for piece in some]
        data += [part or b"" for part in vault.open_sealed(items, by=by, why=Purpose.DOCUMENT_READ, at=at)]
    return b"".join(data)


def _by_size(pieces: Sequence[DocumentPiece]) -> Iterator[list[DocumentPiece]]:
    some: list[DocumentPiece] = []
    size = 0
    for piece in pieces:
        if some and size + len(piece.sealed) > 2 * SEALED_AT_ONCE:
            yield some
            some, size = [], 0
        some.append(piece)
        size += len(piece.sealed)
    if some:
        yield some


def _read_one(found: Found, part: DocumentPart, data: bytes, reader: Reads) -> None:
    verdict = scanning.scan(data, settings.CLAMD)
    if verdict is Verdict.HARMFUL:
        raise Unusable(rules.HARMFUL)
    if verdict is Verdict.AWAY:
        found.away = True
        return
    if verdict is Verdict.NOT_SCANNED:
        found.scanned = verdict
    paper = reader.paper(data, most_pages=rules.MOST_PAGES)
    if len(found.pages) + len(paper.pages) > rules.MOST_PAGES:
        raise Unusable("too_many_pages")
    found.pages += paper.pages
    if paper.kind == PDF and len(data) <= rules.MOST_ORIGINAL:
        found.originals[part.id] = data


def _make_ready(row: Document, person: Person, found: Found) -> None:
    subject = people.subject_of(person)
    row.state, row.code, row.at_file, row.scanned = State.READY, "", None, found.scanned
    row.page_sizes = [[len(page.data), page.width, page.height] for page in found.pages]
    row.paper = vault.seal(subject, PAPER, row.id, b"".join(page.data for page in found.pages), version=CLEANED)
    for part_id, data in found.originals.items():
        original = vault.seal(subject, ORIGINAL, part_id, data, version=CLEANED)
        DocumentPart.objects.filter(id=part_id).update(original=original)
