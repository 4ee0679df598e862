"""Colleagues: what they may do, whether they may come in, and how they sign in.

Only an administrator changes these, never their own. So there is always one administrator left: whoever made the
last change. Every verb is called inside `acting(...)`, and leaves a line of history in the same transaction.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from amparo.access import gate
from amparo.access.actor import Actor, Role
from amparo.access.rules import Permission
from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.programme import queries, sign_ins
from amparo.programme.models import Member, MemberChange

What = MemberChange.What


def change_roles(member_id: UUID, roles: Iterable[str], *, by: Actor, at: datetime) -> Member:
    """The colleague has exactly these roles. Codes: "roles_missing", "not_yourself", "no_such_member"."""
    member = _other(member_id, by, at)
    wanted = sorted(set(roles))
    if not wanted or not set(wanted) <= set(Role):
        raise Refused("roles_missing")
    before = sorted(member.roles)
    if wanted != before:
        Member.objects.filter(id=member_id).update(roles=wanted)
        _note(member, What.ROLES, by, at, before=before, after=wanted)
    member.roles = wanted
    return member


def suspend(member_id: UUID, *, by: Actor, at: datetime) -> None:
    """The colleague can no longer come in here. Suspended already, nothing changes."""
    member = _other(member_id, by, at)
    if works_here(member, at):
        Member.objects.filter(id=member_id).update(active_until=at)
        _note(member, What.SUSPENDED, by, at)


def take_back(member_id: UUID, *, by: Actor, at: datetime) -> None:
    """The colleague can come in again. Not suspended, nothing changes."""
    member = _other(member_id, by, at)
    if not works_here(member, at):
        Member.objects.filter(id=member_id).update(active_until=None)
        _note(member, What.BACK, by, at)


def new_first_password(member_id: UUID, *, by: Actor, at: datetime) -> str:
    """Their password is this one, kept nowhere in clear; they set up their code app anew, and are signed in nowhere.

    Code: "works_elsewhere": whoever gives an account its password could enter the other programme too.
    """
    member = _other(member_id, by, at)
    if any(programme_id != by.programme_id for programme_id, _ in queries.memberships_of(member.account_id)):
        raise Refused("works_elsewhere")
    password = secrets.token_urlsafe(12)
    sign_ins.begin_anew(member.account, password, at=at)
    _note(member, What.SIGN_IN, by, at)
    return password


def end_sessions(member_id: UUID, *, by: Actor, at: datetime) -> int:
    """They are signed in nowhere. Returns in how many browsers they were. One's own may be ended too."""
    member = _known(member_id, by, at)
    ended = sign_ins.end_all(member.account_id, at=at)
    if ended:
        _note(member, What.SESSIONS, by, at)
    return ended


def works_here(member: Member, at: datetime) -> bool:
    """Whether they may come in at a moment."""
    return member.active_from <= at and (member.active_until is None or member.active_until > at)


def _other(member_id: UUID, by: Actor, at: datetime) -> Member:
    member = _known(member_id, by, at)
    if member.id == by.id:
        raise Refused("not_yourself")
    return member


def _known(member_id: UUID, by: Actor, at: datetime) -> Member:
    """The colleague, locked, if `by` is an administrator still."""
    gate.require_any(by, Permission.STAFF_CHANGE)
    # Both in one order: of two who suspend each other, the second waits, and then is no administrator any more.
    asked = Member.objects.select_for_update(of=("self",)).filter(Q(id=member_id) | Q(id=by.id))
    locked = {row.id: row for row in asked.select_related("account").order_by("id")}
    if member_id not in locked:
        raise Refused("no_such_member")
    me = locked.get(by.id)
    if me is None or Role.ADMINISTRATOR not in me.roles or not works_here(me, at):
        raise Refused("not_allowed", permission=Permission.STAFF_CHANGE.value)
    return locked[member_id]


def _note(
    member: Member, what: str, by: Actor, at: datetime, *, before: Iterable[str] = (), after: Iterable[str] = ()
) -> None:
    MemberChange.objects.create(
        id=ids.new(),
        programme_id=member.programme_id,
        member=member,
        what=what,
        roles_before=list(before),
        roles_after=list(after),
        by_id=by.id,
        at=at,
    )
