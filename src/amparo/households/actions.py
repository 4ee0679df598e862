"""The verbs of families: set up, say yes, say no or leave, renew, end. Leaving asks nothing and tells nobody."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from amparo.access import gate
from amparo.access.actor import Actor, Kind, system
from amparo.access.rows import acting
from amparo.access.rules import Permission
from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.households import queries, rules
from amparo.households.models import FamilyMember, Household
from amparo.households.rules import Ended
from amparo.people import actions as people
from amparo.people import consent_words
from amparo.people import queries as known
from amparo.people.models import Person
from amparo.people.reasons import How
from amparo.privacy import vault

# How somebody agreed, or took it back, who did it themselves.
HERE = "on_own_page"


def set_up(
    person_ids: Sequence[UUID],
    head_id: UUID,
    *,
    called: Mapping[UUID, str],
    why: str,
    days: int,
    by: Actor,
    at: datetime,
) -> Household:
    """Each of them is asked; until they say yes nothing is sent for them. `called`: first names, as the head sees them.

    Codes: "too_few", "too_many", "head_missing", "why_missing", "days_missing", "file_closed", "in_a_family",
    "said_no".
    """
    chosen = sorted(set(person_ids))
    if not rules.FEWEST <= len(chosen) <= rules.MOST:
        raise Refused("too_few" if len(chosen) < rules.FEWEST else "too_many")
    if head_id not in chosen:
        raise Refused("head_missing")
    if why not in set(rules.Why):
        raise Refused("why_missing")
    if days not in rules.OFFERED_DAYS:
        raise Refused("days_missing")
    # Locked in one order: two families that share somebody wait for each other.
    persons = [known.locked(person_id) for person_id in chosen]
    for person in persons:
        gate.require(by, Permission.HOUSEHOLD_SET_UP, person)
        if person.state != Person.State.ACTIVE:
            raise Refused("file_closed")
        if queries.refused_lately(person.id, head_id, at):
            raise Refused("said_no")
    house = Household.objects.create(
        programme_id=by.programme_id,
        why=why,
        made_at=at,
        made_by=by.id,
        renewed_at=at,
        renewed_by=by.id,
        until=at + timedelta(days=days),
    )
    try:
        with transaction.atomic():
            FamilyMember.objects.bulk_create([_part(house, one, head_id, called, by, at) for one in persons])
    except IntegrityError as no:
        raise Refused("in_a_family") from no
    return house


def agree(person_id: UUID, *, language: str = "", by: Actor, at: datetime) -> None:
    """They said yes, to the words shown: by themselves, or in person before a worker. Said already, nothing changes.

    `language`: in which they were shown, if it was not the person's own.
    Whoever once said no or left can only say yes themselves. Codes: "no_family", "said_no_before".
    """
    row = _own_part(person_id, by, at)
    with acting(system(row.programme_id)):
        row = _locked(row)
        if row.ended_at is not None or row.household.ended_at is not None:
            raise Refused("no_family")
        if row.agreed_at is not None:
            return
        if by.kind is Kind.MEMBER and queries.said_no_before(person_id):
            raise Refused("said_no_before")
        with acting(by):
            consent = _agreed_to(row, language, by, at)
        FamilyMember.objects.filter(id=row.id).update(agreed_at=at, consent=consent)
        if row.is_head:
            Household.objects.filter(id=row.household_id).update(head_agreed_at=at)


def leave(person_id: UUID, *, by: Actor, at: datetime) -> None:
    """They said no, or left: from the next statement on nothing is sent for them. In no family, nothing changes.

    Nobody of the family is told. If the head leaves, nobody is sent for any more.
    """
    _require_own_or_team(known.by_id(person_id), by)
    row = FamilyMember.objects.filter(person=person_id, ended_at=None).first()
    if row is None:
        return
    with acting(system(row.programme_id)):
        row = _locked(row)
        if row.ended_at is not None:  # meanwhile
            return
        how = Ended.LEFT if row.agreed_at else Ended.SAID_NO
        _end_part(row, how, at)
        if row.is_head:
            _end(row.household, by=by, how=Ended.OVER, at=at)


def renew(household_id: UUID, *, why: str, days: int, by: Actor, at: datetime) -> None:
    """Its time is counted anew from today. Codes: "no_such_household", "household_over", "why_missing",
    "days_missing"."""
    house = _locked_household(household_id)
    for row in _living(house) or queries.members_of(house.id):
        gate.require(by, Permission.HOUSEHOLD_SET_UP, row.person)
    if why not in set(rules.Why):
        raise Refused("why_missing")
    if days not in rules.OFFERED_DAYS:
        raise Refused("days_missing")
    if house.ended_at is not None or house.until <= at:
        raise Refused("household_over")
    Household.objects.filter(id=house.id).update(
        why=why, renewed_at=at, renewed_by=by.id, renewals=house.renewals + 1, until=at + timedelta(days=days)
    )


def end(household_id: UUID, *, by: Actor, at: datetime) -> None:
    """Nothing is sent for anybody of it any more. Over already, nothing changes. Code: "no_such_household"."""
    house = _locked_household(household_id)
    rows = queries.members_of(house.id)
    # Whoever helps one of them may end it: it only takes something away.
    if not any(_may(by, row) for row in rows):
        raise Refused("not_allowed")
    with acting(system(house.programme_id)):
        _end(house, by=by, how=Ended.BY_TEAM, at=at)


def hold(row_id: UUID, head_id: UUID, at: datetime) -> FamilyMember | None:
    """The row for which this head sends now, locked until the transaction ends, or None whatever the reason.

    Who leaves in the same moment waits until what was begun is kept, and then is out; who left before is not found.
    """
    row = FamilyMember.objects.filter(id=row_id).first()
    if row is None:
        return None
    _locked(row)
    return next((one for one in queries.sent_for_by(head_id, at) if one.id == row_id), None)


def settle(programme_id: UUID, at: datetime) -> int:
    """What is over is written down as over, and its names go. Returns how many families and parts it was."""
    by = system(programme_id)
    with acting(by):
        gate.require_any(by, Permission.HOUSEHOLD_SWEEP)
        done = 0
        for house in queries.over(at):
            _end(_locked_household(house.id), by=by, how=Ended.OVER, at=at)
            done += 1
        for row in queries.gone():
            _end_part(_locked(row), Ended.OVER, at)
            done += 1
    return done


def _own_part(person_id: UUID, by: Actor, at: datetime) -> FamilyMember:
    person = known.by_id(person_id)
    _require_own_or_team(person, by)
    row = queries.part_of(person_id, at)
    if row is None:
        raise Refused("no_family")
    return row


def _require_own_or_team(person: Person, by: Actor) -> None:
    gate.require(by, Permission.FAMILY_OWN if by.kind is Kind.PERSON else Permission.HOUSEHOLD_SET_UP, person)


def _may(by: Actor, row: FamilyMember) -> bool:
    try:
        gate.require(by, Permission.HOUSEHOLD_SET_UP, row.person)
    except Refused:
        return False
    return True


def _part(
    house: Household, person: Person, head_id: UUID, called: Mapping[UUID, str], by: Actor, at: datetime
) -> FamilyMember:
    row = FamilyMember(
        id=ids.new(),
        programme_id=person.programme_id,
        person=person,
        household=house,
        is_head=person.id == head_id,
        asked_at=at,
        asked_by=by.id,
    )
    subject = known.subject_of(person)
    if row.is_head:
        return row
    row.called = vault.seal(subject, "households.called", row.id, called[person.id])
    row.head_called = vault.seal(subject, "households.head_called", row.id, called[head_id])
    return row


def _agreed_to(row: FamilyMember, language: str, by: Actor, at: datetime) -> object:
    what = consent_words.FAMILY_HEAD if row.is_head else consent_words.FAMILY
    how = HERE if by.kind is Kind.PERSON else How.IN_PERSON
    read_in = consent_words.read_in(what, language or row.person.language)
    return people.record_consent(row.person_id, what, how=how, language=read_in, by=by, at=at)


def _locked_household(household_id: UUID) -> Household:
    house = Household.objects.select_for_update().filter(id=household_id).first()
    if house is None:
        raise Refused("no_such_household")
    return house


def _locked(row: FamilyMember) -> FamilyMember:
    """The row as it is now, with its household, both locked, the household first: all of a family in one order."""
    house = _locked_household(row.household_id)
    fresh = FamilyMember.objects.select_for_update(of=("self",)).select_related("person", "consent").get(id=row.id)
    fresh.household = house
    return fresh


def _living(house: Household) -> list[FamilyMember]:
    return [row for row in queries.members_of(house.id) if row.ended_at is None]


def _end(house: Household, *, by: Actor, how: Ended, at: datetime) -> None:
    Household.objects.filter(id=house.id, ended_at=None).update(ended_at=at, ended_by=by.id)
    for row in _living(house):
        _end_part(row, how, at)


def _end_part(row: FamilyMember, how: Ended, at: datetime) -> None:
    over = FamilyMember.objects.filter(id=row.id, ended_at=None)
    if not over.update(ended_at=at, ended=how, called=None, head_called=None):
        return
    if row.person.salt is None or row.person.state not in known.KNOWN:
        return
    what = consent_words.FAMILY_HEAD if row.is_head else consent_words.FAMILY
    people.withdraw_consent(row.person_id, what, how=how.value, by=system(row.programme_id), at=at)
