"""Giving a person their link and PIN, signing in, signing out."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from django.db import transaction

from amparo.access import actor, gate
from amparo.access.actor import Actor
from amparo.access.rows import acting
from amparo.access.rules import Permission
from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.identity import attempts, cookie, places, queries, rules
from amparo.identity.models import PersonalLink, Pin, Session
from amparo.people import contacts, references
from amparo.people import queries as people
from amparo.people.models import Person
from amparo.privacy import vault
from amparo.programme import queries as programmes

NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session has begun; `cookie` and `device` are the values for the phone's two cookies."""

    person_id: UUID
    session_id: UUID
    expires_at: datetime
    cookie: str = field(repr=False)
    device: str = field(repr=False)


def issue_link_and_pin(person_id: UUID, *, by: Actor, at: datetime) -> tuple[str, str]:
    """A new link's token and a new PIN, to be shown once. What the person had before opens nothing now."""
    person = _locked(person_id)
    gate.require(by, Permission.LINK_ISSUE, person)
    _end_links_and_sessions(person_id, by, at)
    attempts.forgive(person_id)
    token = references.token()
    pin = f"{secrets.randbelow(10**rules.PIN_DIGITS):0{rules.PIN_DIGITS}d}"
    PersonalLink.objects.create(
        programme_id=person.programme_id,
        person=person,
        token_hash=_hash(token),
        issued_by=by.id,
        issued_at=at,
        expires_at=at + timedelta(days=programmes.rules_at(person.programme_id, at).link_days),
    )
    tag = vault.pin_new(person.programme_id, person.id, pin)
    kept = {"programme_id": person.programme_id, "tag": tag, "issued_by": by.id, "issued_at": at}
    Pin.objects.update_or_create(person=person, defaults=kept)
    return token, pin


def sign_in(programme_id: UUID, *, token: str, pin: str, device: str | None, at: datetime) -> SignedIn:
    """The person is signed in on this phone. Opens transactions of its own: the vault is slow on purpose.

    Codes: "not_signed_in" (wrong link or PIN: nobody learns which), "wait" (seconds, this pool only).
    Both say that there are other ways.
    """
    by = actor.system(programme_id)
    token_hash = _hash(references.read_token(token) or "")
    with transaction.atomic(durable=True), acting(by):
        person_id, tag = _named(programme_id, token_hash, at)
        attempt = attempts.by(programme_id, person_id, token_hash, cookie.device_hash(device))
        wait = attempts.take(attempt, at=at)
    if wait:
        raise Refused("wait", seconds=wait, other_ways=True)
    try:
        with places.one(known_device=attempt.known_device):
            right = _right(programme_id, person_id, token_hash, pin, tag)
    except Refused:
        # Nobody looked at the PIN: a fault of ours uses up nobody's tries.
        with acting(by):
            attempts.not_looked_at(attempt, at=at)
        raise
    if not right or person_id is None:
        raise Refused("not_signed_in", other_ways=True)
    with acting(by):
        attempts.give_back(attempt, at=at)
        return _begin(programme_id, person_id, tag, device, at)


def sign_out(session_id: UUID, *, by: Actor, at: datetime) -> None:
    """The session has ended. Ended already, nothing changes."""
    session = Session.objects.filter(id=session_id).select_related("person").first()
    if session is None:
        return
    gate.require(by, Permission.SESSION_END, session)
    Session.objects.filter(id=session_id, ended_at=None).update(ended_at=at)


def end_all_sessions(person_id: UUID, *, by: Actor, at: datetime) -> int:
    """The person is signed in nowhere any more. Returns on how many phones they were."""
    gate.require(by, Permission.SESSION_END, people.by_id(person_id))
    contacts.end_browsers(person_id, by=by, at=at)
    return Session.objects.filter(person=person_id, ended_at=None).update(ended_at=at)


def end_link(person_id: UUID, *, by: Actor, at: datetime) -> None:
    """The person's link, PIN and sessions open nothing any more; they check in by the other ways."""
    person = _locked(person_id)
    gate.require(by, Permission.LINK_ISSUE, person)
    _end_links_and_sessions(person_id, by, at)
    Pin.objects.filter(person=person_id).delete()


def _named(programme_id: UUID, token_hash: bytes, at: datetime) -> tuple[UUID | None, bytes]:
    """Whom the link names and the tag of their PIN; for a link that names nobody, a tag that no PIN fits."""
    link = PersonalLink.objects.filter(
        token_hash=token_hash, ended_at=None, expires_at__gt=at, person__state__in=queries.MAY_SIGN_IN
    ).first()
    pin = Pin.objects.filter(person=link.person_id).first() if link else None
    return (pin.person_id, bytes(pin.tag)) if pin else (None, _tag_of_nobody(programme_id))


@cache
def _tag_of_nobody(programme_id: UUID) -> bytes:
    return vault.pin_new(programme_id, NOBODY, secrets.token_hex(16))


def _right(programme_id: UUID, person_id: UUID | None, token_hash: bytes, pin: str, tag: bytes) -> bool:
    """Whether the PIN is the person's. The vault works as long for nobody as for somebody."""
    who = person_id or UUID(bytes=token_hash[:16])
    try:
        # What cannot be a PIN is looked at all the same.
        return vault.pin_check(programme_id, who, rules.readable_pin(pin) or "", tag)
    except Refused as refused:
        if refused.code == "budget_spent":
            raise Refused("wait", seconds=3600, other_ways=True) from None
        raise


def _begin(programme_id: UUID, person_id: UUID, tag: bytes, device: str | None, at: datetime) -> SignedIn:
    # The PIN may have been replaced while the vault was looking at the old one.
    if not Pin.objects.select_for_update().filter(person=person_id, tag=tag).exists():
        raise Refused("not_signed_in", other_ways=True)
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
        started_at=at,
        expires_at=at + timedelta(days=programmes.rules_at(programme_id, at).session_days),
    )
    return SignedIn(person_id, session.id, session.expires_at, cookie.write(held), device)


def _end_links_and_sessions(person_id: UUID, by: Actor, at: datetime) -> None:
    PersonalLink.objects.filter(person=person_id, ended_at=None).update(ended_at=at)
    Session.objects.filter(person=person_id, ended_at=None).update(ended_at=at)
    # Somebody who knew the old PIN may have asked for reminders on a phone of their own.
    contacts.end_browsers(person_id, by=by, at=at)


def _locked(person_id: UUID) -> Person:
    person = Person.objects.select_for_update().filter(id=person_id).first()
    if person is None or person.state not in queries.MAY_SIGN_IN:
        raise Refused("unknown_person")
    return person


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
