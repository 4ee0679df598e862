"""The database is killed while people check in and reminders leave: what was acknowledged is there, once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from drills import answered


def run(*, small: bool = False, teeth: bool = False) -> Iterator[dict[str, Any]]:
    """With `teeth`, the database does not wait for its disk, and its last writes are lost with it."""
    yield from answered.judged(
        people=400 if small else 2000,
        breaks=2 if small else 6,
        break_it=lambda here: here.restart_database(),
        teeth=teeth,
        reminders=500 if small else 4000,
    )
