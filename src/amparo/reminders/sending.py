"""Due reminders leave: claimed in one statement, rendered when sent, handed over with no transaction open.

At most a few statements a thousand messages. A worker that dies leaves leases; `send_again` asks the provider
before a second attempt, so that nothing is lost and, where the provider can tell, nothing doubled.
"""

import time
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError, connection

from amparo.access.actor import Actor, system
from amparo.access.rows import acting
from amparo.channels import actions as channels
from amparo.channels import queries as deliveries
from amparo.channels.actions import Parcel
from amparo.channels.outcomes import Outcome
from amparo.channels.providers import House
from amparo.foundation.sql import Row
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose
from amparo.privacy.vault import OpenItem, Subject
from amparo.programme import queries as programmes
from amparo.programme.models import Programme
from amparo.reminders import claiming, messages
from amparo.reminders.models import Reminder

log = structlog.get_logger("amparo.reminders")

BATCH = 2000
# How long what is known waits for the database, in seconds: a minute in all, less than a lease.
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)

Settled = list[tuple[Parcel, Outcome]]


def send_due(programme_id: UUID, *, at: datetime, limit: int = BATCH) -> int:
    """Every reminder whose moment has come has left, or is settled as too late or unreachable."""
    by, programme = system(programme_id), programmes.by_id(programme_id)
    with acting(by):
        claimed = claiming.due(programme_id, at=at, limit=limit)
    _send(_leaving(claimed), programme, by=by, at=at)
    return len(claimed)


def send_again(programme_id: UUID, *, at: datetime) -> int:
    """Every delivery whose worker died, or whose provider asked for patience, is taken up once more."""
    by, programme = system(programme_id), programmes.by_id(programme_id)
    with acting(by):
        claimed = claiming.again(programme_id, at=at, limit=BATCH)
        hasten([row.reminder_id for row in claimed if row.state == "failed"], at=at)
    _send([row for row in claimed if row.state == "sending"], programme, by=by, at=at)
    return len(claimed)


def follow_up(programme_id: UUID, *, at: datetime) -> int:
    """What was not heard in time goes out by the next channel; where there is none, a worker is told."""
    by, programme = system(programme_id), programmes.by_id(programme_id)
    with acting(by):
        claimed = claiming.late(programme_id, at=at, limit=BATCH)
    _send(_leaving(claimed), programme, by=by, at=at)
    return len(claimed)


def hasten(reminder_ids: Iterable[UUID], *, at: datetime) -> None:
    """The next channel need not wait: this one has failed."""
    waiting = Reminder.objects.filter(id__in=list(reminder_ids), follow_up_at__gt=at)
    waiting.update(follow_up_at=at)


def _leaving(claimed: Sequence[Row]) -> list[Row]:
    return [row for row in claimed if row.delivery_id]


def _send(rows: Sequence[Row], programme: Programme, *, by: Actor, at: datetime) -> None:
    """Each of the leased rows has been handed over, or put back; what is known of it is written down."""
    if not rows:
        return
    watch, house = _Watch(at), House(programme.slug, programme.neutral_name)
    settled: Settled = []
    try:
        address = _addresses(rows, by, at)
        sure = [row for row in rows if not row.in_doubt]
        sure += _asked([row for row in rows if row.in_doubt], address, programme, house, settled, by=by, at=at)
        parcels = _parcels(sure, address, programme, settled, at=at)
        with acting(by):
            left = claiming.wanted(parcel.delivery_id for parcel in parcels)
        parcels = [parcel for parcel in parcels if parcel.delivery_id in left]
        for outcome in channels.hand_over(parcels, house=house, at=watch.now()):
            settled.append(outcome)
    finally:
        # What is known is kept, even if something broke in the middle; the rest is in doubt until its lease ends.
        _settle(settled, programme, by=by, at=watch.now())


def _asked(
    rows: Sequence[Row],
    address: dict[UUID, str],
    programme: Programme,
    house: House,
    settled: Settled,
    *,
    by: Actor,
    at: datetime,
) -> list[Row]:
    """Rows of which the provider surely knows nothing, or cannot be asked; the others are settled.

    It is asked by the very words of the first attempt. What goes out now is worded anew: "tomorrow" may have
    become "today". The new moment is written down first, so that the next question is asked by these words.
    """
    if not rows:
        return []
    parcels = [one for row in rows for one in _parcels([row], address, programme, settled, at=row.made_at)]
    with acting(by):
        claimed = deliveries.provider_refs_beside({p.delivery_id for p in parcels})
    since = min(row.made_at for row in rows)
    known, unsent = channels.ask_first(parcels, house=house, since=since, claimed=claimed)
    settled += known
    with acting(by):
        renewed = claiming.renewed({parcel.delivery_id for parcel in unsent}, at=at)
    return [row for row in rows if row.delivery_id in renewed]


def _parcels(
    rows: Sequence[Row], address: dict[UUID, str], programme: Programme, settled: Settled, *, at: datetime
) -> list[Parcel]:
    """What is to be handed over. A message that cannot be made has failed, and keeps no other from leaving."""
    parcels = []
    for row in rows:
        parcel = Parcel(row.delivery_id, row.attempt, row.channel, None)
        if row.delivery_id not in address:
            settled.append(channels.failed(parcel, "forgotten"))
            continue
        try:
            message = messages.compose(row, address[row.delivery_id], programme, at=at)
        except Exception as trouble:  # one message of a kind nobody thought of must not stop the others
            log.error("message_not_made", reminder=str(row.reminder_id), trouble=type(trouble).__name__)
            settled.append(channels.failed(parcel, "not_made"))
            continue
        parcels.append(Parcel(row.delivery_id, row.attempt, row.channel, message))
    return parcels


def _settle(settled: Settled, programme: Programme, *, by: Actor, at: datetime) -> None:
    failed = _kept(settled, by=by, at=at)
    if failed:
        # In a transaction of its own: whoever cancels takes reminders first, then deliveries.
        with acting(by):
            hasten(failed, at=at)
        follow_up(programme.id, at=at)


def _kept(settled: Settled, *, by: Actor, at: datetime) -> list[UUID]:
    """What became of each message is written down, even if the database is away for a while.

    A provider that cannot be asked would otherwise send all of them a second time.
    """
    for pause in PAUSES:
        try:
            with acting(by):
                return channels.settle(settled, by=by, at=at)
        except (OperationalError, InterfaceError):
            log.warning("outcomes_wait_for_the_database", messages=len(settled))
            connection.close()
            time.sleep(pause)
    with acting(by):
        return channels.settle(settled, by=by, at=at)


def _addresses(rows: Sequence[Row], by: Actor, at: datetime) -> dict[UUID, str]:
    """By delivery. Opened in one call; each person's log says that Amparo used their address."""
    present = [row for row in rows if row.salt]
    items = [
        OpenItem(
            Subject(row.programme_id, row.person_id, bytes(row.salt)),
            "people.address",
            row.contact_id,
            bytes(row.address),
        )
        for row in present
    ]
    opened = vault.open_text(items, by=by, why=Purpose.SEND_MESSAGE, at=at)
    return {row.delivery_id: text for row, text in zip(present, opened, strict=True) if text is not None}


class _Watch:
    """What time it is while something goes on that began at `at`."""

    def __init__(self, at: datetime) -> None:
        self._at, self._began = at, time.monotonic()

    def now(self) -> datetime:
        return self._at + timedelta(seconds=time.monotonic() - self._began)
