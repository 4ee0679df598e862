"""Passkeys of persons: made while signed in, used to sign in or to show anew that it is them, taken away."""

import hmac
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from amparo.access import actor, gate
from amparo.access.actor import Actor
from amparo.access.rows import acting
from amparo.access.rules import Permission
from amparo.foundation.errors import Refused
from amparo.identity import challenges, cookie, locks, queries, sessions, webauthn_check
from amparo.identity.challenges import Asked, Purpose
from amparo.identity.models import Passkey, Pin, Session
from amparo.identity.sessions import SignedIn
from amparo.identity.ways import Device, Way
from amparo.people.models import Person

MOST = 10


read = webauthn_check.read


def are_possible() -> bool:
    """Whether browsers allow passkeys at this site's address."""
    return webauthn_check.site() is not None


def invite_to_sign_in(programme_id: UUID, *, token: str, device: str | None, at: datetime) -> dict[str, Any]:
    """What the browser needs. For a link that names nobody, or somebody without passkeys, it looks the same."""
    here, link = webauthn_check.here(), queries.link_hash(token)
    with acting(actor.system(programme_id)):
        person_id = queries.named_by(link, at=at)
        known = _names_of(person_id) if person_id else []
    challenge = challenges.ask(_sign_in(programme_id, link, device), at=at)
    return webauthn_check.to_use(challenge=challenge, at=here, known=known or [_name_of_none(link)])


def sign_in(programme_id: UUID, *, token: str, said: dict[str, Any], device: str | None, at: datetime) -> SignedIn:
    """The person whom the link names is signed in on this phone. Refused("not_signed_in") for every reason alike."""
    link, challenge = queries.link_hash(token), _challenge(said)
    try:
        challenges.require(challenge, _sign_in(programme_id, link, device), at=at)
        with acting(actor.system(programme_id)):
            person_id = queries.named_by(link, at=at)
            if person_id is None:
                raise Refused("passkey_not_taken")
            _use(person_id, programme_id, said, challenge, at)
            pin = Pin.objects.filter(person=person_id).first()
            settles = pin.settles_at if pin else None
            if locks.living(person_id):
                raise Refused("locked", other_ways=True)
            return sessions.begin(programme_id, person_id, way=Way.PASSKEY, device=device, settles_at=settles, at=at)
    except Refused as no:
        if no.code != "passkey_not_taken":
            raise
        raise Refused("not_signed_in", other_ways=True) from None


def invite_to_show(session_id: UUID, *, by: Actor, at: datetime) -> dict[str, Any]:
    """What the browser needs so that whoever is signed in shows anew that it is them."""
    here = webauthn_check.here()
    challenge = challenges.ask(_in_session(Purpose.SHOW, session_id, by), at=at)
    return webauthn_check.to_use(challenge=challenge, at=here, known=_names_of(by.id))


def show(session_id: UUID, *, said: dict[str, Any], by: Actor, at: datetime) -> None:
    """Whoever is signed in has just shown by their own passkey that it is them."""
    challenge = webauthn_check.challenge_in(said)
    challenges.require(challenge, _in_session(Purpose.SHOW, session_id, by), at=at)
    _use(by.id, by.programme_id, said, challenge, at)
    sessions.shown_again(session_id, Way.PASSKEY, at=at)


def invite_to_add(session_id: UUID, *, site_name: str, by: Actor, at: datetime) -> dict[str, Any]:
    """What the browser needs to make a passkey for whoever is signed in."""
    challenge = challenges.ask(_in_session(Purpose.ADD, session_id, by), at=at)
    known = _names_of(by.id)
    if len(known) >= MOST:
        raise Refused("too_many_passkeys")
    here = webauthn_check.here()
    return webauthn_check.to_make(challenge=challenge, at=here, site_name=site_name, handle=_handle(by.id), known=known)


