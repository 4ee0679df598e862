"""Recordings that wait are made ready to be heard: opened, written anew elsewhere, sealed; the raw one is gone.

Never inside one transaction: taking the row, reading, and writing what came of it are three steps, and whoever erases
a recording in between finds nothing written.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.checkins import voice_rules as rules
from amparo.checkins.voice_models import Recording, RecordingPiece
from amparo.checkins.voice_rules import State
from amparo.checkins.voices import SOUND
from amparo.foundation.errors import Refused
from amparo.media import made, unusable
from amparo.media.unusable import Unusable
from amparo.people import queries as people
from amparo.privacy import leases, vault
from amparo.privacy.purposes import Purpose
from amparo.privacy.vault import OpenItem

AT_ONCE = 2
CLEANED = 2  # the version under which a recording is sealed that we wrote anew


class Reads(Protocol):
    """The part of media.reader.Reader that is used here."""

    def recording(self, data: bytes, *, longest: float) -> made.Recording: ...


@dataclass(frozen=True, slots=True)
class Found:
    """What came of reading: the sound, or a code; neither when the fault was ours.

    `away`: nobody could look at it, so no look is used up.
    """

    sound: made.Recording | None = None
    code: str = ""
    away: bool = False


def claim(programme_id: UUID, *, by: Actor, at: datetime) -> list[Recording]:
    """Recordings that wait, the oldest first, for this worker alone until the lease ends."""
    gate.require_any(by, Permission.CHECKIN_SWEEP)
    waiting = Recording.objects.filter(programme_id=programme_id, state=State.RECEIVED)
    return leases.take(waiting, oldest="arrived_at", most=AT_ONCE, lease=rules.LEASE, at=at)


def pieces_of(recording_id: UUID) -> list[RecordingPiece]:
    """What the phone sent, sealed, in its order."""
    return list(RecordingPiece.objects.filter(recording=recording_id).order_by("start"))


def read(row: Recording, pieces: list[RecordingPiece], reader: Reads, *, by: Actor, at: datetime) -> Found:
    """One recording, read in the reading process. No transaction is open."""
    subject = people.subject_of(row.person)
    items = [OpenItem(subject, SOUND, piece.id, bytes(piece.sealed)) for piece in pieces]
    try:
        opened = vault.open_sealed(items, by=by, why=Purpose.VOICE_READ, at=at)
    except Refused:
        return Found(away=True)
    try:
        raw = b"".join(part or b"" for part in opened)
        return Found(sound=reader.recording(raw, longest=rules.LONGEST_SECONDS))
    except Unusable as no:
        return Found(code=no.code if no.code in unusable.SOUND else "")


def settle(claimed: Recording, found: Found, *, by: Actor, at: datetime) -> bool:
    """What came of it is written and the raw recording is gone. False if it no longer waits."""
    gate.require(by, Permission.CHECKIN_SWEEP, claimed)
    row = leases.held(Recording.objects.filter(state=State.RECEIVED), claimed)
    if row is None:
        return False
    known = found.sound is not None or bool(found.code)
    if again := leases.later(row.looks, away=found.away, known=known, at=at):
        Recording.objects.filter(id=row.id).update(leased_until=again.at, looks=again.looks)
        return True
    row.judged_at, row.leased_until = at, None
    if found.sound is None:
        row.state, row.code = State.UNUSABLE, found.code or leases.NOT_READ
    else:
        _make_ready(row, claimed, found.sound)
    row.save()
    RecordingPiece.objects.filter(recording=row).delete()
    return True


def _make_ready(row: Recording, claimed: Recording, sound: made.Recording) -> None:
    """A detector of speech misses some short words: without speech it is kept all the same, and the person is told."""
    row.state, row.seconds, row.speech_seconds = State.READY, sound.seconds, sound.speech_seconds
    row.code = "" if sound.speech_seconds >= rules.SOME_SPEECH else rules.NO_SPEECH
    row.sound = vault.seal(people.subject_of(claimed.person), SOUND, row.id, sound.data, version=CLEANED)
