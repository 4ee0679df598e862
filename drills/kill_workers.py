"""Workers are killed twenty times while ten thousand reminders leave, and the provider loses one answer in fifty.

Nothing may be lost, and nothing sent twice: a worker that finds a delivery in doubt asks the provider first. With
--teeth the workers write "sent" before they send.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from typing import Any

from drills import crowd, scratch
from drills.running import figure

MESSAGES, KILLS, WORKERS = 10_000, 20, 3
# The reminders fall due over this time, so that every kill meets messages on their way.
SECONDS = 25.0
PATIENCE = 300.0
# Answers take their time, so that at any moment many messages are on their way.
FAULTS = ("--askable", "--drop", "0.02", "--latency-ms", "150", "--seed", "7")

SPREAD = "UPDATE reminders_reminder SET send_at = now() + random() * %s * interval '1 second'"
OPEN = """
SELECT (SELECT count(*) FROM reminders_reminder WHERE state = 'planned')
     + (SELECT count(*) FROM channels_delivery WHERE state = 'sending')
"""
HOW = "SELECT state, count(*) FROM channels_delivery GROUP BY state"


def run(*, small: bool = False, teeth: bool = False) -> Iterator[dict[str, Any]]:
    count, kills, seconds = (3_000, 6, 8.0) if small else (MESSAGES, KILLS, SECONDS)
    with scratch.provider(*FAULTS) as url, scratch.installation(**scratch.sms_settings(url)) as here:
        from amparo.foundation import clock

        programme = crowd.programme()
        crowd.hearings_due(programme, crowd.people(programme, count), clock.now())
        with scratch.superuser() as db:
            db.execute(SPREAD, [seconds])
        began = time.monotonic()
        _kill_and_restart(here, kills, seconds, teeth)
        finished = _settled(began)
        arrived = scratch.ask(url, "/seen")
    lost, doubled = count - arrived["references"], arrived["doubled"]
    yield figure("kill_workers.deliveries", count, "messages", against=f"{kills} kills, 2 % of answers lost")
    yield figure("kill_workers.lost", lost, "messages") | {"failed": lost > 0}
    # The provider counts by the reference that each message carries: a second one under another is "nameless".
    yield figure("kill_workers.doubled", doubled, "messages") | {"failed": doubled > 0}
    yield figure("kill_workers.nameless", arrived["nameless"], "messages") | {"failed": arrived["nameless"] > 0}
    yield figure("kill_workers.until_all_known", finished, "s") | {"failed": finished < 0}


def _kill_and_restart(here: scratch.Installation, kills: int, seconds: float, teeth: bool) -> None:
    chance = random.Random(1)
    workers = [_worker(here, teeth) for _ in range(WORKERS)]
    for _ in range(kills):
        time.sleep(seconds / kills * chance.uniform(0.7, 1.5))
        victim = chance.randrange(WORKERS)
        scratch.end(workers[victim])
        workers[victim] = _worker(here, teeth)


def _worker(here: scratch.Installation, teeth: bool) -> scratch.Process:
    if teeth:
        return here.start("-m", "drills.planted", "sent_first", name="worker", AMPARO_ROLE="worker")
    return here.worker()


def _settled(began: float) -> float:
    """Seconds until nothing was due or on its way any more; -1 when that did not happen."""
    with scratch.superuser() as db:
        while time.monotonic() - began < PATIENCE:
            if db.execute(OPEN).fetchone()[0] == 0:
                return time.monotonic() - began
            time.sleep(0.5)
    return -1.0
