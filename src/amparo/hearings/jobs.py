"""Background entries: find what is due, call a verb."""

from datetime import datetime
from uuid import UUID

from amparo.access.actor import system
from amparo.access.rows import acting
from amparo.hearings import queries, sources


def read_sources(programme_id: UUID, at: datetime) -> int:
    """Every feed whose time has come is read. Returns how many could be."""
    with acting(system(programme_id)):
        due = queries.sources_to_read(at)
    return sum(sources.read_source(one, programme_id=programme_id, at=at) is not None for one in due)
