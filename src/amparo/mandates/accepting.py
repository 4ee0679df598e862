"""A representative accepts an invitation: link and digits together, once. Every refusal sounds the same."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from secrets import token_hex
from uuid import UUID

from django.db import transaction

from amparo.access import actor
from amparo.access.rows import acting
from amparo.foundation.errors import Refused
from amparo.identity import locks, places
from amparo.identity.models import PersonalLink
from amparo.mandates import queries, rules
from amparo.mandates.models import Mandate
from amparo.people import addresses
from amparo.people import queries as people
from amparo.people.models import Person
from amparo.privacy import vault

NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Says:
    """What somebody who accepts says of themselves."""

    name: str = field(repr=False)
    organisation: str = field(repr=False)
    address: str = field(repr=False)


def says(name: str, organisation: str, address: str) -> Says:
    """It can be kept so. Codes: "name_missing", "too_long", "email_unreadable"."""
    name, organisation = " ".join(name.split()), " ".join(organisation.split())
    if not name:
        raise Refused("name_missing")
    if len(name) > rules.LONGEST_NAME or len(organisation) > rules.LONGEST_ORGANISATION:
        raise Refused("too_long")
    plain = address.strip()
    return Says(name, organisation, addresses.normal("email", plain, country="") if plain else "")


def knock(programme_id: UUID, *, token: str, code: str, at: datetime) -> UUID:
    """The mandate whose link and digits these are; it is not accepted yet. Refused("invitation_not_opened") for
    every reason alike. Each try counts before it is looked at; the last wrong one closes this invitation and no other.

    Opens transactions of its own: the vault is slow on purpose.
    """
    by, link = actor.system(programme_id), queries.link_hash(token)
    with transaction.atomic(durable=True), acting(by):
        row = _open_one(link, at)
        if row is not None:
            _count(row)
    # For a link of nobody the vault works as long, and counts by that link.
    nobody = UUID(bytes=link[:16]), _tag_of_nobody(programme_id)
    mandate_id, tag = (row.id, bytes(row.code_tag)) if row else nobody
    try:
        with places.one(known_device=False):
            right = vault.pin_check(programme_id, mandate_id, rules.readable_code(code), tag)
    except Refused as no:
        if row is not None:
            with acting(by):
                _not_counted(row)
        if no.code == "budget_spent":
            raise Refused("invitation_not_opened") from None
        raise
    if row is None or not right:
        raise Refused("invitation_not_opened")
    return mandate_id


def take(mandate_id: UUID, *, said: Says, account_id: UUID, at: datetime) -> tuple[Mandate, Person]:
    """The mandate holds for this account, and the link is used up. For the system, in its transaction.

    Refused("invitation_not_opened") if somebody else was faster, or the person has taken it back.
    """
    row = Mandate.objects.select_for_update().filter(
        id=mandate_id, accepted_at=None, ended_at=None, token_hash__isnull=False
    ).first()  # fmt: skip
    if row is None:
        raise Refused("invitation_not_opened")
    try:
        person = people.locked(row.person_id)
    except Refused:  # their record is being erased
        raise Refused("invitation_not_opened") from None
    if person.state != Person.State.ACTIVE or not _stands(row):
        raise Refused("invitation_not_opened")
    subject = people.subject_of(person)
    row.name = vault.seal(subject, "mandates.name", row.id, said.name)
    row.organisation = vault.seal(subject, "mandates.organisation", row.id, said.organisation)
    row.address = vault.seal(subject, "mandates.address", row.id, said.address) if said.address else None
    row.accepted_at, row.expires_at, row.holder = at, row.until, queries.holder(account_id, row.id)
    row.token_hash = row.code_tag = None
    row.save()
    return row, person


def _open_one(link: bytes, at: datetime) -> Mandate | None:
    found = Mandate.objects.select_for_update().filter(
        token_hash=link, accepted_at=None, ended_at=None, expires_at__gt=at, wrong__lt=rules.WRONG_CODES
    )
    row = found.first()
    return row if row and _stands(row) else None


def _stands(row: Mandate) -> bool:
    """Whoever had the phone or the PIN may have invited: a lock, or a new link from staff, takes that back."""
    anew = PersonalLink.objects.filter(person=row.person_id, issued_at__gt=row.invited_at)
    return not locks.living(row.person_id) and not anew.exists()


def _count(row: Mandate) -> None:
    Mandate.objects.filter(id=row.id).update(wrong=row.wrong + 1)


def _not_counted(row: Mandate) -> None:
    """Nobody looked, because of a fault of ours."""
    Mandate.objects.filter(id=row.id, wrong__gt=0).update(wrong=row.wrong)


@cache
def _tag_of_nobody(programme_id: UUID) -> bytes:
    return vault.pin_new(programme_id, NOBODY, token_hex(16))
