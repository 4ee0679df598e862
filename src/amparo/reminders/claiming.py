"""Which reminders leave now, by which contact point: one statement each, whatever the number of workers.

Every statement leases what it returns: rows another worker holds are skipped, rows it has moved are not found.
"""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from django.db import connection

from amparo.channels import paces, providers
from amparo.channels.actions import LEASE
from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.foundation.sql import Row, rows_of
from amparo.programme import queries as programmes
from amparo.programme.rules import Rules
from amparo.reminders import moments

# What a message is made of; the names are those of the CTE before it.
FACTS = """
    delivery_id, attempt, channel, contact_id, made_at, in_doubt, reminder_id, person_id, programme_id, kind,
    about_id, step, sequence, starts_at, zone, place, confirmed_at, not_after, language, salt, address
"""
PERSON = "p.language, p.salt"
REMINDER = """
    r.id AS reminder_id, r.person_id, r.programme_id, r.kind, r.about_id, r.step, r.sequence, r.starts_at, r.zone,
    r.place, r.confirmed_at, r.not_after
"""
# Within the pace of each channel; what has no channel needs none.
IN_TURN = "channel IS NULL OR turn <= (%(grants)s::jsonb ->> channel)::int"
MAKE = """
    INSERT INTO channels_delivery (id, programme_id, person_id, contact_point_id, channel, about_id, state, attempt,
                                   lease_until, not_after, made_at, provider_ref, code, segments)
    SELECT delivery_id, programme_id, person_id, contact_id, channel, reminder_id, 'sending', 1, %(lease_until)s,
           not_after, %(at)s, '', '', 0
    FROM taken WHERE delivery_id IS NOT NULL
"""

# The first contact point in the person's order. While its channel is closed the person waits for it, but not for
# ever: after `patience` another one that is open will do.
CLAIM = f"""
WITH due AS MATERIALIZED (
    SELECT r.id, r.not_after > %(at)s AND p.state = 'active' AS fresh, c.id AS contact_id, c.kind AS channel,
           c.address, {PERSON}
    FROM reminders_reminder r
    JOIN people_person p ON p.id = r.person_id
    LEFT JOIN LATERAL (
        SELECT c.id, c.kind, c.address FROM people_contactpoint c
        WHERE c.person_id = r.person_id AND c.state = 'active' AND c.kind = ANY(%(able)s::text[])
          AND (r.only_to IS NULL OR c.id = r.only_to)
        ORDER BY r.send_at <= %(patience)s AND c.kind <> ALL(%(open)s::text[]), c.position LIMIT 1
    ) c ON true
    WHERE r.programme_id = %(programme_id)s AND r.state = 'planned' AND r.send_at <= %(at)s
      AND (r.not_after <= %(at)s OR p.state <> 'active'
           OR (p.zone <> ALL(%(asleep)s::text[]) AND (c.kind IS NULL OR c.kind = ANY(%(open)s::text[]))))
    ORDER BY r.send_at LIMIT %(limit)s
    FOR UPDATE OF r SKIP LOCKED
), ranked AS (
    SELECT *, row_number() OVER (PARTITION BY CASE WHEN fresh THEN channel END) AS turn, row_number() OVER () AS place
    FROM due
), chosen AS (
    SELECT *, CASE WHEN fresh AND contact_id IS NOT NULL THEN (%(ids)b::uuid[])[place] END AS delivery_id
    FROM ranked WHERE NOT fresh OR {IN_TURN}
), taken AS (
    UPDATE reminders_reminder r SET
        state = CASE WHEN delivery_id IS NULL THEN 'dropped' ELSE 'taken' END,
        tries = CASE WHEN delivery_id IS NULL THEN 0 ELSE 1 END,
        follow_up_at = CASE WHEN delivery_id IS NOT NULL THEN %(follow_up_at)s END,
        unheard_at = CASE WHEN fresh AND contact_id IS NULL AND r.only_to IS NULL THEN %(at)s END
    FROM chosen o WHERE r.id = o.id
    RETURNING {REMINDER}, o.delivery_id, 1 AS attempt, o.channel, o.contact_id, %(at)s AS made_at,
              false AS in_doubt, o.language, o.salt, o.address
), made AS ({MAKE})
SELECT {FACTS} FROM taken
"""  # noqa: S608  # nosec B608  put together from texts of this file

