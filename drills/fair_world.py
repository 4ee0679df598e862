"""A programme whose days pass faster than ours: what the fairness drill does to people, and what they see.

The jobs are the worker's own list, in its order, told what time it is, every two hours. In between our health is as it
was felt last: a gap of five minutes would be an outage of its own.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from drills import crowd, phones, scratch
from drills.phones import CSRF, Phone

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SWEPT_EVERY, MOST_ROUNDS = 2 * HOUR, 20

# Felt a minute ago, and as well or ill as before.
FELT = """
UPDATE faults_pulse SET ok_at = CASE WHEN failing_since IS NULL THEN %(felt)s ELSE ok_at END, felt_at = %(felt)s
WHERE programme_id = %(programme)s
"""


@dataclass
class Somebody:
    """One person with an open window, their phone, and what an honest look should find, if they stay silent."""

    id: UUID
    phone: Phone
    crowd: str
    cause: str = ""
    silent: bool = False

    @property
    def window(self) -> UUID:
        return self.phone.checkin


@dataclass
class World:
    """One programme; `at` is the moment it has come to."""

    here: scratch.Installation
    programme: Any
    at: datetime
    staff: dict[str, Any] = field(default_factory=dict)
    people: list[Somebody] = field(default_factory=list)
    acknowledged: list[UUID] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    came: Counter[str] = field(default_factory=Counter)

    def join(self, crowd_name: str, count: int, *, worker: str = "luz") -> list[Somebody]:
        """So many people of this worker, each with a window that is open for 42 hours more."""
        new = phones.make(self.programme, count, first=len(self.people))
        with scratch.superuser() as db:
            rows = db.execute(
                "SELECT id, person_id FROM checkins_checkin WHERE id = ANY(%s)", [[p.checkin for p in new]]
            )
            whose = dict(rows.fetchall())
            members = [self.staff[worker].id, list(whose.values())]
            db.execute("UPDATE people_person SET worker_id = %s WHERE id = ANY(%s)", members)
        made = [Somebody(whose[phone.checkin], phone, crowd_name) for phone in new]
        self.people += made
        return made

    def send(self, who: Somebody, *, off: timedelta = timedelta(0), ago: timedelta = timedelta(0), **more: Any) -> None:
        """Their phone sends a check-in, by a clock that is `off`; what is acknowledged must be found later."""
        shown = self.at + off
        said = json.loads(who.phone.body) | {"captured_at": (shown - ago).isoformat()} | more
        answer = self.ask(who, who.phone.path, said, HTTP_X_DEVICE_TIME=shown.isoformat())
        if answer.status_code in (200, 201):
            self.acknowledged.append(who.phone.client_id)
        else:
            self.refused.append(who.crowd)

    def trouble(self, who: Somebody, *codes: str) -> None:
        """Their phone tells what did not work."""
        told = [{"code": code, "about": str(who.window), "at": self.at.isoformat()} for code in codes]
        if self.ask(who, "/my/trouble/", told).status_code != 204:
            self.refused.append(who.crowd)

    def ask(self, who: Somebody, path: str, said: Any = None, **headers: str) -> Any:
        """The answer of the true pages to this person at this moment; asked by script if something is said."""
        from django.test import Client

        browser = Client(enforce_csrf_checks=True, HTTP_HOST="localhost")
        browser.cookies["amparo_me"], browser.cookies["csrftoken"] = who.phone.cookie, CSRF
        with scratch.role("web"), showing(self.at):
            if said is None:
                return browser.get(path)
            headers |= {"HTTP_ACCEPT": "application/json", "HTTP_X_CSRFTOKEN": CSRF}
            return browser.post(path, json.dumps(said), content_type="application/json", **headers)

    def pass_time(self, days: float, *, every: timedelta = SWEPT_EVERY) -> None:
        """The worker does its work for so long."""
        until = self.at + timedelta(days=days)
        while self.at < until:
            self.sweep()
            self.at += every
            with scratch.superuser() as db:
                db.execute(FELT, {"felt": self.at - MINUTE, "programme": self.programme.id})

    def sweep(self, only: str = "") -> None:
        """Each sweep of the worker until nothing is due; what goes wrong in one is not hidden here."""
        from amparo.casework import watching
        from amparo.cli import worker

        watching.FRESH_SECONDS = 0.0  # one answer is worth twenty true seconds, which are days here
        with showing(self.at):
            for _ in range(MOST_ROUNDS):
                due = [one for one in worker.sweeps() if not only or one.name == only]
                if not sum(one.job(self.programme.id, self.at) for one in due):
                    return

    @contextmanager
    def as_member(self, name: str) -> Iterator[Any]:
        """A member of the staff at work."""
        with self.acting_as(self.staff[name]) as by:
            yield by

    @contextmanager
    def acting_as(self, by: Any) -> Iterator[Any]:
        """This actor on the web pages, now."""
        from amparo.access.rows import acting

        with scratch.role("web"), showing(self.at), acting(by):
            yield by


@contextmanager
def showing(at: datetime) -> Iterator[None]:
    """The clock of this process shows this moment."""
    from amparo.foundation import clock

    true, clock.now = clock.now, lambda: at
    try:
        yield
    finally:
        clock.now = true


def world(here: scratch.Installation, slug: str) -> World:
    """A programme with Luz and Teo as case workers and Sol as a supervisor, now."""
    from amparo.access.actor import Actor, Kind, Role, system
    from amparo.access.rows import acting
    from amparo.foundation import clock
    from amparo.programme import actions

    at = clock.now()
    made = World(here, crowd.programme(slug), at)
    wears = {"luz": Role.CASE_WORKER, "teo": Role.CASE_WORKER, "sol": Role.SUPERVISOR, "uma": Role.SUPERVISOR}
    with scratch.role("owner"), acting(system(made.programme.id)):
        for name, role in wears.items():
            member = actions.add_member(
                made.programme.id, email=f"{name}@{slug}.example", name=name.title(), roles=[role], at=at
            )
            wearing = frozenset({role})
            made.staff[name] = Actor(Kind.MEMBER, member.id, made.programme.id, wearing, frozenset({member.id}))
    return made
