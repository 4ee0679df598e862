"""How long a family is set up for, who can be in it, and when a member can be sent for. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum


class Why(StrEnum):
    """What a worker says when they set a family up or renew it. None of it is about one person's health or past."""

    THEY_ASKED = "they_asked"
    ONE_PHONE = "one_phone"
    NEEDS_A_HAND = "needs_a_hand"


class Ended(StrEnum):
    """How somebody's part in a family ended."""

    SAID_NO = "said_no"
    LEFT = "left"
    OVER = "over"  # the family's time was over, its head left, a file was closed
    BY_TEAM = "by_team"


class State(StrEnum):
    """Where somebody's part in a family stands."""

    ASKED = "asked"
    AGREED = "agreed"
    OVER = "over"


# As every condition: it ends by itself, and to go on somebody must say why.
LONGEST_DAYS = 90
OFFERED_DAYS = (30, 60, LONGEST_DAYS)
FEWEST, MOST = 2, 12
# Whoever said no to somebody, or left them, is not asked about the same head again before this.
ASK_AGAIN = timedelta(days=90)
# Nothing is begun that the clock of the window, or of the family, could overtake.
MARGIN = timedelta(seconds=10)


def state(agreed_at: datetime | None, ended_at: datetime | None, until: datetime, at: datetime) -> State:
    """Where a part stands at this moment."""
    if ended_at is not None or until <= at:
        return State.OVER
    return State.AGREED if agreed_at is not None else State.ASKED
