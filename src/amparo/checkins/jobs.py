"""Background entries: ask the clock, call a verb."""

from datetime import datetime
from uuid import UUID

from amparo.access.actor import Actor, Kind, system
from amparo.access.rows import acting
from amparo.checkins import actions, confirming, planning, voice_reading
from amparo.checkins.voice_models import Recording
from amparo.media.reader import of_this_process
from amparo.privacy import leases


def open_windows(programme_id: UUID, at: datetime) -> int:
    with acting(system(programme_id)):
        return actions.open_windows(programme_id, at=at)


def plan_ahead(programme_id: UUID, at: datetime) -> int:
    with acting(system(programme_id)):
        return planning.plan_ahead(programme_id, at=at)


def mark_unanswered(programme_id: UUID, at: datetime) -> int:
    with acting(system(programme_id)):
        return actions.mark_unanswered(programme_id, at=at)


def confirm(programme_id: UUID, at: datetime) -> int:
    """What a selfie has shown since stands as shown; one person at a time, where nobody else's rows exist."""
    with acting(system(programme_id)):
        shown = confirming.waiting(programme_id)
    for selfie in shown:
        by = Actor(Kind.PERSON, selfie.person_id, programme_id)
        with acting(by):
            confirming.confirm(selfie, by=by, at=at)
    return len(shown)


def read_recordings(programme_id: UUID, at: datetime) -> int:
    """Every recording that waits is made ready to be heard, one at a time."""

    def read(row: Recording, by: Actor) -> voice_reading.Found:
        with acting(by):
            pieces = voice_reading.pieces_of(row.id)
        return voice_reading.read(row, pieces, of_this_process(), by=by, at=at)

    return leases.each(programme_id, at, claim=voice_reading.claim, read=read, settle=voice_reading.settle)
