"""One window moves, where it still is what was read, with its line of history."""

from datetime import datetime

from amparo.access.actor import Actor
from amparo.checkins import rules
from amparo.checkins.models import Checkin, CheckinMove
from amparo.checkins.rules import Cause, CheckinState
from amparo.foundation.errors import Refused
from amparo.people import queries as people
from amparo.privacy import vault


def move(
    checkin: Checkin, to: CheckinState, *, by: Actor, at: datetime, cause: Cause | None = None, note: str = ""
) -> None:
    """The window stands there, by this mover, for this cause. Codes: "no_such_move", "somebody_was_faster"."""
    rules.require_move(checkin.state, to, by.kind.value, cause=cause)
    moved = Checkin.objects.filter(id=checkin.id, state=checkin.state).update(state=to, state_at=at)
    if not moved:
        raise Refused("somebody_was_faster")
    move = _line(checkin, to, by, at, cause)
    if note:
        person = checkin.person
        subject = people.subject_of(person)
        move.note = vault.seal(subject, "checkins.note", move.id, note)
    move.save(force_insert=True)
    checkin.state = to


def hold_open(checkin: Checkin, until: datetime, *, by: Actor, at: datetime, cause: Cause) -> None:
    """The window closes then, and is due again if it had closed; a line of its history says so, and for which cause."""
    added = until > checkin.closes_at
    Checkin.objects.filter(id=checkin.id).update(closes_at=until)
    checkin.closes_at = until
    if checkin.state == CheckinState.UNANSWERED and until > at:
        move(checkin, CheckinState.DUE, by=by, at=at, cause=cause)
    elif added:
        # From a state to the same one: it did not move, it was given time.
        _line(checkin, CheckinState(checkin.state), by, at, cause).save(force_insert=True)


def _line(checkin: Checkin, to: CheckinState, by: Actor, at: datetime, cause: Cause | None) -> CheckinMove:
    return CheckinMove(
        programme_id=checkin.programme_id,
        person_id=checkin.person_id,
        checkin=checkin,
        before=checkin.state,
        after=to,
        at=at,
        by_kind=by.kind.value,
        by_id=by.id,
        cause=cause or "",
    )
