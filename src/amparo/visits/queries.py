"""Reads about visits, own appointments and calendar links. Opening words is a visible call with a reason."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from amparo.access import gate
from amparo.access.actor import Actor, Kind
from amparo.access.rules import Permission
from amparo.foundation.errors import Refused
from amparo.people import queries as people
from amparo.people.models import Person
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose
from amparo.privacy.vault import OpenItem
from amparo.programme import queries as programmes
from amparo.visits.models import Appointment, CalendarLink, Visit, WorkerLink
from amparo.visits.rules import STANDING, State

WORDS = ("where", "words", "note")
OWN_WORDS = ("title", "where")


def visit(visit_id: UUID, *, by: Actor) -> Visit:
    """One visit. Code: "no_such_visit", for another programme's too."""
    found = Visit.objects.select_related("person", "person__worker").filter(id=visit_id).first()
    if found is None:
        raise Refused("no_such_visit")
    gate.require(by, Permission.VISIT_VIEW, found)
    return found


def visits_of(person_id: UUID) -> QuerySet[Visit]:
    """The person's visits, soonest first."""
    return Visit.objects.filter(person=person_id).order_by("starts_at")


def coming(person_id: UUID, at: datetime) -> QuerySet[Visit]:
    """Visits that stand, soonest first: those for which nobody asks for another time."""
    return visits_of(person_id).filter(state__in=STANDING, starts_at__gt=at)


def to_settle(person_id: UUID, at: datetime) -> QuerySet[Visit]:
    """Visits that are to come, and those for which the person asks for another time, whenever the first one was."""
    return visits_of(person_id).filter(Q(state__in=STANDING, starts_at__gt=at) | Q(state=State.ASKED))


def words(found: Visit, *, by: Actor, at: datetime) -> dict[str, str]:
    """Where, what about, and what the person said about another time; whoever opens it stands in the person's log."""
    gate.require(by, Permission.VISIT_VIEW, found)
    why = Purpose.OWN_RECORD if by.kind is Kind.PERSON else Purpose.PERSON_PAGE
    sealed = [name for name in WORDS if getattr(found, name) is not None]
    subject = people.subject_of(found.person)
    items = [OpenItem(subject, f"visits.{name}", found.id, bytes(getattr(found, name))) for name in sealed]
    opened = vault.open_text(items, by=by, why=why, at=at) if items else []
    return {name: said or "" for name, said in zip(sealed, opened, strict=True)}


def appointment(appointment_id: UUID, *, by: Actor) -> Appointment:
    """One date of the person's own. Code: "no_such_appointment"."""
    found = Appointment.objects.select_related("person").filter(id=appointment_id, removed_at=None).first()
    if found is None:
        raise Refused("no_such_appointment")
    gate.require(by, Permission.APPOINTMENT_OWN, found)
    return found


def appointments_of(person_id: UUID) -> QuerySet[Appointment]:
    """The person's own dates, soonest first; those that were taken away too."""
    return Appointment.objects.filter(person=person_id).order_by("starts_at")


def titles(rows: Iterable[Appointment], person: Person, *, by: Actor, at: datetime) -> dict[UUID, dict[str, str]]:
    """{"title", "where"} of each, in one call: only the person opens them."""
    wanted = [(row, name) for row in rows for name in OWN_WORDS if getattr(row, name) is not None]
    for row, _name in wanted:
        gate.require(by, Permission.APPOINTMENT_OWN, row)
    subject = people.subject_of(person)
    items = [OpenItem(subject, f"visits.{name}", row.id, bytes(getattr(row, name))) for row, name in wanted]
    opened = vault.open_text(items, by=by, why=Purpose.OWN_RECORD, at=at) if items else []
    said: dict[UUID, dict[str, str]] = {}
    for (row, name), text in zip(wanted, opened, strict=True):
        said.setdefault(row.id, {})[name] = text or ""
    return said


def link_of(person_id: UUID) -> CalendarLink | None:
    """The person's calendar link, if there is one."""
    return CalendarLink.objects.filter(person=person_id).first()


def worker_link(*, by: Actor) -> WorkerLink | None:
    """The worker's own calendar link, if they made one that still opens."""
    row = WorkerLink.objects.filter(member_id=by.id).first()
    return row if row is not None and still_opens(row) else None


def still_opens(row: WorkerLink) -> bool:
    """Whether no administrator has ended how this worker signs in since: what reads it may be the phone they lost."""
    return not programmes.signs_in_anew_since(row.member_id, row.made_at)
