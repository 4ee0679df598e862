"""Visits and own dates of the story: one agreed, one offered, one for which another time is asked."""

from datetime import datetime, time, timedelta
from uuid import uuid4

from amparo.access.actor import Actor, Kind
from amparo.access.rows import acting
from amparo.foundation import wall
from amparo.people.models import Person
from amparo.programme import queries as programmes
from amparo.visits import actions as visits
from amparo.visits.models import Visit

OWN = (
    ("Dentista", "Clínica Sol, 8 Palm Street (inventada)", 4, time(15, 30)),
    ("Escuela de Mateo", "", 11, time(8, 15)),
)
ABOUT = "We look together at your letters. Please bring them, and a photo ID if you have one."


def happen(person: Person, other: Person, *, at: datetime) -> None:
    """The person has an agreed visit, an offered one and two dates of their own; the other asks for another time."""
    agreed = _offer(person, "office", 6, time(10), ABOUT, at=at)
    _offer(person, "home", 13, time(16, 30), "We meet your family and see what you need.", at=at)
    asked = _offer(other, "video", 5, time(11), "", at=at)
    them = _them(person)
    with acting(them):
        visits.agree(agreed.id, by=them, at=at)
        for title, where, days, hour in OWN:
            starts = _day(person, days, hour, at)
            visits.add(title=title, where=where, starts=starts, zone=person.zone, key=uuid4(), by=them, at=at)
    them = _them(other)
    with acting(them):
        wanted = [_day(other, 7, time(9), at), _day(other, 8, time(17), at)]
        visits.ask_for_another_time(
            asked.id, wanted=wanted, zone=other.zone, note="Trabajo por la mañana.", by=them, at=at
        )


def _offer(person: Person, kind: str, days: int, hour: time, words: str, *, at: datetime) -> Visit:
    """By whoever looks after them."""
    by = programmes.actor_of(person.worker, at)
    starts = _day(person, days, hour, at)
    with acting(by):
        return visits.offer(
            person.id, kind=kind, starts=starts, zone=person.zone, minutes=60, words=words, by=by, at=at
        )


def _them(person: Person) -> Actor:
    return Actor(Kind.PERSON, person.id, person.programme_id)


def _day(person: Person, days: int, hour: time, at: datetime) -> datetime:
    """That hour on a working day about so many days from now, where they live."""
    day = wall.shown(at, person.zone).date() + timedelta(days=days)
    return datetime.combine(day + timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0)), hour)
