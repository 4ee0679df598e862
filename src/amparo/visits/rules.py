"""When a visit may be, who may move it, and what may follow what. Pure: facts in, an answer out."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum

from amparo.foundation import wall
from amparo.foundation.errors import Refused

# Nobody is visited, or asked to come, with less notice than this.
NOTICE = timedelta(hours=48)
SHORTEST, LONGEST = 15, 120  # minutes
# Nobody rings at a door, and nobody is asked to come, outside these hours on the person's own clock.
EARLIEST, LATEST = time(7), time(21)
# A visit further ahead than this is more often a slip of the hand than a date.
FARTHEST = timedelta(days=366)
# So often the person moves a visit without saying why.
FREE_MOVES = 2
MOST_WANTED = 3


class Kind(StrEnum):
    OFFICE = "office"
    HOME = "home"
    VIDEO = "video"


class State(StrEnum):
    # A worker named this time; it stands until the person says otherwise.
    OFFERED = "offered"
    # The person said that it suits them, or a worker took a time that the person named.
    AGREED = "agreed"
    # The person asked for another time: nobody comes, and nobody need come, until a worker has answered.
    ASKED = "asked"
    CANCELLED = "cancelled"
    HELD = "held"


class Mover(StrEnum):
    PERSON = "person"
    MEMBER = "member"
    SYSTEM = "system"


_MEMBER = frozenset({Mover.MEMBER})
_PERSON = frozenset({Mover.PERSON})
_ENDING = frozenset({Mover.MEMBER, Mover.SYSTEM})

# (before, after): who may. What is missing here never happens.
MOVES: dict[tuple[State, State], frozenset[Mover]] = {
    (State.OFFERED, State.AGREED): _PERSON,
    (State.OFFERED, State.ASKED): _PERSON,
    (State.AGREED, State.ASKED): _PERSON,
    (State.ASKED, State.ASKED): _PERSON,
    (State.OFFERED, State.OFFERED): _MEMBER,
    (State.AGREED, State.OFFERED): _MEMBER,
    (State.ASKED, State.OFFERED): _MEMBER,
    # Both sides can settle it: a worker takes a time that was named, or the person takes their question back.
    (State.ASKED, State.AGREED): frozenset({Mover.PERSON, Mover.MEMBER}),
    (State.OFFERED, State.CANCELLED): _ENDING,
    (State.AGREED, State.CANCELLED): _ENDING,
    (State.ASKED, State.CANCELLED): _ENDING,
    (State.OFFERED, State.HELD): _MEMBER,
    (State.AGREED, State.HELD): _MEMBER,
}
# In these the visit is still to come; in ASKED, nobody knows when.
LIVING = (State.OFFERED, State.AGREED, State.ASKED)
STANDING = (State.OFFERED, State.AGREED)


def may_move(before: str, after: str, mover: str) -> bool:
    """True if this mover may bring a visit from one state to the other."""
    return mover in MOVES.get((State(before), State(after)), frozenset())


def require_slot(starts: datetime, zone: str, minutes: int, at: datetime) -> datetime:
    """The instant of a time that a worker names. `starts` is what the clock there shows.

    Codes: "no_such_time", "bad_length", "too_soon", "too_far", "not_by_night".
    """
    moment = require_possible(starts, zone, at)
    if not SHORTEST <= minutes <= LONGEST:
        raise Refused("bad_length")
    if moment < at + NOTICE:
        raise Refused("too_soon")
    ends = starts + timedelta(minutes=minutes)
    if starts.time() < EARLIEST or ends.date() != starts.date() or ends.time() > LATEST:
        raise Refused("not_by_night")
    return moment


def require_possible(starts: datetime, zone: str, at: datetime) -> datetime:
    """The instant of a time to come. Codes: "no_such_time", "in_the_past", "too_far"."""
    moment = wall.instant(starts, zone, gap="refuse")
    if moment <= at:
        raise Refused("in_the_past")
    if moment > at + FARTHEST:
        raise Refused("too_far")
    return moment


def require_wanted(wanted: Sequence[datetime], zone: str, at: datetime) -> list[datetime]:
    """The instants of the times that the person names: one to three, theirs to choose.

    Their own wish may be for tomorrow: the two days of notice protect them, and bind us alone.
    Codes: "time_missing", "too_many_times", and those of `require_possible`.
    """
    if not wanted:
        raise Refused("time_missing")
    moments = list(dict.fromkeys(require_possible(one, zone, at) for one in wanted))
    if len(moments) > MOST_WANTED:
        raise Refused("too_many_times")
    return moments


def needs_reason(moved: int) -> bool:
    """Whether the person is asked why, having moved it so often already. They are asked, never refused."""
    return moved >= FREE_MOVES
