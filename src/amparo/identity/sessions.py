"""A session on a phone: how it begins, and how the person shows anew that it is them."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from amparo.access import actor
from amparo.access.rows import acting
from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.identity import cookie, rules
from amparo.identity.models import PhoneKey, Session
from amparo.identity.rules import Shown
from amparo.identity.ways import Way
from amparo.programme import queries as programmes

SEED_BYTES = 32
EVERY = Q()
# At a kiosk: so long after the last page, and never longer than that after coming in.
AT_KIOSK, LONGEST_AT_KIOSK, AFTER_RECEIPT = timedelta(minutes=10), timedelta(minutes=45), timedelta(minutes=2)
# On a phone that is not theirs: so long after the last page, and never longer than that after coming in.
BORROWED, LONGEST_BORROWED = timedelta(minutes=15), timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session has begun; `cookie` and `device` are the values for the phone's two cookies."""

    person_id: UUID
    session_id: UUID
    expires_at: datetime
    cookie: str = field(repr=False)
    device: str = field(repr=False)


def begin(
    programme_id: UUID,
    person_id: UUID,
    *,
    way: Way,
    device: str | None,
    settles_at: datetime | None,
    at: datetime,
    kiosk_id: UUID | None = None,
    borrowed: bool = False,
) -> SignedIn:
    """The person is signed in on this phone; on a kiosk, or on a phone that is not theirs, for minutes."""
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
        kiosk_id=kiosk_id,
        borrowed=borrowed,
        expires_at=at + _lasts(programme_id, kiosk_id, borrowed, at),
    )
    return SignedIn(person_id, session.id, session.expires_at, cookie.write(held), device)


def still_at_kiosk(session_id: UUID, *, at: datetime) -> None:
    """Whoever is at the kiosk has asked for another page: the session lasts a little from now on."""
    Session.objects.filter(
        id=session_id, ended_at=None, kiosk_id__isnull=False, started_at__gt=at + AT_KIOSK - LONGEST_AT_KIOSK
    ).update(expires_at=at + AT_KIOSK)


def still_borrowed(session_id: UUID, *, at: datetime) -> None:
    """Whoever is on a phone that is not theirs has asked for another page: the session lasts a little from now on."""
    Session.objects.filter(
        id=session_id, ended_at=None, borrowed=True, started_at__gt=at + BORROWED - LONGEST_BORROWED
    ).update(expires_at=at + BORROWED)


def leave(session_id: UUID, *, at: datetime) -> None:
    """Nothing of this session is shown until somebody shows again that it is them. It has not ended."""
    Session.objects.filter(id=session_id, ended_at=None).update(left_at=at)


def done_at_kiosk(session_id: UUID, *, at: datetime) -> None:
    """The receipt is there: time to read it, and no more."""
    Session.objects.filter(id=session_id, ended_at=None, kiosk_id__isnull=False).update(expires_at=at + AFTER_RECEIPT)


def shown_again(session_id: UUID, way: Way, *, at: datetime) -> None:
    """Whoever holds this session has just shown in this way that it is them."""
    Session.objects.filter(id=session_id, ended_at=None).update(way=way, shown_at=at, left_at=None)


def end(programme_id: UUID, person_id: UUID, these: Q = EVERY, *, at: datetime) -> int:
    """The person's sessions, or `these` of them, have ended. Where none is left, what the phone kept locked opens no
    more. Returns how many there were."""
    ended = Session.objects.filter(these, person=person_id, ended_at=None).update(ended_at=at)
    left = Session.objects.filter(person=person_id, device_hash=OuterRef("device_hash"), ended_at=None)
    with acting(actor.system(programme_id)):
        PhoneKey.objects.filter(~Exists(left), person=person_id).delete()
    return ended


def phone_seed(session_id: UUID) -> bytes | None:
    """From it comes the key of what this phone keeps: the same until they sign out on it, or it is locked or lost.

    A session that is merely over changes nothing: what was not sent yet opens to the same person on the same phone.
    None on a screen or phone that is not theirs: nothing is kept there."""
    session = Session.objects.get(id=session_id)
    if session.borrowed or session.kiosk_id is not None:
        return None
    with acting(actor.system(session.programme_id)):
        key, _ = PhoneKey.objects.get_or_create(
            person_id=session.person_id,
            device_hash=session.device_hash,
            defaults={"programme_id": session.programme_id, "seed": secrets.token_bytes(SEED_BYTES)},
        )
    return bytes(key.seed)


def require_just_now(session_id: UUID, *, settled: bool = False, at: datetime) -> None:
    """Whoever holds this session has just shown that it is them. Codes: "show_it_is_you", "not_settled"."""
    session = Session.objects.get(id=session_id)
    if session.ended_at is not None:  # a moment ago: somebody locked their page
        raise Refused("show_it_is_you")
    shown = Shown(Way(session.way), session.shown_at or session.started_at, session.settles_at)
    if not rules.is_just_now(shown, at):
        raise Refused("show_it_is_you")
    if settled and not rules.has_settled(shown, at):
        raise Refused("not_settled")


def _lasts(programme_id: UUID, kiosk_id: UUID | None, borrowed: bool, at: datetime) -> timedelta:
    if kiosk_id:
        return AT_KIOSK
    return BORROWED if borrowed else timedelta(days=programmes.rules_at(programme_id, at).session_days)
