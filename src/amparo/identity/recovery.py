"""Signing in anew where one member could be deceived: two members, each of whom knew the person in another way.

An ordinary new link needs one member. Two are needed when the page is locked or a number on file is new, see `checks`.
"""

from datetime import datetime
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor, Kind
from amparo.access.rules import Permission
from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.identity import checks, locks, rules
from amparo.identity.checks import Check
from amparo.identity.models import PersonalLink, Recovery
from amparo.people import addresses
from amparo.people import queries as people
from amparo.people.models import ContactPoint, Person
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose
from amparo.privacy.vault import OpenItem
from amparo.programme import queries as programmes
from amparo.programme import signing

NUMBER = "identity.recovery_number"


def ask(person_id: UUID, *, check: str, number: str, by: Actor, at: datetime) -> Recovery:
    """The first check is on record; another member may confirm it in a different way.

    Codes: "check_missing", "already_asked", "new_sign_in", and those of a number that cannot be one.
    """
    person = _person(person_id, by)
    signing.require_settled(by, at=at)
    if check not in set(Check):
        raise Refused("check_missing")
    if living(person_id, at=at):
        raise Refused("already_asked")
    Recovery.objects.filter(person=person, ended_at=None).update(ended_at=at, ended_by=by.id)  # nobody confirmed it
    row = Recovery(
        id=ids.new(),
        programme_id=person.programme_id,
        person=person,
        asked_by=by.id,
        asked_at=at,
        first_check=check,
    )
    if number.strip():
        country = programmes.by_id(person.programme_id).country
        normal = addresses.normal("sms", number, country=country)
        row.number = vault.seal(people.subject_of(person), NUMBER, row.id, normal)
    row.save(force_insert=True)
    return row


def confirm(person_id: UUID, *, check: str, by: Actor, at: datetime) -> None:
    """A second member knew them too, in another way. Confirmed already, it stays as it was.

    Codes: "not_asked", "second_signature", "check_missing", "same_check", "new_sign_in".
    """
    _person(person_id, by)
    row = living(person_id, at=at)
    if row is None:
        raise Refused("not_asked")
    if row.asked_by == by.id:
        raise Refused("second_signature")
    signing.require_settled(by, at=at)
    if check not in set(Check):
        raise Refused("check_missing")
    if check == row.first_check:
        raise Refused("same_check")
    Recovery.objects.filter(id=row.id, confirmed_at=None).update(
        confirmed_by=by.id, confirmed_at=at, second_check=check
    )


def take_back(person_id: UUID, *, by: Actor, at: datetime) -> None:
    """Nothing is given. Not asked for, nothing changes."""
    _person(person_id, by)
    Recovery.objects.filter(person=person_id, ended_at=None).update(ended_at=at, ended_by=by.id)


def use(person_id: UUID, *, by: Actor, at: datetime) -> tuple[Recovery, str]:
    """What two members confirmed is used up, once, and the page is open again; the new number, "" if none.

    Codes: "not_asked", "not_confirmed".
    """
    person = _person(person_id, by)
    row = living(person_id, at=at)
    if row is None:
        raise Refused("not_asked")
    if row.confirmed_at is None:
        raise Refused("not_confirmed")
    number = number_of(row, person, by=by, at=at)
    Recovery.objects.filter(id=row.id).update(ended_at=at, ended_by=by.id)
    locks.unlock(person_id, check=row.second_check, by=by, at=at)
    return row, number


def living(person_id: UUID, *, at: datetime) -> Recovery | None:
    """What was asked for, is not carried out, and is not too old."""
    row = Recovery.objects.filter(person=person_id, ended_at=None).first()
    if row is None:
        return None
    until = row.confirmed_at + checks.GIVE_WITHIN if row.confirmed_at else row.asked_at + checks.CONFIRM_WITHIN
    return row if until > at else None


def number_of(row: Recovery, person: Person, *, by: Actor, at: datetime) -> str:
    """The new number, opened for a reason that stands in the person's log; "" if there is none."""
    if row.number is None:
        return ""
    item = OpenItem(people.subject_of(person), NUMBER, row.id, bytes(row.number))
    return vault.open_text([item], by=by, why=Purpose.HOME_HELP, at=at)[0] or ""


def is_needed(person: Person, *, at: datetime) -> bool:
    """Whether one member's word is not enough for a new link now."""
    if not PersonalLink.objects.filter(person=person).exists():
        return False
    newest = (
        ContactPoint.objects.filter(person=person, added_at__gt=at - rules.SETTLING)
        .exclude(kind=ContactPoint.Kind.PUSH)
        .order_by("-added_at")
        .values_list("added_at", flat=True)
        .first()
    )
    # What was written down when they joined is nobody's later word.
    newest = None if newest is not None and newest <= person.enrolled_at else newest
    # Also for days after it was opened: one member who was deceived could do both.
    locked = locks.held_since(person.id, at - rules.SETTLING)
    return checks.needs_two(locked=locked, number_added_at=newest, at=at, settling=rules.SETTLING)


def require_one_is_enough(person: Person, *, by: Actor, at: datetime) -> None:
    """Refused("two_checks") unless one member may give this person a new link now."""
    if by.kind is Kind.MEMBER and is_needed(person, at=at):
        raise Refused("two_checks")


def _person(person_id: UUID, by: Actor) -> Person:
    person = Person.objects.select_for_update().filter(id=person_id).first()
    if person is None or person.state not in people.KNOWN:
        raise Refused("no_such_person")
    gate.require(by, Permission.WAY_IN_RECOVER, person)
    return person
