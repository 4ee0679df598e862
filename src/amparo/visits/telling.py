"""What is said to people about a visit: old promises taken back and new ones made, in the same transaction."""

from datetime import datetime

from amparo.people.models import Person
from amparo.programme import queries as programmes
from amparo.reminders import actions as reminders
from amparo.reminders.actions import Occasion
from amparo.visits.models import Visit

SCHEDULED, MOVED, CANCELLED = "scheduled", "moved", "cancelled"
# The week before is long for a visit of an hour: three days, the day before, two hours.
BEFORE = ("-3d", "-1d", "-2h")


def tell(visit: Visit, first: str, *, at: datetime) -> None:
    """The person hears of it now (with `first`; nothing if empty) and is reminded of it."""
    _plan(visit, (*((first,) if first else ()), *BEFORE), at)


def tell_off(visit: Visit, *, at: datetime) -> None:
    """The person hears that it is off, and nothing else."""
    _plan(visit, (CANCELLED,), at)


def take_back(visit: Visit, *, at: datetime) -> None:
    """Nothing more is said about it."""
    reminders.cancel([visit.id], at=at)


def place_of(visit: Visit) -> str:
    """Where it is, as far as a message may know: an office is a public place."""
    office = next((one for one in programmes.offices() if one.id == visit.office_id), None)
    return f"{office.name}, {office.address}"[:400] if office else ""


def _plan(visit: Visit, steps: tuple[str, ...], at: datetime) -> None:
    take_back(visit, at=at)
    person = visit.person
    if person.state != Person.State.ACTIVE or visit.starts_at <= at:
        return
    said = Occasion(
        "visit",
        visit.id,
        visit.person_id,
        visit.starts_at,
        visit.zone,
        place=place_of(visit),
        sequence=visit.sequence,
        confirmed_at=visit.said_at,
        lives_in=person.zone,
    )
    policy = programmes.rules_at(visit.programme_id, at)
    reminders.plan(visit.programme_id, [said], steps=steps, policy=policy, at=at)
