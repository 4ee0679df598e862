"""A person's file is closed when support has ended, and opened again when it goes on."""

from datetime import datetime
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.people import queries
from amparo.people.models import FileMove, Person
from amparo.people.reasons import WhyClosed

State = Person.State


def close(person_id: UUID, *, why: str, by: Actor, at: datetime) -> Person:
    """Support has ended; the time until the person is forgotten runs. Closed already, it stays as it was."""
    person = queries.locked(person_id)
    gate.require(by, Permission.PERSON_CHANGE, person)
    if why not in set(WhyClosed):
        raise Refused("why_missing")
    if Person.objects.filter(id=person_id, state=State.ACTIVE).update(state=State.CLOSED, closed_at=at):
        _note(person, FileMove.After.CLOSED, why, by, at)
    person.refresh_from_db()
    return person


def reopen(person_id: UUID, *, by: Actor, at: datetime) -> Person:
    """Support goes on, and no time runs until the person is forgotten. Open already, it stays as it was."""
    person = queries.locked(person_id)
    gate.require(by, Permission.PERSON_CHANGE, person)
    if Person.objects.filter(id=person_id, state=State.CLOSED).update(state=State.ACTIVE, closed_at=None):
        _note(person, FileMove.After.OPEN, "", by, at)
    person.refresh_from_db()
    return person


def _note(person: Person, after: str, why: str, by: Actor, at: datetime) -> None:
    FileMove.objects.create(
        id=ids.new(), programme_id=person.programme_id, person=person, after=after, why=why, by_id=by.id, at=at
    )
