"""Setting up a programme and its staff. Run by the installation's owner, or an administrator of the programme."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password

from amparo.access.actor import Role
from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.privacy import vault
from amparo.programme.models import Member, Office, Policy, Programme, StaffAccount


def set_up(*, slug: str, name: str, neutral_name: str, country: str, zone: str, phone: str, at: datetime) -> Programme:
    """A new programme exists, with its receipt key made in the vault."""
    if Programme.objects.filter(slug=slug).exists():
        raise Refused("slug_taken")
    programme = Programme(
        slug=slug,
        name=name,
        neutral_name=neutral_name,
        country=country,
        zone=zone,
        phone=phone,
        created_at=at,
    )
    programme.receipt_key = vault.receipt_public_key(programme.id)
    programme.save(force_insert=True)
    return programme


def open_office(programme_id: UUID, *, name: str, address: str, phone: str, zone: str, hours: str = "") -> Office:
    """The programme has one more place to come to. `hours` as `programme.hours` reads them, or in words."""
    return Office.objects.create(
        programme_id=programme_id, name=name, address=address, phone=phone, zone=zone, hours=hours
    )


def decide_policy(
    programme_id: UUID, *, document: dict[str, Any], valid_from: datetime, why: str, author_id: UUID | None
) -> Policy:
    """From `valid_from` on, these rules hold. Earlier policies stay as they were."""
    return Policy.objects.create(
        programme_id=programme_id, document=document, valid_from=valid_from, why=why, author_id=author_id
    )


def add_member(
    programme_id: UUID,
    *,
    email: str,
    name: str,
    roles: Iterable[Role],
    at: datetime,
    password: str | None = None,
    is_first: bool = True,
    office: Office | None = None,
) -> Member:
    """The account (made if new) is a member of the programme with these roles.

    `is_first`: somebody else has seen the password, so they must choose their own before anything opens.
    """
    new = {"id": ids.new(), "password": make_password(password), "password_is_first": bool(password) and is_first}
    account, _ = StaffAccount.objects.get_or_create(email=email.lower(), defaults=new)
    if Member.objects.filter(programme_id=programme_id, account=account).exists():
        raise Refused("already_a_member")
    return Member.objects.create(
        programme_id=programme_id,
        account=account,
        name=name,
        roles=sorted(str(role) for role in roles),
        office=office,
        active_from=at,
    )
