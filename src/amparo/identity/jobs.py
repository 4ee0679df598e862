"""Background entries: ask the clock, call a verb."""

from datetime import datetime
from uuid import UUID

from amparo.access.actor import Actor, system
from amparo.access.rows import acting
from amparo.identity import comparing
from amparo.identity.models import FaceTry
from amparo.media.reader import of_this_process
from amparo.privacy import leases


def compare_faces(programme_id: UUID, at: datetime) -> int:
    """Every selfie that waits is looked at, one person at a time."""

    def look(row: FaceTry, by: Actor) -> comparing.Found:
        with acting(by):
            template = comparing.template_of(row.person_id)
        return comparing.look(row, template, of_this_process(), by=by, at=at)

    return leases.each(programme_id, at, claim=comparing.claim, read=look, settle=comparing.settle)


def let_faces_go(programme_id: UUID, at: datetime) -> int:
    by = system(programme_id)
    with acting(by):
        return comparing.let_go(programme_id, by=by, at=at)
