"""Three days without a worker, then one `amparo worker --once`: everything that was due is done or explained.

The time in which nobody worked is an outage of ours: windows it touched are open again, at their full length, and their
people are told. Reminders have left, or are dropped because their moment passed; nobody was written to at night.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from drills import crowd, scratch
from drills.running import figure

PEOPLE = 2_000
AWAY = timedelta(days=3)
AWAKE_IN, ASLEEP_IN = "midday", "night"

# What would have happened in three days away: everything moves so far into the past.
BACK = (
    "UPDATE checkins_checkin SET opens_at = opens_at - %(away)s, closes_at = closes_at - %(away)s",
    "UPDATE reminders_reminder SET send_at = send_at - %(away)s, not_after = not_after - %(away)s, "
    "starts_at = starts_at - %(away)s",
    "UPDATE faults_pulse SET felt_at = felt_at - %(away)s, ok_at = ok_at - %(away)s",
    "UPDATE checkins_schedule SET planned_until = planned_until - %(away)s",
)
SCHEDULES = """
INSERT INTO checkins_schedule (id, programme_id, person_id, weeks, weekday, opens, hours, anchor, zone, begun_at,
                               begun_by, planned_until)
SELECT uuidv7(), %(programme)s, p.id, 1, (row_number() OVER ()) %% 7, %(opens)s, 24, %(anchor)s, p.zone, now(),
       %(programme)s, now()
FROM people_person p
"""
LEFT = {
    "windows_not_opened": "SELECT count(*) FROM checkins_checkin WHERE state = 'planned' AND opens_at <= now()",
    "closed_in_silence_although_we_were_away": "SELECT count(*) FROM checkins_checkin WHERE state = 'unanswered'",
    "given_back_and_not_told": """
        SELECT count(*) FROM checkins_checkin c WHERE c.state = 'due' AND EXISTS (
            SELECT FROM faults_outage o WHERE o.began_at < c.closes_at AND c.opens_at < o.ended_at)
        AND NOT EXISTS (SELECT FROM reminders_reminder r WHERE r.about_id = c.id AND r.step = 'extended')""",
    "windows_not_closed": "SELECT count(*) FROM checkins_checkin WHERE state = 'due' AND closes_at <= now()",
    # At night people wait until the morning: that is why these are still planned.
    "reminders_without_a_fate": """
        SELECT count(*) FROM reminders_reminder r JOIN people_person p ON p.id = r.person_id
        WHERE r.state = 'planned' AND r.send_at <= now() AND (r.not_after <= now() OR p.zone = %(awake)s)""",
    "deliveries_without_a_fate": "SELECT count(*) FROM channels_delivery WHERE state = 'sending'",
    "sent_at_night": """
        SELECT count(*) FROM channels_delivery d JOIN people_person p ON p.id = d.person_id
        WHERE (d.made_at AT TIME ZONE p.zone)::time NOT BETWEEN '08:00' AND '21:00'""",
    "sent_too_late": "SELECT count(*) FROM channels_delivery WHERE sent_at > not_after",
}
DONE = {
    "windows_given_back": "SELECT count(*) FROM reminders_reminder WHERE step = 'extended'",
    "reminders_sent": "SELECT count(*) FROM channels_delivery WHERE state = 'sent'",
    "reminders_dropped_as_stale": "SELECT count(*) FROM reminders_reminder WHERE state = 'dropped'",
    "reminders_waiting_for_the_morning":
        "SELECT count(*) FROM reminders_reminder WHERE state = 'planned' AND send_at <= now()",
}  # fmt: skip


def run(*, small: bool = False, teeth: bool = False) -> Iterator[dict[str, Any]]:
    count = PEOPLE // 10 if small else PEOPLE
    with scratch.provider() as url, scratch.installation(**scratch.sms_settings(url)) as here:
        programme = crowd.programme()
        awake, asleep = crowd.midday_zone(), _night_zone()
        people = crowd.people(programme, count // 2, zone=awake)
        crowd.people(programme, count // 2, zone=asleep, first=count)
        _live_and_leave(here, programme, people[:20])
        # Planted: nobody comes back.
        if not teeth and (code := here.worker("--once").wait()):
            raise RuntimeError(f"the worker ended with {code}: {here.said('worker')[-2000:]}")
        with scratch.superuser() as db:
            left = {name: _count(db, query, awake) for name, query in LEFT.items()}
            done = {name: _count(db, query, awake) for name, query in DONE.items()}
        arrived = scratch.ask(url, "/seen")
    for name, value in left.items():
        yield figure(f"downtime.{name}", value, "rows") | {"failed": value > 0}
    for name, value in done.items():
        yield figure(f"downtime.{name}", value, "rows")
    missing = done["reminders_sent"] - arrived["references"]
    yield figure("downtime.said_but_not_sent", missing, "messages") | {"failed": missing != 0}
    nothing = not (done["windows_given_back"] and done["reminders_sent"] and done["reminders_dropped_as_stale"])
    yield figure("downtime.kinds_missing", int(nothing), "kinds") | {"failed": nothing}


def _live_and_leave(here: scratch.Installation, programme: Any, some: list[UUID]) -> None:
    """Windows and reminders were planned, and then nobody worked for three days."""
    from amparo.foundation import clock

    if here.worker("--once").wait():
        raise RuntimeError(here.said("worker")[-2000:])
    values = {"programme": programme.id, "opens": time(12), "anchor": date(2026, 1, 5), "away": AWAY}
    with scratch.superuser() as db:
        db.execute(SCHEDULES, values)
    from amparo.checkins import jobs as checkins

    while checkins.plan_ahead(programme.id, clock.now()):
        pass
    # Reminders of court dates that nobody sent, and whose moment has passed.
    crowd.hearings_due(programme, some, clock.now())
    with scratch.superuser() as db:
        for statement in BACK:
            db.execute(statement, values)


def _count(db: Any, query: str, awake: str) -> int:
    return int(db.execute(query, {"awake": awake}).fetchone()[0])


def _night_zone() -> str:
    """A zone in which it is about one in the morning now."""
    from amparo.foundation import clock

    ahead = (1 - clock.now().hour + 12) % 24 - 12
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"
