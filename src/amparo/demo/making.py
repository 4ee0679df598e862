"""Makes the demo programme: once, from a fixed seed, as the installation's owner."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from random import Random
from types import SimpleNamespace
from uuid import UUID

from amparo.access.actor import Actor, Role, system
from amparo.access.rows import acting
from amparo.checkins import planning
from amparo.checkins.models import Checkin, Schedule
from amparo.checkins.windows import OFFERED_OPENINGS
from amparo.demo import (
    asking,
    calendar,
    cast,
    dates,
    family,
    lawyers,
    moves,
    papers,
    past,
    phones,
    silences,
    talk,
    words,
)
from amparo.foundation import wall
from amparo.people import actions as people
from amparo.people.enrolment import NewPerson
from amparo.people.models import Person
from amparo.programme import actions as programmes
from amparo.programme import queries
from amparo.programme.models import Member, Programme

SLUG = "demo"
Progress = Callable[[str, int, int], None]


def make(*, at: datetime, progress: Progress, passwords: dict[str, str]) -> Programme:
    """The demo programme exists, with everything in it."""
    dice = Random(cast.SEED)  # noqa: S311  a story, not a secret  # nosec B311
    programme = programmes.set_up(
        slug=SLUG,
        name="Casa del Puente (demo)",
        neutral_name="Casa",
        country="US",
        zone="America/New_York",
        phone="+1 305 555 0100",
        at=at - timedelta(days=400),
    )
    by = system(programme.id)
    calendar.open_courts(at)
    with acting(by):
        staff = _staff(programme, at, passwords)
        made = _people(programme, staff, dice, at, by)
    for number, person in enumerate(made):
        with acting(by):
            _life(person, dice, at)
        progress("a year of check-ins", number + 1, len(made))
    with acting(by):
        calendar.fill(made, dice=dice, by=by, at=at)
        progress("hearings", 60, 60)
        words.say(programme.id, dice=dice, at=at)
    silences.happen(programme.id, at=at)
    phones.happen(programme.id, made, at=at)
    with acting(by):
        first = first_person(programme)
        calendar.at_least_one(first, dice=dice, by=by, at=at)
        asking.happen(programme.id, first, at=at)
    luz_s = [one for one in made if one.worker_id == staff.workers[0].id and one.id != first.id]
    moves.happen([first, *luz_s], at=at)
    papers.bring(first, at=at)
    talk.happen([first, *(one for one in made if one.id != first.id)], at=at)
    if first.worker and luz_s:
        dates.happen(first, luz_s[0], at=at)
    lawyers.accept(first, at=at)
    family.happen(first, [one for one in luz_s[1:] if one.language == first.language], at=at)
    return programme


def _staff(programme: Programme, at: datetime, passwords: dict[str, str]) -> SimpleNamespace:
    began = at - timedelta(days=390)
    programmes.decide_policy(
        programme.id, document={}, valid_from=began, why="The rules we began with.", author_id=None
    )
    offices = [
        programmes.open_office(
            programme.id,
            name=name,
            address=address,
            phone=phone,
            zone=zone,
            hours="Mo-Fr 09:00-17:00",
        )
        for name, address, phone, zone in (
            ("Harbor office", "12 Pier Road, Bayside, FL (invented)", "+1 305 555 0101", "America/New_York"),
            ("Mesa office", "4 Canyon Street, Saguaro, AZ (invented)", "+1 602 555 0101", "America/Phoenix"),
        )
    ]

    def add(name: str, *roles: Role) -> Member:
        email = f"{name.split()[0].lower()}@demo.invalid"
        return programmes.add_member(
            programme.id,
            email=email,
            name=name,
            roles=roles,
            at=began,
            password=passwords.get(email),
            is_first=False,
            office=offices[0],
        )

    workers = [add(name, Role.CASE_WORKER) for name in cast.WORKERS]
    add(cast.SUPERVISOR, Role.SUPERVISOR)
    add(cast.MANAGER, Role.MANAGER)
    add(cast.PRIVACY, Role.PRIVACY_OFFICER)
    add(cast.ADMINISTRATOR, Role.ADMINISTRATOR)
    away = workers[5]  # Ben is on leave; Luz covers for him
    away.away_from, away.away_until, away.cover = at - timedelta(days=3), at + timedelta(days=9), workers[0]
    away.save()
    return SimpleNamespace(workers=workers, offices=offices)


def _people(programme: Programme, staff: SimpleNamespace, dice: Random, at: datetime, by: Actor) -> list[Person]:
    new = [
        NewPerson(
            name=one.name,
            language=one.language,
            zone=one.zone,
            zone_source="zip",
            case_number=one.case_number,
            office_id=staff.offices[one.zone in ("America/Phoenix", "America/Denver")].id,
            worker_id=_worker(staff, number),
            contacts=(("sms", one.phone), *((("email", one.email),) if one.email else ())),
            consent={"messages": "paper"},
        )
        for number, one in enumerate(cast.people(dice))
    ]
    return people.enrol_many(new, by=by, at=at - timedelta(days=380))


def _worker(staff: SimpleNamespace, number: int) -> UUID:
    """The first person is Luz's; the others are spread evenly."""
    worker: UUID = staff.workers[number % len(staff.workers)].id
    return worker


def _life(person: Person, dice: Random, at: datetime) -> None:
    began = at - timedelta(days=dice.randint(20, 365))
    schedule = Schedule.objects.create(
        programme_id=person.programme_id,
        person=person,
        weeks=dice.choices((1, 2, 4, 8), (20, 45, 30, 5))[0],
        weekday=dice.randrange(7),
        opens=dice.choice(OFFERED_OPENINGS) if dice.random() < 0.8 else time(9),
        hours=dice.choice((24, 48)),
        anchor=wall.shown(began, person.zone).date(),
        zone=person.zone,
        begun_at=began,
        begun_by=person.id,
    )
    past.live(person, schedule, person.worker_id, dice=dice, at=at)
    # Windows that have opened already are past.live's; planning leaves them as they are.
    planning.plan([schedule], policy=queries.rules_at(person.programme_id, at), at=at)


def first_person(programme: Programme) -> Person:
    """Whose sign-in is printed: somebody with an open window, if there is one."""
    # One of Luz's people: whoever tries both sides sees what the one does on the day of the other.
    due = Checkin.objects.filter(
        programme_id=programme.id, state="due", person__language="es", person__worker__name=cast.WORKERS[0]
    )
    open_now = due.order_by("closes_at").select_related("person__worker").last()
    return open_now.person if open_now else Person.objects.select_related("worker").order_by("reference").first()
