"""When a selfie is looked at, looked at again, or left to a human. Pure.

A machine says *match*, *inconclusive*, or what the person can do about the picture. Nothing here can say that it is
not them; nothing here can stop a check-in.
"""

from collections.abc import Collection
from datetime import timedelta
from enum import StrEnum


class What(StrEnum):
    """What a selfie is for."""

    ENROL = "enrol"  # it becomes the person's template
    COMPARE = "compare"  # it is compared with it


class State(StrEnum):
    """What has become of a selfie."""

    WAITING = "waiting"
    ENROLLED = "enrolled"
    MATCH = "match"
    INCONCLUSIVE = "inconclusive"
    RETAKE = "retake"  # `code` says what the person can do
    NOT_COMPARED = "not_compared"  # a fault of ours; it counts for nothing
    IT_IS_THEM = "it_is_them"  # a human's word
    WILL_ASK = "will_ask"  # a human cannot tell, and asks the person
    TAKEN_BACK = "taken_back"  # the person took their consent back


class Turns(StrEnum):
    """What was seen of the turns that were asked for. What was not seen may have been dark."""

    NOT_ASKED = ""  # a still picture, from a phone that cannot do more or a person who would rather not
    SEEN = "turns_seen"
    NOT_SEEN = "turns_not_seen"


# A picture may lie there in these states, and in no other: the database holds us to it.
WITH_PICTURE = (State.WAITING, State.INCONCLUSIVE)
# These say that it was them; a human's word counts as the machine's.
SHOWS = (State.MATCH, State.IT_IS_THEM)

# Of an inconclusive selfie another one is asked for once; then a human looks.
TRIES_BEFORE_A_HUMAN = 2
# SP 800-63B asks for five tries at most; the other ways are offered after two already.
MOST_TRIES = 5
TRIES_COUNTED_FOR = timedelta(hours=24)
OTHER_WAYS_AFTER = 2

# What we could not do is tried again so often, at these distances; then it was our fault.
MOST_LOOKS = 3
LEASE = timedelta(seconds=90)
LONGEST_WAIT = timedelta(hours=1)
# A first inconclusive selfie waits so long for the second one.
ALONE_FOR = timedelta(hours=1)
HUMAN_WITHIN = timedelta(days=7)
UNUSED_FOR = timedelta(days=180)

# Codes of media that are ours, whatever the picture.
OUR_FAULTS = frozenset({"reader_died", "reader_failed", "out_of_memory", "too_slow", "not_a_template"})
RETAKE_CODES = frozenset(
    {
        *("no_face", "two_faces", "too_small", "too_dark", "too_bright", "blurred", "turned_away"),
        *("empty", "too_many_bytes", "heic", "not_a_picture", "moving"),
        *("too_many_pixels", "too_few_pixels", "damaged", "cannot_open"),
    }
)
# Helped by first; the others are told with it.
IN_ORDER = ("two_faces", "no_face", "too_dark", "too_bright", "too_small", "turned_away", "blurred")


def settled(alike: bool, turns: Turns) -> tuple[State, str]:
    """What a comparison says, and its code: turns that were not seen leave it open, and say nothing of the person."""
    code = turns.value if turns is Turns.NOT_SEEN else ""
    return (State.MATCH if alike and not code else State.INCONCLUSIVE), code


def first_problem(problems: Collection[str]) -> str:
    """The one that the person is helped with first."""
    return next((code for code in IN_ORDER if code in problems), min(problems))


def other_ways(states: Collection[str]) -> bool:
    """Whether the other ways are offered: after two selfies that did not settle it, or any fault of ours."""
    unsettled = [s for s in states if s in (State.INCONCLUSIVE, State.RETAKE, State.NOT_COMPARED)]
    return State.NOT_COMPARED in states or len(unsettled) >= OTHER_WAYS_AFTER
