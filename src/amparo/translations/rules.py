"""What may be said of a translation. Pure."""

import re
from enum import StrEnum
from hashlib import sha256

from amparo.foundation.errors import Refused

LONGEST = 4000
BLANK = re.compile(r"%\(\w+\)[sd]|{\w*}")
MARK = re.compile(r"</?\w+[^>]*>|&\w+;")


class Said(StrEnum):
    """A reader's word about a sentence."""

    RIGHT = "right"
    BETTER = "better"


def digest(*words: str) -> str:
    """32 hexadecimal digits that stand for these words in an address and a table."""
    return sha256("\x1f".join(words).encode()).hexdigest()[:32]


def as_better(words: str, english: str) -> str:
    """The words as they may stand in the app. Codes: "better_missing", "better_too_long", "blanks_differ"."""
    words = words.replace("\r\n", "\n").strip()
    if not words:
        raise Refused("better_missing")
    if len(words) > LONGEST:
        raise Refused("better_too_long")
    # Whoever proposes words must not be able to propose a page: no mark that the English does not have.
    same = (sorted(BLANK.findall(words)), sorted(MARK.findall(words))) == (
        sorted(BLANK.findall(english)),
        sorted(MARK.findall(english)),
    )
    if not same or "<" in MARK.sub("", words):
        raise Refused("blanks_differ")
    return words
