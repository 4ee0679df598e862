"""How a person is reached: adding, ordering, stopping and agreeing on another way."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from amparo.access import actor, gate, rows
from amparo.access.actor import Actor, Kind
from amparo.access.rules import Permission
from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.people import addresses, enrolment, found_by, queries
from amparo.people.models import BlindTag, ContactPoint, Person
from amparo.privacy import vault
from amparo.programme import queries as programmes

State = ContactPoint.State
# Browsers are counted apart: whoever holds the PIN adds them, and must not use up the room for telephone numbers.
MOST_CONTACTS, MOST_BROWSERS = 12, 6


def add_contact(person_id: UUID, kind: str, address: str, *, by: Actor, at: datetime) -> ContactPoint:
    """The person can also be reached there, last in their order. One that was stopped is in use again."""
    person = _locked(person_id)
    gate.require(by, Permission.CONTACT_CHANGE, person)
    country = programmes.by_id(person.programme_id).country
    normal = addresses.normal(kind, address, country=country)
    if known := _known(person, kind, normal, by, at):
        return _revived(known, by, at)
    _require_room(person, kind)
    contact = ContactPoint(
        id=ids.new(),
        programme_id=person.programme_id,
        person=person,
        kind=kind,
        position=_next_position(person),
        state_at=at,
        added_at=at,
    )
    contact.address = vault.seal(queries.subject_of(person), "people.address", contact.id, normal)
    contact.save(force_insert=True)
    _tag(person, [(kind, normal)])
    return contact


def order_contacts(person_id: UUID, contact_ids: Sequence[UUID], *, by: Actor, at: datetime) -> None:
    """These, all that are in use, are tried in this order. Code: "not_these_contacts"."""
    person = _locked(person_id)
    gate.require(by, Permission.CONTACT_CHANGE, person)
    in_use = {row.id: row for row in ContactPoint.objects.filter(person=person, state=State.ACTIVE)}
    if sorted(contact_ids) != sorted(in_use):
        raise Refused("not_these_contacts")
    for position, contact_id in enumerate(contact_ids):
        in_use[contact_id].position = position
    ContactPoint.objects.bulk_update(in_use.values(), ["position"])


def stop_contact(contact_id: UUID, *, by: Actor, at: datetime) -> ContactPoint:
    """The person said STOP: nothing is sent there any more, and a worker is to agree on another way."""
    return _ended(contact_id, State.STOPPED, "stop", by, at)


def retire_contact(contact_id: UUID, reason: str, *, by: Actor, at: datetime) -> ContactPoint:
    """The address does not exist any more, as the provider or a colleague says."""
    return _ended(contact_id, State.RETIRED, reason[:40], by, at)


def end_browsers(person_id: UUID, *, by: Actor, at: datetime) -> None:
    """No browser is notified any more, until somebody who is signed in asks for it there; no worker need ask why."""
    gate.require(by, Permission.CONTACT_CHANGE, _locked(person_id))
    ContactPoint.objects.filter(person=person_id, kind=ContactPoint.Kind.PUSH, state=State.ACTIVE).update(
        state=State.RETIRED, state_reason="signed_out", state_at=at, settled_at=at, settled_by=by.id
    )


def settle_contact(contact_id: UUID, *, by: Actor, at: datetime) -> ContactPoint:
    """A worker and the person agreed how to go on. Settled again, it stays as it was."""
    contact = _contact(contact_id)
    gate.require(by, Permission.NEED_HANDLE, contact)
    if contact.state == State.ACTIVE:
        raise Refused("contact_in_use")
    open_still = ContactPoint.objects.filter(id=contact_id, settled_at=None).exclude(state=State.ACTIVE)
    open_still.update(settled_at=at, settled_by=by.id)
    contact.refresh_from_db()
    return contact


def heard_from(contact_id: UUID, *, by: Actor, at: datetime) -> None:
    """Something arrived there or came from there: it works."""
    gate.require(by, Permission.CONTACT_CHANGE, _contact(contact_id))
    ContactPoint.objects.filter(id=contact_id).update(last_heard_at=at)


def remove_contact(contact_id: UUID, *, by: Actor, at: datetime) -> None:
    """The address is not kept any more, nor can the person be found by it."""
    found = ContactPoint.objects.filter(id=contact_id).select_related("person").first()
    if found is None:
        return
    person = _locked(found.person_id)
    gate.require(by, Permission.CONTACT_CHANGE, person)
    found.delete()
    retag(person, by=by, at=at)


def retag(person: Person, *, by: Actor, at: datetime) -> None:
    """The person is found by exactly the addresses that are kept."""
    kept = list(ContactPoint.objects.filter(person=person).select_related("person"))
    opened = queries.addresses(kept, by=by, why=queries.why_of(by), at=at)
    fields = (found_by.PHONE, found_by.PHONE_LAST, found_by.EMAIL)
    with _tags_at_hand(person):
        BlindTag.objects.filter(person=person, field__in=fields).delete()
    _tag(person, [(row.kind, opened[row.id]) for row in kept if row.id in opened])


def _ended(contact_id: UUID, state: str, reason: str, by: Actor, at: datetime) -> ContactPoint:
    contact = _contact(contact_id)
    gate.require(by, Permission.CONTACT_CHANGE, contact)
    in_use = ContactPoint.objects.filter(id=contact_id, state=State.ACTIVE)
    # The person's own word outlives what a provider says about the same address.
    if state == State.STOPPED:
        in_use = ContactPoint.objects.filter(id=contact_id).exclude(state=State.STOPPED)
    in_use.update(state=state, state_reason=reason, state_at=at, settled_at=None, settled_by=None)
    contact.refresh_from_db()
    return contact


def _known(person: Person, kind: str, address: str, by: Actor, at: datetime) -> ContactPoint | None:
    """The person's contact point of that kind and address; opened only when a tag says it may be there."""
    same_kind = list(ContactPoint.objects.filter(person=person, kind=kind).select_related("person"))
    if not same_kind or (kind != "push" and not _has_tag(person, kind, address)):
        return None
    opened = queries.addresses(same_kind, by=by, why=queries.why_of(by), at=at)
    return next((row for row in same_kind if opened.get(row.id) == address), None)


