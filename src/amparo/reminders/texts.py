"""A text from a person: STOP, START, HELP, LOCK, an answer to a reminder, or words for a worker to read."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from amparo.access.actor import Actor
from amparo.channels import inbound
from amparo.channels.adapters.sms.callbacks import Incoming
from amparo.channels.inbound import Meaning, Said
from amparo.reminders import replies


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard, for the door to answer: in which language, and whether anything is to be said at all."""

    meaning: Meaning
    language: str = ""
    answer: str = ""
    say_something: bool = True
    # Whose text it may be, and from which contact points: what a lock is about is done above this room.
    person_ids: tuple[UUID, ...] = ()
    contact_ids: tuple[UUID, ...] = ()


NOTHING_NEW = Heard(Meaning.REPEATED, say_something=False)


def hear(text: Incoming, *, by: Actor, at: datetime) -> Heard:
    """The text has done what it asks for, once, however often the provider tells it.

    STOP ends messages to that number at once and costs nothing else: appointments stand, and a worker agrees
    another way with the person.
    """
    try:
        with transaction.atomic():
            return _hear(text, by=by, at=at)
    except IntegrityError:  # told twice at the same moment: the other one did it
        return NOTHING_NEW


def _hear(text: Incoming, *, by: Actor, at: datetime) -> Heard:
    said = inbound.understood(text, by=by, at=at)
    if said.meaning is Meaning.REPEATED:
        return NOTHING_NEW
    person_id = None
    if said.meaning is Meaning.ANSWER:
        said, person_id = _answered(said, by=by, at=at)
    inbound.keep(text, said, by=by, at=at, person_id=person_id)
    told = _acted(text, said, by=by, at=at)
    points = tuple(contact.id for contact in said.contacts)
    return Heard(said.meaning, _language(said), said.answer, told, tuple(said.person_ids), points)


def _answered(said: Said, *, by: Actor, at: datetime) -> tuple[Said, UUID | None]:
    """The newest reminder has its answer; where there is none, a worker reads the words."""
    reminder = replies.latest_to(said.person_ids, at)
    if reminder is None:
        return replace(said, meaning=Meaning.OTHER, answer=""), None
    replies.answer(reminder, said.answer, by=by, at=at)
    return said, reminder.person_id


def _acted(text: Incoming, said: Said, *, by: Actor, at: datetime) -> bool:
    """STOP and START have taken effect. True if the person is to hear a word about it from us.

    The provider that understood the word itself has answered it already.
    """
    if said.meaning is Meaning.STOP:
        return inbound.stop(said.contacts, by=by, at=at) and not text.opt_out
    if said.meaning is Meaning.START:
        return inbound.start(said.contacts, text.address, by=by, at=at) and not text.opt_out
    return said.meaning is not Meaning.OTHER and not text.opt_out


def _language(said: Said) -> str:
    return said.contacts[0].person.language if said.contacts else ""
