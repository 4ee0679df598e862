"""What became of deliveries is written down, many at once; what it says about contact points and paces is done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from amparo.access.actor import Actor
from amparo.channels import paces
from amparo.channels.outcomes import ABOUT_THE_ADDRESS, Kind, Outcome, Why
from amparo.foundation import ids
from amparo.foundation.sql import rows_of
from amparo.people import contacts

RETRY = timedelta(seconds=30)
DOUBT = timedelta(seconds=15)
SLOWEST_RETRY = timedelta(minutes=15)

# Fenced by the attempt: a worker that slept through its lease cannot overwrite what another one did since.
# What was taken back while it left is told as it was: sent. `settled_at` beside 'sending' means that this
# attempt's fate is known: surely not sent, so the next one may choose new words.
SETTLE = """
UPDATE channels_delivery d SET
    state = CASE WHEN d.state = 'dropped' AND o.state NOT IN ('sent', 'delivered') THEN 'dropped' ELSE o.state END,
    provider_ref = CASE WHEN o.ref = '' THEN d.provider_ref ELSE o.ref END, code = o.code,
    segments = greatest(d.segments, o.segments),
    sent_at = CASE WHEN o.state IN ('sent', 'delivered') THEN %(at)s ELSE d.sent_at END,
    settled_at = CASE WHEN o.known THEN %(at)s WHEN d.state = 'dropped' THEN d.settled_at END,
    lease_until = CASE WHEN d.state = 'sending' AND o.state = 'sending' THEN o.lease END
FROM unnest(%(ids)b::uuid[], %(attempts)b::int[], %(states)b::text[], %(known)b::bool[], %(refs)b::text[],
            %(codes)b::text[], %(segments)b::int[], %(leases)b::timestamptz[])
     AS o (id, attempt, state, known, ref, code, segments, lease)
WHERE d.id = o.id AND d.attempt = o.attempt AND d.state IN ('sending', 'dropped')
RETURNING d.id, d.about_id, d.contact_point_id, d.state
"""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One leased delivery with the message made for it."""

    delivery_id: UUID
    attempt: int
    channel: str
    message: Any


def settle(settled: Iterable[tuple[Parcel, Outcome]], *, by: Actor, at: datetime) -> list[UUID]:
    """The deliveries stand where their outcomes say. Returns what those that failed for good were about."""
    pairs = list(settled)
    if not pairs:
        return []
    moved = rows_of(connection, SETTLE, _columns(pairs, at), binary=True)
    outcome_of = {parcel.delivery_id: outcome for parcel, outcome in pairs}
    for row in moved:
        outcome = outcome_of[row.id]
        if outcome.kind is Kind.PERMANENT and outcome.why in ABOUT_THE_ADDRESS:
            end_contact(row.contact_point_id, outcome.why, by, at)
    _look_after_paces(pairs, by, at)
    return [row.about_id for row in moved if row.state == "failed"]


def end_contact(contact_id: UUID, why: Why, by: Actor, at: datetime) -> None:
    """Retired or stopped: either way a line on the worker's day until another way is agreed."""
    if why is Why.STOPPED:
        contacts.stop_contact(contact_id, by=by, at=at)
    else:
        contacts.retire_contact(contact_id, why.value, by=by, at=at)


def _columns(pairs: Sequence[tuple[Parcel, Outcome]], at: datetime) -> dict[str, Any]:
    # In the order of their ids, so that two statements over the same rows wait for each other, not both.
    pairs = sorted(pairs, key=lambda pair: pair[0].delivery_id)
    return {
        "at": at,
        "ids": ids.array(p.delivery_id for p, _ in pairs),
        "attempts": _numbers(p.attempt for p, _ in pairs),
        "states": [_state(o) for _, o in pairs],
        "known": [o.kind is not Kind.UNKNOWN for _, o in pairs],
        "refs": [o.provider_ref for _, o in pairs],
        "codes": [o.code[:40] for _, o in pairs],
        "segments": _numbers(o.segments for _, o in pairs),
        "leases": "{" + ",".join([_lease(p, o, at) for p, o in pairs]) + "}",
    }


def _numbers(many: Iterable[int]) -> str:
    return "{" + ",".join(map(str, many)) + "}"


def _state(outcome: Outcome) -> str:
    if outcome.kind in (Kind.ACCEPTED, Kind.SENT):
        return "sent"
    if outcome.kind is Kind.DELIVERED:
        return "delivered"
    return "failed" if outcome.kind is Kind.PERMANENT else "sending"


def _lease(parcel: Parcel, outcome: Outcome, at: datetime) -> str:
    if outcome.kind not in (Kind.UNKNOWN, Kind.RETRY_LATER):
        return "NULL"
    first = DOUBT if outcome.kind is Kind.UNKNOWN else RETRY
    backoff = min(first * 2 ** min(parcel.attempt - 1, 8), SLOWEST_RETRY)
    return (at + max(outcome.retry_after or backoff, timedelta(seconds=1))).isoformat()


def _look_after_paces(pairs: Sequence[tuple[Parcel, Outcome]], by: Actor, at: datetime) -> None:
    busy = [(p.channel, o) for p, o in pairs if o.kind is Kind.RETRY_LATER and o.why is Why.BUSY]
    for channel in sorted({channel for channel, _ in busy}):
        waits = [o.retry_after for c, o in busy if c == channel and o.retry_after]
        paces.pause(by.programme_id, channel, max(waits) if waits else None, at)
