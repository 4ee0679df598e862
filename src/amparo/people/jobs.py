"""What is to be done about people however late: each finds everything that is due."""

from datetime import datetime
from uuid import UUID

from amparo.people import actions


def finish_forgetting(programme_id: UUID, at: datetime) -> int:
    """Nobody is half forgotten, and nobody is kept longer than said."""
    return actions.finish_forgetting(programme_id, at)
