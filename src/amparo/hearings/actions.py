"""The verbs of hearings: noting, bringing in, confirming, deciding. Called inside `acting(...)`, except
`read_source`, which speaks to the outside world and opens its own."""

from datetime import date, datetime, time
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.directory import queries as directory
from amparo.foundation import wall
from amparo.foundation.errors import Refused
from amparo.hearings import held, noting, promises, queries, sources, writing
from amparo.hearings.deciding import decide
from amparo.hearings.importing import Read, bring_in
from amparo.hearings.models import Hearing, Source
from amparo.hearings.noting import Pen
from amparo.hearings.rules import FARTHEST, Mode, Notice, State, Verdict
from amparo.hearings.sources import add_feed, read_soon, read_source, stop_reading
from amparo.people.models import Person
from amparo.reminders import actions as reminders

__all__ = [
    "add_by_hand",
    "add_feed",
    "bring_in",
    "confirm",
    "decide",
    "read_soon",
    "read_source",
    "record",
    "record_outcome",
    "stop_reading",
]


def record(notice: Notice, *, person: Person, source: Source, by: Actor, at: datetime) -> Verdict:
    """One notice about one person is taken up; said twice, it changes nothing.

    A source without keys that names several hearings of a person is brought in whole (`bring_in`).
    """
    read = Read([notice], about=person.id)
    found = bring_in(read, source=source, courts=directory.court_book(), complete=False, by=by, at=at)
    return found.entries[0].verdict if found.entries else Verdict.SAME


def add_by_hand(
    person: Person,
    *,
    day: date,
    time: time,
    zone: str,
    mode: str = "in_person",
    kind: str = "",
    place: str = "",
    room: str = "",
    judge: str = "",
    court_code: str = "",
    by: Actor,
    at: datetime,
) -> Hearing:
    """What stands on the court's paper is known. A hearing at that very moment is confirmed, not doubled.

    Codes: "unknown_zone", "no_such_time", "in_the_past", "too_far", "unknown_mode", "unknown_court".
    """
    gate.require(by, Permission.HEARING_DECIDE, person)
    if mode not in list(Mode):
        raise Refused("unknown_mode")
    notice = Notice(
        case_number="",
        wall=datetime.combine(day, time),
        zone=zone,
        court_text=place,
        court_code=court_code,
        room=room,
        judge=judge,
        kind=kind,
        mode=Mode(mode),
    )
    _require_possible(notice, at)
    held.one_at_a_time(person.programme_id)
    there = Hearing.objects.select_related("person", "court", "source").filter(
        person=person, starts_at=notice.starts_at, state__in=queries.EXPECTED
    )
    if (known := there.first()) is not None:
        if known.state == State.SCHEDULED:
            confirm(known.id, by=by, at=at)
        return known
    source, courts = sources.by_hand(person.programme_id), directory.court_book()
    pen = Pen(source, courts, at, promises.begin(person.programme_id, at))
    notice = held.fitted(notice, courts)
    hearing = writing.made(person.id, notice, State.SCHEDULED, pen)
    hearing.confirmed_by = by.id
    pen.made.append(hearing)
    pen.sightings.append(noting.sighting(notice, hearing, source, at))
    pen.promises.tell_new(hearing)
    pen.put_down()
    return hearing


def confirm(hearing_id: UUID, *, by: Actor, at: datetime) -> Hearing:
    """The court says today that this date holds; the reminders say so too.

    Codes: "no_such_hearing", "in_the_past", "already_cancelled", "question_open" (decide it instead).
    """
    hearing = queries.by_id(hearing_id)
    gate.require(by, Permission.HEARING_DECIDE, hearing)
    if hearing.starts_at <= at:
        raise Refused("in_the_past")
    if hearing.state != State.SCHEDULED:
        raise Refused("already_cancelled" if hearing.state == State.CANCELLED else "question_open")
    still_so = Hearing.objects.filter(id=hearing.id, state=State.SCHEDULED, sequence=hearing.sequence)
    if not still_so.update(last_confirmed_at=at, confirmed_by=by.id):
        raise Refused("somebody_was_faster")
    reminders.confirm([hearing.id], at=at)
    hearing.last_confirmed_at, hearing.confirmed_by = at, by.id
    return hearing


def record_outcome(hearing_id: UUID, *, by: Actor, at: datetime) -> Hearing:
    """The hearing was held; nothing more is said about it. Codes: "no_such_hearing", "not_yet", "no_such_move"."""
    hearing = queries.by_id(hearing_id)
    gate.require(by, Permission.HEARING_DECIDE, hearing)
    if hearing.state == State.HELD:
        return hearing
    if hearing.starts_at > at:
        raise Refused("not_yet")
    noting.close(queries.open_questions(hearing.id), at)
    writing.move(hearing, State.HELD)
    reminders.cancel([hearing.id])
    return hearing


def _require_possible(notice: Notice, at: datetime) -> None:
    """The court exists, and its clock will show this time."""
    if not wall.exists(notice.wall, notice.zone):
        raise Refused("no_such_time")
    if notice.court_code and directory.resolve(notice.court_code) is None:
        raise Refused("unknown_court")
    if notice.starts_at <= at:
        raise Refused("in_the_past")
    if notice.starts_at > at + FARTHEST:
        raise Refused("too_far")
