"""What a partner's file would change about people who are known: as it is held now, and as it would be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from amparo.access.actor import Actor
from amparo.casework.people_matching import Change
from amparo.people import queries as people
from amparo.people.models import ContactPoint, Person
from amparo.privacy.purposes import Purpose

REACHED_BY = ("sms", "voice", "email")


@dataclass(frozen=True, slots=True)
class Field:
    """One field, before and after: words, or the code or id of a language, an office, a colleague."""

    what: str
    old: str = field(repr=False)
    new: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Changed:
    """One known person, as called now, and what a line says otherwise."""

    line: int
    person_id: UUID
    name: str = field(repr=False)
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class _Held:
    """What is sealed of these people, opened as far as their lines need it."""

    names: dict[UUID, str] = field(repr=False)
    numbers: dict[UUID, str] = field(repr=False)
    addresses: dict[UUID, list[str]] = field(repr=False)


def shown(changes: Sequence[Change], *, by: Actor, at: datetime) -> list[Changed]:
    """Each change beside what is held; what is opened for it stands in the person's log."""
    persons = {one.id: one for one in people.visible_to(by).filter(id__in=[one.person_id for one in changes])}
    known = _held(changes, persons, by, at)
    return [
        Changed(
            one.line,
            one.person_id,
            known.names.get(one.person_id, ""),
            tuple(_fields(one, persons[one.person_id], known)),
        )
        for one in changes
        if one.person_id in persons
    ]


def _held(changes: Sequence[Change], persons: dict[UUID, Person], by: Actor, at: datetime) -> _Held:
    def about(what: str) -> list[Person]:
        return [persons[one.person_id] for one in changes if what in one.what and one.person_id in persons]

    why = Purpose.IMPORT_PREVIEW
    contacts = ContactPoint.objects.filter(person__in=about("contacts"), kind__in=REACHED_BY)
    ways = list(contacts.select_related("person").order_by("position", "added_at"))
    opened, addresses = people.addresses(ways, by=by, why=why, at=at), dict[UUID, list[str]]()
    for way in ways:
        addresses.setdefault(way.person_id, []).append(opened.get(way.id, ""))
    return _Held(
        names=people.names(persons.values(), by=by, why=why, at=at),
        numbers=people.case_numbers_of(about("case_number"), by=by, why=why, at=at),
        addresses=addresses,
    )


def _fields(change: Change, who: Person, known: _Held) -> Iterator[Field]:
    to, had = change.to, known.addresses.get(who.id, [])
    # A list adds ways to reach somebody; it takes none away.
    added = [address for _kind, address in to.contacts if address.casefold() not in {one.casefold() for one in had}]
    values = {
        "name": (known.names.get(who.id, ""), to.name),
        "case_number": (known.numbers.get(who.id, ""), to.case_number),
        "language": (who.language, to.language),
        "zone": (who.zone, to.zone),
        "office": (str(who.office_id or ""), str(to.office_id or "")),
        "worker": (str(who.worker_id or ""), str(to.worker_id or "")),
        "contacts": (", ".join(had), ", ".join([*had, *dict.fromkeys(added)])),
    }
    for what in change.what:
        yield Field(what, *values[what])
