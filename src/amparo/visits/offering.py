"""A worker offers a visit, answers who asks for another time, and calls a visit off. Called inside `acting(...)`."""

from datetime import datetime
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.people import queries as people
from amparo.people.models import Person
from amparo.programme import queries as programmes
from amparo.visits import queries, rules, telling
from amparo.visits.models import Visit
from amparo.visits.moving import LONGEST_WHERE, locked, move, on_the_wall, sealed
from amparo.visits.rules import Kind, State


def offer(
    person_id: UUID,
    *,
    kind: str,
    starts: datetime,
    zone: str,
    minutes: int,
    where: str = "",
    words: str = "",
    by: Actor,
    at: datetime,
) -> Visit:
    """The person is offered a visit at this time on the wall of `zone`, and told of it. Said twice, it is one visit.

    Codes: "unknown_kind", "no_office", "not_active", and those of `rules.require_slot`.
    """
    person = people.locked(person_id)
    gate.require(by, Permission.VISIT_OFFER, person)
    if person.state != Person.State.ACTIVE:
        raise Refused("not_active")
    if kind not in list(Kind):
        raise Refused("unknown_kind")
    moment = rules.require_slot(starts, zone, minutes, at)
    same = Visit.objects.filter(person=person, starts_at=moment, kind=kind, state__in=rules.LIVING).first()
    if same is not None:
        return same
    visit = Visit(
        id=ids.new(),
        programme_id=person.programme_id,
        person=person,
        kind=kind,
        office_id=_office(person) if kind == Kind.OFFICE else None,
        minutes=minutes,
        offered_by=by.id,
        said_at=at,
        changed_at=at,
        **on_the_wall(moment, zone),
    )
    visit.where = sealed(visit, "where", where, LONGEST_WHERE)
    visit.words = sealed(visit, "words", words)
    visit.save(force_insert=True)
    telling.tell(visit, telling.SCHEDULED, at=at)
    return visit


def offer_again(visit_id: UUID, *, starts: datetime, zone: str, minutes: int, by: Actor, at: datetime) -> Visit:
    """The visit is offered at another time, with two days of notice as at first.

    Codes: "no_such_visit", "no_such_move", and those of `rules.require_slot`.
    """
    visit = locked(visit_id)
    gate.require(by, Permission.VISIT_OFFER, visit)
    moment = rules.require_slot(starts, zone, minutes, at)
    if visit.state == State.OFFERED and visit.starts_at == moment and visit.minutes == minutes:
        return visit
    when = on_the_wall(moment, zone)
    move(visit, State.OFFERED, by=by, at=at, minutes=minutes, said_at=at, said_by_person=False, **when)
    telling.tell(visit, telling.MOVED, at=at)
    return visit


def accept(visit_id: UUID, *, moment: datetime, by: Actor, at: datetime) -> Visit:
    """The visit is at a time that the person named. Codes: "no_such_move", "not_wanted", "in_the_past"."""
    visit = locked(visit_id)
    gate.require(by, Permission.VISIT_OFFER, visit)
    if visit.state == State.AGREED and visit.starts_at == moment:
        return visit
    if visit.state == State.ASKED and moment not in visit.wanted:
        raise Refused("not_wanted")
    if moment <= at:
        raise Refused("in_the_past")
    when = on_the_wall(moment, visit.zone)
    move(visit, State.AGREED, by=by, at=at, said_at=at, said_by_person=True, **when)
    telling.tell(visit, telling.MOVED, at=at)
    return visit


def cancel(visit_id: UUID, *, by: Actor, at: datetime) -> Visit:
    """The visit is off, and the person is told. Done already, nothing changes. Code: "no_such_move"."""
    visit = locked(visit_id)
    gate.require(by, Permission.VISIT_OFFER, visit)
    if visit.state == State.CANCELLED:
        return visit
    move(visit, State.CANCELLED, by=by, at=at)
    telling.tell_off(visit, at=at)
    return visit


def held(visit_id: UUID, *, by: Actor, at: datetime) -> Visit:
    """The visit took place. Codes: "not_yet", "no_such_move"."""
    visit = locked(visit_id)
    gate.require(by, Permission.VISIT_OFFER, visit)
    if visit.state == State.HELD:
        return visit
    if visit.starts_at > at:
        raise Refused("not_yet")
    move(visit, State.HELD, by=by, at=at)
    telling.take_back(visit, at=at)
    return visit


def end_all(person_id: UUID, *, by: Actor, at: datetime) -> int:
    """Support has ended: no visit is to come, and nothing more is said about any. Returns how many there were."""
    coming = queries.to_settle(person_id, at).select_for_update(of=("self",)).select_related("person")
    rows = list(coming)
    for visit in rows:
        gate.require(by, Permission.PERSON_CHANGE, visit)
        move(visit, State.CANCELLED, by=by, at=at)
        telling.take_back(visit, at=at)
    return len(rows)


def _office(person: Person) -> UUID:
    """The person's own office, else the only one there is. Code: "no_office"."""
    offices = [one.id for one in programmes.offices()]
    if person.office_id in offices:
        return UUID(str(person.office_id))
    if len(offices) != 1:
        raise Refused("no_office")
    return UUID(str(offices[0]))
