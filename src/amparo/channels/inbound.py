"""What people write to us: recognised, attributed, kept sealed. What it means for reminders is said above."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from amparo.access.actor import Actor, Kind
from amparo.access.rows import acting
from amparo.channels import keywords, queries
from amparo.channels.adapters.sms.callbacks import Incoming
from amparo.channels.models import InboundText
from amparo.foundation import ids
from amparo.people import contacts as contact_points
from amparo.people import queries as people
from amparo.people.models import ContactPoint
from amparo.privacy import vault

LONGEST = 4_000


class Meaning(StrEnum):
    """What a text is for."""

    STOP = "stop"
    START = "start"
    HELP = "help"
    LOCK = "lock"
    ANSWER = "answer"
    OTHER = "other"
    UNKNOWN = "unknown"  # the sender is nobody we know
    REPEATED = "repeated"  # the provider told us before


@dataclass(frozen=True, slots=True)
class Said:
    """A text as understood: what for, from which contact points; for an answer, which one."""

    meaning: Meaning
    contacts: tuple[ContactPoint, ...] = ()
    answer: str = ""

    @property
    def person_ids(self) -> list[UUID]:
        return list(dict.fromkeys(contact.person_id for contact in self.contacts))


def understood(text: Incoming, *, by: Actor, at: datetime) -> Said:
    """What the text means and whose it may be. A family can share one telephone."""
    if queries.text_heard(text.provider_ref):
        return Said(Meaning.REPEATED)
    found = tuple(people.contacts_at(text.address, kinds=("sms",), by=by, at=at))
    if not found:
        return Said(Meaning.UNKNOWN)
    # What the provider understood it has already acted on: then so must we.
    if word := text.opt_out or keywords.recognise(text.text):
        return Said(Meaning(word), found)
    if answer := keywords.answer(text.text):
        return Said(Meaning.ANSWER, found, answer.value)
    return Said(Meaning.OTHER, found)


def stop(found: Sequence[ContactPoint], *, by: Actor, at: datetime) -> bool:
    """Nothing is sent there any more. False if nothing was before."""
    living = [contact for contact in found if contact.state != ContactPoint.State.STOPPED]
    for contact in living:
        contact_points.stop_contact(contact.id, by=by, at=at)
    return bool(living)


def start(found: Sequence[ContactPoint], address: str, *, by: Actor, at: datetime) -> bool:
    """The person, by their own word, is written to there again. False if they always were."""
    ended = [contact for contact in found if contact.state != ContactPoint.State.ACTIVE]
    for contact in ended:
        person = Actor(Kind.PERSON, contact.person_id, by.programme_id)
        with acting(person):
            contact_points.add_contact(contact.person_id, contact.kind, address, by=person, at=at)
    return bool(ended)


def keep(text: Incoming, said: Said, *, by: Actor, at: datetime, person_id: UUID | None = None) -> None:
    """The text is on record, once. Only words nobody understood are kept, sealed; a stranger's are not."""
    contact = next((c for c in said.contacts if c.person_id == person_id), next(iter(said.contacts), None))
    row = InboundText(
        id=ids.new(),
        programme_id=by.programme_id,
        person=contact.person if contact else None,
        provider_ref=text.provider_ref,
        meaning=said.meaning.value,
        received_at=at,
        handled_at=None if said.meaning in (Meaning.HELP, Meaning.OTHER) else at,
    )
    if contact and said.meaning is Meaning.OTHER:
        whose = people.subject_of(contact.person)
        row.body = vault.seal(whose, "channels.body", row.id, text.text[:LONGEST])
    row.save(force_insert=True)
    for each in said.contacts:
        contact_points.heard_from(each.id, by=by, at=at)
