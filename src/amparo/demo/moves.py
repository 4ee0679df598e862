"""Some of the invented people have moved: one has told the court, one asks for help, one's last day is over."""

from datetime import datetime, timedelta

from amparo.access.actor import Actor, Kind
from amparo.access.rows import acting
from amparo.addresses import actions
from amparo.addresses.models import Telling
from amparo.foundation import ids
from amparo.people.models import Person
from amparo.programme import queries as programmes

# How many days ago, and what became of the court's part.
STORIES = ((2, ""), (4, "told"), (3, "help"), (16, ""))
ADDRESS = "{n} Jacaranda Lane, Apt {n}\nBayside, FL (invented)"


def happen(people: list[Person], *, at: datetime) -> None:
    """The first of these lives somewhere else since two days, and so on."""
    for number, (person, (days, became)) in enumerate(zip(people, STORIES, strict=False), 1):
        by, said_at = Actor(Kind.PERSON, person.id, person.programme_id), at - timedelta(days=days)
        with acting(by):
            luz = person.worker
            made = actions.say(
                person.id,
                client_id=ids.new(),
                address=ADDRESS.format(n=number * 7),
                moved_on=said_at.date(),
                by=by,
                at=said_at,
            )
            court = Telling.objects.get(new_address=made, office="court")
            if became == "told":
                day = (at - timedelta(days=1)).date()
                actions.tell(court.id, told_on=day, number="Sent 7700 1234", by=by, at=at)
            elif became == "help":
                actions.ask_help(court.id, by=by, at=at - timedelta(hours=1))
        if days > 2 and luz:
            worker = programmes.actor_of(luz, at)
            with acting(worker):
                actions.see(made.id, by=worker, at=said_at + timedelta(hours=5))
