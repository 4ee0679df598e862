"""The judge of the drills in which people check in while something breaks.

Each phone repeats its capture, under the same key, until it holds a receipt. Afterwards every receipt must verify,
and the database must hold exactly one submission for each.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from drills import crowd, phones, scratch
from drills.phones import Phone
from drills.running import figure
from drills.scratch import Installation

AT_ONCE = 16


@dataclass
class Site:
    """What a drill may break."""

    here: Installation
    port: int
    web: Any

    def restart_web(self) -> None:
        """All web processes die at once, and new ones come."""
        scratch.end(self.web)
        self.web = self.here.web(self.port)

    def restart_database(self) -> None:
        self.here.kill_database()


def judged(
    *,
    people: int,
    breaks: int,
    break_it: Callable[[Site], None],
    forget: bool = False,
    durable: bool = True,
    reminders: int = 0,
) -> Iterator[dict[str, Any]]:
    """The figures of one run: acknowledged, lost, doubled. `forget` and `durable=False` are planted faults."""
    teeth = forget or not durable
    provider = scratch.provider()
    plain = {"PUBLIC_URL": "http://localhost"}  # no redirect to https within this machine
    with provider as url, scratch.installation(durable=durable, **scratch.sms_settings(url) | plain) as here:
        programme = crowd.programme()
        sending = phones.make(programme, people)
        if reminders:
            from amparo.foundation import clock

            crowd.hearings_due(programme, crowd.people(programme, reminders, first=people), clock.now())
        port = scratch.free_port()
        site = Site(here, port, here.web(port))
        workers = [here.worker(name=f"worker-{n}") for n in range(2)] if reminders else []
        _while_breaking(site, sending, breaks, break_it)
        if forget:
            _forget_some()
        yield from _told(programme, sending, teeth)
        if reminders:
            yield from _reminders_told(url, workers, reminders)


def _while_breaking(site: Site, sending: list[Phone], breaks: int, break_it: Callable[[Site], None]) -> None:
    received = threading.Semaphore(0)
    client = threading.Thread(
        target=phones.send_all,
        args=(sending, f"http://127.0.0.1:{site.port}"),
        kwargs={"at_once": AT_ONCE, "until_received": True, "done": lambda _: received.release()},
        daemon=True,
    )
    client.start()
    for _ in range(breaks):
        for _ in range(len(sending) // (breaks + 1)):
            if not received.acquire(timeout=60):
                raise RuntimeError("nobody got a receipt for a minute")
        break_it(site)
    client.join(600)
    if client.is_alive():
        raise RuntimeError("some phone never got its receipt")


def _told(programme: Any, sending: list[Phone], teeth: bool) -> Iterator[dict[str, Any]]:
    from amparo.checkins import receipt

    key = bytes(programme.receipt_key)
    for phone in sending:
        assert receipt.verify(receipt.from_text(phone.receipt), key).client_id == phone.client_id
    with scratch.superuser() as db:
        rows = db.execute("SELECT client_id, count(*) FROM checkins_submission GROUP BY client_id").fetchall()
        done = db.execute("SELECT count(*) FROM checkins_checkin WHERE state = 'done'").fetchone()[0]
    kept = dict(rows)
    lost = sum(1 for phone in sending if phone.client_id not in kept)
    doubled = sum(count - 1 for count in kept.values())
    repeats = sum(phone.tries - 1 for phone in sending)
    yield figure("acknowledged", len(sending), "check-ins", against=f"{repeats} repeats, {done} windows done")
    yield _verdict("lost", lost, teeth)
    yield _verdict("doubled", doubled, False)


def _verdict(name: str, count: int, teeth: bool) -> dict[str, Any]:
    return figure(name, count, "check-ins", against="a planted fault" if teeth else "") | {"failed": count > 0}


def _forget_some() -> None:
    """The planted fault: some of what was acknowledged is not there."""
    with scratch.superuser() as db:
        db.execute("DELETE FROM checkins_submission WHERE receipt_number LIKE '7%'")


def _reminders_told(url: str, workers: list[Any], reminders: int) -> Iterator[dict[str, Any]]:
    deadline = time.monotonic() + 180
    while _unsettled() and time.monotonic() < deadline:
        time.sleep(0.5)
    for worker in workers:
        scratch.end(worker)
    arrived = scratch.ask(url, "/seen")
    yield figure("lost", reminders - arrived["references"], "reminders") | {
        "failed": arrived["references"] != reminders
    }
    yield figure("doubled", arrived["doubled"], "reminders", against="all with their own reference")


def _unsettled() -> int:
    with scratch.superuser() as db:
        waiting = db.execute(
            "SELECT (SELECT count(*) FROM reminders_reminder WHERE state = 'planned')"
            " + (SELECT count(*) FROM channels_delivery WHERE state = 'sending')"
        ).fetchone()
        return int(waiting[0])