def _revived(contact: ContactPoint, by: Actor, at: datetime) -> ContactPoint:
    """Who said STOP is written to again only when they or their worker say so, never by a file or a job."""
    if contact.state != State.ACTIVE and by.kind is not Kind.SYSTEM:
        contact.state, contact.state_reason, contact.state_at = State.ACTIVE, "", at
        contact.settled_at = contact.settled_by = None
        contact.save(update_fields=["state", "state_reason", "state_at", "settled_at", "settled_by"])
    return contact


def _require_room(person: Person, kind: str) -> None:
    browsers = Q(kind=ContactPoint.Kind.PUSH)
    push = kind == ContactPoint.Kind.PUSH
    same, limit = (browsers, MOST_BROWSERS) if push else (~browsers, MOST_CONTACTS)
    if ContactPoint.objects.filter(same, person=person, state=State.ACTIVE).count() >= limit:
        raise Refused("too_many_contacts", limit=limit)


def _next_position(person: Person) -> int:
    last = ContactPoint.objects.filter(person=person).order_by("-position").first()
    return last.position + 1 if last else 0


def _has_tag(person: Person, kind: str, address: str) -> bool:
    sought = enrolment.tagged(person.id, person.programme_id, found_by.of_contacts([(kind, address)]))
    return {(field, tag) for _, field, tag in sought} <= _held(person)


def _tag(person: Person, contacts: Sequence[tuple[str, str]]) -> None:
    """The person is found by these addresses too."""
    fresh = enrolment.tagged(person.id, person.programme_id, found_by.of_contacts(contacts))
    held = _held(person)
    with _tags_at_hand(person):
        enrolment.write_tags(person.programme_id, [one for one in fresh if one[1:] not in held])


def _held(person: Person) -> set[tuple[str, bytes]]:
    with _tags_at_hand(person):
        held = BlindTag.objects.filter(person=person).values_list("field", "tag")
        return {(field, bytes(tag)) for field, tag in held}


def _tags_at_hand(person: Person) -> AbstractContextManager[None]:
    """For a participant no blind tag exists, not even their own: Amparo keeps them."""
    return rows.acting(actor.system(person.programme_id))


def _contact(contact_id: UUID) -> ContactPoint:
    found = ContactPoint.objects.filter(id=contact_id).select_related("person").first()
    if found is None:
        raise Refused("unknown_contact")
    return found


def _locked(person_id: UUID) -> Person:
    person = Person.objects.select_for_update().filter(id=person_id).first()
    if person is None:
        raise Refused("unknown_person")
    if person.state not in queries.KNOWN:
        raise Refused("forgotten")
    return person