def add(session_id: UUID, *, said: dict[str, Any], device: str, by: Actor, at: datetime) -> Passkey:
    """The person can sign in with this passkey. Every other phone of theirs says so until they have seen it."""
    person = Person.objects.select_for_update().get(id=by.id)
    gate.require(by, Permission.PASSKEY_CHANGE, person)
    sessions.require_just_now(session_id, settled=True, at=at)
    challenge = webauthn_check.challenge_in(said)
    challenges.require(challenge, _in_session(Purpose.ADD, session_id, by), at=at)
    made = webauthn_check.made(said, challenge=challenge, at=webauthn_check.here())
    if queries.passkeys_of(by.id).count() >= MOST:
        raise Refused("too_many_passkeys")
    challenges.spend(challenge, by.id, by.programme_id)
    try:
        with transaction.atomic():
            return Passkey.objects.create(
                programme_id=by.programme_id,
                person=person,
                credential_id=made.credential_id,
                public_key=made.public_key,
                sign_count=made.sign_count,
                device=device if device in {*Device} else Device.OTHER,
                is_shared=made.is_shared,
                added_in=session_id,
                added_at=at,
            )
    except IntegrityError:  # another person's: the key has no second owner
        raise Refused("passkey_not_taken") from None


def remove(passkey_id: UUID, session_id: UUID, *, by: Actor, at: datetime) -> None:
    """The passkey opens nothing any more, nor do the sessions it opened. Gone already, nothing changes."""
    found = Passkey.objects.select_for_update().filter(id=passkey_id).first()
    if found is None:
        return
    gate.require(by, Permission.PASSKEY_CHANGE, found)
    sessions.require_just_now(session_id, at=at)
    found.delete()
    others = ~Q(id=session_id) & (Q(way=Way.PASSKEY) | Q(id=found.added_in))
    sessions.end(found.programme_id, found.person_id, others, at=at)


def tell(session_id: UUID, *, by: Actor, at: datetime) -> None:
    """The person has seen on this phone which passkeys are new, and says that it was them."""
    session = Session.objects.select_related("person").get(id=session_id)
    gate.require(by, Permission.PASSKEY_CHANGE, session)
    Session.objects.filter(id=session_id).update(told_at=at)


def _use(person_id: UUID, programme_id: UUID, said: dict[str, Any], challenge: bytes, at: datetime) -> None:
    """One of this person's passkeys answered: its count rises and the question is spent."""
    found = (
        Passkey.objects.select_for_update()
        .filter(person=person_id, credential_id=webauthn_check.credential_in(said))
        .first()
    )
    if found is None:
        raise Refused("passkey_not_taken")
    count = webauthn_check.used(
        said,
        challenge=challenge,
        at=webauthn_check.here(),
        public_key=bytes(found.public_key),
        sign_count=found.sign_count,
    )
    challenges.spend(challenge, person_id, programme_id)
    Passkey.objects.filter(id=found.id).update(sign_count=count, used_at=at)


def _challenge(said: dict[str, Any]) -> bytes:
    try:
        return webauthn_check.challenge_in(said)
    except Refused:
        raise Refused("not_signed_in", other_ways=True) from None


def _names_of(person_id: UUID) -> list[bytes]:
    return [bytes(name) for name in queries.passkeys_of(person_id).values_list("credential_id", flat=True)]


def _sign_in(programme_id: UUID, link: bytes, device: str | None) -> Asked:
    return Asked(Purpose.SIGN_IN, programme_id, link, cookie.device_hash(device) or b"")


def _in_session(purpose: Purpose, session_id: UUID, by: Actor) -> Asked:
    return Asked(purpose, by.programme_id, by.id.bytes, session_id.bytes)


def _name_of_none(link: bytes) -> bytes:
    """The name of a passkey that nobody has: the same each time, so that asking twice tells nothing either."""
    return _derived(b"nobody", link)


def _handle(person_id: UUID) -> bytes:
    """Whose key it is, for the device. It says nothing to anybody else."""
    return _derived(b"handle", person_id.bytes)


def _derived(what: bytes, of: bytes) -> bytes:
    key = sha256(b"amparo.identity.passkeys" + settings.SECRET_KEY.encode()).digest()
    return hmac.digest(key, what + of, "sha256")
