"""The address at which a person's own calendar program reads their dates: made, found again, ended."""

from datetime import datetime
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor, system
from amparo.access.rows import acting
from amparo.access.rules import Permission
from amparo.identity import locks, sessions
from amparo.identity.models import PersonalLink
from amparo.people import queries as people
from amparo.people.models import Person
from amparo.visits import tokens
from amparo.visits.models import CalendarLink


def make(session_id: UUID, *, full_titles: bool = False, by: Actor, at: datetime) -> str:
    """The new address's secret part, to be shown once. The one before it opens nothing from now on.

    Codes: "show_it_is_you", "not_settled".
    """
    person = people.locked(by.id)
    gate.require(by, Permission.CALENDAR_LINK_OWN, person)
    sessions.require_just_now(session_id, settled=True, at=at)
    CalendarLink.objects.filter(person=person).delete()
    token = tokens.new(person.programme_id, tokens.PERSONS)
    CalendarLink.objects.create(
        programme_id=person.programme_id,
        person=person,
        token_hash=tokens.hashed(token, tokens.PERSONS),
        full_titles=full_titles,
        made_at=at,
        used_at=at,
    )
    return token


def end(*, by: Actor) -> None:
    """The address opens nothing any more. Was there none, nothing changes."""
    person = people.locked(by.id)
    gate.require(by, Permission.CALENDAR_LINK_OWN, person)
    CalendarLink.objects.filter(person=person).delete()


def found(token: str, *, at: datetime) -> CalendarLink | None:
    """The living link of this address, with its person; None for a guess and for one that was ended, alike.

    It looks by itself which programme it belongs to: whoever asks is not signed in.
    """
    programme_id = tokens.programme_of(token, tokens.PERSONS)
    if programme_id is None:
        return None
    with acting(system(programme_id)):
        links = CalendarLink.objects.select_related("person")
        row = links.filter(token_hash=tokens.hashed(token, tokens.PERSONS)).first()
        if row is None or row.person.state not in (Person.State.ACTIVE, Person.State.CLOSED):
            return None
        if not is_living(row) or locks.living(row.person_id):
            return None
        if row.used_at.date() != at.date():  # the day is enough to know when it ended to be used
            CalendarLink.objects.filter(id=row.id).update(used_at=at)
        return row


def is_living(row: CalendarLink) -> bool:
    """Whether it still opens: like all ways in that were added, it ends when staff give the person a new link."""
    return not PersonalLink.objects.filter(person=row.person_id, issued_at__gt=row.made_at).exists()
