"""A worker hears what a person said. Each time stands in the person's log. Called inside `acting(...)`."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.checkins.models import Checkin
from amparo.checkins.voice_models import Recording
from amparo.checkins.voice_reading import CLEANED
from amparo.checkins.voice_rules import State
from amparo.checkins.voices import SOUND
from amparo.people import queries as people
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose
from amparo.privacy.vault import OpenItem


def sent(checkin_id: UUID) -> list[Recording]:
    """The recordings that arrived with a check-in, in the order they were begun; what was erased is not among them."""
    rows = Recording.objects.filter(checkin=checkin_id, sent_with__isnull=False).exclude(state=State.ERASED)
    return list(rows.order_by("begun_at"))


def sounds(checkin: Checkin, rows: Sequence[Recording], *, by: Actor, at: datetime) -> dict[UUID, bytes]:
    """Opus of those that are ready, by the recording's id."""
    gate.require(by, Permission.CHECKIN_VIEW, checkin)
    subject = people.subject_of(checkin.person)
    opened = {}
    for row in rows:
        if row.state == State.READY and row.checkin_id == checkin.id:
            item = OpenItem(subject, SOUND, row.id, bytes(row.sound or b""), CLEANED)
            opened[row.id] = vault.open_sealed([item], by=by, why=Purpose.CHECKIN_REVIEW, at=at)[0]
    return {row_id: sound for row_id, sound in opened.items() if sound is not None}
