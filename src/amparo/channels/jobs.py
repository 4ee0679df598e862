"""Background entries: each does all that is due, however late."""

from datetime import datetime
from uuid import UUID

from amparo.access.actor import system
from amparo.access.rows import acting
from amparo.channels import actions


def settle_old(programme_id: UUID, at: datetime) -> int:
    with acting(system(programme_id)):
        return actions.settle_old(programme_id, at=at)
