"""What went wrong about one window, from every room that knows: our outages, the phone's reports, lost messages."""

from datetime import datetime
from typing import Any
from uuid import UUID

from amparo.channels.models import Delivery
from amparo.checkins.models import Deferral
from amparo.concerns.models import Concern, Outreach
from amparo.faults import queries as faults
from amparo.faults import rules
from amparo.faults.rules import Cause, Evidence, Trouble
from amparo.identity import locks
from amparo.reminders.models import Reminder

# Their page was locked at their word.
PHONE_LOST = "phone_lost"
LOST = (Delivery.State.UNDELIVERED, Delivery.State.FAILED)


def evidence(person_id: UUID, about_id: UUID, *, opens_at: datetime, closes_at: datetime) -> list[Evidence]:
    """Everything known, ours first, then carriers', then the phone's; by when it began."""
    told = faults.evidence(person_id, about_id, opens_at=opens_at, closes_at=closes_at)
    told += _lost_messages(about_id)
    told += [
        Evidence(Cause.ASKED_TO_DEFER, Trouble.ASKED_TO_DEFER, "person", row.asked_at, row.decided_at)
        for row in Deferral.objects.filter(checkin=about_id).order_by("asked_at")
    ]
    told += [
        Evidence(Cause.DEVICE, PHONE_LOST, "person", lock.locked_at, lock.unlocked_at)
        for lock in locks.touching(person_id, opens_at, closes_at)
    ]
    order = {cause: place for place, cause in enumerate(rules.IN_ORDER)}
    return sorted(told, key=lambda one: (order.get(one.cause, len(order)), one.began_at))


def of(concern: Concern) -> list[Evidence]:
    window: Any = concern.outreach
    return evidence(concern.person_id, concern.about_id, opens_at=window.opens_at, closes_at=window.closes_at)


def likely(concern: Concern) -> Cause:
    """The cause that the evidence speaks for; UNKNOWN where there is none."""
    return rules.likely(of(concern))


def _lost_messages(about_id: UUID) -> list[Evidence]:
    # About the window, and the message with which we asked how they are.
    outreach = Outreach.objects.filter(about_id=about_id).values_list("id", flat=True)
    said = Reminder.objects.filter(about_id__in=[about_id, *outreach]).values_list("id", flat=True)
    rows = Delivery.objects.filter(about_id__in=list(said))
    if rows.filter(state=Delivery.State.DELIVERED).exists():
        # One of them arrived: the person was told.
        return []
    return [
        Evidence(Cause.CARRIER, Trouble.NOT_DELIVERED, "provider", row.made_at, row.settled_at)
        for row in rows.filter(state__in=LOST).order_by("made_at")
    ]
