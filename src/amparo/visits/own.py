"""Dates of the person's own: written down, changed and taken away by nobody else. Called inside `acting(...)`."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.foundation.errors import Refused
from amparo.people import queries as people
from amparo.visits import rules
from amparo.visits.models import Appointment
from amparo.visits.moving import LONGEST_WHERE, on_the_wall, sealed

LONGEST_TITLE = 200
# More than a page can show, and less than fills a disk.
MOST = 500
# With those that were taken away, of which the times stay for a while.
MOST_EVER = 2_000


def add(*, title: str, where: str, starts: datetime, zone: str, key: UUID, by: Actor, at: datetime) -> Appointment:
    """The date stands in the person's calendar. The same form sent again (`key`) adds no second one.

    Codes: "title_missing", "too_long", "too_many", and those of `rules.require_possible`.
    """
    person = people.locked(by.id)
    gate.require(by, Permission.APPOINTMENT_OWN, person)
    row_id = uuid5(person.id, key.hex)
    known = Appointment.objects.filter(id=row_id, person=person).first()
    if known is not None:
        return known
    known_dates = Appointment.objects.filter(person=person)
    if known_dates.filter(removed_at=None).count() >= MOST or known_dates.count() >= MOST_EVER:
        raise Refused("too_many")
    moment = rules.require_possible(starts, zone, at)
    row = Appointment(id=row_id, programme_id=person.programme_id, person=person, changed_at=at)
    _write(row, title, where, on_the_wall(moment, zone))
    row.save(force_insert=True)
    return row


def change(
    appointment_id: UUID, *, title: str, where: str, starts: datetime, zone: str, by: Actor, at: datetime
) -> Appointment:
    """The date is as it says now, and calendars hear of it. Codes: as for `add`, "no_such_appointment"."""
    row = _locked(appointment_id)
    gate.require(by, Permission.APPOINTMENT_OWN, row)
    moment = rules.require_possible(starts, zone, at)
    _write(row, title, where, on_the_wall(moment, zone))
    row.sequence, row.changed_at = row.sequence + 1, at
    row.save()
    return row


def remove(appointment_id: UUID, *, by: Actor, at: datetime) -> None:
    """The date is off and its words are gone. Taken away already, nothing changes."""
    row = Appointment.objects.select_for_update(of=("self",)).select_related("person").filter(id=appointment_id).first()
    if row is None:
        raise Refused("no_such_appointment")
    gate.require(by, Permission.APPOINTMENT_OWN, row)
    if row.removed_at is not None:
        return
    row.title = row.where = None
    row.removed_at = row.changed_at = at
    row.sequence += 1
    row.save()


def _locked(appointment_id: UUID) -> Appointment:
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("person")
    found = rows.filter(id=appointment_id, removed_at=None).first()
    if found is None:
        raise Refused("no_such_appointment")
    return found


def _write(row: Appointment, title: str, where: str, when: dict[str, Any]) -> None:
    if not title.strip():
        raise Refused("title_missing")
    row.title = sealed(row, "title", title, LONGEST_TITLE)
    row.where = sealed(row, "where", where, LONGEST_WHERE)
    for name, value in when.items():
        setattr(row, name, value)
