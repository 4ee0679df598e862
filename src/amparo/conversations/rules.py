"""What a message can be, and how long it may wait. Pure."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from amparo.foundation.errors import Refused

LONGEST_WORDS: Final = 10_000
# Sealed on a phone nobody can count its letters: as many bytes as the longest words take, and their envelope.
LONGEST_SEALED: Final = 4 * LONGEST_WORDS + 1024
MOST_ATTACHED: Final = 6
LONGEST_FILE: Final = 10 * 1024 * 1024
LONGEST_PICTURE_SIDE: Final = 1600
MOST_PAGES: Final = 20
LONGEST_SECONDS: Final = 600.0
# What is recorded on the page itself: on a slow line more would take long to leave.
LONGEST_SPOKEN: Final = 300
# A phone that had no network for weeks brings everything at once; whoever floods us is slowed. Never what is urgent.
MOST_AN_HOUR: Final = 400
# Nobody in danger writes more often; beyond it a message is kept, and calls nobody more.
MOST_URGENT_AN_HOUR: Final = 100
# Somebody may be in danger: how soon a human should have read it.
URGENT_WITHIN: Final = timedelta(minutes=30)
# One notice of new messages, however many there are, until the person has read or so much time has passed.
QUIET_BETWEEN: Final = timedelta(hours=24)
NOTICE_WITHIN: Final = timedelta(days=7)
# A clock further off than this is told beside the moment at which we had it.
APART: Final = timedelta(minutes=10)
LEASE: Final = timedelta(minutes=3)

HARMFUL: Final = "harmful"  # says a scanner of files, where there is one

PERSON: Final = "person"
MEMBER: Final = "member"


class Kind(StrEnum):
    """What may hang on a message."""

    PHOTO = "photo"
    VOICE = "voice"
    # Of a member only: the person's own papers are documents.
    PAPER = "paper"


class State(StrEnum):
    """Where one attachment stands."""

    RECEIVED = "received"
    READY = "ready"
    UNUSABLE = "unusable"


class Reads(StrEnum):
    """Whether anybody reads an urgent message at this hour."""

    NOW = "now"
    NOBODY = "nobody"
    UNKNOWN = "unknown"


def reads_now(*, is_open: bool | None, at_work: bool) -> Reads:
    """`is_open`: whether the office is, None where its hours are not known. Rather less is promised than too much."""
    if is_open is False or not at_work:
        return Reads.NOBODY
    return Reads.NOW if is_open else Reads.UNKNOWN


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a permission about one person's messages is asked of.

    `calls_everybody`: something urgent waits, and neither the person's worker nor a cover is there.
    """

    programme_id: UUID
    person_id: UUID
    worker_id: UUID | None
    person: Any
    calls_everybody: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """One message as it came: either `words`, or `sealed` on the phone with the hash of what was sent."""

    client_id: UUID
    said_at: datetime
    words: str = field(default="", repr=False)
    sealed: bytes | None = None
    digest: bytes = b""
    urgent: bool = False
    promised: int = 0


def require_words(words: str, *, attached: int = 0) -> None:
    """There is something to say, and not too much of it. The words stay as they are. Codes: "words_missing",
    "too_long"."""
    if len(words) > LONGEST_WORDS:
        raise Refused("too_long")
    if not words.strip() and not attached:
        raise Refused("words_missing")


def said_at(claimed: datetime, received_at: datetime) -> datetime:
    """When a phone says it was written: never later than we had it."""
    return min(claimed, received_at)
