"""Writes messages to a file instead of sending them: for trying Amparo without any provider.

One JSON object a line. The file holds addresses and words in clear: for invented people only.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from amparo.channels.outcomes import Kind, Mail, Outcome, Push, Text

Message = Text | Mail | Push


class Outbox:
    """Everything arrives at once, in `file`."""

    can_be_asked = True
    repeats_are_harmless = False

    def __init__(self, file: Path) -> None:
        self._file = file

    def send(self, batch: Iterable[Message], *, at: datetime) -> Iterator[Outcome]:
        with self._file.open("a", encoding="utf-8") as out:
            for message in batch:
                out.write(json.dumps(_shown(message, at), ensure_ascii=False) + "\n")
                out.flush()
                yield Outcome(message.reference, Kind.DELIVERED, provider_ref=f"outbox-{message.reference}")

    def seen(self, batch: Sequence[Message], *, since: datetime, claimed: Collection[str] = ()) -> dict[UUID, Outcome]:
        """What stands in the file."""
        if not self._file.exists():
            return {}
        written = {json.loads(line)["reference"] for line in self._file.open(encoding="utf-8")}
        return {
            m.reference: Outcome(m.reference, Kind.DELIVERED, provider_ref=f"outbox-{m.reference}")
            for m in batch
            if str(m.reference) in written
        }

    def close(self) -> None:
        """Nothing is held open."""


def _shown(message: Message, at: datetime) -> dict[str, str]:
    said = {
        field.name: str(value)
        for field in dataclasses.fields(message)
        if (value := getattr(message, field.name)) and field.name != "calendar"
    }
    if isinstance(message, Mail) and message.calendar:
        said["calendar"] = message.calendar.ics.decode()
    return {"at": at.isoformat(timespec="seconds"), "kind": type(message).__name__.lower(), **said}
