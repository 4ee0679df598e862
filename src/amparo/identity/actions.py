"""Giving a person their link and PIN, signing in, signing out."""

import secrets
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from amparo.access import actor, gate
from amparo.access.actor import Actor, Kind
from amparo.access.rows import acting
from amparo.access.rules import Permission
from amparo.foundation.errors import Refused
from amparo.identity import attempts, cookie, faces, kiosks, locks, places, queries, recovery, rules, sessions
from amparo.identity.cookie import Held, Tablet
from amparo.identity.models import Passkey, PersonalLink, Phrase, Pin, Session
from amparo.identity.sessions import SignedIn
from amparo.identity.ways import Way
from amparo.people import contacts, references
from amparo.people import queries as people
from amparo.people.models import Person
from amparo.privacy import vault
from amparo.programme import queries as programmes

__all__ = [
    "SignedIn",
    "end_all_sessions",
    "end_link",
    "issue_link_and_pin",
    "recover_link_and_pin",
    "show_pin",
    "sign_in",
    "sign_out",
]
NOBODY = UUID(int=0)


def issue_link_and_pin(person_id: UUID, *, by: Actor, at: datetime) -> tuple[str, str]:
    """A new link's token and a new PIN, to be shown once. What the person had before opens nothing now.

    Code: "two_checks": one member's word is not enough, see `recovery`.
    """
    person = _locked(person_id)
    gate.require(by, Permission.LINK_ISSUE, person)
    recovery.require_one_is_enough(person, by=by, at=at)
    return _issue(person, by=by, at=at)


def recover_link_and_pin(person_id: UUID, *, by: Actor, at: datetime) -> tuple[str, str]:
    """The same after two members knew the person: it opens what was locked, and the new number is on file.

    Codes: "not_asked", "not_confirmed", "too_many_contacts".
    """
    person = _locked(person_id)
    _, number = recovery.use(person_id, by=by, at=at)
    if number:
        contacts.add_contact(person_id, "sms", number, by=by, at=at)
    return _issue(person, by=by, at=at)


def _issue(person: Person, *, by: Actor, at: datetime) -> tuple[str, str]:
    person_id = person.id
    # Somebody at the desk may not be who they say: what they are given settles before it opens anything new.
    given_before = PersonalLink.objects.filter(person=person_id).exists()
    settles_at = at + rules.SETTLING if given_before and by.kind is Kind.MEMBER else None
    _end_links_and_sessions(person_id, by, at)
    attempts.forgive(person_id)
    token = references.token()
    pin = f"{secrets.randbelow(10**rules.PIN_DIGITS):0{rules.PIN_DIGITS}d}"
    PersonalLink.objects.create(
        programme_id=person.programme_id,
        person=person,
        token_hash=queries.link_hash(token),
        issued_by=by.id,
        issued_at=at,
        expires_at=at + timedelta(days=programmes.rules_at(person.programme_id, at).link_days),
    )
    tag = vault.pin_new(person.programme_id, person.id, pin)
    kept = {"programme_id": person.programme_id, "tag": tag, "issued_by": by.id, "issued_at": at}
    kept |= {"settles_at": settles_at}
    Pin.objects.update_or_create(person=person, defaults=kept)
    return token, pin


def sign_in(
    programme_id: UUID,
    *,
    token: str,
    pin: str,
    device: str | None,
    at: datetime,
    tablet: Tablet | None = None,
    number: str = "",
    borrowed: bool = False,
) -> SignedIn:
    """The person is signed in on this phone, or on this kiosk. Opens transactions of its own: the vault is slow
    on purpose. `number`: on a kiosk the person's short one stands for the token of their link. `borrowed`: the phone is
    not theirs.

    Codes: "not_signed_in" (wrong link or PIN: nobody learns which), "wait" (seconds, this pool only; `by_link`: the
    link on their card is still taken). Both say that there are other ways. "kiosk_ended": the tablet is no kiosk.
    "locked": link and PIN are right, and the page is locked.
    """
    by, number = actor.system(programme_id), number if tablet else ""
    token_hash = queries.number_hash(number) if number else queries.link_hash(token)
    with transaction.atomic(durable=True), acting(by):
        if tablet:
            kiosks.require(tablet, at=at)
        person_id, tag = _named(programme_id, token_hash, number, at)
        known, at_kiosk = cookie.device_hash(device), tablet is not None
        attempt = attempts.by(programme_id, person_id, token_hash, known, at_kiosk=at_kiosk, by_number=bool(number))
        wait = attempts.take(attempt, at=at)
        if tablet and number and not wait:
            wait = attempts.take_on_tablet(tablet, attempt, at=at)
    if wait:
        raise Refused("wait", seconds=wait, other_ways=True, by_link=bool(number))
    counted = tablet if number else None
    right = _looked_at(attempt, person_id, token_hash, pin, tag, by=by, at=at, tablet=counted)
    if not right or person_id is None:
        raise Refused("not_signed_in", other_ways=True)
    with acting(by):
        if tablet:
            kiosks.require(tablet, at=at)
        attempts.give_back(attempt, at=at)  # the person's row before the tablet's, as they were taken
        if counted:
            attempts.not_wrong_on_tablet(counted, at=at)
        settles = _unchanged(person_id, tag).settles_at
        if locks.living(person_id) is None:
            return sessions.begin(
                programme_id,
                person_id,
                way=Way.PIN,
                device=device,
                settles_at=settles,
                at=at,
                kiosk_id=tablet.kiosk_id if tablet else None,
                borrowed=borrowed,
            )
    raise Refused("locked", other_ways=True)