# `settled_at` beside 'sending': surely not sent. Then the words are chosen anew; else they must be the same, because
# the provider is asked by them.
AGAIN = f"""
WITH expired AS MATERIALIZED (
    SELECT d.id, d.not_after > %(at)s AND p.state = 'active' AS fresh, c.state = 'active' AS usable,
           d.settled_at IS NULL AS in_doubt, d.channel, c.address, {PERSON}
    FROM channels_delivery d
    JOIN people_person p ON p.id = d.person_id
    JOIN people_contactpoint c ON c.id = d.contact_point_id
    WHERE d.programme_id = %(programme_id)s AND d.state = 'sending' AND d.lease_until <= %(at)s
      AND (d.not_after <= %(at)s OR p.state <> 'active' OR c.state <> 'active'
           OR (p.zone <> ALL(%(asleep)s::text[]) AND d.channel = ANY(%(open)s::text[])))
    ORDER BY d.lease_until LIMIT %(limit)s
    FOR UPDATE OF d SKIP LOCKED
), ranked AS (
    SELECT *, row_number() OVER (PARTITION BY CASE WHEN fresh AND usable THEN channel END) AS turn FROM expired
), chosen AS (
    SELECT * FROM ranked WHERE NOT (fresh AND usable) OR {IN_TURN}
), moved AS (
    UPDATE channels_delivery d SET
        attempt = least(attempt + 1, 32000),
        state = CASE WHEN NOT fresh THEN 'dropped' WHEN NOT usable THEN 'failed' ELSE 'sending' END,
        code = CASE WHEN fresh AND NOT usable THEN 'contact_ended' ELSE code END,
        lease_until = CASE WHEN fresh AND usable THEN %(lease_until)s END,
        settled_at = CASE WHEN NOT (fresh AND usable) THEN %(at)s END,
        made_at = CASE WHEN in_doubt THEN made_at ELSE %(at)s END
    FROM chosen o WHERE d.id = o.id
    RETURNING d.id AS delivery_id, d.about_id AS reminder, d.state, d.attempt, d.channel,
              d.contact_point_id AS contact_id, d.made_at, o.in_doubt, o.language, o.salt, o.address
)
SELECT m.state, delivery_id, attempt, channel, contact_id, made_at, in_doubt, {REMINDER}, language, salt, address
FROM moved m JOIN reminders_reminder r ON r.id = m.reminder
"""  # noqa: S608  # nosec B608  put together from texts of this file

# A message by e-mail or push counts as heard when it was sent: no receipt will come.
FOLLOW = f"""
WITH late AS MATERIALIZED (
    SELECT r.id, r.not_after > %(at)s AND p.state = 'active' AS fresh, {PERSON},
        EXISTS (SELECT 1 FROM channels_delivery d WHERE d.about_id = r.id AND (
            d.state = 'delivered' OR (d.state = 'sent' AND d.channel IN ('email', 'push')))) AS heard,
        EXISTS (SELECT 1 FROM channels_delivery d WHERE d.about_id = r.id AND d.state = 'sending') AS under_way
    FROM reminders_reminder r JOIN people_person p ON p.id = r.person_id
    WHERE r.programme_id = %(programme_id)s AND r.follow_up_at <= %(at)s
      AND (r.not_after <= %(at)s OR p.zone <> ALL(%(asleep)s::text[]))
    ORDER BY r.follow_up_at LIMIT %(limit)s
    FOR UPDATE OF r SKIP LOCKED
), options AS (
    SELECT late.*, c.id AS contact_id, c.kind AS channel, c.address, c.kind = ANY(%(open)s::text[]) AS is_open
    FROM late JOIN reminders_reminder r ON r.id = late.id
    LEFT JOIN LATERAL (
        SELECT c.id, c.kind, c.address FROM people_contactpoint c
        WHERE NOT late.heard AND late.fresh AND c.person_id = r.person_id AND c.state = 'active'
          AND c.kind = ANY(%(able)s::text[]) AND (r.only_to IS NULL OR c.id = r.only_to)
          AND NOT EXISTS (SELECT 1 FROM channels_delivery d WHERE d.about_id = r.id AND d.contact_point_id = c.id)
        ORDER BY c.kind <> ALL(%(open)s::text[]), c.position LIMIT 1
    ) c ON true
), ranked AS (
    SELECT *, row_number() OVER (PARTITION BY CASE WHEN is_open THEN channel END) AS turn, row_number() OVER () AS place
    FROM options
), chosen AS (
    SELECT *, CASE WHEN is_open THEN (%(ids)b::uuid[])[place] END AS delivery_id
    FROM ranked WHERE is_open IS NOT TRUE OR {IN_TURN}
), taken AS (
    UPDATE reminders_reminder r SET
        follow_up_at = CASE WHEN heard OR NOT fresh THEN NULL
                            WHEN contact_id IS NOT NULL OR under_way THEN %(follow_up_at)s END,
        unheard_at = CASE WHEN NOT heard AND contact_id IS NULL AND NOT (fresh AND under_way) AND r.only_to IS NULL
                          THEN coalesce(unheard_at, %(at)s) ELSE unheard_at END,
        tries = tries + CASE WHEN delivery_id IS NULL THEN 0 ELSE 1 END
    FROM chosen o WHERE r.id = o.id
    RETURNING {REMINDER}, o.delivery_id, 1 AS attempt, o.channel, o.contact_id, %(at)s AS made_at,
              false AS in_doubt, o.language, o.salt, o.address
), made AS ({MAKE})
SELECT {FACTS} FROM taken
"""  # noqa: S608  # nosec B608  put together from texts of this file


