"""A person is given words of their own, and takes them back. Called inside `acting(...)`."""

from datetime import datetime, timedelta
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.identity import sessions, word_lists
from amparo.identity.models import Phrase
from amparo.people import queries as people
from amparo.people.models import Person
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose
from amparo.privacy.vault import OpenItem

# The name is part of the key; it ends in `phrase`: the vault opens one at a time, counted, for one reason.
WORDS = "identity.phrase"
LASTS = timedelta(days=365)


def make(session_id: UUID, *, language: str, by: Actor, at: datetime) -> tuple[str, ...]:
    """The person's new words, to be shown once. What they had before is worth nothing now.

    Codes: "show_it_is_you", "not_settled".
    """
    person = people.locked(by.id)
    gate.require(by, Permission.PHRASE_OWN, person)
    sessions.require_just_now(session_id, settled=True, at=at)
    Phrase.objects.filter(person=person).delete()
    words = word_lists.draw(language)
    row = Phrase(programme_id=person.programme_id, person=person, made_at=at, expires_at=at + LASTS)
    row.words = vault.seal(people.subject_of(person), WORDS, row.id, " ".join(words))
    row.save(force_insert=True)
    return words


def remove(session_id: UUID, *, by: Actor, at: datetime) -> None:
    """The person has no words. Had they none, nothing changes. Code: "show_it_is_you"."""
    person = people.locked(by.id)
    gate.require(by, Permission.PHRASE_OWN, person)
    sessions.require_just_now(session_id, at=at)
    Phrase.objects.filter(person=person).delete()


def of(person_id: UUID, *, at: datetime) -> Phrase | None:
    """The person's words, sealed; None if they have none."""
    return Phrase.objects.filter(person=person_id, expires_at__gt=at).first()


def held(person_id: UUID, *, at: datetime) -> Phrase | None:
    """As `of`; they stay as they are until the transaction is over."""
    return Phrase.objects.select_for_update().filter(person=person_id, expires_at__gt=at).first()


def opened(row: Phrase, person: Person, *, by: Actor, at: datetime) -> str:
    """The words, for a worker who has a recording beside them. Each look stands in the person's log."""
    gate.require(by, Permission.PHRASE_HEAR, row)
    item = OpenItem(people.subject_of(person), WORDS, row.id, bytes(row.words))
    return vault.open_text([item], by=by, why=Purpose.PHRASE_HEARD, at=at)[0] or ""
