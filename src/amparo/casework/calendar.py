"""One person's dates of every kind in one order: hearings, check-ins, visits and dates of their own."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.checkins.models import Checkin, CheckinMove
from amparo.checkins.rules import CheckinState
from amparo.foundation.errors import Refused
from amparo.hearings import queries as hearings
from amparo.hearings.models import Hearing
from amparo.hearings.rules import State as HearingState
from amparo.people.models import Person
from amparo.programme import queries as programmes
from amparo.reminders.calendar_whole import CANCELLED, CONFIRMED, TENTATIVE, Entry
from amparo.visits import queries as visits
from amparo.visits.models import Appointment, Visit
from amparo.visits.rules import State as VisitState

HEARING, CHECKIN, VISIT, OWN = "hearing", "checkin", "visit", "own"
KINDS = (HEARING, CHECKIN, VISIT, OWN)
# Nobody knows how long a hearing or an appointment takes; a calendar needs an end to show it.
AN_HOUR = timedelta(hours=1)
MOST = 1_000

UNSURE = (HearingState.IN_QUESTION, HearingState.GONE_FROM_FEED, VisitState.OFFERED, VisitState.ASKED)
OFF = (HearingState.CANCELLED, CheckinState.CANCELLED, CheckinState.EXPLAINED, VisitState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Date:
    """One date of the person's. What is sealed is in `said` once `opened` was asked."""

    kind: str
    row_id: UUID
    starts_at: datetime
    ends_at: datetime
    zone: str
    state: str
    sequence: int
    changed_at: datetime
    # What is not sealed: mode, place, room, court, minutes.
    facts: dict[str, Any] = field(default_factory=dict)
    # The words of a date of their own: title, where.
    said: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def is_off(self) -> bool:
        return self.state in OFF

    @property
    def is_unsure(self) -> bool:
        """It may still change: a date in question, or a time that nobody has agreed to yet."""
        return self.state in UNSURE


def of(person: Person, *, since: datetime, until: datetime | None = None, by: Actor, at: datetime) -> list[Date]:
    """The person's dates that begin in this time, in order; off ones too, so that whoever knew of them hears it.

    A check-in is among them also if its window began before, and ends in this time.
    """
    gate.require(by, Permission.APPOINTMENT_OWN, person)
    return sorted(
        (
            *_hearings(_within(Hearing.objects.filter(person=person), "starts_at", since, until)),
            *_checkins(_within(Checkin.objects.filter(person=person), "opens_at", since, until, ends="closes_at")),
            *_visits(_within(visits.visits_of(person.id), "starts_at", since, until)),
            *_own(_within(visits.appointments_of(person.id), "starts_at", since, until)),
        ),
        key=lambda date: (date.starts_at, date.kind, date.row_id),
    )


def of_worker(*, since: datetime, by: Actor, at: datetime) -> list[Date]:
    """The visits and hearings of the people `by` looks after or covers for, in order. Whose they are is not said."""
    gate.require_any(by, Permission.CALENDAR_LINK_WORKER)
    mine = Q(person__state=Person.State.ACTIVE, person__worker_id__in=by.covers | {by.id})
    found = [
        *_hearings(_within(Hearing.objects.filter(mine), "starts_at", since, None)),
        *_visits(_within(Visit.objects.filter(mine), "starts_at", since, None)),
    ]
    return sorted(found, key=lambda date: (date.starts_at, date.kind, date.row_id))


def one(person: Person, kind: str, row_id: UUID, *, by: Actor) -> Date:
    """One date. Code: "no_such_date", for another person's too."""
    gate.require(by, Permission.APPOINTMENT_OWN, person)
    model, read = _ROOMS.get(kind, (None, None))
    if model is None or read is None:
        raise Refused("no_such_date")
    found: list[Date] = list(read(model.objects.filter(person=person, id=row_id)))
    if not found or found[0].state == REMOVED:
        raise Refused("no_such_date")
    return found[0]