def due(programme_id: UUID, *, at: datetime, limit: int) -> list[Row]:
    """Reminders whose moment has come; those without a delivery are settled: too late, or nobody to reach."""
    return _claim(CLAIM, programme_id, at, limit)


def again(programme_id: UUID, *, at: datetime, limit: int) -> list[Row]:
    """Deliveries whose lease is over, leased anew; `state` says which of them have ended instead."""
    return _claim(AGAIN, programme_id, at, limit)


def late(programme_id: UUID, *, at: datetime, limit: int) -> list[Row]:
    """Reminders not heard in time; those without a delivery were heard after all, or by nobody."""
    return _claim(FOLLOW, programme_id, at, limit)


def renewed(delivery_ids: Iterable[UUID], *, at: datetime) -> set[UUID]:
    """Those of them that still are to be sent; the moment by which their words are chosen is now."""
    values = {"ids": ids.array(sorted(delivery_ids)), "at": at}
    return {row.id for row in rows_of(connection, RENEW, values)}


def wanted(delivery_ids: Iterable[UUID]) -> set[UUID]:
    """Those that nobody took back, and whose contact point is still in use."""
    return {row.id for row in rows_of(connection, WANTED, {"ids": ids.array(delivery_ids)}, binary=True)}


WANTED = """
SELECT d.id FROM channels_delivery d JOIN people_contactpoint c ON c.id = d.contact_point_id
WHERE d.id = ANY(%(ids)b::uuid[]) AND d.state = 'sending' AND c.state = 'active'
"""
RENEW = f"""
UPDATE channels_delivery SET made_at = %(at)s WHERE id IN ({WANTED}) RETURNING id
"""  # noqa: S608  # nosec B608  put together from texts of this file


def _claim(statement: str, programme_id: UUID, at: datetime, limit: int) -> list[Row]:
    policy, able = programmes.rules_at(programme_id, at), providers.able()
    granted = paces.grants(programme_id, able, limit, at)
    claimed = rows_of(connection, statement, _values(programme_id, policy, granted, at, limit), binary=True)
    used = Counter(row.channel for row in claimed if row.delivery_id)
    paces.give_back(programme_id, {channel: count - used[channel] for channel, count in granted.items()})
    return claimed


def _values(programme_id: UUID, policy: Rules, granted: dict[str, int], at: datetime, limit: int) -> dict[str, Any]:
    wait = timedelta(minutes=policy.unheard_after_minutes)
    return {
        "programme_id": programme_id,
        "at": at,
        "limit": limit,
        "ids": ids.array(ids.new() for _ in range(limit)),
        "able": list(granted),
        "open": [channel for channel, count in granted.items() if count],
        "grants": json.dumps(granted),
        "asleep": asleep(at.replace(second=0, microsecond=0), policy.quiet_from, policy.quiet_until),
        "lease_until": at + LEASE,
        "follow_up_at": at + wait,
        "patience": at - wait,
    }


@lru_cache(maxsize=64)
def asleep(at: datetime, quiet_from: time, quiet_until: time) -> list[str]:
    """The time zones in which it is night now: nobody there is written to."""
    quiet = moments.Quiet(quiet_from, quiet_until)
    return [zone for zone in _zones() if _is_quiet(at, zone, quiet)]


@lru_cache(maxsize=1)
def _zones() -> list[str]:
    return sorted(available_timezones())


def _is_quiet(at: datetime, zone: str, quiet: moments.Quiet) -> bool:
    try:
        return moments.is_quiet(at, zone, quiet)
    except Refused:  # a file of the tables that is no zone
        return False
