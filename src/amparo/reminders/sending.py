"""Due reminders leave: claimed in one statement, rendered when sent, handed over with no transaction open.

At most a few statements a thousand messages. A worker that dies leaves leases; `send_again` asks the provider
by reference before a second attempt, so that nothing is lost and, where the provider can tell, nothing doubled.
"""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from amparo.access.actor import Actor, system
from amparo.access.rows import acting
from amparo.channels import actions as channels
from amparo.channels import paces, providers
from amparo.channels.actions import LEASE, Parcel
from amparo.foundation import clock
from amparo.foundation.sql import Row, rows_of
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose
from amparo.privacy.vault import OpenItem, Subject
from amparo.programme import queries as programmes
from amparo.programme.models import Programme
from amparo.programme.rules import Rules
from amparo.reminders import messages

BATCH = 2000

FACTS = """
    d.id AS delivery_id, d.attempt, d.channel, d.contact_point_id, d.made_at, r.id AS reminder_id, r.person_id,
    r.programme_id, r.kind, r.about_id, r.step, r.sequence, r.starts_at, r.zone, r.place, r.confirmed_at,
    r.not_after, p.language, p.salt, c.address
"""

# Nobody is woken: people in whose zone it is night stay planned, and are found in the morning.
AWAKE = """
    (%(at)s AT TIME ZONE p.zone)::time >= %(quiet_until)s AND (%(at)s AT TIME ZONE p.zone)::time < %(quiet_from)s
"""

CLAIM = f"""
WITH due AS MATERIALIZED (
    SELECT r.id, r.not_after > %(at)s AS fresh, c.id AS contact_id, c.kind AS channel
    FROM reminders_reminder r
    JOIN people_person p ON p.id = r.person_id
    LEFT JOIN LATERAL (
        SELECT c.id, c.kind FROM people_contactpoint c
        WHERE c.person_id = r.person_id AND c.state = 'active' AND c.kind = ANY(%(able)s)
        ORDER BY c.position LIMIT 1
    ) c ON true
    WHERE r.programme_id = %(programme_id)s AND r.state = 'planned' AND r.send_at <= %(at)s AND {AWAKE}
      AND (c.kind IS NULL OR c.kind = ANY(%(open)s))
    ORDER BY r.send_at LIMIT %(limit)s
    FOR UPDATE OF r SKIP LOCKED
), ranked AS (
    SELECT *, row_number() OVER (PARTITION BY channel) AS turn FROM due
), chosen AS (
    SELECT * FROM ranked
    WHERE channel IS NULL OR turn <= (%(grants)s::jsonb ->> channel)::int
), taken AS (
    UPDATE reminders_reminder r SET
        state = CASE WHEN fresh AND contact_id IS NOT NULL THEN 'taken' ELSE 'dropped' END,
        tries = 1,
        follow_up_at = CASE WHEN fresh AND contact_id IS NOT NULL THEN %(follow_up_at)s END,
        unheard_at = CASE WHEN fresh AND contact_id IS NULL THEN %(at)s END
    FROM chosen WHERE r.id = chosen.id
    RETURNING r.*, chosen.contact_id, chosen.channel, chosen.fresh
), made AS (
    INSERT INTO channels_delivery (id, programme_id, person_id, contact_point_id, channel, about_id, state, attempt,
                                   lease_until, not_after, made_at, provider_ref, code, segments)
    SELECT gen_random_uuid(), programme_id, person_id, contact_id, channel, id, 'sending', 1, %(lease_until)s,
           not_after, %(at)s, '', '', 0
    FROM taken WHERE fresh AND contact_id IS NOT NULL
    RETURNING *
)
SELECT {FACTS}
FROM taken r JOIN made d ON d.about_id = r.id
JOIN people_person p ON p.id = r.person_id
JOIN people_contactpoint c ON c.id = d.contact_point_id
UNION ALL
SELECT NULL, NULL, channel, NULL, NULL, id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
       NULL, NULL
FROM taken WHERE NOT fresh OR contact_id IS NULL
"""  # noqa: S608  put together from texts of this file

