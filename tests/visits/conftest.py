"""A visit that Luz offers to Ana, and the two of them as actors."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from amparo.access.rows import acting
from amparo.foundation import clock, wall
from amparo.visits import actions
from amparo.visits.models import Visit

PHOENIX = "America/Phoenix"


def in_days(days: int, hour: int = 10, minute: int = 0) -> datetime:
    """What clocks in Phoenix show then."""
    return datetime.combine(wall.shown(clock.now(), PHOENIX).date() + timedelta(days=days), time(hour, minute))


def moment(days: int, hour: int = 10, minute: int = 0) -> datetime:
    return wall.instant(in_days(days, hour, minute), PHOENIX)


def offer(casa: Any, person: Any, **changes: Any) -> Visit:
    facts: dict[str, Any] = {"kind": "office", "starts": in_days(5), "zone": PHOENIX, "minutes": 60} | changes
    with acting(casa.luz):
        return actions.offer(person.id, **facts, by=casa.luz, at=clock.now())


@pytest.fixture
def visit(casa: Any, ana: Any) -> Visit:
    return offer(casa, ana, words="Bring your letters.")
