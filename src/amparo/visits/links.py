"""The address at which a person's own calendar program reads their dates: made, found again, ended.

33 signs: 20 random bytes and five of a keyed hash over them and the programme. Guesses are told from ours without a
question to the database; what is kept is a keyed hash of all of it, by which nobody finds the address.
"""

import hashlib
import hmac
import secrets
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.conf import settings

from amparo.access import gate
from amparo.access.actor import Actor, system
from amparo.access.rows import acting
from amparo.access.rules import Permission
from amparo.foundation import base64url
from amparo.identity import locks, sessions
from amparo.identity.models import PersonalLink
from amparo.people import queries as people
from amparo.people.models import Person
from amparo.programme import queries as programmes
from amparo.visits.models import CalendarLink

RANDOM_BYTES, MAC_BYTES = 20, 5


def make(session_id: UUID, *, full_titles: bool = False, by: Actor, at: datetime) -> str:
    """The new address's secret part, to be shown once. The one before it opens nothing from now on.

    Codes: "show_it_is_you", "not_settled".
    """
    person = people.locked(by.id)
    gate.require(by, Permission.CALENDAR_LINK_OWN, person)
    sessions.require_just_now(session_id, settled=True, at=at)
    CalendarLink.objects.filter(person=person).delete()
    token = _new(person.programme_id)
    CalendarLink.objects.create(
        programme_id=person.programme_id,
        person=person,
        token_hash=_hashed(token),
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
    programme_id = _programme_of(token)
    if programme_id is None:
        return None
    with acting(system(programme_id)):
        row = CalendarLink.objects.select_related("person").filter(token_hash=_hashed(token)).first()
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


def _new(programme_id: UUID) -> str:
    raw = secrets.token_bytes(RANDOM_BYTES)
    return base64url.encode(raw + _mac(raw, programme_id))


def _programme_of(token: str) -> UUID | None:
    """Whose address it is, if it is one that we gave."""
    try:
        raw = base64url.decode(token)
    except ValueError:
        return None
    # Written otherwise (its last sign has bits that say nothing), it is no address that we gave.
    if len(raw) != RANDOM_BYTES + MAC_BYTES or base64url.encode(raw) != token:
        return None
    random, mac = raw[:RANDOM_BYTES], raw[RANDOM_BYTES:]
    ours = (one.id for one in programmes.all_programmes())
    return next((one for one in ours if hmac.compare_digest(mac, _mac(random, one))), None)


def _mac(raw: bytes, programme_id: UUID) -> bytes:
    return hmac.digest(_key(settings.REPLY_LINK_KEY), b"calendar" + programme_id.bytes + raw, "sha256")[:MAC_BYTES]


def _hashed(token: str) -> bytes:
    return hmac.digest(_key(settings.REPLY_LINK_KEY), b"calendar kept" + token.encode(), "sha256")


@lru_cache(maxsize=4)
def _key(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
