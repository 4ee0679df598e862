"""A worker compares what somebody said with the words that the person was given. Called inside `acting(...)`.

They can say that these are the words, or that they cannot tell. There is no third answer, and the second one changes
nothing: what was not confirmed waits for a human as before. See docs/decisions/0015.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.checkins import confirming, voice_rules
from amparo.checkins.models import Checkin, Submission
from amparo.checkins.submitting import BY_THEMSELVES
from amparo.checkins.voice_models import Recording
from amparo.checkins.voice_rules import State
from amparo.foundation.errors import Refused
from amparo.identity import phrases
from amparo.identity.models import Phrase
from amparo.identity.ways import Way


class Said(StrEnum):
    """What a worker may say about it."""

    THEIR_WORDS = "their_words"
    CANNOT_TELL = "cannot_tell"


def words(checkin: Checkin, rows: Sequence[Recording], *, by: Actor, at: datetime) -> dict[UUID, str]:
    """The person's words, by the recording they are to be compared with; opened only where something waits for that."""
    waiting = [row for row in rows if row.about == voice_rules.PHRASE and row.state == State.READY and not row.known_at]
    if waiting:
        theirs = set(_by_themselves(checkin).values_list("client_id", flat=True))
        waiting = [row for row in waiting if row.sent_with in theirs]
    phrase = phrases.of(checkin.person_id, at=at) if waiting else None
    waiting = [row for row in waiting if phrase and _fits(phrase, row)]
    if phrase is None or not waiting:
        return {}
    return dict.fromkeys((row.id for row in waiting), phrases.opened(phrase, checkin.person, by=by, at=at))


def decide(recording_id: UUID, said: Said, *, checkin_id: UUID, by: Actor, at: datetime) -> Checkin:
    """What was sent with this recording is confirmed, or all stays as it is.

    Codes: "not_found", "already_handled", "words_changed" (taken back or replaced since they were spoken).
    """
    phrases_of_it = Recording.objects.filter(checkin=checkin_id, about=voice_rules.PHRASE, sent_with__isnull=False)
    row = phrases_of_it.filter(id=recording_id).first()
    if row is None:
        raise Refused("not_found")
    # Locked as a capture and an erasure lock it.
    window = Checkin.objects.select_for_update(of=("self",)).select_related("person").get(id=row.checkin_id)
    gate.require(by, Permission.PHRASE_HEAR, window)
    if said is Said.CANNOT_TELL:
        return window
    if not Recording.objects.filter(id=row.id, state=State.READY).exists():
        raise Refused("not_found")
    phrase = phrases.held(window.person_id, at=at)
    if phrase is None or not _fits(phrase, row):
        raise Refused("words_changed")
    if not Recording.objects.filter(id=row.id, known_at=None).update(known_at=at, known_by=by.id):
        raise Refused("already_handled")
    _confirm(window, row, by=by, at=at)
    return window


def _confirm(window: Checkin, row: Recording, *, by: Actor, at: datetime) -> None:
    """Also what came with the link alone: the link was not enough to know the words."""
    if _by_themselves(window).filter(client_id=row.sent_with).update(identity=Way.PHRASE):
        confirming.stand(window, by=by, at=at)


def _by_themselves(window: Checkin) -> QuerySet[Submission]:
    """What the words can stand for. Whoever is signed in may have picked them too; a worker's own word stays that."""
    return Submission.objects.filter(checkin=window, identity__in=BY_THEMSELVES)


def _fits(phrase: Phrase, row: Recording) -> bool:
    """Whether these words were the person's when the recording was begun."""
    return bool(phrase.made_at <= row.begun_at)
