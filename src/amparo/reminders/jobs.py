"""Background entries: each does all that is due, however late."""

from datetime import datetime
from uuid import UUID

from amparo.reminders import actions


def send_due(programme_id: UUID, at: datetime) -> int:
    return actions.send_due(programme_id, at=at)


def send_again(programme_id: UUID, at: datetime) -> int:
    return actions.send_again(programme_id, at=at)


def follow_up(programme_id: UUID, at: datetime) -> int:
    return actions.follow_up(programme_id, at=at)
