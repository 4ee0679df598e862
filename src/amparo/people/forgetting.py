"""Forgetting a person: their key is destroyed outside PostgreSQL, then what is left of the rows goes."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from amparo.access import actor, gate
from amparo.access.actor import Actor
from amparo.access.rows import acting
from amparo.access.rules import Permission
from amparo.foundation.errors import Refused
from amparo.people.models import Person
from amparo.privacy import retention, vault

State = Person.State
AT_ONCE = 100


def forget(person_id: UUID, *, by: Actor, at: datetime) -> None:
    """Nobody can read any more who this was, in no copy and no backup. Opens transactions of its own.

    Stopped anywhere, `finish` goes on from there.
    """
    # Durable: a surrounding transaction could bring the row back to life after its key is gone.
    with transaction.atomic(durable=True), acting(by):
        begin(person_id, by=by, at=at)
    _destroy([person_id], by=by, at=at)


def begin(person_id: UUID, *, by: Actor, at: datetime) -> None:
    """The person is being forgotten; from here on there is only forward. The sweep does the rest."""
    person = Person.objects.filter(id=person_id).first()
    if person is None:
        raise Refused("unknown_person")
    gate.require(by, Permission.PERSON_FORGET, person)
    known = Person.objects.filter(id=person_id, state__in=(State.ACTIVE, State.CLOSED))
    known.filter(closed_at=None).update(closed_at=at)
    known.update(state=State.ERASING)


def finish(programme_id: UUID, at: datetime) -> int:
    """Whoever was being forgotten is, and whoever's time is over. Returns how many were."""
    by = actor.system(programme_id)
    with transaction.atomic(durable=True), acting(by):
        long_ago = at - timedelta(days=Person.Privacy.keep.days)
        over = Person.objects.filter(state=State.CLOSED, closed_at__lte=long_ago)
        for person_id in over.values_list("id", flat=True)[:AT_ONCE]:
            begin(person_id, by=by, at=at)
        waiting = list(Person.objects.filter(state=State.ERASING).values_list("id", flat=True)[:AT_ONCE])
    if waiting:
        _destroy(waiting, by=by, at=at)
    return len(waiting)


def _destroy(person_ids: list[UUID], *, by: Actor, at: datetime) -> None:
    """First the keys, then the rows: a row without its key says nothing, a key without its row is lost."""
    vault.forget(by.programme_id, person_ids, by=by, at=at)
    with acting(actor.system(by.programme_id)):
        for person_id in person_ids:
            retention.let_go_with_person(person_id)
        Person.objects.filter(id__in=person_ids, state=State.ERASING).update(
            state=State.ERASED,
            salt=None,
            name=None,
            case_number=None,
            phone_key_x25519=None,
            phone_key_p256=None,
        )
