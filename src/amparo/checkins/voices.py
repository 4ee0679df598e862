"""A person's recordings arrive in pieces, are erased again, and are sent as a check-in. Called inside `acting(...)`."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.checkins import questions, submitting
from amparo.checkins import voice_rules as rules
from amparo.checkins.capture import Capture
from amparo.checkins.models import Checkin
from amparo.checkins.voice_models import Recording, RecordingPiece
from amparo.checkins.voice_rules import State
from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.people import queries as people
from amparo.privacy import vault

# The name is part of the key; it ends in `recording`, which only few reasons open.
SOUND = "checkins.voice_recording"


def take_piece(
    checkin_id: UUID, *, client_id: UUID, about: str, size: int, start: int, data: bytes, by: Actor, at: datetime
) -> Recording:
    """What of the piece was not here yet is kept, sealed. `arrived` says where the phone goes on.

    The same piece again adds nothing, nor does one that leaves a gap. Codes: "too_large", "unreadable",
    "many_recordings", "key_used_differently".
    """
    checkin = _locked(checkin_id, by)
    if size > rules.MOST_BYTES or len(data) > rules.MOST_PIECE:
        raise Refused("too_large")
    row = Recording.objects.filter(person=checkin.person_id, client_id=client_id).first()
    row = row or _begin(checkin, client_id, about, size, at)
    if (row.checkin_id, row.about, row.size) != (checkin.id, about, size):
        raise Refused("key_used_differently")
    fresh = data[row.arrived - start :] if start <= row.arrived else b""
    if row.state != State.RECEIVING or not fresh:
        return row
    if row.arrived + len(fresh) > row.size:
        raise Refused("too_large")
    _keep(row, checkin, fresh, at)
    return row


def one(checkin_id: UUID, client_id: UUID) -> Recording | None:
    """What became of one recording of this person; None if nothing of it came."""
    return Recording.objects.filter(checkin=checkin_id, client_id=client_id).exclude(state=State.ERASED).first()


def not_sent(checkin_id: UUID) -> list[Recording]:
    """Recordings that are here, whole, and not part of a check-in yet; the newest for each question."""
    here = Recording.objects.filter(checkin=checkin_id, sent_with=None)
    rows = here.exclude(state__in=(State.RECEIVING, State.ERASED)).order_by("begun_at")
    return list({row.about: row for row in rows}.values())


def erase(checkin_id: UUID, client_id: UUID, *, by: Actor, at: datetime) -> None:
    """Nothing of its sound is left. Erased already, or never here, nothing changes."""
    checkin = _locked(checkin_id, by)
    row = Recording.objects.select_for_update().filter(checkin=checkin, client_id=client_id).first()
    if row is not None:
        RecordingPiece.objects.filter(recording=row).delete()
        Recording.objects.filter(id=row.id).update(state=State.ERASED, sound=None, code="", leased_until=None)


def send(
    checkin_id: UUID, *, recordings: Sequence[UUID], capture: Capture, by: Actor, at: datetime
) -> tuple[bytes, bool]:
    """The check-in is submitted with these recordings: (receipt, whether it was new); see `submitting.submit`.

    Refused("recording_missing"): one is not here, or not all of it. What we could not read does not stop it.
    """
    rows = Recording.objects.filter(checkin=checkin_id, client_id__in=recordings)
    here = rows.exclude(state__in=(State.RECEIVING, State.ERASED))
    if not recordings or here.count() != len(set(recordings)):
        raise Refused("recording_missing")
    signed, new = submitting.submit(checkin_id, capture=capture, by=by, at=at)
    if new:
        here.filter(sent_with=None).update(sent_with=capture.client_id)
    return signed, new


def keep_words(checkin_id: UUID, data: bytes, *, sent_with: UUID, by: Actor, at: datetime) -> None:
    """The person's own words came whole, with a check-in that nothing else confirms.

    What cannot be kept of them takes nothing from the check-in.
    """
    if not 0 < len(data) <= rules.LONGEST_WORDS:
        return
    key = ids.new()
    try:
        for start in range(0, len(data), rules.MOST_PIECE):
            piece = data[start : start + rules.MOST_PIECE]
            take_piece(
                checkin_id, client_id=key, about=rules.PHRASE, size=len(data), start=start, data=piece, by=by, at=at
            )
    except Refused:
        return
    Recording.objects.filter(checkin=checkin_id, client_id=key).update(sent_with=sent_with)


def _locked(checkin_id: UUID, by: Actor) -> Checkin:
    checkin = Checkin.objects.select_for_update(of=("self",)).select_related("person").get(id=checkin_id)
    gate.require(by, Permission.CHECKIN_SUBMIT, checkin)
    return checkin


def _begin(checkin: Checkin, client_id: UUID, about: str, size: int, at: datetime) -> Recording:
    if about not in {rules.WHOLE, rules.PHRASE, *(question.code for question in questions.QUESTIONS)}:
        raise Refused("unreadable")
    if Recording.objects.filter(checkin=checkin).count() >= rules.MOST_RECORDINGS:
        raise Refused("many_recordings")
    return Recording.objects.create(
        id=ids.new(),
        programme_id=checkin.programme_id,
        person_id=checkin.person_id,
        checkin=checkin,
        client_id=client_id,
        about=about,
        size=size,
        begun_at=at,
        state=State.RECEIVING if size else State.UNUSABLE,
        code="" if size else rules.EMPTY,
    )


def _keep(row: Recording, checkin: Checkin, fresh: bytes, at: datetime) -> None:
    piece = RecordingPiece(
        id=ids.new(),
        programme_id=row.programme_id,
        person_id=row.person_id,
        recording=row,
        start=row.arrived,
        came_at=at,
    )
    piece.sealed = vault.seal(people.subject_of(checkin.person), SOUND, piece.id, fresh)
    piece.save(force_insert=True)
    row.arrived += len(fresh)
    if row.arrived == row.size:
        row.state, row.arrived_at = State.RECEIVED, at
    row.save(update_fields=["arrived", "state", "arrived_at"])
