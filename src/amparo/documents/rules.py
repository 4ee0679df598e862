"""What a document can be, how large, and what can be wrong with it. Nothing here says anything about its person."""

from datetime import timedelta
from enum import StrEnum
from typing import Final

MOST_BYTES: Final = 25_000_000  # of all its files together
MOST_PIECE: Final = 256 * 1024
MOST_PAGES: Final = 20
MOST_A_DAY: Final = 40  # documents that one person begins
LONGEST_TITLE: Final = 120
MOST_ORIGINAL: Final = 14_000_000  # a larger PDF is kept as pictures alone: one frame of the vault holds no more
# What never became a document goes after this long.
UNSENT_FOR: Final = timedelta(days=7)
LEASE: Final = timedelta(minutes=12)  # twenty files of thirty seconds each
AWAY_AGAIN_AFTER: Final = timedelta(minutes=1)
# After a fault of ours: soon, then later, and at last when whatever broke had an hour to be mended.
AGAIN_AFTER: Final = tuple(timedelta(seconds=n) for n in (5, 60, 600, 3600))
MOST_LOOKS: Final = len(AGAIN_AFTER) + 1


class State(StrEnum):
    """Where one document stands."""

    RECEIVING = "receiving"
    WAITING = "waiting"
    READING = "reading"
    READY = "ready"
    UNUSABLE = "unusable"
    DELETED = "deleted"


class Kind(StrEnum):
    """What its person or worker says that it is."""

    COURT_LETTER = "court_letter"
    IDENTITY = "identity"
    ADDRESS = "address"
    MEDICAL = "medical"
    OTHER = "other"


NOT_READ: Final = "not_read"  # the fault was ours
TOO_SLOW: Final = "too_slow"
# Of one document: whoever sends what is slow to read must not hold up everybody's reminders.
MOST_SECONDS: Final = 60.0
HARMFUL: Final = "harmful"
# What can be wrong with a file itself: the codes of media.papers, and the scanner's. All else is a fault of ours.
CAUSES: Final = frozenset(
    {
        *("empty", "too_many_bytes", "heic", "not_a_picture", "moving", "too_many_pixels", "too_few_pixels"),
        *("damaged", "locked", "too_many_pages", HARMFUL, TOO_SLOW),
    }
)
# The reading process says so where a picture is too large for it.
SAID_OTHERWISE: Final = {"out_of_memory": "too_many_pixels"}


def cause(code: str, attempts: int) -> str:
    """What is wrong with the file, or nothing where the fault was ours. Slow once may be us; slow twice is the file."""
    code = SAID_OTHERWISE.get(code, code)
    if code == TOO_SLOW and attempts < 2:
        return ""
    return code if code in CAUSES else ""


def again_after(looks: int) -> timedelta:
    """How long a document waits that so many looks could not read, by a fault of ours."""
    return AGAIN_AFTER[min(max(looks, 1), len(AGAIN_AFTER)) - 1]
