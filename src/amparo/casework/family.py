"""The head of a family checks in for those who agreed: where households meet check-ins and reminders.

What the head is told of somebody is the same whether they checked in by themselves, said no, left, or were never asked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db.models import F, QuerySet

from amparo.access import gate
from amparo.access.actor import Actor, system
from amparo.access.rows import acting
from amparo.access.rules import Permission
from amparo.checkins import actions as checkins
from amparo.checkins import receipt
from amparo.checkins.capture import Capture, Channel, PlaceCause, hash_of
from amparo.checkins.models import Checkin, Submission
from amparo.checkins.rules import CheckinState
from amparo.foundation.errors import Refused
from amparo.households import actions as households
from amparo.households import queries, rules
from amparo.households.models import FamilyMember, Household
from amparo.identity.ways import Way
from amparo.people import names as written
from amparo.people import queries as people
from amparo.people.models import Person
from amparo.privacy.purposes import Purpose
from amparo.reminders import actions as reminders

ASKED_NOW = (CheckinState.PLANNED, CheckinState.DUE)


@dataclass(frozen=True, slots=True)
class Open:
    """Somebody of the family whose check-in can be sent now."""

    part_id: UUID
    checkin_id: UUID
    name: str
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class Sent:
    """What the head sent: the receipt's number, and when it was received. The receipt itself is the member's."""

    number: str
    at: datetime


def set_up(references: Sequence[str], head: str, *, why: str, days: int, by: Actor, at: datetime) -> Household:
    """A family of the people with these references, each of them asked. Codes: "no_such_reference", "not_allowed" (and
    `number`: which of those typed, 0 for the head), and what `households.set_up` refuses."""
    found, leads = _all_known(references, head, by)
    named = people.names(found, by=by, why=Purpose.PERSON_PAGE, at=at)
    called = {person.id: written.first(named.get(person.id) or person.reference) for person in found}
    ids = [person.id for person in found]
    return households.set_up(ids, leads.id, called=called, why=why, days=days, by=by, at=at)


def whose(references: Sequence[str], head: str, *, by: Actor, at: datetime) -> list[tuple[Person, str]]:
    """Whose these references are, by name, the head first. Codes: as of `set_up`. Each name stands in its log."""
    found, leads = _all_known(references, head, by)
    each = list({person.id: person for person in (leads, *found)}.values())
    named = people.names(each, by=by, why=Purpose.PERSON_PAGE, at=at)
    return [(person, named.get(person.id, "")) for person in each]


def _all_known(references: Sequence[str], head: str, by: Actor) -> tuple[list[Person], Person]:
    found = [_known(typed, number, by) for number, typed in enumerate(references, 1)]
    leads = _known(head, 0, by)
    if len({person.id for person in found}) > rules.MOST:
        raise Refused("too_many")
    return found, leads


def _known(typed: str, number: int, by: Actor) -> Person:
    person = people.by_reference(typed)
    if person is None:
        raise Refused("no_such_reference", number=number)
    try:
        gate.require(by, Permission.HOUSEHOLD_SET_UP, person)
    except Refused as no:
        raise Refused(no.code, number=number) from no
    return person


def open_now(head: Person, *, by: Actor, at: datetime) -> list[Open] | None:
    """For whom the head can check in now, by first name; None if they check in for no family.

    Each name that is shown stands in its person's log.
    """
    gate.require(by, Permission.FAMILY_OWN, head)
    if not queries.is_head_now(head.id, at):
        return None
    with acting(system(head.programme_id)):
        parts = queries.sent_for_by(head.id, at)
    found = [one for part in parts for one in _windows_of(part, at)]
    return sorted(found, key=lambda one: (one.closes_at, one.name, one.part_id))


def _windows_of(part: FamilyMember, at: datetime) -> Iterator[Open]:
    by = queries.acts_for(part)
    with acting(by):
        windows = list(_asked(part, at))
        name = queries.called(part, by=by, at=at) if windows else ""
    for window in windows:
        yield Open(part.id, window.id, name, window.closes_at)


def _asked(part: FamilyMember, at: datetime) -> QuerySet[Checkin]:
    now = Checkin.objects.filter(person=part.person_id, state__in=ASKED_NOW, opens_at__lte=at)
    return now.filter(closes_at__gt=at + rules.MARGIN).order_by("closes_at")


def send(part_id: UUID, checkin_id: UUID, *, language: str, by: Actor, at: datetime) -> Sent | None:
    """The member holds a receipt of their own, and the head knows its number. Sent before, the same once more.

    None for every other reason alike: the member checked in already, left, said no, is of another family, or the
    family is over.
    """
    gate.require(by, Permission.FAMILY_OWN, people.by_id(by.id))
    key = uuid5(NAMESPACE_OID, f"household|{part_id}|{checkin_id}")
    with acting(system(by.programme_id)):
        part = households.hold(part_id, by.id, at)
        before = _sent_before(part_id, key, by)
    if before or part is None:
        return before
    capture = _capture(key, language)
    as_head = queries.acts_for(part)
    with acting(as_head):
        # Locked, so that of two who send at once, the member and the head, one is first.
        if not list(_asked(part, at).select_for_update(of=("self",)).filter(id=checkin_id)):
            return None
        signed, _new = checkins.submit(checkin_id, capture=capture, by=as_head, at=at)
    with acting(system(by.programme_id)):
        if Checkin.objects.filter(id=checkin_id, state=CheckinState.DONE).exists():
            reminders.cancel([checkin_id], at=at)
    return _told(signed)


def _told(signed: bytes) -> Sent:
    said = receipt.read(signed)
    return Sent(said.number, said.received_at)


def _sent_before(part_id: UUID, key: UUID, by: Actor) -> Sent | None:
    """What this head was told when they sent it, whether or not they still may: anything else would tell them.

    It writes, so that the answer is as durable as the first one was.
    """
    row = Submission.objects.filter(client_id=key, sent_by=part_id).first()
    part = FamilyMember.objects.filter(id=part_id).first() if row else None
    if row is None or part is None or queries.head_of(part.household_id) != by.id:
        return None
    Submission.objects.filter(id=row.id).update(replays=F("replays") + 1)
    return _told(bytes(row.receipt))


def _capture(key: UUID, language: str) -> Capture:
    """A check-in without a word: how somebody is, only they can say."""
    return Capture(
        client_id=key,
        channel=Channel.FORM,
        identity=Way.FAMILY,
        language=language,
        body_hash=hash_of(b"sent by the head of the family"),
        place_cause=PlaceCause.NOT_ASKED,
    )
