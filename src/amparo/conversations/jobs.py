"""Background entries: ask the clock, call a verb."""

from datetime import datetime
from uuid import UUID

from amparo.access.actor import system
from amparo.access.rows import acting
from amparo.conversations import reading
from amparo.media.reader import of_this_process


def read_attachments(programme_id: UUID, at: datetime) -> int:
    """Every picture and recording that waits is made ready, one at a time."""
    by = system(programme_id)
    with acting(by):
        rows = reading.claim(programme_id, by=by, at=at)
    for row in rows:
        found = reading.read(row, of_this_process(), by=by, at=at)
        with acting(by):
            reading.settle(row, found, by=by, at=at)
    return len(rows)
