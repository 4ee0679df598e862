"""Hearings of the story: past ones, sixty in the next weeks, and a few that need a human."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from amparo.access.actor import Actor
from amparo.demo import cast
from amparo.demo.cast import InventedCourt
from amparo.directory.models import Court
from amparo.foundation import ids, wall
from amparo.hearings.models import Hearing, Question, Sighting, Source
from amparo.hearings.rules import State
from amparo.people.models import Person
from amparo.programme import queries as programmes
from amparo.reminders import actions as reminders
from amparo.reminders.actions import Occasion

UPCOMING, HELD = 60, 110
STARTS = (time(8, 30), time(9), time(10, 30), time(13), time(14, 30))
KINDS = (("Master calendar hearing", 75), ("Individual hearing", 25))
# Which of the upcoming hearings have a question open, and which.
IN_QUESTION = {7: "moved_earlier", 19: "sources_disagree", 33: "gone"}


def open_courts(at: datetime) -> None:
    """The invented courts stand in the directory."""
    for court in cast.COURTS:
        Court.objects.update_or_create(
            code=court.code,
            defaults={
                "name": court.name,
                "address": court.address,
                "phone": court.phone,
                "status": "open",
                "zone": court.zone,
                "listed_on": at.date() - timedelta(days=400),
            },
        )


def fill(people: Sequence[Person], *, dice: Random, by: Actor, at: datetime) -> None:
    """Hearings exist, with where they are known from, and their reminders."""
    table, feed = (
        Source.objects.create(programme_id=by.programme_id, name=name, kind=kind, zone="America/New_York", read_at=at)
        for name, kind in (("Court list", "table"), ("Legal aid calendar", "calendar"))
    )
    chosen = dice.sample(list(people), UPCOMING + HELD)
    past = [_hearing(p, -dice.randint(5, 300), table, dice, at) for p in chosen[:HELD]]
    coming = [_hearing(p, dice.randint(1, 45), table, dice, at) for p in chosen[HELD:]]
    for number, kind in IN_QUESTION.items():
        coming[number].state = State.IN_QUESTION if kind != "gone" else State.GONE_FROM_FEED
    Hearing.objects.bulk_create([*past, *coming])
    Sighting.objects.bulk_create(_sighting(h, table) for h in [*past, *coming])
    for number, kind in IN_QUESTION.items():
        _ask(coming[number], kind, feed, at)
    _remind([h for h in coming if h.state == State.SCHEDULED], by, at)


def at_least_one(person: Person, *, dice: Random, by: Actor, at: datetime) -> None:
    """The person has a hearing that comes: whoever tries their page sees one."""
    if Hearing.objects.filter(person=person, starts_at__gt=at).exists():
        return
    hearing = _hearing(person, 12, Source.objects.get(name="Court list"), dice, at)
    hearing.save(force_insert=True)
    _sighting(hearing, hearing.source).save(force_insert=True)
    _remind([hearing], by, at)


def _hearing(person: Person, days: int, source: Source, dice: Random, at: datetime) -> Hearing:
    court = _court_of(person)
    day = _weekday(wall.shown(at, court.zone).date() + timedelta(days=days))
    start = dice.choice(STARTS)
    confirmed = at - timedelta(hours=dice.randint(2, 6 * 24 if dice.random() < 0.85 else 15 * 24))
    return Hearing(
        id=ids.new(),
        programme_id=person.programme_id,
        person=person,
        kind=dice.choices([k for k, _ in KINDS], [share for _, share in KINDS])[0],
        court_id=court.code,
        room=f"Courtroom {dice.randint(1, 12)}",
        judge=dice.choice(cast.JUDGES),
        mode="in_person" if dice.random() < 0.8 else "video",
        day=day,
        time=start,
        zone=court.zone,
        starts_at=wall.instant(datetime.combine(day, start), court.zone),
        state=State.SCHEDULED if days > 0 else State.HELD,
        source=source,
        last_confirmed_at=confirmed if days > 0 else at - timedelta(days=-days + 3),
        made_at=at - timedelta(days=60) if days > 0 else at - timedelta(days=-days + 60),
    )


def _court_of(person: Person) -> InventedCourt:
    near = [court for court in cast.COURTS if court.zone == person.zone]
    return near[0] if near else cast.COURTS[0]


def _weekday(day: date) -> date:
    return day + timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))


def _sighting(hearing: Hearing, source: Source) -> Sighting:
    return Sighting(
        programme_id=hearing.programme_id,
        person_id=hearing.person_id,
        hearing=hearing,
        source=source,
        key=hearing.id.bytes[:8],
        day=hearing.day,
        time=hearing.time,
        zone=hearing.zone,
        court_code=hearing.court_id or "",
        seen_at=hearing.last_confirmed_at,
    )


def _ask(hearing: Hearing, kind: str, other: Source, at: datetime) -> None:
    moved = {"moved_earlier": -3, "sources_disagree": 4}.get(kind)
    day = hearing.day + timedelta(days=moved) if moved else None
    Question.objects.create(
        programme_id=hearing.programme_id,
        person_id=hearing.person_id,
        hearing=hearing,
        source=other if kind == "sources_disagree" else hearing.source,
        kind=kind,
        day=day,
        time=hearing.time if day else None,
        opened_at=at - timedelta(hours=9),
    )


def _remind(hearings: Sequence[Hearing], by: Actor, at: datetime) -> None:
    policy = programmes.rules_at(by.programme_id, at)
    reminders.plan(
        by.programme_id,
        [
            Occasion(
                "hearing",
                h.id,
                h.person_id,
                h.starts_at,
                h.zone,
                place=_court_of(h.person).address,
                confirmed_at=h.last_confirmed_at,
            )
            for h in hearings
        ],
        # They were told of the date when it was set.
        steps=[step for step in policy.hearing_steps if step != "scheduled"],
        policy=policy,
        at=at,
    )
