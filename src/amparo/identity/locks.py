"""Locking a person's page at their word, by any way, and opening it again after a check.

A lock takes nothing away: link, PIN, passkeys, words and face are set aside until a member opens it. A check-in by
telephone, at the desk or with the link alone counts as always, and somebody who locks out of malice gains nothing.
"""

from datetime import datetime
from uuid import UUID

from amparo.access import actor, gate
from amparo.access.actor import Actor, Kind
from amparo.access.rows import acting
from amparo.access.rules import Permission
from amparo.foundation.errors import Refused
from amparo.identity import sessions
from amparo.identity.checks import Check, LockedBy
from amparo.identity.models import Lock, Passkey, Pin
from amparo.people import contacts
from amparo.people.models import Person
from amparo.people.queries import KNOWN


def lock(person_id: UUID, locked_by: LockedBy, *, by: Actor, at: datetime) -> Lock | None:
    """Nobody is signed in as this person, and nobody can sign in. None if it was locked already.

    Code: "no_such_person".
    """
    person = Person.objects.select_for_update(no_key=True).filter(id=person_id, state__in=KNOWN).first()
    if person is None:
        raise Refused("no_such_person")
    gate.require(by, Permission.PAGE_LOCK, person)
    if living(person_id):
        return None
    with acting(actor.system(person.programme_id)):
        # Whoever is signing in just now holds one of these: they are in before, and out now; or they see the lock.
        list(Pin.objects.select_for_update().filter(person=person_id).values_list("id"))
        list(Passkey.objects.select_for_update().filter(person=person_id).values_list("id"))
    sessions.end(person.programme_id, person_id, at=at)
    contacts.end_browsers(person_id, by=by, at=at)
    return Lock.objects.create(
        programme_id=person.programme_id,
        person=person,
        locked_at=at,
        locked_by=locked_by,
        member_id=by.id if by.kind is Kind.MEMBER else None,
    )


def unlock(person_id: UUID, *, check: str, by: Actor, at: datetime) -> Lock | None:
    """Link, PIN and passkeys open the page again. None if nothing was locked.

    Codes: "no_such_person", "check_missing".
    """
    person = Person.objects.select_for_update(no_key=True).filter(id=person_id).first()
    if person is None:
        raise Refused("no_such_person")
    gate.require(by, Permission.PAGE_UNLOCK, person)
    if check not in set(Check):
        raise Refused("check_missing")
    found = living(person_id)
    if found is None:
        return None
    Lock.objects.filter(id=found.id).update(unlocked_at=at, unlocked_by=by.id, check_done=check)
    found.refresh_from_db()
    return found


def living(person_id: UUID) -> Lock | None:
    """The lock that holds now."""
    return Lock.objects.filter(person=person_id, unlocked_at=None).first()


def held_since(person_id: UUID, moment: datetime) -> bool:
    """Whether the page is locked, or was after this moment."""
    return any(one.unlocked_at is None or one.unlocked_at > moment for one in Lock.objects.filter(person=person_id))


def touching(person_id: UUID, began: datetime, ended: datetime) -> list[Lock]:
    """The locks that held at some moment of this time."""
    held = Lock.objects.filter(person=person_id, locked_at__lt=ended).order_by("locked_at")
    return [one for one in held if one.unlocked_at is None or one.unlocked_at > began]