def show_pin(session_id: UUID, *, pin: str, device: str | None, by: Actor, at: datetime) -> None:
    """Whoever is signed in has typed the PIN anew. Wrong ones count as at the door: the codes are the same."""
    system = actor.system(by.programme_id)
    with transaction.atomic(durable=True), acting(system):
        found = Pin.objects.filter(person=by.person_id).first()
        person_id, tag = (by.person_id, bytes(found.tag)) if found else (None, _tag_of_nobody(by.programme_id))
        attempt = attempts.by(by.programme_id, by.person_id, session_id.bytes, cookie.device_hash(device))
        wait = attempts.take(attempt, at=at)
    if wait:
        raise Refused("wait", seconds=wait, other_ways=True)
    right = _looked_at(attempt, person_id, session_id.bytes, pin, tag, by=system, at=at)
    if not right or person_id is None:
        raise Refused("not_signed_in", other_ways=True)
    with acting(system):
        attempts.give_back(attempt, at=at)
        _unchanged(person_id, tag)
        sessions.shown_again(session_id, Way.PIN, at=at)


def sign_out(held: Held, *, by: Actor, at: datetime) -> bool:
    """The person is signed in on this phone no more, and what it kept locked opens no more, also where the session was
    over already. Ended already, nothing changes. Returns whether the phone is not theirs."""
    session = Session.objects.filter(id=held.session_id, key_hash=held.key_hash).select_related("person").first()
    if session is None:
        return False
    gate.require(by, Permission.SESSION_END, session)
    # Whoever signs in anew without going out first leaves a session behind.
    on_this_phone = Q(device_hash=session.device_hash)
    sessions.end(session.programme_id, session.person_id, on_this_phone, at=at)
    return session.borrowed


def end_all_sessions(person_id: UUID, *, by: Actor, at: datetime) -> int:
    """The person is signed in nowhere any more. Returns on how many phones they were."""
    gate.require(by, Permission.SESSION_END, people.by_id(person_id))
    contacts.end_browsers(person_id, by=by, at=at)
    return sessions.end(by.programme_id, person_id, at=at)


def end_link(person_id: UUID, *, by: Actor, at: datetime) -> None:
    """The person's link, PIN, passkeys, words, face and sessions say nothing any more; the other ways stay."""
    person = _locked(person_id)
    gate.require(by, Permission.LINK_ISSUE, person)
    _end_links_and_sessions(person_id, by, at)
    Pin.objects.filter(person=person_id).delete()


def _named(programme_id: UUID, token_hash: bytes, number: str, at: datetime) -> tuple[UUID | None, bytes]:
    """Whom the link or number names and the tag of their PIN; for nobody, a tag that no PIN fits."""
    named = queries.numbered(number, at=at) if number else queries.named_by(token_hash, at=at)
    pin = Pin.objects.filter(person=named).first() if named else None
    return (pin.person_id, bytes(pin.tag)) if pin else (None, _tag_of_nobody(programme_id))


@cache
def _tag_of_nobody(programme_id: UUID) -> bytes:
    return vault.pin_new(programme_id, NOBODY, secrets.token_hex(16))


def _looked_at(
    attempt: attempts.Try,
    person_id: UUID | None,
    asked: bytes,
    pin: str,
    tag: bytes,
    *,
    by: Actor,
    at: datetime,
    tablet: Tablet | None = None,
) -> bool:
    """Whether the PIN is the person's. When nobody could look, because of a fault of ours, no try is used up."""
    try:
        with places.one(known_device=attempt.known_device):
            return _right(by.programme_id, person_id, asked, pin, tag)
    except Refused:
        with acting(by):
            attempts.not_looked_at(attempt, at=at)
            if tablet:
                attempts.not_wrong_on_tablet(tablet, at=at)
        raise


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


def _unchanged(person_id: UUID, tag: bytes) -> Pin:
    # The PIN may have been replaced while the vault was looking at the old one.
    found = Pin.objects.select_for_update().filter(person=person_id, tag=tag).first()
    if found is None:
        raise Refused("not_signed_in", other_ways=True)
    return found


def _end_links_and_sessions(person_id: UUID, by: Actor, at: datetime) -> None:
    PersonalLink.objects.filter(person=person_id, ended_at=None).update(ended_at=at)
    sessions.end(by.programme_id, person_id, at=at)
    Passkey.objects.filter(person=person_id).delete()
    Phrase.objects.filter(person=person_id).delete()
    faces.begin_anew(person_id, by=by, at=at)
    # Somebody who knew the old PIN may have asked for reminders on a phone of their own.
    contacts.end_browsers(person_id, by=by, at=at)


def _locked(person_id: UUID) -> Person:
    person = Person.objects.select_for_update().filter(id=person_id).first()
    if person is None or person.state not in queries.MAY_SIGN_IN:
        raise Refused("unknown_person")
    return person
