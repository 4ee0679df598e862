"""The windows and reminders of the coming five weeks for 140,000 people, and for a tenth of them: is it linear?"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from typing import Any

from drills import crowd, scratch
from drills.running import figure

PEOPLE = 140_000
ZONES = ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Phoenix")

SCHEDULES = """
INSERT INTO checkins_schedule (id, programme_id, person_id, weeks, weekday, opens, hours, anchor, zone, begun_at,
                               begun_by, planned_until)
SELECT uuidv7(), programme_id, id, 1 + (n %% 4), n %% 7, time '08:00' + (n %% 4) * interval '3 hours',
       24 + 24 * (n %% 2), %(anchor)s::date + (n %% 90)::int, (%(zones)s::text[])[1 + n %% 5], now(),
       programme_id, now()
FROM (SELECT *, row_number() OVER () AS n FROM people_person WHERE programme_id = %(programme)s) p
"""
MADE = """
SELECT (SELECT count(*) FROM checkins_checkin WHERE programme_id = %(programme)s),
       (SELECT count(*) FROM reminders_reminder WHERE programme_id = %(programme)s)
"""


def run(*, small: bool = False) -> Iterator[dict[str, Any]]:
    count = PEOPLE // 10 if small else PEOPLE
    with scratch.installation():
        few, _, _ = _planned("few", count // 10)
        many, windows, reminders = _planned("many", count)
    yield figure("planning", many, "s", against=f"{count} people: {windows} windows, {reminders} reminders")
    yield figure("planning_growth", many / few, "times", against="a tenth of the people", ratio=many / few / 10)


def _planned(slug: str, count: int) -> tuple[float, int, int]:
    from amparo.checkins import jobs
    from amparo.foundation import clock

    programme = crowd.programme(slug)
    crowd.people(programme, count, keys=False)
    values = {"programme": programme.id, "zones": list(ZONES), "anchor": date(2026, 1, 5)}
    with scratch.superuser() as db:
        db.execute(SCHEDULES, values)
        db.execute("ANALYZE checkins_schedule")
    at, began = clock.now(), time.perf_counter()
    while jobs.plan_ahead(programme.id, at):
        pass
    took = time.perf_counter() - began
    with scratch.superuser() as db:
        windows, reminders = db.execute(MADE, values).fetchone()
    return took, windows, reminders
