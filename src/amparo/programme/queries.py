"""Reads about programmes, members and rules that more than one caller needs."""

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from amparo.access.actor import Actor, Kind, Role
from amparo.foundation.errors import Refused
from amparo.programme import rules
from amparo.programme.models import Member, MemberChange, Office, Policy, Programme, StaffAccount


def all_programmes() -> list[Programme]:
    """Every programme of this installation: public facts, needed to sweep each of them."""
    return list(Programme.objects.order_by("slug"))


def by_slug(slug: str) -> Programme | None:
    return Programme.objects.filter(slug=slug).first()


def by_id(programme_id: UUID) -> Programme:
    return Programme.objects.get(id=programme_id)


def rules_at(programme_id: UUID, at: datetime) -> rules.Rules:
    """The rules in force at a moment."""
    found = Policy.objects.filter(programme_id=programme_id, valid_from__lte=at).order_by("-valid_from").first()
    return rules.read(found.document if found else {})


def offices() -> QuerySet[Office]:
    return Office.objects.order_by("name")


def members(at: datetime) -> QuerySet[Member]:
    """Who works here at a moment."""
    ended = Q(active_until__isnull=False, active_until__lte=at)
    return Member.objects.filter(active_from__lte=at).exclude(ended).order_by("name")


def everybody() -> QuerySet[Member]:
    """Who works or worked here, whoever is suspended too."""
    return Member.objects.select_related("office", "cover", "account").order_by("name")


def member(member_id: UUID) -> Member:
    """The colleague. Code: "no_such_member", for another programme's too."""
    found = everybody().filter(id=member_id).first()
    if found is None:
        raise Refused("no_such_member")
    return found


def member_changes(member_id: UUID | None = None, *, most: int = 100) -> list[MemberChange]:
    """What administrators changed for colleagues (for this one), newest first."""
    rows = MemberChange.objects.select_related("member").order_by("-at", "-id")
    return list((rows if member_id is None else rows.filter(member=member_id))[:most])


def signs_in_anew_since(member_id: UUID, moment: datetime) -> bool:
    """Whether an administrator has since given this colleague a new first password, or signed them out everywhere."""
    what = (MemberChange.What.SIGN_IN, MemberChange.What.SESSIONS)
    return MemberChange.objects.filter(member=member_id, what__in=what, at__gte=moment).exists()


def memberships_of(account_id: UUID) -> list[tuple[UUID, UUID]]:
    """(programme, member) of an account, before any programme has been chosen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT programme_id, member_id FROM sec.memberships(%s)", [account_id])
        return list(cursor.fetchall())


def account_id(email: str) -> UUID | None:
    """The account that signs in with this address. For the installation's owner: a command on its own machine."""
    return StaffAccount.objects.filter(email__iexact=email).values_list("id", flat=True).first()


def actor_of(member: Member, at: datetime) -> Actor:
    """The member as an actor: their roles, and the colleagues whose caseload they cover today."""
    covered = members(at).filter(cover=member, away_from__lte=at, away_until__gt=at)
    return Actor(
        Kind.MEMBER,
        member.id,
        member.programme_id,
        frozenset(Role(role) for role in member.roles),
        frozenset(covered.values_list("id", flat=True)) | {member.id},
    )


def is_looked_after(worker_id: UUID, at: datetime) -> bool:
    """Whether this colleague is at work, or somebody at work covers for them."""
    there = members(at).filter(id=worker_id).select_related("cover").first()
    if there is None:
        return False
    cover = there.cover
    return _is_at_work(there, at) or (cover is not None and _is_at_work(cover, at))


def is_anybody_at_work(at: datetime) -> bool:
    """Whether any case worker of the programme is not away: what is urgent calls each of them."""
    return any(_is_at_work(one, at) for one in members(at) if Role.CASE_WORKER in one.roles)


def _is_at_work(member: Member, at: datetime) -> bool:
    works = member.active_from <= at and (member.active_until is None or member.active_until > at)
    away = member.away_from is not None and member.away_from <= at
    return works and not (away and (member.away_until is None or member.away_until > at))


def names_of_members() -> dict[UUID, str]:
    """Everybody who works or worked here: the access log names them."""
    return dict(Member.objects.values_list("id", "name"))
