"""Reads of mandates that more than one caller needs."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amparo.access.actor import Actor, Kind
from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.mandates import rules
from amparo.mandates.models import Mandate, Notice
from amparo.people import queries as people
from amparo.people import references
from amparo.people.models import Person
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose
from amparo.privacy.vault import OpenItem

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Who:
    """A representative, as they say themselves."""

    name: str = ""
    organisation: str = ""


def of_person(person_id: UUID) -> list[Mandate]:
    """Every mandate the person gave, the newest first."""
    return list(Mandate.objects.filter(person=person_id).order_by("-invited_at")[:AT_ONCE])


def living(person_id: UUID, at: datetime) -> list[Mandate]:
    """Those that hold now."""
    return [row for row in of_person(person_id) if state(row, at) is rules.State.HOLDS]


def one(mandate_id: UUID, person_id: UUID) -> Mandate:
    """The person's mandate. Code: "unknown_mandate"."""
    found = Mandate.objects.select_related("person").filter(id=mandate_id, person=person_id).first()
    if found is None:
        raise Refused("unknown_mandate")
    return found


def state(row: Mandate, at: datetime) -> rules.State:
    """Where it stands now."""
    return rules.state(row.accepted_at, row.ended_at, row.expires_at, row.wrong, at)


def link_hash(token: str) -> bytes:
    """What is kept of an invitation's link. A token that cannot be one is of nobody, and has a hash like any other."""
    return hashlib.sha256((references.read_token(token) or ids.new().hex).encode()).digest()


def holder(account_id: UUID, mandate_id: UUID) -> bytes:
    """Which account holds it, said so that no two mandates can be seen to be held by the same."""
    return hashlib.sha256(b"amparo.mandates.holder" + account_id.bytes + mandate_id.bytes).digest()


def under(mandate_id: UUID, programme_id: UUID) -> Actor:
    """Somebody who acts under this mandate and has shown nothing yet: they see the mandate, and nobody."""
    return Actor(Kind.REPRESENTATIVE, mandate_id, programme_id)


def actor_of(row: Mandate) -> Actor:
    """The representative, with what the mandate says now."""
    return Actor(Kind.REPRESENTATIVE, row.id, row.programme_id, represents=row.person_id, areas=frozenset(row.areas))


def shown(rows: Sequence[Mandate], person: Person, *, by: Actor, why: Purpose, at: datetime) -> dict[UUID, Who]:
    """Who each representative is, opened for a reason that the person reads in their log."""
    known = [row for row in rows if row.name]
    if not known or not person.salt:
        return {}
    subject = people.subject_of(person)
    items = [OpenItem(subject, "mandates.name", row.id, bytes(row.name)) for row in known]
    items += [
        OpenItem(subject, "mandates.organisation", row.id, bytes(row.organisation) if row.organisation else None)
        for row in known
    ]
    opened = [value or "" for value in vault.open_text(items, by=by, why=why, at=at)]
    return {row.id: Who(opened[n], opened[n + len(known)]) for n, row in enumerate(known)}


def notices_of(mandate_id: UUID) -> list[Notice]:
    """What the representative may hear of, the newest first."""
    return list(Notice.objects.filter(mandate=mandate_id).order_by("-noted_at", "-id")[:AT_ONCE])
