"""Reads about people that more than one caller needs. Opening a name is a visible call with a reason."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from amparo.access import gate, rules
from amparo.access.actor import Actor, Kind, Role
from amparo.access.rules import Permission
from amparo.foundation.errors import Refused
from amparo.people import case_numbers, found_by, phones, references
from amparo.people import names as written_names
from amparo.people.models import BlindTag, Consent, ContactPoint, FileMove, ForgetAsk, Person, Trusted
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose
from amparo.programme import queries as programmes

MOST_FOUND = 50
AT_ONCE = 10_000
KNOWN = (Person.State.ACTIVE, Person.State.CLOSED)


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a person is not sealed, as far as a partner's file may speak about it."""

    language: str
    zone: str
    zone_source: str
    office_id: UUID | None
    worker_id: UUID | None
    has_case_number: bool


def by_id(person_id: UUID) -> Person:
    """The person. Code: "unknown_person", for another programme's person too."""
    found = Person.objects.filter(id=person_id).first()
    if found is None:
        raise Refused("unknown_person")
    return found


def locked(person_id: UUID) -> Person:
    """The person, locked until the transaction ends. Codes: "unknown_person", "forgotten"."""
    person = Person.objects.select_for_update().filter(id=person_id).first()
    if person is None:
        raise Refused("unknown_person")
    if person.state not in KNOWN:
        raise Refused("forgotten")
    return person


def by_reference(text: str) -> Person | None:
    """The person whose reference somebody said."""
    reference = references.read(text)
    return Person.objects.filter(reference=reference, state__in=KNOWN).first() if reference else None


def subject_of(person: Person) -> vault.Subject:
    """The person as the vault knows them. Code: "forgotten"."""
    if person.salt is None:
        raise Refused("forgotten")
    return vault.Subject(person.programme_id, person.id, bytes(person.salt))


def visible_to(by: Actor) -> QuerySet[Person]:
    """Whom a staff member may see: a supervisor all, a case worker their own and those without a worker."""
    known = Person.objects.filter(state__in=KNOWN)
    if Role.SUPERVISOR in by.roles:
        return known
    if Role.CASE_WORKER in by.roles:
        return known.filter(Q(worker__in=by.covers | {by.id}) | Q(worker=None))
    return known.none()


def caseload(by: Actor) -> QuerySet[Person]:
    """Active people of this worker and of the colleagues they cover today."""
    theirs = Person.objects.filter(state=Person.State.ACTIVE, worker__in=by.covers | {by.id})
    return theirs.order_by("reference")


def without_worker(by: Actor) -> QuerySet[Person]:
    """Active people whom nobody looks after yet, the newest first."""
    return visible_to(by).filter(state=Person.State.ACTIVE, worker=None).order_by("-enrolled_at")[:MOST_FOUND]


def looked_after(worker_id: UUID) -> int:
    """How many active people a colleague looks after; a number, nobody's name."""
    return Person.objects.filter(state=Person.State.ACTIVE, worker=worker_id).count()


def search(q: str, *, by: Actor, at: datetime) -> list[Person]:
    """People of whom every word of `q` begins a word of the name, or whose number it is (or ends with it)."""
    gate.require_any(by, Permission.PEOPLE_SEARCH)
    if said := by_reference(q):
        return list(visible_to(by).filter(id=said.id).select_related("worker"))
    sought = _sought(q, programmes.by_id(by.programme_id).country)
    if not sought:
        return []
    first, *others = [_tagged(tags) for tags in _blinded(by.programme_id, sought)]
    # The tags are asked apart: joined with the people, the planner may go through everybody for each.
    ids = list(first.intersection(*others)) if others else list(first.distinct())
    found = visible_to(by).filter(id__in=ids).select_related("worker")
    return list(found.order_by("state", "reference")[:MOST_FOUND])


