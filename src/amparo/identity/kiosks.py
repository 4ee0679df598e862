"""Kiosks: making one, setting its tablet up, taking it back, and whether the tablet in front of somebody is one."""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from amparo.access import actor, gate
from amparo.access.actor import Actor
from amparo.access.rows import acting
from amparo.access.rules import Permission
from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.identity import cookie
from amparo.identity.cookie import Tablet
from amparo.identity.models import Kiosk, Session
from amparo.people import references
from amparo.programme import queries as programmes

LONGEST_NAME = 60
SETUP = timedelta(days=1)
LASTS = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class SetUp:
    """A tablet is a kiosk; `cookie` is the value of its cookie."""

    expires_at: datetime
    cookie: str = field(repr=False)


def make(office_id: UUID, name: str, *, by: Actor, at: datetime) -> tuple[Kiosk, str]:
    """A kiosk of this office, and the token of the link that sets its tablet up, shown once.

    Codes: "no_such_office", "name_missing", "too_long"."""
    office = programmes.offices().filter(id=office_id).first()
    if office is None:
        raise Refused("no_such_office")
    gate.require(by, Permission.KIOSK_CHANGE, office)
    name = " ".join(name.split())
    if not name:
        raise Refused("name_missing")
    if len(name) > LONGEST_NAME:
        raise Refused("too_long")
    token = references.token()
    row = Kiosk.objects.create(
        programme_id=office.programme_id,
        office_id=office.id,
        name=name,
        setup_hash=_hash_of(token),
        setup_until=at + SETUP,
        made_by=by.id,
        made_at=at,
        expires_at=at + LASTS,
    )
    return row, token


def set_up(programme_id: UUID, *, token: str, at: datetime) -> SetUp:
    """The tablet that holds this link is the kiosk, and no other will be by it. Code: "kiosk_link_used"."""
    secret = cookie.new_secret()
    with acting(actor.system(programme_id)):
        found = _to_set_up(token, at).select_for_update().first()
        if found is None:
            raise Refused("kiosk_link_used")
        tablet = Tablet(programme_id, found.id, secret)
        Kiosk.objects.filter(id=found.id).update(setup_hash=None, key_hash=tablet.key_hash)
    return SetUp(found.expires_at, cookie.write_tablet(tablet))


def can_be_set_up(programme_id: UUID, *, token: str, at: datetime) -> bool:
    """Whether this link still makes a tablet a kiosk."""
    with acting(actor.system(programme_id)):
        return bool(_to_set_up(token, at).exists())


def end(kiosk_id: UUID, *, by: Actor, at: datetime) -> None:
    """The tablet opens nothing any more, and whoever is signed in on it is signed out. Ended already, nothing changes.

    Code: "no_such_kiosk"."""
    found = Kiosk.objects.select_for_update().filter(id=kiosk_id).first()
    if found is None:
        raise Refused("no_such_kiosk")
    gate.require(by, Permission.KIOSK_CHANGE, found)
    if found.ended_at is not None:
        return
    Kiosk.objects.filter(id=kiosk_id).update(ended_at=at, ended_by=by.id, setup_hash=None)
    Session.objects.filter(kiosk_id=kiosk_id, ended_at=None).update(ended_at=at)


def of_programme(*, by: Actor) -> list[Kiosk]:
    """Every kiosk, the newest first."""
    rows = list(Kiosk.objects.select_related("office").order_by("-made_at"))
    for row in rows:
        gate.require(by, Permission.KIOSK_CHANGE, row)
    return rows


def lives(tablet: Tablet, *, at: datetime) -> bool:
    """Whether this tablet is a kiosk now."""
    with acting(actor.system(tablet.programme_id)):
        return living(tablet, at=at) is not None


def living(tablet: Tablet, *, at: datetime) -> Kiosk | None:
    """The kiosk, held against being ended until the transaction is over. For the system only."""
    found = (
        Kiosk.objects.select_for_update(no_key=True)
        .filter(id=tablet.kiosk_id, ended_at=None, expires_at__gt=at, key_hash__isnull=False)
        .first()
    )
    fits = found is not None and hmac.compare_digest(bytes(found.key_hash), tablet.key_hash)
    return found if fits else None


def require(tablet: Tablet, *, at: datetime) -> None:
    """Refused("kiosk_ended") unless this tablet is a kiosk now."""
    if living(tablet, at=at) is None:
        raise Refused("kiosk_ended")


def _to_set_up(token: str, at: datetime):  # type: ignore[no-untyped-def]
    return Kiosk.objects.filter(setup_hash=_hash_of(token), setup_until__gt=at, ended_at=None)


def _hash_of(token: str) -> bytes:
    # A token that cannot be one is of nobody, and has a hash like any other.
    return hashlib.sha256((references.read_token(token) or ids.new().hex).encode()).digest()