AGAIN = f"""
WITH expired AS MATERIALIZED (
    SELECT id FROM channels_delivery
    WHERE programme_id = %(programme_id)s AND state = 'sending' AND lease_until <= %(at)s
    ORDER BY lease_until LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
), d AS (
    UPDATE channels_delivery d SET
        attempt = attempt + 1, lease_until = %(lease_until)s,
        state = CASE WHEN not_after <= %(at)s THEN 'dropped' ELSE 'sending' END,
        settled_at = CASE WHEN not_after <= %(at)s THEN %(at)s END
    FROM expired WHERE d.id = expired.id
    RETURNING d.*
)
SELECT {FACTS}, d.state
FROM d JOIN reminders_reminder r ON r.id = d.about_id
JOIN people_person p ON p.id = r.person_id
JOIN people_contactpoint c ON c.id = d.contact_point_id
"""  # noqa: S608

NEXT_CHANNEL = f"""
WITH late AS MATERIALIZED (
    SELECT r.id, r.not_after > %(at)s AS fresh,
        EXISTS (SELECT 1 FROM channels_delivery d WHERE d.about_id = r.id AND (
            d.state = 'delivered' OR (d.state = 'sent' AND d.channel IN ('email', 'push')))) AS heard,
        EXISTS (SELECT 1 FROM channels_delivery d WHERE d.about_id = r.id AND d.state = 'sending') AS under_way
    FROM reminders_reminder r JOIN people_person p ON p.id = r.person_id
    WHERE r.programme_id = %(programme_id)s AND r.follow_up_at <= %(at)s AND {AWAKE}
    ORDER BY r.follow_up_at LIMIT %(limit)s
    FOR UPDATE OF r SKIP LOCKED
), options AS (
    SELECT late.*, c.id AS contact_id, c.kind AS channel
    FROM late JOIN reminders_reminder r ON r.id = late.id
    LEFT JOIN LATERAL (
        SELECT c.id, c.kind FROM people_contactpoint c
        WHERE NOT late.heard AND late.fresh AND c.person_id = r.person_id AND c.state = 'active'
          AND c.kind = ANY(%(able)s)
          AND NOT EXISTS (SELECT 1 FROM channels_delivery d WHERE d.about_id = r.id AND d.contact_point_id = c.id)
        ORDER BY c.position LIMIT 1
    ) c ON true
), moved AS (
    UPDATE reminders_reminder r SET
        follow_up_at = CASE WHEN heard OR NOT fresh THEN NULL
                            WHEN contact_id IS NOT NULL OR under_way THEN %(follow_up_at)s END,
        unheard_at = CASE WHEN NOT heard AND contact_id IS NULL AND NOT (fresh AND under_way) THEN %(at)s
                          ELSE unheard_at END,
        tries = tries + CASE WHEN contact_id IS NULL THEN 0 ELSE 1 END
    FROM options o WHERE r.id = o.id
    RETURNING r.*, o.contact_id, o.channel
), made AS (
    INSERT INTO channels_delivery (id, programme_id, person_id, contact_point_id, channel, about_id, state, attempt,
                                   lease_until, not_after, made_at, provider_ref, code, segments)
    SELECT gen_random_uuid(), programme_id, person_id, contact_id, channel, id, 'sending', 1, %(lease_until)s,
           not_after, %(at)s, '', '', 0
    FROM moved WHERE contact_id IS NOT NULL
    RETURNING *
)
SELECT {FACTS}
FROM moved r JOIN made d ON d.about_id = r.id
JOIN people_person p ON p.id = r.person_id
JOIN people_contactpoint c ON c.id = d.contact_point_id
UNION ALL
SELECT NULL, NULL, NULL, NULL, NULL, id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
       NULL, NULL
FROM moved WHERE contact_id IS NULL
"""  # noqa: S608


