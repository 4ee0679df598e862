"""The verbs of channels: hand over, hear what providers tell, take care of what people wrote."""

import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.channels import providers, receipts
from amparo.channels.models import Delivery, InboundText
from amparo.channels.outcomes import ABOUT_THE_ADDRESS, Kind, Outcome, Why
from amparo.channels.providers import House
from amparo.channels.settling import Parcel, end_contact, settle
from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.foundation.sql import rows_of
from amparo.people import contacts

__all__ = ["Parcel", "settle"]

# An expired lease means the worker is gone, not slow: nothing is begun so late that a provider's timeout
# could end after the lease.
LEASE = timedelta(seconds=90)
BEGIN_WITHIN = 40.0
NOT_BEGUN = timedelta(seconds=1)
SILENCE, LONG_AGO = timedelta(days=3), timedelta(days=30)
NO_RECEIPT = "no_receipt"
AT_ONCE = 5_000


def hand_over(parcels: Sequence[Parcel], *, house: House, at: datetime) -> Iterator[tuple[Parcel, Outcome]]:
    """Each parcel was given to its provider; its outcome follows. No transaction may be open.

    What could not be begun in time goes back unsent: its lease would not cover it.
    """
    deadline = time.monotonic() + BEGIN_WITHIN
    for channel in sorted({parcel.channel for parcel in parcels}):
        waiting = {p.delivery_id: p for p in parcels if p.channel == channel}
        adapter = providers.adapter(channel, house)
        for outcome in adapter.send(_until(deadline, list(waiting.values())), at=at):
            yield waiting.pop(outcome.reference), outcome
        for parcel in waiting.values():
            yield parcel, Outcome(parcel.delivery_id, Kind.RETRY_LATER, code="not_begun", retry_after=NOT_BEGUN)


def ask_first(
    parcels: Sequence[Parcel], *, house: House, since: datetime, claimed: Mapping[UUID, Sequence[str]]
) -> tuple[list[tuple[Parcel, Outcome]], list[Parcel]]:
    """Attempts in doubt: (what the provider says of them, what surely never arrived or cannot be asked about).

    `claimed` are, for each delivery, the provider's ids of other messages to the same contact point.
    """
    known: list[tuple[Parcel, Outcome]] = []
    unsent: list[Parcel] = []
    for channel in sorted({parcel.channel for parcel in parcels}):
        adapter = providers.adapter(channel, house)
        here = [p for p in parcels if p.channel == channel]
        if not adapter.can_be_asked or adapter.repeats_are_harmless:
            unsent += here
            continue
        others = {ref for p in here for ref in claimed.get(p.delivery_id, ())}
        found = adapter.seen([p.message for p in here], since=since, claimed=others)
        known += [(p, found[p.delivery_id]) for p in here if p.delivery_id in found]
        unsent += [p for p in here if p.delivery_id not in found]
    return known, unsent


def record_receipt(receipt: receipts.Receipt, *, by: Actor, at: datetime) -> Delivery | None:
    """The delivery stands where the provider says, whatever the order in which it says it; None: no news."""
    delivery = _meant(receipt)
    after = receipts.advance(receipts.State(delivery.state), receipt.event) if delivery else None
    if delivery is None or after is None:
        return None
    delivery.state, delivery.code, delivery.provider_ref = after.value, receipt.code, receipt.provider_ref
    delivery.settled_at, delivery.lease_until = at, None
    delivery.sent_at = delivery.sent_at or at
    delivery.save(update_fields=["state", "code", "provider_ref", "settled_at", "lease_until", "sent_at"])
    if after is receipts.State.DELIVERED:
        contacts.heard_from(delivery.contact_point_id, by=by, at=at)
    elif receipt.why in ABOUT_THE_ADDRESS:
        end_contact(delivery.contact_point_id, receipt.why, by, at)
    return delivery


def drop(about_ids: Sequence[UUID], *, at: datetime) -> int:
    """What has not left yet about these does not leave any more."""
    if not about_ids:
        return 0
    return len(rows_of(connection, DROP, {"about": list(about_ids), "at": at}))


DROP = """
UPDATE channels_delivery SET state = 'dropped', settled_at = %(at)s, lease_until = NULL
WHERE about_id = ANY(%(about)s::uuid[]) AND state = 'sending' RETURNING id
"""


def handle_text(text_id: UUID, *, by: Actor, at: datetime) -> None:
    """Somebody took care of what a person wrote. Code: "already_handled"."""
    text = InboundText.objects.select_related("person").filter(id=text_id).first()
    if text is None:
        raise Refused("unknown_text")
    gate.require(by, Permission.NEED_HANDLE, text)
    if not InboundText.objects.filter(id=text_id, handled_at=None).update(handled_at=at, handled_by=by.id):
        raise Refused("already_handled")


def settle_old(programme_id: UUID, *, at: datetime) -> int:
    """A text of which no receipt came for three days stays 'sent', and says that none came."""
    # Ids sort by time: the few days in question are found without an index of their own.
    young, old = ids.first_of(at - SILENCE), ids.first_of(at - LONG_AGO)
    silent = Delivery.objects.filter(
        programme_id=programme_id, id__lt=young, id__gt=old, state=Delivery.State.SENT, channel="sms", code=""
    )
    return Delivery.objects.filter(id__in=list(silent.values_list("id", flat=True)[:AT_ONCE])).update(code=NO_RECEIPT)


def failed(parcel: Parcel, code: str) -> tuple[Parcel, Outcome]:
    """The outcome of a message that could not even be made."""
    return parcel, Outcome(parcel.delivery_id, Kind.PERMANENT, code=code, why=Why.MALFORMED)


def _until(deadline: float, parcels: Sequence[Parcel]) -> Iterator[Any]:
    for parcel in parcels:
        if time.monotonic() > deadline:
            return
        yield parcel.message


def _meant(receipt: receipts.Receipt) -> Delivery | None:
    found = Delivery.objects.select_for_update()
    if receipt.reference:
        return found.filter(id=receipt.reference).first()
    return found.filter(provider_ref=receipt.provider_ref).first()
