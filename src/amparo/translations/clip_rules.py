"""What may be played to a person, and in which language. Pure."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

LONGEST_NAME: Final = 60
MOST_LANGUAGES: Final = 30
LONGEST_SECONDS: Final = 240.0
MOST_BYTES: Final = 20 * 1024 * 1024
SOME_SPEECH: Final = 0.3  # seconds


class State(StrEnum):
    """Where the clip of one page stands in one language."""

    NONE = "none"
    WAITS = "waits"  # nobody else has listened to it yet
    PLAYS = "plays"
    CHANGED = "changed"  # the page says something else now: it is not played


def state(*, read: str | None, now: str, heard: bool) -> State:
    """`read` is what was read aloud, None without a clip; `now` is what stands on the page."""
    if read is None:
        return State.NONE
    if read != now:
        return State.CHANGED
    return State.PLAYS if heard else State.WAITS


def wanted(written: str, spoken: str | None, extra: Sequence[str]) -> list[list[str]]:
    """The languages to play in, the best first; those that stand together are all offered.

    Who said what they want to hear gets that, else what they read. Who is not known yet and may not read at all is
    offered every language that is only spoken, beside the one on the page.
    """
    if spoken is None:
        return [[written, *extra]]
    return [[spoken], [written]] if spoken else [[written]]
