"""Background entries: ask the clock, call a verb."""

from datetime import datetime
from uuid import UUID

from amparo.access.actor import system
from amparo.access.rows import acting
from amparo.identity import comparing
from amparo.media.reader import of_this_process


def compare_faces(programme_id: UUID, at: datetime) -> int:
    """Every selfie that waits is looked at, one person at a time."""
    by = system(programme_id)
    with acting(by):
        rows = comparing.claim(programme_id, by=by, at=at)
    for row in rows:
        with acting(by):
            template = comparing.template_of(row.person_id)
        found = comparing.look(row, template, of_this_process(), by=by, at=at)
        with acting(by):
            comparing.settle(row, found, by=by, at=at)
    return len(rows)


def let_faces_go(programme_id: UUID, at: datetime) -> int:
    by = system(programme_id)
    with acting(by):
        return comparing.let_go(programme_id, by=by, at=at)
