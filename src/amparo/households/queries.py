"""Reads of families that more than one caller needs."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from amparo.access.actor import Actor, Kind
from amparo.foundation.errors import Refused
from amparo.households import rules
from amparo.households.models import FamilyMember, Household
from amparo.people import queries as people
from amparo.people.models import Person
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose
from amparo.privacy.vault import OpenItem


def part_of(person_id: UUID, at: datetime) -> FamilyMember | None:
    """The person's own part in a family, asked or agreed, while it holds; as they see it themselves, and staff."""
    living = FamilyMember.objects.select_related("household").filter(person=person_id, ended_at=None)
    return living.filter(household__ended_at=None, household__until__gt=at).first()


def is_head_now(person_id: UUID, at: datetime) -> bool:
    """Whether this person said yes to checking in for their family, and it goes on. It says nothing of anybody else."""
    part = part_of(person_id, at)
    return part is not None and part.is_head and part.agreed_at is not None


def state(row: FamilyMember, at: datetime) -> rules.State:
    """Where a part stands now."""
    return rules.state(row.agreed_at, row.ended_at, row.household.until, at)


def one(household_id: UUID) -> Household:
    """A family. Code: "no_such_household"."""
    found = Household.objects.filter(id=household_id).first()
    if found is None:
        raise Refused("no_such_household")
    return found


def members_of(household_id: UUID) -> list[FamilyMember]:
    """Everybody who was ever asked, the head first. Only for staff and the background are there more than one."""
    rows = FamilyMember.objects.select_related("person", "household", "consent").filter(household=household_id)
    return list(rows.order_by("-is_head", "asked_at", "id"))


def families_of(person_id: UUID) -> list[FamilyMember]:
    """Every family this person was asked about, the newest first."""
    rows = FamilyMember.objects.select_related("household").filter(person=person_id)
    return list(rows.order_by("-asked_at", "-id"))


def said_no_before(person_id: UUID) -> bool:
    """Whether they ever said no or left, as far as it is kept: then only they themselves can say yes."""
    return FamilyMember.objects.filter(person=person_id, ended__in=[rules.Ended.SAID_NO, rules.Ended.LEFT]).exists()


def refused_lately(person_id: UUID, head_id: UUID, at: datetime) -> bool:
    """Whether they said no to this very head, or left them, or said no to being head, a short while ago."""
    if person_id == head_id:
        no = FamilyMember.objects.filter(person=person_id, is_head=True, ended=rules.Ended.SAID_NO)
        return no.filter(ended_at__gt=at - rules.ASK_AGAIN).exists()
    said = FamilyMember.objects.filter(
        person=person_id, ended__in=[rules.Ended.SAID_NO, rules.Ended.LEFT], ended_at__gt=at - rules.ASK_AGAIN
    )
    led = FamilyMember.objects.filter(person=head_id, is_head=True).values("household")
    return said.filter(household__in=led, is_head=False).exists()


def sent_for_by(head_id: UUID, at: datetime) -> list[FamilyMember]:
    """Those for whom this person may send at this moment, by their row. Read by the background's eyes."""
    head = FamilyMember.objects.select_related("household", "person", "consent").filter(person=head_id, ended_at=None)
    mine = head.filter(is_head=True).first()
    if mine is None or not _holds(mine, at):
        return []
    rows = FamilyMember.objects.select_related("household", "person", "consent").filter(household=mine.household_id)
    return [row for row in rows.order_by("asked_at", "id") if not row.is_head and _holds(row, at)]


def head_of(household_id: UUID) -> UUID | None:
    """Whose family it is, over or not."""
    head = FamilyMember.objects.filter(household=household_id, is_head=True).first()
    return head.person_id if head else None


def acts_for(row: FamilyMember) -> Actor:
    """The head, as whoever sends for this one person: they may do that, and nothing else exists for them."""
    return Actor(Kind.HEAD, row.id, row.programme_id, represents=row.person_id)


def _holds(row: FamilyMember, at: datetime) -> bool:
    house = row.household
    consented = row.consent is not None and row.consent.withdrawn_at is None
    lasts = house.ended_at is None and house.head_agreed_at is not None and house.until > at + rules.MARGIN
    active = row.person.state == Person.State.ACTIVE and row.person.salt is not None
    return lasts and active and consented and row.agreed_at is not None and row.ended_at is None


def called(row: FamilyMember, *, by: Actor, at: datetime) -> str:
    """The member's first name for the head, opened so that it stands in the member's log."""
    item = OpenItem(people.subject_of(row.person), "households.called", row.id, bytes(row.called or b""))
    return vault.open_text([item], by=by, why=Purpose.FAMILY_LIST, at=at)[0] or ""


def head_called(row: FamilyMember, person: Person, *, by: Actor, at: datetime) -> str:
    """Whom the member lets send, or is asked about: a copy in the member's own record.

    It is not opened from the head's: their log would tell them when a member looks at this page.
    """
    if not row.head_called:
        return ""
    item = OpenItem(people.subject_of(person), "households.head_called", row.id, bytes(row.head_called))
    return vault.open_text([item], by=by, why=Purpose.OWN_RECORD, at=at)[0] or ""


def over(at: datetime) -> Sequence[Household]:
    """Families that still stand as living and cannot go on: their time is over, or their head is gone."""
    led = FamilyMember.objects.filter(is_head=True, ended_at=None, person__state=Person.State.ACTIVE)
    living = Household.objects.filter(ended_at=None)
    return list(living.filter(Q(until__lte=at) | ~Q(id__in=led.values("household"))))


def gone() -> list[FamilyMember]:
    """Parts of people whose file is closed or who are being forgotten."""
    living = FamilyMember.objects.select_related("household", "person").filter(ended_at=None, is_head=False)
    return list(living.exclude(person__state=Person.State.ACTIVE))
