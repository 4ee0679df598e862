"""The person whose sign-in is printed checks in for an invented family: one said yes, and one is still asked."""

from datetime import datetime, timedelta

from amparo.access.actor import Actor, Kind
from amparo.access.rows import acting
from amparo.casework import family
from amparo.checkins.models import Checkin
from amparo.foundation import clock
from amparo.households import actions
from amparo.people.models import Person
from amparo.programme import queries as programmes

SINCE = timedelta(days=12)


def happen(head: Person, others: list[Person], *, at: datetime) -> None:
    """A family of three, set up twelve days ago by their own worker; the window of who said yes is open."""
    if head.worker is None or len(others) < 2:
        return
    since, agreed = at - SINCE, others[0]
    worker = programmes.actor_of(head.worker, at=at)
    with acting(worker):
        numbers = [one.reference for one in (head, *others[:2])]
        family.set_up(numbers, head.reference, why="one_phone", days=90, by=worker, at=since)
    for one in (head, agreed):
        me = Actor(Kind.PERSON, one.id, one.programme_id)
        with acting(me):
            actions.agree(one.id, by=me, at=since + timedelta(days=1))
    with acting(worker):
        now = clock.now()
        open_now = Checkin.objects.filter(person=agreed, state__in=("due", "planned"), opens_at__lte=now)
        if not open_now.filter(closes_at__gt=now).exists():
            Checkin.objects.create(
                programme_id=agreed.programme_id,
                person=agreed,
                opens_at=at - timedelta(hours=3),
                closes_at=at + timedelta(hours=45),
                zone=agreed.zone,
                state="due",
                state_at=at - timedelta(hours=3),
            )
