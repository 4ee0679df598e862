"""What is done with people: enrolling, changing, agreeing, closing, forgetting.

Every verb is called inside `acting(...)`, except `forget`, `confirm_forgetting` and `finish_forgetting`, which open
their own.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.foundation import wall
from amparo.foundation.errors import Refused
from amparo.people import case_numbers, consent_words, enrolment, found_by, names, queries
from amparo.people.closing import close, reopen
from amparo.people.contacts import (
    add_contact,
    heard_from,
    order_contacts,
    remove_contact,
    retire_contact,
    settle_contact,
    stop_contact,
)
from amparo.people.enrolment import NewPerson
from amparo.people.forgetting import ask as ask_to_forget
from amparo.people.forgetting import begin as begin_forgetting
from amparo.people.forgetting import confirm as confirm_forgetting
from amparo.people.forgetting import finish as finish_forgetting
from amparo.people.forgetting import forget
from amparo.people.forgetting import take_back as take_back_forgetting
from amparo.people.models import BlindTag, Consent, FileMove, Person
from amparo.privacy import vault
from amparo.programme import queries as programmes
from amparo.programme.models import Office

__all__ = [
    "NewPerson",
    "add_contact",
    "ask_to_forget",
    "assign",
    "begin_forgetting",
    "change_case_number",
    "change_language",
    "change_name",
    "change_zone",
    "close",
    "confirm_forgetting",
    "enrol",
    "enrol_many",
    "finish_forgetting",
    "forget",
    "heard_from",
    "note_row",
    "order_contacts",
    "record_consent",
    "remove_contact",
    "reopen",
    "retire_contact",
    "settle_contact",
    "stop_contact",
    "take_back_forgetting",
    "withdraw_consent",
]


def enrol(
    *,
    name: str,
    language: str,
    zone: str,
    zone_source: str,
    case_number: str | None = None,
    office_id: UUID | None = None,
    worker_id: UUID | None = None,
    contacts: Sequence[tuple[str, str]] = (),
    consent: Mapping[str, str] | None = None,
    by: Actor,
    at: datetime,
) -> Person:
    """The person takes part, with a key of their own. `consent`: what they agreed to, and how."""
    new = NewPerson(
        name=name,
        language=language,
        zone=zone,
        zone_source=zone_source,
        case_number=case_number or "",
        office_id=office_id,
        worker_id=worker_id,
        contacts=tuple(contacts),
        consent=consent or {},
    )
    return enrol_many([new], by=by, at=at)[0]


def enrol_many(people: Sequence[NewPerson], *, by: Actor, at: datetime) -> list[Person]:
    """All of them take part, in the given order; if one cannot, none does."""
    gate.require_any(by, Permission.PERSON_ENROL)
    programme = programmes.by_id(by.programme_id)
    ready = [enrolment.checked(new, country=programme.country) for new in people]
    rows = enrolment.sealed(ready, programme=programme, by=by, at=at)
    enrolment.write(rows)
    return rows.people


def change_name(person_id: UUID, name: str, *, by: Actor, at: datetime) -> Person:
    """The person is called so, and found by it."""
    person = queries.locked(person_id)
    gate.require(by, Permission.PERSON_CHANGE, person)
    shown = names.clean(name)
    person.name = vault.seal(queries.subject_of(person), "people.name", person.id, shown)
    person.save(update_fields=["name"])
    _found_anew(person, (found_by.NAME, found_by.NAME_KEY), found_by.of_name(shown))
    return person


def change_case_number(person_id: UUID, case_number: str, *, by: Actor, at: datetime) -> Person:
    """The person's case has this number, or, if it is empty, none that we know."""
    person = queries.locked(person_id)
    gate.require(by, Permission.PERSON_CHANGE, person)
    shown = case_numbers.clean(case_number)
    sealed = vault.seal_many(
        [vault.SealItem(queries.subject_of(person), "people.case_number", person.id, shown or None)]
    )
    person.case_number = sealed[0]
    person.save(update_fields=["case_number"])
    _found_anew(person, (found_by.CASE, found_by.CASE_LAST), found_by.of_case_number(shown))
    return person


