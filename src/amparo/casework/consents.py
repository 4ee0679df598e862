"""What a person agreed to, and stopping it: at once, with all that hangs on it, and as easily as it was given."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amparo.access.actor import Actor
from amparo.casework import support
from amparo.foundation.errors import Refused
from amparo.households import actions as households
from amparo.identity import faces
from amparo.people import actions as people
from amparo.people import consent_words, contacts, trusting
from amparo.people import queries as people_queries
from amparo.people.models import Consent, Person

# How somebody took it back who did it themselves, on their own page.
HERE = "on_own_page"


@dataclass(frozen=True, slots=True)
class Agreed:
    """One thing they agreed to: the words they saw, in which language, from when until when."""

    id: UUID
    what: str
    words: str
    language: str
    given_at: datetime
    withdrawn_at: datetime | None


def of(person: Person) -> list[Agreed]:
    """Everything they agreed to: what stands first, then what they took back."""
    rows = sorted(people_queries.consents_of(person), key=lambda row: row.withdrawn_at is not None)
    return [_told(row) for row in rows]


def reminded(person: Person) -> bool:
    """Whether some browser of theirs is notified: they asked for it there, by the browser's own question."""
    return people_queries.has_browser(person)


def stop(person: Person, consent_id: UUID, *, by: Actor, at: datetime) -> None:
    """They took it back, and whatever it allowed has ended. Taken back already, nothing changes.

    Code: "unknown_consent".
    """
    row = next((one for one in people_queries.consents_of(person) if one.id == consent_id), None)
    if row is None:
        raise Refused("unknown_consent")
    if row.withdrawn_at is None:
        _STOPS[row.what](person.id, by, at)


def stop_browsers(person: Person, *, by: Actor, at: datetime) -> None:
    """No browser of theirs is notified any more."""
    contacts.end_browsers(person.id, by=by, at=at)


def _stop_messages(person_id: UUID, by: Actor, at: datetime) -> None:
    support.stop_messages(person_id, how=HERE, by=by, at=at)


def _stop_trust(person_id: UUID, by: Actor, at: datetime) -> None:
    for row in trusting.named_by(people_queries.by_id(person_id)):
        support.end_trust(person_id, row.id, by=by, at=at)
    people.withdraw_consent(person_id, consent_words.TRUSTED, how=HERE, by=by, at=at)


def _stop_face(person_id: UUID, by: Actor, at: datetime) -> None:
    faces.take_back(person_id, by=by, at=at)


def _stop_family(person_id: UUID, by: Actor, at: datetime) -> None:
    households.leave(person_id, by=by, at=at)
    # Of a family that is over the words may still stand: then they alone are taken back.
    for what in (consent_words.FAMILY, consent_words.FAMILY_HEAD):
        people.withdraw_consent(person_id, what, how=HERE, by=by, at=at)


_STOPS = {
    consent_words.MESSAGES: _stop_messages,
    consent_words.TRUSTED: _stop_trust,
    consent_words.FACE: _stop_face,
    consent_words.FAMILY: _stop_family,
    consent_words.FAMILY_HEAD: _stop_family,
}


def _told(row: Consent) -> Agreed:
    return Agreed(row.id, row.what, row.words, row.language, row.given_at, row.withdrawn_at)
