"""Background entries: ask the clock, call a verb."""

from datetime import datetime
from uuid import UUID

from amparo.access.actor import Actor, system
from amparo.access.rows import acting
from amparo.documents import actions, reading
from amparo.documents.models import Document
from amparo.media.paper_reader import of_this_process
from amparo.privacy import leases


def read_documents(programme_id: UUID, at: datetime) -> int:
    """Every document that waits is made ready to be seen, one at a time."""

    def read(row: Document, by: Actor) -> reading.Found:
        with acting(by):
            files = reading.files_of(row.id)
        return reading.read(row, files, of_this_process(), by=by, at=at)

    return leases.each(programme_id, at, claim=reading.claim, read=read, settle=reading.settle)


def tidy_documents(programme_id: UUID, at: datetime) -> int:
    with acting(system(programme_id)):
        return actions.tidy(programme_id, by=system(programme_id), at=at)
