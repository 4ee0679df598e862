"""What a recording can be, and how large: it is received in pieces, read elsewhere, and heard by a worker."""

from datetime import timedelta
from enum import StrEnum
from typing import Final

MOST_BYTES: Final = 12 * 1024 * 1024  # one frame of the vault holds it; ten minutes as browsers record are 3 to 10 MB
MOST_PIECE: Final = 256 * 1024
LONGEST_SECONDS: Final = 600.0
MOST_RECORDINGS: Final = 60  # of one check-in, erased ones included
SOME_SPEECH: Final = 0.3  # seconds
LEASE: Final = timedelta(minutes=3)
VAULT_AGAIN_AFTER: Final = timedelta(minutes=1)
# After a fault of ours: soon, then later, and at last when whatever broke had an hour to be mended. What was said
# cannot be taken again, so nobody gives it up within seconds.
AGAIN_AFTER: Final = tuple(timedelta(seconds=n) for n in (5, 60, 600, 3600))
MOST_LOOKS: Final = len(AGAIN_AFTER) + 1


class State(StrEnum):
    """Where one recording stands. None of them says anything about the person."""

    RECEIVING = "receiving"
    RECEIVED = "received"
    READY = "ready"
    UNUSABLE = "unusable"
    ERASED = "erased"


WHOLE: Final = "whole"  # about everything at once, besides the codes of questions
PHRASE: Final = "phrase"  # the person's own words, for a human who compares them
LONGEST_WORDS: Final = 1024 * 1024  # of a recording of them that comes with the link alone
NO_SPEECH: Final = "no_speech"
NOT_READ: Final = "not_read"  # the fault was ours
EMPTY: Final = "empty"
# What can be wrong with a recording itself: the codes of media.sound. All else is a fault of ours.
CAUSES: Final = frozenset(
    {EMPTY, "too_many_bytes", "not_a_sound", "has_video", "too_long", "too_short", "silent", "damaged"}
)


def again_after(looks: int) -> timedelta:
    """How long a recording waits that so many looks could not read, by a fault of ours."""
    return AGAIN_AFTER[min(max(looks, 1), len(AGAIN_AFTER)) - 1]
