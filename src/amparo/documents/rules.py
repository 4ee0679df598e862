"""What a document can be, how large, and what can be wrong with it. Nothing here says anything about its person."""

from datetime import timedelta
from enum import StrEnum
from typing import Final

from amparo.media import unusable

MOST_BYTES: Final = 25_000_000  # of all its files together
MOST_PIECE: Final = 256 * 1024
MOST_PAGES: Final = 20
MOST_A_DAY: Final = 40  # documents that one person begins
LONGEST_TITLE: Final = 120
MOST_ORIGINAL: Final = 14_000_000  # a larger PDF is kept as pictures alone: one frame of the vault holds no more
# What never became a document goes after this long.
UNSENT_FOR: Final = timedelta(days=7)
LEASE: Final = timedelta(minutes=12)  # twenty files of thirty seconds each


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


TOO_SLOW: Final = "too_slow"
# Of one document: whoever sends what is slow to read must not hold up everybody's reminders.
MOST_SECONDS: Final = 60.0
HARMFUL: Final = "harmful"
# What can be wrong with a file itself: the codes of media.papers, and the scanner's. All else is a fault of ours.
CAUSES: Final = unusable.PICTURE | {"locked", "too_many_pages", HARMFUL, TOO_SLOW}
# The reading process says so where a picture is too large for it.
SAID_OTHERWISE: Final = {"out_of_memory": "too_many_pixels"}


def cause(code: str, attempts: int) -> str:
    """What is wrong with the file, or nothing where the fault was ours. Slow once may be us; slow twice is the file."""
    code = SAID_OTHERWISE.get(code, code)
    if code == TOO_SLOW and attempts < 2:
        return ""
    return code if code in CAUSES else ""
