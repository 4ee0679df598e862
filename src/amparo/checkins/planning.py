"""Windows ahead of time, for one person or for all: the same windows whatever day it runs, and however often."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from amparo.checkins import windows
from amparo.checkins.models import Schedule
from amparo.checkins.rules import CheckinState
from amparo.checkins.windows import Cadence
from amparo.foundation import ids
from amparo.foundation.sql import rows_of
from amparo.programme import queries as programme
from amparo.programme.rules import Rules
from amparo.reminders import actions as reminders
from amparo.reminders.actions import Occasion

# A schedule is looked at again when less than this share of the horizon is left.
SLACK = 0.8
BATCH = 5000

INSERT = f"""
INSERT INTO checkins_checkin (id, programme_id, person_id, schedule_id, opens_at, closes_at, zone, state, state_at,
                              looks, wants_help)
SELECT id, %(programme_id)s, person, schedule, opens, closes, zone, '{CheckinState.PLANNED}', %(at)s, '{{}}', false
FROM unnest(%(ids)b::uuid[], %(persons)b::uuid[], %(schedules)b::uuid[], %(opens)b::timestamptz[],
            %(closes)b::timestamptz[], %(zones)b::text[]) AS w (id, person, schedule, opens, closes, zone)
ON CONFLICT ON CONSTRAINT one_window_at_a_time DO NOTHING
RETURNING id
"""  # noqa: S608  # nosec B608  put together from texts of this file


def plan_ahead(programme_id: UUID, *, at: datetime) -> int:
    """Everybody with a schedule has their windows, and the reminders of them, for the coming weeks."""
    policy = programme.rules_at(programme_id, at)
    until = at + timedelta(days=policy.plan_days)
    wanted = at + timedelta(days=policy.plan_days * SLACK)
    waiting = (
        Schedule.objects.select_for_update(skip_locked=True)
        .filter(programme_id=programme_id, ended_at=None, planned_until__lt=wanted)
        .order_by("planned_until")[:BATCH]
    )
    return plan(list(waiting), policy=policy, at=at, until=until)


def plan(schedules: Sequence[Schedule], *, policy: Rules, at: datetime, until: datetime | None = None) -> int:
    """The schedules' windows exist up to `until`. Returns how many schedules were looked at."""
    if not schedules:
        return 0
    until = until or at + timedelta(days=policy.plan_days)
    found = [(schedule, window) for schedule in schedules for window in _windows(schedule, at=at, until=until)]
    made = _insert(schedules[0].programme_id, found, at)
    reminders.plan(
        schedules[0].programme_id,
        [Occasion("checkin", key, s.person_id, w.closes_at, s.zone, opens_at=w.opens_at) for key, s, w in made],
        steps=policy.checkin_steps,
        policy=policy,
        at=at,
    )
    Schedule.objects.filter(id__in=[s.id for s in schedules]).update(planned_until=until)
    return len(schedules)


def _windows(schedule: Schedule, *, at: datetime, until: datetime) -> Sequence[windows.Window]:
    cadence = Cadence(schedule.weeks, schedule.weekday, schedule.opens, schedule.hours)
    # After a pause of ours, windows that would be over by now are not asked for afterwards.
    start = max(schedule.planned_until or schedule.begun_at, at - timedelta(hours=schedule.hours))
    return [
        w for w in windows.windows_between(cadence, schedule.anchor, schedule.zone, start, until) if w.closes_at > at
    ]


def _insert(programme_id: UUID, found: Sequence[Any], at: datetime) -> list[Any]:
    keyed = [(ids.new(), schedule, window) for schedule, window in found]
    if not keyed:
        return []
    values = {
        "programme_id": programme_id,
        "at": at,
        "ids": [key for key, _, _ in keyed],
        "persons": [s.person_id for _, s, _ in keyed],
        "schedules": [s.id for _, s, _ in keyed],
        "opens": [w.opens_at for _, _, w in keyed],
        "closes": [w.closes_at for _, _, w in keyed],
        "zones": [s.zone for _, s, _ in keyed],
    }
    new = {row.id for row in rows_of(connection, INSERT, values)}
    return [row for row in keyed if row[0] in new]
