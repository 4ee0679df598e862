""" "I can't today": always possible, always answered. The first time needs nobody's leave."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import SYSTEM_ID, Actor
from amparo.access.rules import Permission
from amparo.checkins.models import Checkin, Deferral
from amparo.checkins.moving import hold_open
from amparo.checkins.rules import Cause, CheckinState
from amparo.foundation import wall
from amparo.foundation.errors import Refused
from amparo.people import queries as people
from amparo.privacy import vault
from amparo.programme import queries as programmes

LONGEST_WORDS = 2000
LONGEST_WAIT = timedelta(days=30)
ASKABLE = (CheckinState.PLANNED, CheckinState.DUE, CheckinState.UNANSWERED)
# After an answer there is at least so much time left to check in.
AFTER_ANSWER = timedelta(hours=24)
WITHOUT_A_DAY = timedelta(days=2)

State = Deferral.State


def ask_for_time(
    checkin_id: UUID, *, kind: str, words: str = "", wanted: date | None = None, by: Actor, at: datetime
) -> Deferral:
    """The person has more time, at once or until a worker has answered; either way the window is open.

    More time is given at once as often as the programme's rules say; what exceeds it, and another day, waits for a
    worker with a clock. Asked again while one waits, the first one stands. Codes: "no_longer_asked", "too_long".
    """
    checkin = _locked(checkin_id)
    gate.require(by, Permission.TIME_ASK, checkin)
    if checkin.state not in ASKABLE:
        raise Refused("no_longer_asked")
    if len(words) > LONGEST_WORDS:
        raise Refused("too_long")
    waiting = Deferral.objects.filter(checkin=checkin, state=State.WAITING).first()
    if waiting:
        return waiting
    policy = programmes.rules_at(checkin.programme_id, at)
    asked = Deferral(
        programme_id=checkin.programme_id,
        person_id=checkin.person_id,
        checkin=checkin,
        kind=Deferral.Kind(kind),
        asked_at=at,
        asked_by=by.id,
        wanted=wanted,
    )
    if words.strip():
        asked.words = _sealed(checkin, asked.id, "words", words.strip())
    granted = Deferral.objects.filter(checkin=checkin, state=State.GRANTED).count()
    if kind == Deferral.Kind.LATER and granted < policy.deferrals_at_once:
        _grant(asked, max(checkin.closes_at, at) + timedelta(hours=policy.deferral_hours), SYSTEM_ID, at)
    else:
        asked.state, asked.answer_due = State.WAITING, at + timedelta(hours=policy.look_hours)
        asked.until = max(checkin.closes_at, asked.answer_due + AFTER_ANSWER)
    asked.save(force_insert=True)
    hold_open(checkin, asked.until or checkin.closes_at, by=by, at=at, cause=Cause.ASKED_TO_DEFER)
    return asked


def offered(asked: Deferral) -> datetime:
    """Until when an answer gives time if nobody says otherwise: the end of the day they ask for, where they live.

    Never before the window closes anyway.
    """
    closes = asked.checkin.closes_at
    if asked.wanted is None:
        return closes + WITHOUT_A_DAY
    next_day = datetime.combine(asked.wanted + timedelta(days=1), time.min)
    return max(wall.instant(next_day, asked.person.zone) - timedelta(minutes=1), closes)


def decide_time(
    deferral_id: UUID, *, until: datetime | None, reply: str = "", by: Actor, at: datetime
) -> tuple[Deferral, Checkin]:
    """A worker gives time until then, or says why not; even then a day is left to check in.

    Codes: "already_handled", "reason_missing", "too_soon", "too_far", "too_long".
    """
    asked = Deferral.objects.select_for_update(of=("self",)).select_related("person").filter(id=deferral_id).first()
    if asked is None or asked.state != State.WAITING:
        raise Refused("already_handled")
    gate.require(by, Permission.TIME_DECIDE, asked)
    checkin = _locked(asked.checkin_id)
    if len(reply) > LONGEST_WORDS:
        raise Refused("too_long")
    if until is None:
        if not reply.strip():
            raise Refused("reason_missing")
        asked.state, asked.decided_at, asked.decided_by = State.DECLINED, at, by.id
        asked.until = max(checkin.closes_at, at + AFTER_ANSWER)
    else:
        if until < at + AFTER_ANSWER:
            raise Refused("too_soon")
        if until > at + LONGEST_WAIT:
            raise Refused("too_far")
        # Time is given, never taken: the window does not close before it would have.
        _grant(asked, max(until, checkin.closes_at), by.id, at)
    if reply.strip():
        asked.reply = _sealed(checkin, asked.id, "reply", reply.strip())
    asked.save()
    if checkin.state in ASKABLE:
        hold_open(checkin, asked.until or checkin.closes_at, by=by, at=at, cause=Cause.ASKED_TO_DEFER)
    return asked, checkin


def take_back_time(deferral_id: UUID, *, by: Actor, at: datetime) -> None:
    """The person no longer needs it. The window keeps the time that it was given."""
    asked = Deferral.objects.select_for_update(of=("self",)).select_related("person").filter(id=deferral_id).first()
    if asked is None or asked.state != State.WAITING:
        raise Refused("already_handled")
    gate.require(by, Permission.TIME_ASK, asked)
    Deferral.objects.filter(id=asked.id).update(state=State.TAKEN_BACK, decided_at=at, decided_by=by.id)


def _grant(asked: Deferral, until: datetime, who: UUID, at: datetime) -> None:
    asked.state, asked.until, asked.decided_at, asked.decided_by = State.GRANTED, until, at, who


def _locked(checkin_id: UUID) -> Checkin:
    return Checkin.objects.select_for_update(of=("self",)).select_related("person").get(id=checkin_id)


def _sealed(checkin: Checkin, row_id: UUID, field: str, words: str) -> bytes:
    person = checkin.person
    return vault.seal(people.subject_of(person), f"checkins.{field}", row_id, words)
