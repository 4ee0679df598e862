"""A person has a new way to show that it is them, and hears of it on their own channels: it may not have been them.

The promise to tell is made in the same transaction. It waits for the morning like every message: at night nobody could
be called about it, and a message that wakes a household is a harm of its own. Nothing takes it back: whoever adds
something and removes it again before the morning is told of all the same.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from amparo.access.actor import Actor, system
from amparo.access.rows import acting
from amparo.identity import faces, passkeys, phrases
from amparo.identity.models import Passkey
from amparo.people.models import Person
from amparo.programme import queries as programmes
from amparo.reminders import actions as reminders
from amparo.reminders.planning import Occasion
from amparo.reminders.way_in_sentences import NEW_CALENDAR, NEW_FACE, NEW_PASSKEY, NEW_WORDS, WAY_IN
from amparo.visits import links
from amparo.visits import queries as visits

# As long as the person's other phones speak of a new passkey.
WORTH_TELLING = timedelta(days=14)


def add_passkey(session_id: UUID, *, said: dict[str, Any], device: str, by: Actor, at: datetime) -> Passkey:
    """The person can sign in with this passkey, and is told; codes as for `passkeys.add`."""
    made = passkeys.add(session_id, said=said, device=device, by=by, at=at)
    _tell(NEW_PASSKEY, [(made.id, by.id)], by=by, at=at)
    return made


def give_words(session_id: UUID, *, language: str, by: Actor, at: datetime) -> tuple[str, ...]:
    """The person's new words, to be shown once, and they are told of it; codes as for `phrases.make`."""
    before = phrases.of(by.id, at=at)
    words = phrases.make(session_id, language=language, by=by, at=at)
    made = phrases.of(by.id, at=at)
    if before:
        # What is said of these says it of those too.
        reminders.cancel([before.id], at=at)
    if made:
        _tell(NEW_WORDS, [(made.id, by.id)], by=by, at=at)
    return words


def give_calendar_link(session_id: UUID, *, full_titles: bool, by: Actor, at: datetime) -> str:
    """The person's new calendar link, to be shown once, and they are told of it; codes as for `links.make`."""
    before = visits.link_of(by.id)
    token = links.make(session_id, full_titles=full_titles, by=by, at=at)
    made = visits.link_of(by.id)
    if before:
        # What is said of this one says it of that too.
        reminders.cancel([before.id], at=at)
    if made:
        _tell(NEW_CALENDAR, [(made.id, by.id)], by=by, at=at)
    return token


def tell_new_faces(programme_id: UUID, *, at: datetime) -> int:
    """Whose face was set up lately is told of it, once: the machine sets it up, minutes after they took the picture."""
    by = system(programme_id)
    with acting(by):
        return _tell(NEW_FACE, faces.made_since(programme_id, at - WORTH_TELLING), by=by, at=at)


def _tell(what: str, about: Sequence[tuple[UUID, UUID]], *, by: Actor, at: datetime) -> int:
    """By (which one, whose). Told already, nothing changes."""
    if not about:
        return 0
    zones = dict(Person.objects.filter(id__in=[person for _, person in about]).values_list("id", "zone"))
    until = at + WORTH_TELLING
    said = [Occasion(WAY_IN, one, person, until, zones[person]) for one, person in about]
    policy = programmes.rules_at(by.programme_id, at)
    return reminders.plan(by.programme_id, said, steps=(what,), policy=policy, at=at)
