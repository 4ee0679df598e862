"""A session on a phone: how it begins, and how the person shows anew that it is them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from amparo.foundation import ids
from amparo.identity import cookie
from amparo.identity.models import Session
from amparo.identity.ways import Way
from amparo.programme import queries as programmes


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session has begun; `cookie` and `device` are the values for the phone's two cookies."""

    person_id: UUID
    session_id: UUID
    expires_at: datetime
    cookie: str = field(repr=False)
    device: str = field(repr=False)


def begin(
    programme_id: UUID, person_id: UUID, *, way: Way, device: str | None, settles_at: datetime | None, at: datetime
) -> SignedIn:
    """The person is signed in on this phone."""
    device_hash = cookie.device_hash(device)
    if device is None or device_hash is None:
        device = cookie.new_device()
        device_hash = cookie.device_hash(device)
    held = cookie.Held(programme_id, person_id, ids.new(), cookie.new_secret())
    session = Session.objects.create(
        id=held.session_id,
        programme_id=programme_id,
        person_id=person_id,
        key_hash=held.key_hash,
        device_hash=device_hash,
        way=way,
        shown_at=at,
        settles_at=settles_at,
        started_at=at,
        expires_at=at + timedelta(days=programmes.rules_at(programme_id, at).session_days),
    )
    return SignedIn(person_id, session.id, session.expires_at, cookie.write(held), device)


def shown_again(session_id: UUID, way: Way, *, at: datetime) -> None:
    """Whoever holds this session has just shown in this way that it is them."""
    Session.objects.filter(id=session_id, ended_at=None).update(way=way, shown_at=at)