def send_due(programme_id: UUID, *, at: datetime, limit: int = BATCH) -> int:
    """Every reminder whose moment has come has left, or is settled as too late or unreachable."""
    by, programme = system(programme_id), programmes.by_id(programme_id)
    with acting(by):
        policy = programmes.rules_at(programme_id, at)
        claimed = _claim_due(programme_id, policy, at, limit)
    _send(_with_address(claimed), programme, by=by, at=at)
    return len(claimed)


def send_again(programme_id: UUID, *, at: datetime, limit: int = BATCH) -> int:
    """Every delivery whose worker died, or whose provider asked for patience, is taken up once more."""
    by, programme = system(programme_id), programmes.by_id(programme_id)
    with acting(by):
        values = {
            "programme_id": programme_id,
            "at": at,
            "limit": limit,
            "lease_until": at + LEASE,
        }
        claimed = rows_of(connection, AGAIN, values)
    waiting = [row for row in claimed if row.state == "sending"]
    _send(waiting, programme, by=by, at=at, second=True)
    return len(claimed)


def follow_up(programme_id: UUID, *, at: datetime, limit: int = BATCH) -> int:
    """What was not heard in time goes out by the next channel; where there is none, a worker is told."""
    by, programme = system(programme_id), programmes.by_id(programme_id)
    with acting(by):
        policy = programmes.rules_at(programme_id, at)
        values = _values(programme_id, policy, at, limit) | {"able": list(providers.able())}
        claimed = rows_of(connection, NEXT_CHANNEL, values)
    _send(_with_address(claimed), programme, by=by, at=at)
    return len(claimed)


def _claim_due(programme_id: UUID, policy: Rules, at: datetime, limit: int) -> list[Row]:
    able = providers.able()
    granted = paces.grants(programme_id, able, limit, at)
    values = _values(programme_id, policy, at, limit) | {
        "able": list(able),
        "open": [channel for channel, count in granted.items() if count],
        "grants": json.dumps(granted),
    }
    claimed = rows_of(connection, CLAIM, values)
    used = Counter(row.channel for row in claimed if row.delivery_id)
    paces.give_back(programme_id, {channel: count - used[channel] for channel, count in granted.items()})
    return claimed


def _values(programme_id: UUID, policy: Rules, at: datetime, limit: int) -> dict[str, Any]:
    return {
        "programme_id": programme_id,
        "at": at,
        "limit": limit,
        "quiet_from": policy.quiet_from,
        "quiet_until": policy.quiet_until,
        "lease_until": at + LEASE,
        "follow_up_at": at + timedelta(minutes=policy.unheard_after_minutes),
    }


def _with_address(claimed: Sequence[Row]) -> list[Row]:
    return [row for row in claimed if row.delivery_id]


def _send(rows: Sequence[Row], programme: Programme, *, by: Actor, at: datetime, second: bool = False) -> None:
    if not rows:
        return
    parcels = [
        Parcel(row.delivery_id, row.attempt, row.channel, messages.compose(row, address, programme, at=at))
        for row, address in zip(rows, _addresses(rows, by, at), strict=True)
        if address is not None
    ]
    known = []
    if second:
        since = min(row.made_at for row in rows)
        known, parcels = channels.ask_first(parcels, sender_name=programme.neutral_name, since=since, at=at)
    outcomes = [*known, *channels.hand_over(parcels, sender_name=programme.neutral_name, at=at)]
    with acting(by):
        channels.settle(outcomes, by=by, at=clock.now())


def _addresses(rows: Sequence[Row], by: Actor, at: datetime) -> list[str | None]:
    """Opened in one call; each person's log says that Amparo used their address."""
    items = [
        OpenItem(
            Subject(row.programme_id, row.person_id, bytes(row.salt)),
            "people.address",
            row.contact_point_id,
            bytes(row.address),
        )
        for row in rows
    ]
    return vault.open_text(items, by=by, why=Purpose.SEND_MESSAGE, at=at)