def found_with(programme_id: UUID, field: str, values: Sequence[str]) -> dict[str, set[UUID]]:
    """For each value ("case": a number's key, "phone": +1305…, "name": a word …), the people who have it."""
    wanted = list(dict.fromkeys(value for value in values if value))
    found: dict[str, set[UUID]] = defaultdict(set)
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        value_of = dict(zip(vault.blind(programme_id, [(field, v) for v in some]), some, strict=True))
        rows = BlindTag.objects.filter(field=field, tag__in=list(value_of))
        for tag, person_id in rows.values_list("tag", "person_id"):
            found[value_of[bytes(tag)]].add(person_id)
    return _known(found)


def _known(found: dict[str, set[UUID]]) -> dict[str, set[UUID]]:
    """Without those who are being forgotten. Asked apart: joined, the planner may go through everybody for each."""
    ids = list(set().union(*found.values()))
    known: set[UUID] = set()
    for start in range(0, len(ids), AT_ONCE):
        some = Person.objects.filter(id__in=ids[start : start + AT_ONCE], state__in=KNOWN)
        known |= set(some.values_list("id", flat=True))
    return {value: kept for value, people in found.items() if (kept := people & known)}


def facts_of(person_ids: Iterable[UUID]) -> dict[UUID, Facts]:
    """What is known in clear about these people."""
    columns = ("language", "zone", "zone_source", "office_id", "worker_id")
    rows = Person.objects.filter(id__in=list(person_ids))
    return {
        row["id"]: Facts(has_case_number=row["has_case_number"], **{name: row[name] for name in columns})
        for row in rows.values("id", *columns, has_case_number=Q(case_number__isnull=False))
    }


def by_case_numbers(programme_id: UUID, numbers: Sequence[str]) -> dict[str, set[UUID]]:
    """For each number as written, the people who have it (several: a family, or a mistake to ask about)."""
    keys = {number: case_numbers.key(number) for number in numbers}
    found = found_with(programme_id, found_by.CASE, list(keys.values()))
    return {number: found[key] for number, key in keys.items() if key in found}


def contacts_at(address: str, *, kinds: Sequence[str], by: Actor, at: datetime) -> list[ContactPoint]:
    """Every contact point with this address (as `phones.normal` writes it), in any state: who wrote to us?"""
    field = found_by.EMAIL if "email" in kinds else found_by.PHONE
    people = found_with(by.programme_id, field, [address]).get(address, set())
    rows = list(ContactPoint.objects.filter(person__in=people, kind__in=kinds).select_related("person"))
    opened = addresses(rows, by=by, why=why_of(by), at=at)
    return [row for row in rows if opened.get(row.id) == address]


def contacts_of(person: Person) -> list[ContactPoint]:
    """The person's contact points: those in use first, in the person's order."""
    rows = ContactPoint.objects.filter(person=person).order_by("position", "added_at")
    return sorted(rows, key=lambda row: row.state != ContactPoint.State.ACTIVE)


def has_browser(person: Person) -> bool:
    """Whether some browser of theirs is notified."""
    return ContactPoint.objects.filter(
        person=person, kind=ContactPoint.Kind.PUSH, state=ContactPoint.State.ACTIVE
    ).exists()


def consents_of(person: Person) -> list[Consent]:
    """What the person agreed to, and what they took back."""
    return list(Consent.objects.filter(person=person).order_by("given_at"))


def last_move(person: Person) -> FileMove | None:
    """Why and by whom the file was closed or opened last."""
    return FileMove.objects.filter(person=person).exclude(after="listed").order_by("-at", "-id").first()


def ask_to_forget(person: Person) -> ForgetAsk | None:
    """The ask that waits for a second signature."""
    return next((one for one in asks_to_forget() if one.person_id == person.id), None)


def asks_to_forget() -> list[ForgetAsk]:
    """Who is to be forgotten, and waits for a second signature."""
    waiting = ForgetAsk.objects.filter(confirmed_at=None, taken_back_at=None, person__state__in=KNOWN)
    return list(waiting.select_related("person").order_by("asked_at"))


