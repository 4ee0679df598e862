"""The verbs of check-ins; submitting one has a file of its own."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, Func, OuterRef, Value

from amparo.access import gate
from amparo.access.actor import SYSTEM_ID, Actor, Kind
from amparo.access.rules import Permission
from amparo.checkins import planning, rules
from amparo.checkins.deferring import LONGEST_WORDS, ask_for_time, decide_time, take_back_time
from amparo.checkins.models import Checkin, CheckinMove, Deferral, Schedule, Submission
from amparo.checkins.moving import hold_open, move
from amparo.checkins.rules import Cause, CheckinState, Look
from amparo.checkins.submitting import look_up, submit
from amparo.checkins.windows import Cadence
from amparo.faults import queries as faults
from amparo.foundation import ids, wall
from amparo.foundation.errors import Refused
from amparo.identity.models import FaceTry
from amparo.people import queries as people
from amparo.people.models import Person
from amparo.privacy import vault
from amparo.programme import queries as programme
from amparo.reminders import actions as reminders

__all__ = [
    "ask_for_help",
    "ask_for_time",
    "choose_schedule",
    "decide_time",
    "end_schedule",
    "explain",
    "extend_for_outage",
    "handle_changed",
    "handle_help",
    "look",
    "mark_unanswered",
    "open_windows",
    "look_up",
    "submit",
    "take_back_time",
]
BATCH = 1000


def choose_schedule(person: Person, cadence: Cadence, *, by: Actor, at: datetime) -> Schedule:
    """From now on the person is asked at this cadence, day and hour; windows not yet open are planned anew."""
    gate.require(by, Permission.SCHEDULE_CHOOSE, person)
    living = Schedule.objects.select_for_update().filter(person=person, ended_at=None).first()
    if living and _cadence_of(living) == cadence and living.zone == person.zone:
        return living
    if living:
        end_schedule(living, by=by, at=at)
    schedule = Schedule.objects.create(
        programme_id=person.programme_id,
        person=person,
        weeks=cadence.weeks,
        weekday=cadence.weekday,
        opens=cadence.opens,
        hours=cadence.hours,
        anchor=_first_day(person, at),
        zone=person.zone,
        begun_at=at,
        begun_by=by.id,
    )
    planning.plan([schedule], policy=programme.rules_at(person.programme_id, at), at=at)
    return schedule


def end_schedule(schedule: Schedule, *, by: Actor, at: datetime) -> None:
    """No further window comes from this schedule; one that is open stays open until it is answered or closes."""
    gate.require(by, Permission.SCHEDULE_CHOOSE, schedule)
    not_yet_open = Checkin.objects.filter(schedule=schedule, state=CheckinState.PLANNED, opens_at__gt=at)
    reminders.cancel(list(not_yet_open.values_list("id", flat=True)))
    not_yet_open.delete()
    Schedule.objects.filter(id=schedule.id, ended_at=None).update(ended_at=at)


def open_windows(programme_id: UUID, *, at: datetime) -> int:
    """Every window whose hour has come is due. Finds all that were missed while nothing ran."""
    ready = Checkin.objects.filter(programme_id=programme_id, state=CheckinState.PLANNED, opens_at__lte=at)
    return _move_many(ready.order_by("opens_at")[:BATCH], CheckinState.DUE, at=at)


def mark_unanswered(programme_id: UUID, *, at: datetime) -> int:
    """Every window that closed in silence is a question to be asked. Nothing else follows from it by itself.

    While something of ours does not work, or its time is still to be given back, no silence is called one; nor where
    the person has asked for time and we have not answered.
    """
    if faults.hold_windows_open():
        return 0
    silent = Checkin.objects.filter(programme_id=programme_id, state=CheckinState.DUE, closes_at__lte=at)
    asked = Deferral.objects.filter(checkin=OuterRef("pk"), state=Deferral.State.WAITING)
    # Who sent a selfie for it has not been silent: while it waits to be settled, the window waits too.
    waits = FaceTry.objects.filter(person=OuterRef("person"), about_id=OuterRef("id"), picture__isnull=False)
    silent = silent.exclude(Exists(asked)).exclude(Exists(waits)).order_by("closes_at")
    return _move_many(silent[:BATCH], CheckinState.UNANSWERED, at=at)


def require_last_shown(checkin: Checkin, arrived: UUID | None) -> None:
    """Nobody concludes about what they were not shown: `arrived` is the last submission that they were.

    Code: "arrived_meanwhile". What arrives from here on waits for the end of the transaction.
    """
    Checkin.objects.select_for_update(of=("self",)).get(id=checkin.id)
    last = Submission.objects.filter(checkin=checkin).order_by("received_at", "id").values_list("id", flat=True).last()
    if last != arrived:
        raise Refused("arrived_meanwhile")


def look(checkin: Checkin, *, by: Actor, at: datetime, note: str = "") -> None:
    """A member has looked at what arrived, and it stands as the check-in."""
    gate.require(by, Permission.CHECKIN_LOOK, checkin)
    if checkin.state == CheckinState.NEEDS_LOOK:
        move(checkin, CheckinState.DONE, by=by, at=at, note=note)
        reminders.cancel([checkin.id])
    # What they said of themselves stands until somebody has asked them, whatever else was looked at.
    mine = Checkin.objects.filter(id=checkin.id)
    still = mine.filter(looks__contains=[Look.SAYS_CHANGED]).update(looks=[Look.SAYS_CHANGED])
    if not still:
        mine.update(looks=[])


def explain(checkin: Checkin, *, cause: Cause, note: str, by: Actor, at: datetime) -> None:
    """No check-in was possible or needed, for this cause; nothing more is asked for the window."""
    gate.require(by, Permission.CHECKIN_LOOK, checkin)
    move(checkin, CheckinState.EXPLAINED, by=by, at=at, cause=cause, note=note)
    reminders.cancel([checkin.id])


def cancel(checkin: Checkin, *, by: Actor, at: datetime) -> None:
    """The window is no longer asked for. Code: "no_such_move" for one that was answered."""
    gate.require(by, Permission.SCHEDULE_CHOOSE, checkin)
    move(checkin, CheckinState.CANCELLED, by=by, at=at)
    reminders.cancel([checkin.id])


def ask_for_help(checkin_id: UUID, *, words: str = "", by: Actor, at: datetime) -> None:
    """The person asks to be called: it stands on the worker's day at once, with what they say. Code: "too_long".

    Asked again, it still stands; new words take the place of the old ones.
    """
    checkin = Checkin.objects.select_for_update(of=("self",)).select_related("person").get(id=checkin_id)
    gate.require(by, Permission.TIME_ASK, checkin)
    if len(words) > LONGEST_WORDS:
        raise Refused("too_long")
    if words.strip():
        subject = people.subject_of(checkin.person)
        said = vault.seal(subject, "checkins.help_words", checkin.id, words.strip())
        Checkin.objects.filter(id=checkin.id).update(help_words=said)
    if not checkin.wants_help or checkin.help_handled_at:
        # The clock of help runs from now, not from when the window opened.
        Checkin.objects.filter(id=checkin.id).update(
            wants_help=True, help_handled_at=None, help_handled_by=None, help_asked_at=at
        )


def handle_help(checkin: Checkin, *, by: Actor, at: datetime) -> None:
    """Somebody took care of the help that was asked for."""
    gate.require(by, Permission.NEED_HANDLE, checkin)
    Checkin.objects.filter(id=checkin.id, wants_help=True, help_handled_at=None).update(
        help_handled_at=at, help_handled_by=by.id
    )


def handle_changed(checkin: Checkin, *, by: Actor, at: datetime) -> None:
    """Somebody has asked what changed. A second time, nothing changes; told anew by the person, it stands again."""
    gate.require(by, Permission.NEED_HANDLE, checkin)
    without = Func(F("looks"), Value(Look.SAYS_CHANGED.value), function="array_remove")
    Checkin.objects.filter(id=checkin.id, looks__contains=[Look.SAYS_CHANGED]).update(looks=without)


def extend_for_outage(
    programme_id: UUID, *, began: datetime, ended: datetime, by: Actor, at: datetime
) -> list[Checkin]:
    """Every window that the outage touched lasts its full length again after it; returns those that close later now.

    A window that had closed in silence is due again: the fault was ours. Told of the same outage twice, nothing
    changes.
    """
    gate.require_any(by, Permission.CHECKIN_SWEEP)
    touched = (
        Checkin.objects.select_for_update(of=("self",))
        .select_related("schedule")
        .filter(
            programme_id=programme_id,
            state__in=(CheckinState.PLANNED, CheckinState.DUE, CheckinState.UNANSWERED),
            opens_at__lt=ended,
            closes_at__gt=began,
        )
    )
    helped = []
    for checkin in touched:
        until = rules.extended_close(checkin.opens_at, checkin.closes_at, [(began, ended)], length=_length(checkin))
        if until == checkin.closes_at:
            continue
        hold_open(checkin, until, by=by, at=at, cause=Cause.OUR_OUTAGE)
        helped.append(checkin)
    return helped


def give_time(person_id: UUID, *, until: datetime, by: Actor, at: datetime) -> None:
    """No window that is open, or closed in silence a short while ago, closes before then: the phone was out of reach.

    Told again, nothing is added.
    """
    gate.require_any(by, Permission.CHECKIN_SWEEP)
    asked = Checkin.objects.select_for_update(of=("self",)).filter(
        person=person_id,
        state__in=(CheckinState.DUE, CheckinState.UNANSWERED),
        opens_at__lte=at,
        closes_at__gt=at - (until - at),
        closes_at__lt=until,
    )
    for checkin in asked:
        hold_open(checkin, until, by=by, at=at, cause=Cause.DEVICE)


def _move_many(waiting: Sequence[Checkin], to: CheckinState, *, at: datetime) -> int:
    """The sweeps' moves: many windows at once, each with its line of history."""
    rows = list(waiting.select_for_update(skip_locked=True, of=("self",)))  # type: ignore[attr-defined]
    for row in rows:
        rules.require_move(row.state, to, Kind.SYSTEM.value)
    Checkin.objects.filter(id__in=[row.id for row in rows]).update(state=to, state_at=at)
    CheckinMove.objects.bulk_create(
        CheckinMove(
            id=ids.new(),
            programme_id=row.programme_id,
            person_id=row.person_id,
            checkin_id=row.id,
            before=row.state,
            after=to,
            at=at,
            by_kind=Kind.SYSTEM.value,
            by_id=SYSTEM_ID,
        )
        for row in rows
    )
    return len(rows)


def _length(checkin: Checkin) -> timedelta:
    """How long the window was promised to be; told of the same outage twice, it grows once."""
    return timedelta(hours=checkin.schedule.hours) if checkin.schedule else checkin.closes_at - checkin.opens_at


def _cadence_of(schedule: Schedule) -> Cadence:
    return Cadence(schedule.weeks, schedule.weekday, schedule.opens, schedule.hours)


def _first_day(person: Person, at: datetime) -> date:
    """Tomorrow where the person lives: a new schedule never asks on the day it is chosen."""
    return wall.shown(at, person.zone).date() + timedelta(days=1)
