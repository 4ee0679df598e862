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
EMPTY: Final = "empty"
