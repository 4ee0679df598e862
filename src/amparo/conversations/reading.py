"""Attachments that wait are made ready: opened, written anew elsewhere, sealed; what was sent is gone.

Never inside one transaction: taking the row, reading, and writing what came of it are three steps.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.conf import settings

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.conversations import queries, rules
from amparo.conversations.models import Attachment
from amparo.conversations.rules import Kind, State
from amparo.foundation.errors import Refused
from amparo.media import made, pdf_file, scanning, unusable
from amparo.media.paper_reader import Paper
from amparo.media.scanning import Verdict
from amparo.media.unusable import Unusable
from amparo.people import queries as people
from amparo.privacy import leases, vault
from amparo.privacy.purposes import Purpose
from amparo.privacy.vault import OpenItem

AT_ONCE = 2
WHY = {Kind.PHOTO: Purpose.PHOTO_READ, Kind.VOICE: Purpose.VOICE_READ, Kind.PAPER: Purpose.DOCUMENT_READ}
CAUSES = unusable.PICTURE | unusable.SOUND | {"locked", "too_many_pages"}


class Reads(Protocol):
    """The part of media.reader.Reader that is used here."""

    def picture(self, data: bytes, *, longest: int) -> made.Picture: ...

    def recording(self, data: bytes, *, longest: float) -> made.Recording: ...


class ReadsPapers(Protocol):
    """The part of media.paper_reader.PaperReader that is used here."""

    def paper(self, data: bytes, *, most_pages: int) -> Paper: ...


@dataclass(frozen=True, slots=True)
class Found:
    """What came of reading: the file, or a code; neither when the fault was ours.

    `away`: vault or scanner do not answer, so no look is used up.
    """

    data: bytes | None = None
    code: str = ""
    away: bool = False


def claim(programme_id: UUID, *, by: Actor, at: datetime) -> list[Attachment]:
    """Attachments that wait, the oldest first, for this worker alone until the lease ends."""
    gate.require_any(by, Permission.MESSAGE_SWEEP)
    waiting = Attachment.objects.filter(programme_id=programme_id, state=State.RECEIVED)
    return leases.take(waiting, oldest="arrived_at", most=AT_ONCE, lease=rules.LEASE, at=at)


def read(row: Attachment, reader: Reads, papers: ReadsPapers, *, by: Actor, at: datetime) -> Found:
    """One attachment, opened, scanned and written anew. No transaction is open."""
    why = WHY[Kind(row.kind)]
    try:
        item = OpenItem(people.subject_of(row.person), queries.FIELDS[row.kind], row.client_id, bytes(row.raw or b""))
        opened = vault.open_sealed([item], by=by, why=why, at=at)[0]
    except Refused as no:
        # Sealed wrongly on the phone: no later look changes that.
        return Found(code="damaged") if no.code in ("cannot_open", "forgotten") else Found(away=True)
    verdict = scanning.scan(opened or b"", settings.CLAMD)
    if verdict in (Verdict.HARMFUL, Verdict.AWAY):
        return Found(code=rules.HARMFUL) if verdict is Verdict.HARMFUL else Found(away=True)
    try:
        return Found(data=_anew(row.kind, opened or b"", reader, papers))
    except Unusable as no:
        return Found(code=no.code if no.code in CAUSES else "")


def settle(claimed: Attachment, found: Found, *, by: Actor, at: datetime) -> bool:
    """What came of it is written and what was sent is gone. False if it no longer waits."""
    gate.require(by, Permission.MESSAGE_SWEEP, claimed)
    row = leases.held(Attachment.objects.filter(state=State.RECEIVED), claimed)
    if row is None:
        return False
    known = found.data is not None or bool(found.code)
    if again := leases.later(row.looks, away=found.away, known=known, at=at):
        Attachment.objects.filter(id=row.id).update(leased_until=again.at, looks=again.looks)
        return True
    row.judged_at, row.leased_until, row.raw = at, None, None
    if found.data is None:
        row.state, row.code = State.UNUSABLE, found.code or leases.NOT_READ
    else:
        subject = people.subject_of(claimed.person)
        row.clean = vault.seal(subject, queries.FIELDS[row.kind], row.client_id, found.data, version=queries.CLEANED)
        row.state = State.READY
    row.save()
    return True


def _anew(kind: str, data: bytes, reader: Reads, papers: ReadsPapers) -> bytes:
    if kind == Kind.PAPER:
        return pdf_file.written(papers.paper(data, most_pages=rules.MOST_PAGES).pages)
    if kind == Kind.PHOTO:
        return reader.picture(data, longest=rules.LONGEST_PICTURE_SIDE).data
    return reader.recording(data, longest=rules.LONGEST_SECONDS).data
