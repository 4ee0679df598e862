"""Promises to speak: planned in bulk, taken back by whoever changes the fact."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Max

from amparo.channels import actions as channels
from amparo.foundation import clock, ids, wall
from amparo.foundation.sql import Asked, ask, rows_of
from amparo.programme.rules import Rules
from amparo.reminders import moments, rules
from amparo.reminders.models import Reminder

KINDS_WITH_LIMIT = frozenset({"checkin"})

INSERT = """
INSERT INTO reminders_reminder (id, programme_id, person_id, kind, about_id, step, sequence, starts_at, zone, place,
                                confirmed_at, send_at, not_after, state, tries, only_to)
SELECT id, %(programme_id)s, person, kind, about, step, sequence, starts, zone, place, confirmed, send, not_after,
       'planned', 0, only_to
FROM unnest(%(ids)b::uuid[], %(persons)b::uuid[], %(kinds)b::text[], %(abouts)b::uuid[], %(steps)b::text[],
            %(sequences)b::int[], %(starts)b::timestamptz[], %(zones)b::text[], %(places)b::text[],
            %(confirmed)b::timestamptz[], %(sends)b::timestamptz[], %(not_afters)b::timestamptz[],
            %(only_tos)b::uuid[])
     AS r (id, person, kind, about, step, sequence, starts, zone, place, confirmed, send, not_after, only_to)
ON CONFLICT ON CONSTRAINT a_thing_is_said_once DO NOTHING
RETURNING id
"""

CANCEL = """
WITH gone AS (
    DELETE FROM reminders_reminder WHERE about_id = ANY(%(about)b::uuid[]) AND state = 'planned' RETURNING id
), quiet AS (
    UPDATE reminders_reminder SET follow_up_at = NULL
    WHERE about_id = ANY(%(about)b::uuid[]) AND state <> 'planned' AND follow_up_at IS NOT NULL
)
SELECT id, true AS planned FROM gone
UNION ALL
SELECT id, false FROM reminders_reminder WHERE about_id = ANY(%(about)b::uuid[]) AND state = 'taken'
"""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a reminder is about, as plain facts: this room does not know what a hearing is.

    `starts_at` is the start, or for a window its end; `opens_at` is the window's beginning. `zone` is the one
    in which the hour is told; `lives_in` is the person's own: there nights are quiet and days are counted.
    """

    kind: str
    about_id: UUID
    person_id: UUID
    starts_at: datetime
    zone: str
    opens_at: datetime | None = None
    place: str = ""
    sequence: int = 0
    confirmed_at: datetime | None = None
    lives_in: str = ""
    # A contact point: it is said there and nowhere else.
    only_to: UUID | None = None


def plan(
    programme_id: UUID, occasions: Iterable[Occasion], *, steps: Sequence[str], policy: Rules, at: datetime
) -> int:
    """Each occasion has its reminders; planned again for the same version of it, nothing changes."""
    quiet = moments.Quiet(policy.quiet_from, policy.quiet_until)
    rows = [
        (occasion, planned)
        for occasion in occasions
        for planned in _moments(occasion, tuple(steps), quiet, policy.reminders_a_window, at)
    ]
    if not rows:
        return 0
    return len(rows_of(connection, INSERT, _columns(programme_id, rows)))


def plan_anew(
    programme_id: UUID, occasions: Iterable[Occasion], *, steps: Sequence[str], policy: Rules, at: datetime
) -> int:
    """What was still to be said about each of these falls, and this is said instead, as its next version."""
    told = list(occasions)
    about = [one.about_id for one in told]
    said = Reminder.objects.filter(about_id__in=about).values("about_id").annotate(newest=Max("sequence"))
    newest = {row["about_id"]: row["newest"] for row in said}
    cancel(about, at=at)
    anew = [replace(one, sequence=newest.get(one.about_id, -1) + 1) for one in told]
    return plan(programme_id, anew, steps=steps, policy=policy, at=at)


def cancel(about_ids: Sequence[UUID], *, at: datetime | None = None) -> int:
    """Nothing more is said about these, not even what is just about to leave. What has left stays on record, and is
    no longer followed up. Returns how many reminders were taken back before their moment."""
    return cancelled(ask_to_cancel(about_ids), at=at or clock.now()) if about_ids else 0


def ask_to_cancel(about_ids: Sequence[UUID]) -> Asked:
    """As `cancel`, on its way to PostgreSQL in company; `cancelled` must be told the answer."""
    return ask(connection, CANCEL, {"about": list(about_ids)})


def cancelled(asked: Asked, *, at: datetime) -> int:
    """What was leaving just now does not leave either. Returns how many were taken back before their moment."""
    spoken = asked.rows()
    channels.drop([row.id for row in spoken if not row.planned], at=at)
    return sum(row.planned for row in spoken)


def confirm(about_ids: Sequence[UUID], *, at: datetime) -> int:
    """What is still to be said about these says that their date was confirmed now."""
    if not about_ids:
        return 0
    waiting = Reminder.objects.filter(about_id__in=about_ids, state=Reminder.State.PLANNED)
    return waiting.update(confirmed_at=at)


def _moments(
    occasion: Occasion, steps: tuple[str, ...], quiet: moments.Quiet, limit: int, at: datetime
) -> Sequence[rules.Planned]:
    zone = occasion.lives_in or occasion.zone
    most = limit if occasion.kind in KINDS_WITH_LIMIT else None
    starts, opens = _on_the_wall(occasion.starts_at, zone), _on_the_wall(occasion.opens_at, zone)
    if starts is None or (occasion.opens_at and opens is None):
        # The second of two equal hours of an autumn night: the wall alone cannot say which.
        return rules.plan(occasion.starts_at, zone, steps, at, quiet=quiet, limit=most, opens_at=occasion.opens_at)
    return rules.plan_cached(starts, zone, steps, at, quiet=quiet, limit=most, opens_wall=opens)


@lru_cache(maxsize=65_536)
def _on_the_wall(moment: datetime | None, zone: str) -> datetime | None:
    """What clocks show, if that names the moment; thousands of people share the same few."""
    if moment is None:
        return None
    shown = wall.shown(moment, zone).replace(fold=0)
    return shown if wall.instant(shown, zone, overlap="earlier") == moment else None


def _columns(programme_id: UUID, rows: Sequence[tuple[Occasion, rules.Planned]]) -> dict[str, Any]:
    return {
        "programme_id": programme_id,
        "ids": [ids.new() for _ in rows],
        "persons": [o.person_id for o, _ in rows],
        "kinds": [o.kind for o, _ in rows],
        "abouts": [o.about_id for o, _ in rows],
        "steps": [p.step for _, p in rows],
        "sequences": [o.sequence for o, _ in rows],
        "starts": [o.starts_at for o, _ in rows],
        "zones": [o.zone for o, _ in rows],
        "places": [o.place for o, _ in rows],
        "confirmed": [o.confirmed_at for o, _ in rows],
        "sends": [p.send_at for _, p in rows],
        "not_afters": [p.not_after for _, p in rows],
        "only_tos": [o.only_to for o, _ in rows],
    }
