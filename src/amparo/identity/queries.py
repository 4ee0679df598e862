"""Reads about links, sessions and passkeys that more than one caller needs."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from amparo.access.actor import Actor, Kind
from amparo.foundation.sql import Asked, ask
from amparo.identity.cookie import Held
from amparo.identity.models import Passkey, PersonalLink, Pin
from amparo.identity.rules import Shown
from amparo.identity.ways import Way
from amparo.people import references
from amparo.people.models import Person

MAY_SIGN_IN = (Person.State.ACTIVE, Person.State.CLOSED)
# A new passkey is spoken of on every other phone for this long, or until the person says that it was them.
TOLD_FOR = timedelta(days=14)


# Asked at every page of every person: one prepared statement.
LIVING = """
SELECT s.id, s.key_hash, s.way, coalesce(s.shown_at, s.started_at) AS shown_at, s.settles_at, s.told_at,
       s.kiosk_id, s.borrowed, s.left_at IS NOT NULL AS has_left
FROM identity_session s JOIN people_person p ON p.id = s.person_id
WHERE s.id = %(session_id)s AND s.ended_at IS NULL AND s.expires_at > %(at)s AND p.state IN (%(open)s, %(closed)s)
"""


@dataclass(frozen=True, slots=True)
class Living:
    """A session that has not ended, and what it knows of whoever holds it."""

    id: UUID
    shown: Shown
    told_at: datetime | None
    kiosk_id: UUID | None = None


def living_session(session_id: UUID, key_hash: bytes, *, at: datetime) -> Living | None:
    """The session, if it has this key and has not ended. Asked in the transaction that shows the page."""
    return living(ask_living(session_id, at=at), key_hash)


def ask_living(session_id: UUID, *, at: datetime) -> Asked:
    """Whether the session has not ended: asked, and read by `living`."""
    states = dict(zip(("open", "closed"), MAY_SIGN_IN, strict=True))
    return ask(connection, LIVING, {"session_id": session_id, "at": at} | states)


def living(asked: Asked, key_hash: bytes) -> Living | None:
    """The session, if it lives and has this key."""
    found = asked.rows()
    if not found or not hmac.compare_digest(bytes(found[0].key_hash), key_hash):
        return None
    row = found[0]
    shown = Shown(
        Way(row.way),
        row.shown_at,
        row.settles_at,
        at_kiosk=row.kiosk_id is not None,
        borrowed=row.borrowed,
        has_left=row.has_left,
    )
    return Living(row.id, shown, row.told_at, row.kiosk_id)


def actor_of(held: Held) -> Actor:
    """The participant whom a cookie names; whether the session lives is asked in the transaction."""
    return Actor(Kind.PERSON, held.person_id, held.programme_id)


def has_link_and_pin(person_id: UUID, *, at: datetime) -> bool:
    """Whether the person was given what they need to sign in."""
    links = PersonalLink.objects.filter(person=person_id, ended_at=None, expires_at__gt=at)
    return links.exists() and Pin.objects.filter(person=person_id).exists()


def link_hash(token: str) -> bytes:
    """What is kept of a link's token, as it was typed or scanned."""
    return hashlib.sha256((references.read_token(token) or "").encode()).digest()


def named_by(token_hash: bytes, *, at: datetime) -> UUID | None:
    """Whom a link names, None if nobody. For the system only: no page may say which of the two it was."""
    living_link = PersonalLink.objects.filter(
        token_hash=token_hash, ended_at=None, expires_at__gt=at, person__state__in=MAY_SIGN_IN
    )
    return living_link.values_list("person_id", flat=True).first()


def numbered(number: str, *, at: datetime) -> UUID | None:
    """Whose number it is, if they have a link and may sign in; None if nobody's. For the system only, as `named_by`."""
    reference = references.read(number)
    living_link = PersonalLink.objects.filter(
        person__reference=reference, ended_at=None, expires_at__gt=at, person__state__in=MAY_SIGN_IN
    )
    return living_link.values_list("person_id", flat=True).first() if reference else None


def number_hash(number: str) -> bytes:
    """What stands for a short number where a link's token has a hash."""
    return hashlib.sha256(b"number" + (references.read(number) or "").encode()).digest()


def passkeys_of(person_id: UUID) -> QuerySet[Passkey]:
    """The person's passkeys, oldest first."""
    return Passkey.objects.filter(person=person_id).order_by("added_at", "id")


def untold(person_id: UUID, session: Living, *, at: datetime) -> Passkey | None:
    """The newest passkey of which this phone has not told yet; it was made on another."""
    since = max(at - TOLD_FOR, session.told_at or at - TOLD_FOR)
    return passkeys_of(person_id).filter(added_at__gt=since).exclude(added_in=session.id).last()