def opened(dates: Iterable[Date], person: Person, *, by: Actor, at: datetime) -> list[Date]:
    """The same with the words of the person's own dates. Without the vault these stay closed, and the dates true."""
    found = list(dates)
    mine = [date.row_id for date in found if date.kind == OWN and date.state != REMOVED]
    if not mine:
        return found
    try:
        said = visits.titles(Appointment.objects.filter(id__in=mine), person, by=by, at=at)
    except Refused as no:
        if not no.code.startswith("vault"):
            raise
        return found
    return [replace(date, said=said.get(date.row_id, {})) for date in found]


def entry(date: Date, *, summary: str, details: str, location: str, busy: bool) -> Entry:
    """The date as a calendar program reads it, in these words; where it stands and in which version is the date's."""
    return Entry(
        about_id=date.row_id,
        sequence=date.sequence,
        starts_at=date.starts_at,
        ends_at=date.ends_at,
        zone=date.zone,
        status=CANCELLED if date.is_off else TENTATIVE if date.is_unsure else CONFIRMED,
        changed_at=date.changed_at,
        summary=summary,
        details=details,
        location=location,
        busy=busy,
    )


REMOVED = VisitState.CANCELLED.value


def _within(rows: Any, column: str, since: datetime, until: datetime | None, *, ends: str = "") -> Any:
    found = rows.filter(**{f"{ends or column}__gte": since})
    if until is not None:
        found = found.filter(**{f"{column}__lt": until})
    return found.order_by(column)[:MOST]


def _hearings(rows: Any) -> Iterable[Date]:
    for row in rows.select_related("court"):
        place = hearings.place_of(row)
        where = ", ".join(part for part in (place.court or place.words, place.address) if part)
        facts = {"mode": row.mode, "place": where, "room": row.room}
        changed = max(row.made_at, row.last_confirmed_at)
        ends = row.starts_at + AN_HOUR
        yield Date(HEARING, row.id, row.starts_at, ends, row.zone, row.state, row.sequence, changed, facts)


def _checkins(rows: Any) -> Iterable[Date]:
    """A window has no number of its own: every move and every extension is a line of its history, and counts."""
    found = list(rows)
    moves = CheckinMove.objects.filter(checkin__in=[row.id for row in found]).order_by()
    versions = {m["checkin"]: m for m in moves.values("checkin").annotate(lines=Count("id"), newest=Max("at"))}
    for row in found:
        version = versions.get(row.id, {"lines": 0, "newest": row.state_at})
        changed = max(row.state_at, version["newest"])
        yield Date(CHECKIN, row.id, row.opens_at, row.closes_at, row.zone, row.state, version["lines"], changed)


def _visits(rows: Any) -> Iterable[Date]:
    found = list(rows)
    offices = {one.id: one for one in programmes.offices()} if any(row.office_id for row in found) else {}
    for row in found:
        office = offices.get(row.office_id)
        place = f"{office.name}, {office.address}" if office else ""
        facts = {"mode": row.kind, "place": place, "minutes": row.minutes, "wanted": row.wanted, "moved": row.moved}
        ends = row.starts_at + timedelta(minutes=row.minutes)
        yield Date(VISIT, row.id, row.starts_at, ends, row.zone, row.state, row.sequence, row.changed_at, facts)


def _own(rows: Any) -> Iterable[Date]:
    for row in rows:
        state, ends = (REMOVED if row.removed_at else VisitState.AGREED), row.starts_at + AN_HOUR
        yield Date(OWN, row.id, row.starts_at, ends, row.zone, state, row.sequence, row.changed_at)


_ROOMS: dict[str, tuple[Any, Any]] = {
    HEARING: (Hearing, _hearings),
    CHECKIN: (Checkin, _checkins),
    VISIT: (Visit, _visits),
    OWN: (Appointment, _own),
}
