"""Forgetting a person: two colleagues sign, the key outside PostgreSQL is destroyed, then the rows go.

Nobody forgets alone: one member asks, another confirms. By itself Amparo forgets only whose time is over.
"""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction

from amparo.access import actor, gate
from amparo.access.actor import Actor
from amparo.access.rows import acting
from amparo.access.rules import Permission
from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.people import references
from amparo.people.models import ForgetAsk, Person
from amparo.people.reasons import WhyForgotten
from amparo.privacy import retention, vault
from amparo.programme import signing

log = structlog.get_logger("amparo.people")

State = Person.State
AT_ONCE = 20


def ask(person_id: UUID, *, why: str, by: Actor, at: datetime) -> ForgetAsk:
    """The first signature: another member may confirm.

    Codes: "why_missing", "already_asked", "forgotten", "new_sign_in".
    """
    person = _person(person_id)
    gate.require(by, Permission.PERSON_FORGET_ASK, person)
    signing.require_settled(by, at=at)
    if why not in set(WhyForgotten):
        raise Refused("why_missing")
    if person.state not in (State.ACTIVE, State.CLOSED):
        raise Refused("forgotten")
    if _open_ask(person_id):
        raise Refused("already_asked")
    return ForgetAsk.objects.create(
        id=ids.new(), programme_id=person.programme_id, person=person, why=why, asked_by=by.id, asked_at=at
    )


def take_back(person_id: UUID, *, by: Actor, at: datetime) -> None:
    """Nobody is asked to confirm any more. Whoever may confirm may refuse. Not asked, nothing changes."""
    gate.require(by, Permission.PERSON_FORGET_CONFIRM, _person(person_id))
    still = ForgetAsk.objects.filter(person_id=person_id, confirmed_at=None, taken_back_at=None)
    still.update(taken_back_by=by.id, taken_back_at=at)


def confirm(person_id: UUID, *, reference: str, by: Actor, at: datetime) -> None:
    """The second signature: the person is forgotten. Opens transactions of its own; forgotten already, nothing changes.

    `reference`: typed once more, so that nobody confirms the wrong one. Codes: "reference_differs", "not_asked",
    "second_signature", "new_sign_in".
    """
    with transaction.atomic(durable=True), acting(by):
        person = _person(person_id)
        gate.require(by, Permission.PERSON_FORGET_CONFIRM, person)
        if references.read(reference) != person.reference:
            raise Refused("reference_differs")
        if person.state == State.ERASED:
            return
        if person.state != State.ERASING:
            _sign(person_id, by, at)
            _begin(person_id, at)
    _destroy(person_id, by=by, at=at)


def forget(person_id: UUID, *, by: Actor, at: datetime) -> None:
    """Nobody can read any more who this was, in no copy and no backup. Opens transactions of its own.

    Stopped anywhere, `finish` goes on from there.
    """
    # Durable: a surrounding transaction could bring the row back to life after its key is gone.
    with transaction.atomic(durable=True), acting(by):
        begin(person_id, by=by, at=at)
    _destroy(person_id, by=by, at=at)


def begin(person_id: UUID, *, by: Actor, at: datetime) -> None:
    """The person is being forgotten; from here on there is only forward. The sweep does the rest."""
    gate.require(by, Permission.PERSON_FORGET, _person(person_id))
    _begin(person_id, at)


def finish(programme_id: UUID, at: datetime) -> int:
    """Whoever was being forgotten is, and whoever's time is over. Returns how many were.

    Each alone: who could not be is tried again by the next sweep.
    """
    by = actor.system(programme_id)
    with transaction.atomic(durable=True), acting(by):
        long_ago = at - timedelta(days=Person.Privacy.keep.days)
        over = Person.objects.filter(state=State.CLOSED, closed_at__lte=long_ago)
        for person_id in over.values_list("id", flat=True)[:AT_ONCE]:
            begin(person_id, by=by, at=at)
        # In any order: some whose rows would not go must not be all that is ever tried.
        being = Person.objects.filter(state=State.ERASING).order_by("?")
        waiting = list(being.values_list("id", flat=True)[:AT_ONCE])
    gone = 0
    for person_id in waiting:
        try:
            if not _destroy(person_id, by=by, at=at):
                break
            gone += 1
        except Exception as trouble:  # one's trouble must not keep the others from being forgotten
            log.error("not_forgotten_yet", person=str(person_id), trouble=type(trouble).__name__)
    return gone


def _person(person_id: UUID) -> Person:
    person = Person.objects.select_for_update().filter(id=person_id).first()
    if person is None:
        raise Refused("unknown_person")
    return person


def _open_ask(person_id: UUID) -> ForgetAsk | None:
    return ForgetAsk.objects.filter(person_id=person_id, confirmed_at=None, taken_back_at=None).first()


def _sign(person_id: UUID, by: Actor, at: datetime) -> None:
    asked = _open_ask(person_id)
    if asked is None:
        raise Refused("not_asked")
    if asked.asked_by == by.id:
        raise Refused("second_signature")
    signing.require_settled(by, at=at)
    ForgetAsk.objects.filter(id=asked.id).update(confirmed_by=by.id, confirmed_at=at)


def _begin(person_id: UUID, at: datetime) -> None:
    known = Person.objects.filter(id=person_id, state__in=(State.ACTIVE, State.CLOSED))
    known.filter(closed_at=None).update(closed_at=at)
    known.update(state=State.ERASING)


def _destroy(person_id: UUID, *, by: Actor, at: datetime) -> bool:
    """First the key, then the rows: a row without its key says nothing, a key without its row is lost.

    False if so many were forgotten today that this one waits for tomorrow's sweep.
    """
    try:
        vault.forget(by.programme_id, [person_id], by=by, at=at)
    except Refused as no:
        if no.code != "budget_spent":
            raise
        log.warning("forgetting_waits")
        return False
    with acting(actor.system(by.programme_id)):
        retention.let_go_with_person(person_id)
        Person.objects.filter(id=person_id, state=State.ERASING).update(
            state=State.ERASED,
            salt=None,
            name=None,
            case_number=None,
            phone_key_x25519=None,
            phone_key_p256=None,
            spoken="",
        )
    return True
