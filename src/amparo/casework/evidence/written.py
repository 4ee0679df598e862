"""How the pack writes facts down: canonical JSON without fractions, moments in UTC, rows under names of their own."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

VERSION = "amparo/evidence/1"


def canonical(facts: Any) -> bytes:
    """The same facts are the same bytes: sorted keys, UTF-8, no spaces, no fractions."""
    _require_whole(facts)
    words = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    # Half of a sign, from an old phone, has no UTF-8.
    return words.encode(errors="replace") + b"\n"


def moment(at: datetime | None) -> str | None:
    """A moment in UTC, to the microsecond."""
    return None if at is None else at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def name_of(row_id: UUID, pseudonym: UUID) -> str:
    """A row's name inside packs of this person; equal in each of them, and says nothing to anybody else."""
    return hashlib.sha256(b"amparo-evidence/1" + pseudonym.bytes + row_id.bytes).hexdigest()[:16]


def _require_whole(facts: Any) -> None:
    if isinstance(facts, float):
        raise TypeError("a fraction is written differently by every machine")
    if isinstance(facts, dict):
        for value in facts.values():
            _require_whole(value)
    if isinstance(facts, list):
        for value in facts:
            _require_whole(value)
