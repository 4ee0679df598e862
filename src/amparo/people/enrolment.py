"""Writing people down, one or ten thousand: first everything is sealed, then all is written at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection

from amparo.access.actor import Actor
from amparo.foundation import ids, wall
from amparo.foundation.errors import Refused
from amparo.people import addresses, case_numbers, consent_words, found_by, names, references
from amparo.people.models import Consent, ContactPoint, Person
from amparo.privacy import vault
from amparo.programme.models import Programme

ZONE_SOURCES = ("zip", "place", "staff", "person", "office")
# Tags and sealed values of so many people fit in one call of the vault.
AT_ONCE = 400
TAGS_AT_ONCE = 10_000
INSERT_TAGS = """
INSERT INTO people_blindtag (programme_id, person_id, field, tag)
SELECT %s, * FROM unnest(%s::uuid[], %s::text[], %s::bytea[])
"""

# Whose it is, its kind, and the keyed hash.
Tag = tuple[UUID, str, bytes]


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is known of somebody who joins. Names people: kept out of `repr`."""

    name: str = field(repr=False)
    language: str
    zone: str
    zone_source: str
    case_number: str = field(default="", repr=False)
    office_id: UUID | None = None
    worker_id: UUID | None = None
    # (kind, address), in the person's order.
    contacts: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    # What they agreed to, and how they said so.
    consent: Mapping[str, str] = field(default_factory=dict)
    # What a partner's file said about them, so that the same line is known again.
    row: str = field(default="", repr=False)


@dataclass(slots=True)
class Sealed:
    """Rows ready to be written; nothing in them can be read without the vault."""

    people: list[Person] = field(default_factory=list)
    contacts: list[ContactPoint] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)

    def add(self, other: "Sealed") -> None:
        self.people += other.people
        self.contacts += other.contacts
        self.consents += other.consents
        self.tags += other.tags


def checked(new: NewPerson, *, country: str) -> NewPerson:
    """The same with names, numbers and addresses in their one form, or Refused with a code."""
    if new.language not in dict(settings.LANGUAGES):
        raise Refused("language_not_offered")
    if not wall.is_zone(new.zone):
        raise Refused("zone_unknown")
    if new.zone_source not in ZONE_SOURCES:
        raise Refused("zone_source_unknown")
    contacts = [(kind, addresses.normal(kind, text, country=country)) for kind, text in new.contacts]
    return NewPerson(
        name=names.clean(new.name),
        language=new.language,
        zone=new.zone,
        zone_source=new.zone_source,
        case_number=case_numbers.clean(new.case_number or ""),
        office_id=new.office_id,
        worker_id=new.worker_id,
        contacts=tuple(dict.fromkeys(contacts)),
        consent=dict(new.consent),
        row=new.row,
    )


def sealed(people: Sequence[NewPerson], *, programme: Programme, by: Actor, at: datetime) -> Sealed:
    """Their rows, with keys of their own in the vault. Nothing is written yet: may take its time, outside."""
    rows = Sealed()
    for start in range(0, len(people), AT_ONCE):
        rows.add(_sealed_some(people[start : start + AT_ONCE], programme, by, at))
    return rows


def write(rows: Sealed) -> None:
    """The people exist; all of them, or with the surrounding transaction none."""
    _give_other_references(rows.people)
    Person.objects.bulk_create(rows.people, batch_size=2_000)
    ContactPoint.objects.bulk_create(rows.contacts, batch_size=5_000)
    Consent.objects.bulk_create(rows.consents, batch_size=5_000)
    if rows.people:
        write_tags(rows.people[0].programme_id, rows.tags)


def tagged(person_id: UUID, programme_id: UUID, sought: Iterable[found_by.Sought]) -> list[Tag]:
    """The blind tags of one person, not yet written."""
    return _tags(programme_id, [(person_id, one) for one in sorted(set(sought))])


def write_tags(programme_id: UUID, tags: Sequence[Tag]) -> None:
    """People are found by these tags. A name has dozens: written as columns, five times as fast as row by row."""
    with connection.cursor() as cursor:
        for start in range(0, len(tags), TAGS_AT_ONCE):
            people, fields, values = zip(*tags[start : start + TAGS_AT_ONCE], strict=True)
            cursor.execute(INSERT_TAGS, [programme_id, list(people), list(fields), list(values)])


