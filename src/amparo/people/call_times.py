"""When it is safe to call a person: they say it to their worker. Whoever holds their phone cannot read it there."""

from datetime import datetime
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.foundation.errors import Refused
from amparo.people import queries
from amparo.people.models import CallTimes, Person
from amparo.privacy import vault

LONGEST = 1000
WORDS = "people.call_times"


def say(person_id: UUID, words: str, *, by: Actor, at: datetime) -> CallTimes:
    """Their worker reads this before calling; what was said before is gone. Codes: "words_missing", "too_long"."""
    person = queries.locked(person_id)
    gate.require(by, Permission.CALL_TIMES_OWN, person)
    if not words.strip():
        raise Refused("words_missing")
    if len(words) > LONGEST:
        raise Refused("too_long")
    row = of(person) or CallTimes(programme_id=person.programme_id, person=person)
    row.words = vault.seal(queries.subject_of(person), WORDS, row.id, words.strip())
    row.said_at = at
    row.save()
    return row


def take_back(person_id: UUID, *, by: Actor) -> None:
    """Nothing of it is kept. Nothing said, nothing changes."""
    gate.require(by, Permission.CALL_TIMES_OWN, queries.locked(person_id))
    CallTimes.objects.filter(person=person_id).delete()


def of(person: Person) -> CallTimes | None:
    """What the person said last, sealed."""
    return CallTimes.objects.filter(person=person).first()
