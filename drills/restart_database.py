"""The database is killed while people check in and reminders leave: what was acknowledged is there, once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from drills import answered


def run(*, small: bool = False, teeth: bool = False) -> Iterator[dict[str, Any]]:
    """With `teeth`, the database says yes before its log is written, and forgets its last yeses with each kill."""
    yield from answered.judged(
        people=400 if small else 2000,
        breaks=2 if small else 6,
        break_it=lambda here: here.restart_database(),
        durable=not teeth,
        reminders=500 if small else 4000,
    )
