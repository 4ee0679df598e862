"""A copy of everything that is held about one person after two years: gathered, opened, written, handed over."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from statistics import median
from typing import Any

from drills import scratch
from drills.running import figure

WEEKS, LOOKS, RUNS = 104, 1_500, 5


def run(*, small: bool = False) -> Iterator[dict[str, Any]]:
    """`copy_s`: seconds from the request to the file in the person's hand; it must be less than a minute."""
    weeks, looks = (WEEKS // 4, LOOKS // 10) if small else (WEEKS, LOOKS)
    with scratch.installation(), scratch.role("web"):
        took, size, lines = _copies(weeks, looks)
    against = f"{weeks} check-ins, 8 hearings, {lines} lines of log: {size // 1024} kB; less than 60 s"
    yield figure("copy_s", median(took), "s", against=against, runs=len(took))


def _copies(weeks: int, looks: int) -> tuple[list[float], int, int]:
    from amparo.access.actor import Actor, Kind
    from amparo.access.rows import acting
    from amparo.casework.own_copy import making
    from amparo.foundation import clock
    from amparo.people import queries as people
    from amparo.privacy.purposes import Purpose
    from amparo.rights import actions, queries
    from tests.casework import a_year
    from tests.conftest import enrol, make_programme

    casa = make_programme("copy")
    person = enrol(casa)
    me = Actor(Kind.PERSON, person.id, casa.id)
    a_year.live(person, casa.luz, clock.now(), weeks=weeks, hearings=8, concerns=6)
    with acting(casa.luz):
        for _ in range(looks):
            people.names([person], by=casa.luz, why=Purpose.PERSON_PAGE, at=clock.now())
    took, data, lines = [], b"", 0
    for run in range(RUNS + 1):
        # Each an hour after the other, as the counts of places ask for.
        at, began = clock.now() + timedelta(hours=run), time.perf_counter()
        with acting(me):
            actions.ask_for_copy(person.id, whole=True, begins_with=0, language="es", by=me, at=at)
        making.make_waiting(casa.id, at)
        with acting(me):
            copy = queries.copy_of(person.id)
            assert copy is not None
            data = queries.opened(copy, people.by_id(person.id), by=me, at=at)
        took.append(time.perf_counter() - began)
        lines = len(zipfile.ZipFile(io.BytesIO(data)).read("who-looked.jsonl").splitlines())
    return took[1:], len(data), lines
