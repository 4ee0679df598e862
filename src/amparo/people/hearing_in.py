"""In which language a person wants pages read aloud, where that is not the one they read."""

from datetime import datetime
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.foundation.errors import Refused
from amparo.people import queries
from amparo.people.models import Person
from amparo.translations import clip_queries


def choose(person_id: UUID, spoken: str, *, by: Actor, at: datetime) -> Person:
    """Pages are read aloud in this language from now on; "" is the one they read, and keeps nothing.

    Code: "language_not_offered".
    """
    person = queries.locked(person_id)
    gate.require(by, Permission.HEARING_IN_OWN, person)
    if spoken and spoken not in {one.code for one in clip_queries.to_choose()}:
        raise Refused("language_not_offered")
    person.spoken = spoken
    person.save(update_fields=["spoken"])
    return person


def of(person_id: UUID) -> str:
    """What the person said last; "" for the language they read."""
    return str(Person.objects.values_list("spoken", flat=True).get(id=person_id))
