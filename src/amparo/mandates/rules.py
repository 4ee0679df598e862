"""What a mandate may cover, for how long, and when it holds. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum


class Area(StrEnum):
    """A part of the record that a person opens to a representative, or not."""

    HEARINGS = "hearings"
    CHECKINS = "checkins"
    NOTICES = "notices"
    DOCUMENTS = "documents"


OFFERED = (Area.HEARINGS, Area.CHECKINS, Area.NOTICES, Area.DOCUMENTS)


class Kind(StrEnum):
    """Who represents somebody."""

    LAWYER = "lawyer"
    TRUSTED = "trusted"


class Ended(StrEnum):
    """Why a mandate stopped before its day."""

    TAKEN_BACK = "taken_back"  # by the person
    GIVEN_BACK = "given_back"  # by the representative


class What(StrEnum):
    """Of what a representative hears that it is new."""

    HEARING = "hearing"
    VISIT = "visit"
    QUESTION = "question"


class State(StrEnum):
    """Where a mandate stands."""

    INVITED = "invited"
    CLOSED = "closed"  # an invitation, by wrong digits
    HOLDS = "holds"
    OVER = "over"


INVITATION = timedelta(days=7)
DAYS, LONGEST_DAYS = 180, 365
OFFERED_DAYS = (30, 90, DAYS, LONGEST_DAYS)
# A person who shows many people their record is probably being made to.
MOST = 6
CODE_DIGITS, WRONG_CODES = 4, 5
LONGEST_NAME = LONGEST_ORGANISATION = 120
WRONG_SIGN_INS = 10
# A passkey opens for long: it is added in the first minutes of a sitting, not by whoever finds the computer open.
MOST_KEYS, ADD_A_KEY_WITHIN = 10, timedelta(minutes=10)
# A lawyer's computer is left alone in an office: half an hour without a page, a working day in all.
IDLE, LONGEST_SITTING = timedelta(minutes=30), timedelta(hours=10)


def areas(said: list[str]) -> list[str] | None:
    """The areas that were chosen, in our order; None if nothing was, or something that is not offered."""
    if not said or not set(said) <= set(OFFERED):
        return None
    return [area.value for area in OFFERED if area in said]


def state(
    accepted_at: datetime | None, ended_at: datetime | None, expires_at: datetime, wrong: int, at: datetime
) -> State:
    """Where a mandate stands at this moment."""
    if ended_at is not None or expires_at <= at:
        return State.OVER
    if accepted_at is not None:
        return State.HOLDS
    return State.CLOSED if wrong >= WRONG_CODES else State.INVITED


def readable_code(text: str) -> str:
    """The digits somebody typed, in whatever numerals their keyboard has; empty if it cannot be a code."""
    digits = [str(int(sign)) for sign in text if sign.isdecimal()]
    others = [sign for sign in text if not sign.isdecimal() and not sign.isspace() and sign != "-"]
    return "".join(digits) if len(digits) == CODE_DIGITS and not others else ""
