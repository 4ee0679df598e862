"""A check-in by whoever holds a person's link and shows nothing else. See docs/decisions/0013.

It is kept and receipted, because nobody may be kept from checking in by a forgotten PIN. It closes nothing: a human
looks, the person is still asked, and can still check in. Nothing that is kept can be read in this way.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from amparo.access.actor import Actor
from amparo.checkins import queries, submitting, voices
from amparo.checkins.capture import Capture
from amparo.checkins.models import Checkin, Submission
from amparo.foundation.errors import Refused
from amparo.identity.ways import Way

EVERY = timedelta(hours=1)
MOST_A_WINDOW = 10


def submit(person_id: UUID, *, capture: Capture, words: bytes = b"", by: Actor, at: datetime) -> bytes:
    """The signed receipt. Refused("not_taken_here") for every reason alike: a link tells its holder nothing.

    `words`: a recording in which somebody says words of their own; a human compares them, see `phrase_review`.
    """
    capture = replace(capture, identity=Way.NONE)
    before = Submission.objects.filter(person=person_id, client_id=capture.client_id).first()
    if before is not None:
        return _again(before, capture)
    window = _window(person_id, at)
    if window is None or _often(window, at):
        raise Refused("not_taken_here")
    # A selfie was taken by whoever was signed in; who holds the link alone does not borrow it.
    signed, _new = submitting.submit(window.id, capture=capture, by=by, at=at, signed_in=False)
    voices.keep_words(window.id, words, sent_with=capture.client_id, by=by, at=at)
    return signed


def _again(before: Submission, capture: Capture) -> bytes:
    """The page was sent twice. The receipt is only for what came in this way, in the same words."""
    if before.identity != Way.NONE or bytes(before.body_hash) != capture.body_hash:
        raise Refused("not_taken_here")
    return bytes(before.receipt)


def _window(person_id: UUID, at: datetime) -> Checkin | None:
    """What is asked now, else a silence that may still be answered; locked, so that many at once are counted."""
    asked = queries.next_of(person_id, at)
    if asked is None or not queries.may_be_sent(asked, at):
        asked = queries.unconfirmed_of(person_id, at) or queries.unanswered_of(person_id).first()
    return Checkin.objects.select_for_update().get(id=asked.id) if asked else None


def _often(window: Checkin, at: datetime) -> bool:
    came = Submission.objects.filter(checkin=window, identity=Way.NONE)
    return came.filter(received_at__gt=at - EVERY).exists() or came.count() >= MOST_A_WINDOW
