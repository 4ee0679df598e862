"""Whom the person has named: asked only when the person cannot be reached, and told nothing of their case."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.foundation.errors import Refused
from amparo.people import actions, consent_words, queries
from amparo.people.models import Consent, Person, Trusted
from amparo.people.reasons import How
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose
from amparo.privacy.vault import OpenItem

LONGEST_NAME, LONGEST_ADDRESS = 120, 200
MOST = 3


def name_trusted(person_id: UUID, kind: str, *, name: str, address: str, how: str, by: Actor, at: datetime) -> Trusted:
    """The person has named somebody, and agreed to the words shown. Codes: "name_missing", "address_missing",
    "too_long", "too_many", "how_missing"."""
    person = queries.locked(person_id)
    gate.require(by, Permission.CONSENT_GIVE, person)
    name, address = " ".join(name.split()), " ".join(address.split())
    if not name:
        raise Refused("name_missing")
    if not address:
        raise Refused("address_missing")
    if len(name) > LONGEST_NAME or len(address) > LONGEST_ADDRESS:
        raise Refused("too_long")
    if Trusted.objects.filter(person=person, ended_at=None).count() >= MOST:
        raise Refused("too_many")
    if how not in set(How):
        raise Refused("how_missing")
    consent = Consent.objects.filter(person=person, what=consent_words.TRUSTED, withdrawn_at=None).first()
    consent = consent or actions.record_consent(
        person_id, consent_words.TRUSTED, how=how, language=_read_in(person), by=by, at=at
    )
    row = Trusted(
        programme_id=person.programme_id,
        person=person,
        kind=Trusted.Kind(kind),
        consent=consent,
        named_at=at,
        named_by=by.id,
    )
    subject = queries.subject_of(person)
    row.name = vault.seal(subject, "people.trusted_name", row.id, name)
    row.address = vault.seal(subject, "people.trusted_address", row.id, address)
    row.save(force_insert=True)
    return row


def end_trust(trusted_id: UUID, *, by: Actor, at: datetime) -> bool:
    """They are asked no more, and nobody need say why. True if the person has named others. Code: "already_handled"."""
    row = Trusted.objects.select_related("person").filter(id=trusted_id, ended_at=None).first()
    if row is None:
        raise Refused("already_handled")
    gate.require(by, Permission.CONSENT_GIVE, row)
    Trusted.objects.filter(id=trusted_id, ended_at=None).update(ended_at=at, ended_by=by.id)
    others = Trusted.objects.filter(person=row.person_id, ended_at=None).exists()
    if not others:
        actions.withdraw_consent(row.person_id, consent_words.TRUSTED, how="taken_back", by=by, at=at)
    return others


def _read_in(person: Person) -> str:
    """The language in which the words were read to them: their own, where they are written in it."""
    return person.language if person.language in consent_words.WORDS[consent_words.TRUSTED] else "en"


def named(trusted_id: UUID, person: Person) -> Trusted | None:
    """One whom this person has named, taken back or not."""
    return Trusted.objects.filter(id=trusted_id, person=person).first()


def named_by(person: Person) -> list[Trusted]:
    """Whom the person has named and not taken back, the first one first."""
    return list(Trusted.objects.filter(person=person, ended_at=None).order_by("named_at"))


def shown(
    rows: Sequence[Trusted], person: Person, *, by: Actor, why: Purpose, at: datetime
) -> dict[UUID, tuple[str, str]]:
    """(name, address) of each, opened for a reason that the person reads in their log."""
    subject = queries.subject_of(person)
    items = [OpenItem(subject, "people.trusted_name", row.id, bytes(row.name)) for row in rows]
    items += [OpenItem(subject, "people.trusted_address", row.id, bytes(row.address)) for row in rows]
    opened = vault.open_text(items, by=by, why=why, at=at)
    return {row.id: (opened[n] or "", opened[n + len(rows)] or "") for n, row in enumerate(rows)}
