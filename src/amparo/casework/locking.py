"""A lost phone: everything is locked by whichever way the person has, others of their channels hear of it, and no
window that the lock touches is shorter for it.

Every verb is called inside `acting(...)`. The messages say nothing to a stranger, and whoever locked out of malice
learns nothing by them; the person learns that it was not them.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from amparo.access.actor import Actor, system
from amparo.access.rows import acting
from amparo.checkins import actions as checkins
from amparo.identity import actions as identity
from amparo.identity import locks, recovery
from amparo.identity.checks import LockedBy
from amparo.people.models import ContactPoint, Person
from amparo.programme import queries as programmes
from amparo.reminders import actions as reminders
from amparo.reminders.planning import Occasion
from amparo.reminders.way_in_sentences import LOCKED, NEW_LINK, UNLOCKED, WAY_IN

WORTH_TELLING = timedelta(days=14)


def lock(person_id: UUID, locked_by: LockedBy, *, by: Actor, at: datetime, told: Collection[UUID] = ()) -> bool:
    """Nobody can open the person's page; their other contact points are told. False if it was locked already.

    `told`: contact points that hear of it at once, because the word came from there. Code: "no_such_person".
    """
    made = locks.lock(person_id, locked_by, by=by, at=at)
    if made is None:
        return False
    _give_time(person_id, made.programme_id, at)
    _tell(LOCKED, made.id, person_id, by, at, beside=told)
    return True


def lock_all(person_ids: Collection[UUID], *, told: Collection[UUID], by: Actor, at: datetime) -> None:
    """The same for everybody who may have sent the text: a family can share one telephone."""
    for person_id in person_ids:
        lock(person_id, LockedBy.TEXT, by=by, at=at, told=told)


def unlock(person_id: UUID, *, check: str, by: Actor, at: datetime) -> bool:
    """The page opens as before, and every contact point is told. False if nothing was locked. Code: "check_missing"."""
    opened = locks.unlock(person_id, check=check, by=by, at=at)
    if opened is None:
        return False
    _give_time(person_id, opened.programme_id, at)
    _tell(UNLOCKED, opened.id, person_id, by, at)
    return True


def recover(person_id: UUID, *, by: Actor, at: datetime) -> tuple[str, str]:
    """The new link's token and PIN. Every contact point that was there before is told, the new one is not asked.

    Codes as for `identity.actions.recover_link_and_pin`.
    """
    asked = recovery.living(person_id, at=at)
    before = _contact_points(person_id)
    given = identity.recover_link_and_pin(person_id, by=by, at=at)
    assert asked is not None  # noqa: S101  the verb refused otherwise  # nosec B101
    _give_time(person_id, by.programme_id, at)
    _tell(NEW_LINK, asked.id, person_id, by, at, points=before)
    return given


def _give_time(person_id: UUID, programme_id: UUID, at: datetime) -> None:
    """No open window closes before there was time for another way. It is Amparo's doing, whoever locked."""
    by, policy = system(programme_id), programmes.rules_at(programme_id, at)
    with acting(by):
        checkins.give_time(person_id, until=at + timedelta(hours=policy.deferral_hours), by=by, at=at)


def _tell(
    what: str,
    about_id: UUID,
    person_id: UUID,
    by: Actor,
    at: datetime,
    *,
    points: list[UUID] | None = None,
    beside: Collection[UUID] = (),
) -> None:
    """One message for each contact point: whoever holds one of them must not be the only one who hears."""
    person = Person.objects.get(id=person_id)
    until = at + WORTH_TELLING
    to = [one for one in (_contact_points(person_id) if points is None else points) if one not in set(beside)]
    said = [
        Occasion(WAY_IN, about_id, person_id, until, person.zone, sequence=n, only_to=one) for n, one in enumerate(to)
    ]
    reminders.plan(by.programme_id, said, steps=(what,), policy=programmes.rules_at(by.programme_id, at), at=at)


def _contact_points(person_id: UUID) -> list[UUID]:
    in_use = ContactPoint.objects.filter(person=person_id, state=ContactPoint.State.ACTIVE)
    return list(in_use.order_by("position").values_list("id", flat=True))
