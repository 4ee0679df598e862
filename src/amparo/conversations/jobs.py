"""Background entries: ask the clock, call a verb."""

from datetime import datetime
from uuid import UUID

from amparo.access.actor import Actor
from amparo.conversations import reading
from amparo.conversations.models import Attachment
from amparo.media import paper_reader, reader
from amparo.privacy import leases


def read_attachments(programme_id: UUID, at: datetime) -> int:
    """Everything that hangs on messages and waits is made ready, one at a time."""

    def read(row: Attachment, by: Actor) -> reading.Found:
        return reading.read(row, reader.of_this_process(), paper_reader.of_this_process(), by=by, at=at)

    return leases.each(programme_id, at, claim=reading.claim, read=read, settle=reading.settle)