def _sealed_some(some: Sequence[NewPerson], programme: Programme, by: Actor, at: datetime) -> Sealed:
    subjects = vault.new_subjects(programme.id, [ids.new() for _ in some])
    rows = Sealed()
    for new, subject in zip(some, subjects, strict=True):
        rows.people.append(_person(new, subject, programme.id, by, at))
        rows.contacts += _contacts(new, rows.people[-1], at)
        rows.consents += _consents(new, rows.people[-1], programme, by, at)
    _seal(some, rows)
    pairs = zip(some, rows.people, strict=True)
    wanted = [(person.id, one) for new, person in pairs for one in sorted(_found_by(new))]
    rows.tags = _tags(programme.id, wanted)
    return rows


def _person(new: NewPerson, subject: vault.NewSubject, programme_id: UUID, by: Actor, at: datetime) -> Person:
    return Person(
        id=subject.id,
        programme_id=programme_id,
        reference=references.new(),
        salt=subject.salt,
        pseudonym=subject.pseudonym,
        phone_key_x25519=subject.hpke_x25519,
        phone_key_p256=subject.hpke_p256,
        language=new.language,
        zone=new.zone,
        zone_source=new.zone_source,
        office_id=new.office_id,
        worker_id=new.worker_id,
        enrolled_at=at,
        enrolled_by=by.id,
    )


def _contacts(new: NewPerson, person: Person, at: datetime) -> list[ContactPoint]:
    return [
        ContactPoint(
            programme_id=person.programme_id,
            person=person,
            kind=kind,
            address=address.encode(),
            position=position,
            state_at=at,
            added_at=at,
        )
        for position, (kind, address) in enumerate(new.contacts)
    ]


def _consents(new: NewPerson, person: Person, programme: Programme, by: Actor, at: datetime) -> list[Consent]:
    return [
        Consent(
            programme_id=person.programme_id,
            person=person,
            what=what,
            words=consent_words.shown(what, new.language, programme=programme.neutral_name),
            language=new.language,
            given_at=at,
            given_how=how,
            recorded_by=by.id,
        )
        for what, how in new.consent.items()
    ]


def _seal(some: Sequence[NewPerson], rows: Sealed) -> None:
    """What was readable in the rows is sealed, in one call of the vault."""
    items, put = [], []
    for new, person in zip(some, rows.people, strict=True):
        whose = vault.Subject(person.programme_id, person.id, bytes(person.salt))
        items.append(vault.SealItem(whose, "people.name", person.id, new.name))
        items.append(vault.SealItem(whose, "people.case_number", person.id, new.case_number or None))
        put += [(person, "name"), (person, "case_number")]
    for contact in rows.contacts:
        person = contact.person
        whose = vault.Subject(person.programme_id, person.id, bytes(person.salt))
        items.append(vault.SealItem(whose, "people.address", contact.id, contact.address))
        put.append((contact, "address"))
    for (row, column), blob in zip(put, vault.seal_many(items), strict=True):
        setattr(row, column, blob)


def _found_by(new: NewPerson) -> set[found_by.Sought]:
    found = found_by.of_name(new.name) | found_by.of_case_number(new.case_number)
    found |= found_by.of_contacts(new.contacts)
    return found | ({(found_by.ROW, new.row)} if new.row else set())


def _tags(programme_id: UUID, wanted: Sequence[tuple[UUID, found_by.Sought]]) -> list[Tag]:
    # Names repeat: each word is blinded once.
    different = list(dict.fromkeys(one for _, one in wanted))
    tag: dict[found_by.Sought, bytes] = {}
    for start in range(0, len(different), TAGS_AT_ONCE):
        some = different[start : start + TAGS_AT_ONCE]
        tag |= dict(zip(some, vault.blind(programme_id, some), strict=True))
    return [(person_id, one[0], tag[one]) for person_id, one in wanted]


def _give_other_references(people: Sequence[Person]) -> None:
    """No two of the programme's people have the same reference; the database has the last word."""
    taken = set(
        Person.objects.filter(reference__in=[person.reference for person in people]).values_list("reference", flat=True)
    )
    for person in people:
        while person.reference in taken:
            person.reference = references.new()
        taken.add(person.reference)