def names(persons: Iterable[Person], *, by: Actor, why: Purpose, at: datetime) -> dict[UUID, str]:
    """Their names, in one call of the vault; whoever has been forgotten is absent."""
    return _opened("people.name", {p.id: (p, p.name) for p in persons}, by, why, at)


def case_numbers_of(persons: Iterable[Person], *, by: Actor, why: Purpose, at: datetime) -> dict[UUID, str]:
    """Their case numbers; whoever has none is absent."""
    return _opened("people.case_number", {p.id: (p, p.case_number) for p in persons}, by, why, at)


def addresses(contacts: Iterable[ContactPoint], *, by: Actor, why: Purpose, at: datetime) -> dict[UUID, str]:
    """The addresses of contact points (with their person already fetched), by the contact point's id."""
    return _opened("people.address", {c.id: (c.person, c.address) for c in contacts}, by, why, at)


def _opened(
    field: str, rows: dict[UUID, tuple[Person, bytes | None]], by: Actor, why: Purpose, at: datetime
) -> dict[UUID, str]:
    sealed = {row_id: (person, blob) for row_id, (person, blob) in rows.items() if blob and person.salt}
    for person, _ in sealed.values():
        _require_sight(by, person)
    items = [
        vault.OpenItem(subject_of(person), field, row_id, bytes(blob or b""))
        for row_id, (person, blob) in sealed.items()
    ]
    found: dict[UUID, str] = {}
    for start in range(0, len(items), AT_ONCE):
        some = items[start : start + AT_ONCE]
        texts = vault.open_text(some, by=by, why=why, at=at)
        found |= {item.row_id: text for item, text in zip(some, texts, strict=True) if text is not None}
    return found


def _require_sight(by: Actor, person: Person) -> None:
    # The system opens names and addresses only to send; the vault holds it to that.
    if by.kind is Kind.SYSTEM and rules.same_programme(by, person):
        return
    gate.require(by, Permission.PERSON_VIEW, person)


def why_of(by: Actor) -> Purpose:
    """Why a person's own contact points are compared with an address."""
    return {
        Kind.PERSON: Purpose.OWN_RECORD,
        Kind.MEMBER: Purpose.PERSON_PAGE,
        Kind.SYSTEM: Purpose.SEND_MESSAGE,
    }[by.kind]


def _sought(q: str, country: str) -> list[list[found_by.Sought]]:
    """For each thing said, what may be meant by it."""
    if not any(c.isalpha() for c in q.lstrip(" aA#")):
        return [number] if (number := _number(q, country)) else []
    words = written_names.query_words(q)
    return [[(found_by.NAME, word), *(_number(word, country) if _digits(word) else [])] for word in sorted(words)]


def _number(text: str, country: str) -> list[found_by.Sought]:
    digits = _digits(text)
    if len(digits) == 4:
        return [(found_by.CASE_LAST, digits), (found_by.PHONE_LAST, digits)]
    meant = [(found_by.CASE, case_numbers.key(text))] if len(digits) > 4 else []
    try:
        return [*meant, (found_by.PHONE, phones.normal(text, country=country).e164)]
    except Refused:
        return meant


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isascii() and c.isdigit())


def _blinded(programme_id: UUID, sought: list[list[found_by.Sought]]) -> list[list[tuple[str, bytes]]]:
    flat = [one for meant in sought for one in meant]
    tags = iter(vault.blind(programme_id, flat))
    return [[(field, next(tags)) for field, _ in meant] for meant in sought]


def _tagged(tags: Sequence[tuple[str, bytes]]) -> QuerySet[UUID]:
    any_of = Q()
    for field, tag in tags:
        any_of |= Q(field=field, tag=tag)
    return BlindTag.objects.filter(any_of).values_list("person_id", flat=True)


def have_trusted(person_ids: Iterable[UUID]) -> set[UUID]:
    """Those of them who have named somebody to ask."""
    rows = Trusted.objects.filter(person_id__in=list(person_ids), ended_at=None)
    return set(rows.values_list("person_id", flat=True))
