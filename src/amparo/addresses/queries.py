"""Reads about addresses and the offices to tell. Opening is a visible call with a reason."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor, Kind
from amparo.access.rules import Permission
from amparo.addresses import offices, rules
from amparo.addresses.models import NewAddress, Telling
from amparo.addresses.offices import Office
from amparo.addresses.rules import Left, State
from amparo.foundation import wall
from amparo.foundation.errors import Refused
from amparo.people import queries as people
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose
from amparo.programme import queries as programmes


@dataclass(frozen=True, slots=True)
class Task:
    """One office to tell, with what is known of it and what is left of its clock."""

    row: Telling
    office: Office
    left: Left | None

    @property
    def is_open(self) -> bool:
        return self.row.state == State.OPEN


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that an office was told."""

    number: str = ""
    note: str = ""
    picture: bytes | None = field(default=None, repr=False)


def current(person_id: UUID) -> NewAddress | None:
    """Where the person says they live now; None if they never moved while we knew them."""
    return NewAddress.objects.filter(person=person_id, ended_at=None).first()


def said(person_id: UUID, client_id: UUID) -> NewAddress | None:
    """What came of this form."""
    return NewAddress.objects.filter(person=person_id, client_id=client_id).first()


def new_address(new_address_id: UUID, *, by: Actor) -> NewAddress:
    """One move. Code: "unknown_address", for another programme's too."""
    found = NewAddress.objects.select_related("person").filter(id=new_address_id).first()
    if found is None:
        raise Refused("unknown_address")
    gate.require(by, Permission.ADDRESS_VIEW, found)
    return found


def telling(telling_id: UUID, *, by: Actor) -> Telling:
    """One office to tell. Code: "unknown_telling", for another person's too."""
    found = Telling.objects.select_related("person", "new_address").filter(id=telling_id).first()
    if found is None:
        raise Refused("unknown_telling")
    gate.require(by, Permission.ADDRESS_VIEW, found)
    return found


def task(row: Telling, at: datetime) -> Task:
    """The same with its words and its clock, on the day it is where the person lives."""
    country = programmes.by_id(row.programme_id).country
    return _task(row, wall.shown(at, row.person.zone).date(), country)


def tasks(found: NewAddress, at: datetime) -> list[Task]:
    """Every office to tell of this address: those that must be told first, as the list of offices has them."""
    country = programmes.by_id(found.programme_id).country
    today = wall.shown(at, found.person.zone).date()
    rows = Telling.objects.filter(new_address=found).select_related("person")
    order = {office.code: n for n, office in enumerate(offices.to_tell(country))}
    made = [_task(row, today, country) for row in rows]
    return sorted(made, key=lambda one: (order.get(one.row.office, len(order)), one.row.office))


def pressing(person_id: UUID, at: datetime) -> list[Task]:
    """Offices with a clock that the person has not told yet, the nearest first."""
    rows = Telling.objects.filter(person=person_id, state=State.OPEN, due_at__isnull=False)
    return [task(row, at) for row in rows.select_related("person").order_by("due_at")]


def address_of(found: NewAddress, *, by: Actor, at: datetime) -> str:
    """The address, opened for a reason that the person reads in their log."""
    gate.require(by, Permission.ADDRESS_VIEW, found)
    items = [_item(found.person, "address", found.id, found.address)]
    return vault.open_text(items, by=by, why=why_of(by), at=at)[0] or ""


def proofs(rows: list[Telling], person: Any, *, by: Actor, at: datetime) -> dict[UUID, Proof]:
    """Numbers and notes of these, opened together; pictures stay sealed."""
    gate.require(by, Permission.ADDRESS_VIEW, person)
    items = [_item(person, name, row.id, getattr(row, name)) for row in rows for name in ("number", "note")]
    opened = iter(vault.open_text(items, by=by, why=why_of(by), at=at) if items else [])
    return {row.id: Proof(next(opened) or "", next(opened) or "") for row in rows}


def picture(row: Telling, *, by: Actor, at: datetime) -> bytes | None:
    """The picture, one at a time."""
    gate.require(by, Permission.ADDRESS_VIEW, row)
    items = [_item(row.person, "picture", row.id, row.picture)]
    return vault.open_sealed(items, by=by, why=why_of(by), at=at)[0]


def why_of(by: Actor) -> Purpose:
    """The person reads their own; a worker helps on the person's page."""
    return Purpose.OWN_RECORD if by.kind is Kind.PERSON else Purpose.PERSON_PAGE


def _task(row: Telling, today: date, country: str) -> Task:
    office = offices.of(row.office, country)
    return Task(row, office, rules.left(office.clock, row.last_day, today, country))


def _item(person: Any, name: str, row_id: UUID, blob: Any) -> vault.OpenItem:
    sealed = None if blob is None else bytes(blob)
    return vault.OpenItem(people.subject_of(person), f"addresses.{name}", row_id, sealed)
