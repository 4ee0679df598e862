"""Background entries: ask the clock, call a verb."""

from datetime import datetime
from uuid import UUID

from amparo.access.actor import system
from amparo.access.rows import acting
from amparo.checkins import actions, planning


def open_windows(programme_id: UUID, at: datetime) -> int:
    with acting(system(programme_id)):
        return actions.open_windows(programme_id, at=at)


def plan_ahead(programme_id: UUID, at: datetime) -> int:
    with acting(system(programme_id)):
        return planning.plan_ahead(programme_id, at=at)


def mark_unanswered(programme_id: UUID, at: datetime) -> int:
    with acting(system(programme_id)):
        return actions.mark_unanswered(programme_id, at=at)
