"""Reads about links and sessions that more than one caller needs."""

import hmac
from datetime import datetime
from uuid import UUID

from django.db import connection

from amparo.access.actor import Actor, Kind
from amparo.foundation.sql import Asked, ask
from amparo.identity.cookie import Held
from amparo.identity.models import PersonalLink, Pin
from amparo.people.models import Person

MAY_SIGN_IN = (Person.State.ACTIVE, Person.State.CLOSED)


# Asked at every page of every person: one prepared statement.
LIVING = """
SELECT s.id, s.key_hash FROM identity_session s JOIN people_person p ON p.id = s.person_id
WHERE s.id = %(session_id)s AND s.ended_at IS NULL AND s.expires_at > %(at)s AND p.state = ANY(%(states)s)
"""


def living_session(session_id: UUID, key_hash: bytes, *, at: datetime) -> UUID | None:
    """The session's id, if it has this key and has not ended. Asked in the transaction that shows the page."""
    return living(ask_living(session_id, at=at), key_hash)


def ask_living(session_id: UUID, *, at: datetime) -> Asked:
    """Whether the session has not ended: asked, and read by `living`."""
    return ask(connection, LIVING, {"session_id": session_id, "at": at, "states": list(MAY_SIGN_IN)})


def living(asked: Asked, key_hash: bytes) -> UUID | None:
    """The session's id, if it lives and has this key."""
    found = asked.rows()
    return found[0].id if found and hmac.compare_digest(bytes(found[0].key_hash), key_hash) else None


def actor_of(held: Held) -> Actor:
    """The participant whom a cookie names; whether the session lives is asked in the transaction."""
    return Actor(Kind.PERSON, held.person_id, held.programme_id)


def has_link_and_pin(person_id: UUID, *, at: datetime) -> bool:
    """Whether the person was given what they need to sign in."""
    links = PersonalLink.objects.filter(person=person_id, ended_at=None, expires_at__gt=at)
    return links.exists() and Pin.objects.filter(person=person_id).exists()
