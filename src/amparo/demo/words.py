"""What was said in the last weeks, what came back, and what is waiting for a worker."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from amparo.channels.models import Delivery
from amparo.checkins.models import Checkin
from amparo.foundation import ids
from amparo.hearings.models import Hearing
from amparo.people.models import ContactPoint
from amparo.reminders.models import Reminder, Reply

LOOK_BACK = timedelta(days=28)
ANSWERS = (("help", 3), ("cannot", 2), ("coming", 14))


def say(programme_id: UUID, *, dice: Random, at: datetime) -> None:
    """Reminders of the last weeks with their deliveries, answers to hearings, contact points that ended."""
    first = _first_contacts(programme_id)
    spoken = [
        _spoken(checkin, first[checkin.person_id], dice)
        for checkin in Checkin.objects.filter(programme_id=programme_id, opens_at__range=(at - LOOK_BACK, at))
        if checkin.person_id in first
    ]
    Reminder.objects.bulk_create([reminder for reminder, _ in spoken])
    Delivery.objects.bulk_create([delivery for _, delivery in spoken])
    _answer(programme_id, dice, at)
    _end_contacts(programme_id, dice, at)


def _first_contacts(programme_id: UUID) -> dict[UUID, ContactPoint]:
    ordered = ContactPoint.objects.filter(programme_id=programme_id, position=0)
    return {contact.person_id: contact for contact in ordered}


def _spoken(checkin: Checkin, contact: ContactPoint, dice: Random) -> tuple[Reminder, Delivery]:
    sent = checkin.opens_at + timedelta(minutes=dice.randint(0, 5))
    reminder = Reminder(
        id=ids.new(),
        programme_id=checkin.programme_id,
        person_id=checkin.person_id,
        kind="checkin",
        about_id=checkin.id,
        step="opens",
        starts_at=checkin.closes_at,
        zone=checkin.zone,
        send_at=checkin.opens_at,
        not_after=checkin.closes_at,
        state=Reminder.State.TAKEN,
        tries=1,
    )
    delivery = Delivery(
        id=ids.new(),
        programme_id=checkin.programme_id,
        person_id=checkin.person_id,
        contact_point=contact,
        channel=contact.kind,
        about_id=reminder.id,
        state=Delivery.State.DELIVERED,
        not_after=checkin.closes_at,
        made_at=sent,
        sent_at=sent,
        settled_at=sent + timedelta(seconds=dice.randint(2, 90)),
        provider_ref=f"demo-{reminder.id.hex[-12:]}",
        segments=dice.choice((1, 2)),
    )
    return reminder, delivery


def _answer(programme_id: UUID, dice: Random, at: datetime) -> None:
    coming = list(Hearing.objects.filter(programme_id=programme_id, starts_at__gt=at, state="scheduled"))
    answers = [answer for answer, count in ANSWERS for _ in range(count)]
    Reply.objects.bulk_create(
        Reply(
            programme_id=programme_id,
            person_id=hearing.person_id,
            kind="hearing",
            about_id=hearing.id,
            answer=answer,
            at=at - timedelta(hours=dice.randint(1, 30)),
        )
        for hearing, answer in zip(dice.sample(coming, len(answers)), answers, strict=True)
    )


def _end_contacts(programme_id: UUID, dice: Random, at: datetime) -> None:
    ends = (("stopped", "stop", 2), ("retired", "bad_address", 2))
    contacts = ContactPoint.objects.filter(programme_id=programme_id, kind="sms").order_by("id")
    chosen = iter(dice.sample(list(contacts), sum(count for _, _, count in ends)))
    for state, reason, count in ends:
        for _ in range(count):
            contact = next(chosen)
            contact.state, contact.state_reason = state, reason
            contact.state_at = at - timedelta(hours=dice.randint(3, 40))
            contact.save()
