"""Background entries: ask the clock, call a verb."""

from datetime import datetime
from uuid import UUID

from amparo.access.actor import system
from amparo.access.rows import acting
from amparo.documents import actions, reading
from amparo.media.paper_reader import of_this_process


def read_documents(programme_id: UUID, at: datetime) -> int:
    """Every document that waits is made ready to be seen, one at a time."""
    by = system(programme_id)
    with acting(by):
        rows = reading.claim(programme_id, by=by, at=at)
    for row in rows:
        with acting(by):
            files = reading.files_of(row.id)
        found = reading.read(row, files, of_this_process(), by=by, at=at)
        with acting(by):
            reading.settle(row, found, by=by, at=at)
    return len(rows)


def tidy_documents(programme_id: UUID, at: datetime) -> int:
    with acting(system(programme_id)):
        return actions.tidy(programme_id, by=system(programme_id), at=at)
