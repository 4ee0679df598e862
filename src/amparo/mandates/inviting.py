"""What the person does: invites, changes what may be seen, and ends it at once."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.foundation.errors import Refused
from amparo.identity import sessions
from amparo.mandates import queries, rules
from amparo.mandates.models import Mandate
from amparo.people import queries as people
from amparo.people import references
from amparo.privacy import vault


@dataclass(frozen=True, slots=True)
class Invitation:
    """To be shown once: the link to send, and the digits to say aloud."""

    mandate_id: UUID
    until: datetime
    token: str = field(repr=False)
    code: str = field(repr=False)


def invite(session_id: UUID, *, kind: str, areas: list[str], days: int, by: Actor, at: datetime) -> Invitation:
    """Whoever holds the link and hears the digits can accept it once, within a week.

    Codes: "show_it_is_you", "not_settled", "kind_missing", "area_missing", "days_missing", "too_many".
    """
    person = people.locked(by.id)
    gate.require(by, Permission.REPRESENTATIVE_CHANGE, person)
    sessions.require_just_now(session_id, settled=True, at=at)
    chosen = rules.areas(areas)
    if kind not in set(rules.Kind):
        raise Refused("kind_missing")
    if chosen is None:
        raise Refused("area_missing")
    if days not in rules.OFFERED_DAYS:
        raise Refused("days_missing")
    waiting = [row for row in queries.of_person(person.id) if queries.state(row, at) is not rules.State.OVER]
    if len(waiting) >= rules.MOST:
        raise Refused("too_many_representatives")
    token = references.token()
    code = f"{secrets.randbelow(10**rules.CODE_DIGITS):0{rules.CODE_DIGITS}d}"
    row = Mandate(
        programme_id=person.programme_id,
        person=person,
        kind=kind,
        areas=chosen,
        invited_at=at,
        until=at + timedelta(days=days),
        expires_at=at + rules.INVITATION,
        token_hash=queries.link_hash(token),
    )
    row.code_tag = vault.pin_new(person.programme_id, row.id, code)
    row.save(force_insert=True)
    return Invitation(row.id, row.until, token, code)


def change(mandate_id: UUID, *, areas: list[str], by: Actor, at: datetime) -> None:
    """From the next page on the representative sees these areas. Codes: "unknown_mandate", "area_missing",
    "mandate_over"."""
    row = queries.one(mandate_id, by.id)
    gate.require(by, Permission.REPRESENTATIVE_CHANGE, row)
    chosen = rules.areas(areas)
    if chosen is None:
        raise Refused("area_missing")
    if not Mandate.objects.filter(id=mandate_id, ended_at=None, expires_at__gt=at).update(areas=chosen):
        raise Refused("mandate_over")


def end(mandate_id: UUID, *, by: Actor, at: datetime) -> None:
    """The representative sees nothing any more, nor does the link open anything. Over already, nothing changes.

    Code: "unknown_mandate".
    """
    row = queries.one(mandate_id, by.id)
    gate.require(by, Permission.REPRESENTATIVE_CHANGE, row)
    Mandate.objects.filter(id=mandate_id, ended_at=None, expires_at__gt=at).update(
        ended_at=at, ended=rules.Ended.TAKEN_BACK, expires_at=at, token_hash=None, code_tag=None
    )