def change_language(person_id: UUID, language: str, *, by: Actor, at: datetime) -> Person:
    """From now on the person is spoken to in this language."""
    person = queries.locked(person_id)
    gate.require(by, Permission.PREFERENCE_CHANGE, person)
    if language not in dict(settings.LANGUAGES):
        raise Refused("language_not_offered")
    person.language = language
    person.save(update_fields=["language"])
    return person


def change_zone(person_id: UUID, zone: str, zone_source: str, *, by: Actor, at: datetime) -> Person:
    """The person's hours are told in this time zone."""
    person = queries.locked(person_id)
    gate.require(by, Permission.PREFERENCE_CHANGE, person)
    if not wall.is_zone(zone):
        raise Refused("zone_unknown")
    if zone_source not in enrolment.ZONE_SOURCES:
        raise Refused("zone_source_unknown")
    person.zone, person.zone_source = zone, zone_source
    person.save(update_fields=["zone", "zone_source"])
    return person


def assign(
    person_id: UUID, *, worker_id: UUID | None, office_id: UUID | None = None, by: Actor, at: datetime
) -> Person:
    """This worker helps the person, at this office; the office stays as it was when none is named."""
    person = queries.locked(person_id)
    gate.require(by, Permission.PERSON_CHANGE, person)
    if worker_id is not None and not programmes.members(at).filter(id=worker_id).exists():
        raise Refused("unknown_worker")
    if office_id is not None and not Office.objects.filter(id=office_id).exists():
        raise Refused("unknown_office")
    person.worker_id = worker_id
    person.office_id = office_id or person.office_id
    person.save(update_fields=["worker", "office"])
    return person


def note_row(person_id: UUID, row: str, *, changed: Sequence[str] = (), by: Actor, at: datetime) -> None:
    """A partner's file said `row` (a line's digest) about the person, and is recognised saying it again.

    Which fields it changed stands in the person's history; what they were and are does not.
    """
    person = queries.locked(person_id)
    gate.require(by, Permission.PERSON_CHANGE, person)
    FileMove.objects.bulk_create(
        FileMove(
            programme_id=person.programme_id, person=person, after=FileMove.After.LISTED, why=what, by_id=by.id, at=at
        )
        for what in changed
    )
    _found_anew(person, (found_by.ROW,), {(found_by.ROW, row)})


def record_consent(person_id: UUID, what: str, *, how: str, language: str = "", by: Actor, at: datetime) -> Consent:
    """The person agreed, to the very words they were shown. Agreed already, it stays as it was."""
    person = queries.locked(person_id)
    gate.require(by, Permission.CONSENT_GIVE, person)
    if living := Consent.objects.filter(person=person, what=what, withdrawn_at=None).first():
        return living
    spoken = language or person.language
    programme = programmes.by_id(person.programme_id)
    return Consent.objects.create(
        programme_id=person.programme_id,
        person=person,
        what=what,
        words=consent_words.shown(what, spoken, programme=programme.neutral_name),
        language=spoken,
        given_at=at,
        given_how=how,
        recorded_by=by.id,
    )


def withdraw_consent(person_id: UUID, what: str, *, how: str, by: Actor, at: datetime) -> None:
    """The person took it back. Taken back already, or never given, nothing changes."""
    person = queries.locked(person_id)
    gate.require(by, Permission.CONSENT_GIVE, person)
    living = Consent.objects.filter(person=person, what=what, withdrawn_at=None)
    living.update(withdrawn_at=at, withdrawn_how=how)


def _found_anew(person: Person, fields: Sequence[str], sought: set[found_by.Sought]) -> None:
    BlindTag.objects.filter(person=person, field__in=fields).delete()
    enrolment.write_tags(person.programme_id, enrolment.tagged(person.id, person.programme_id, sought))
