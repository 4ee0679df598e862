"""How a member can know that somebody is this person, and who locks a page: closed lists. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum

# What a member knew of somebody an hour ago says nothing of who comes days later.
CONFIRM_WITHIN = timedelta(hours=72)
GIVE_WITHIN = timedelta(hours=24)


class Check(StrEnum):
    """How a member knew that it was the person. Two of two kinds are needed where one could be deceived."""

    PAPER = "paper"  # they came, and showed a paper with their picture
    CALL_BACK = "call_back"  # we called a number that was on file before, and they answered
    WORDS = "words"  # they said the words that they were given
    TRUSTED = "trusted"  # somebody whom they had named knows that it is them


class LockedBy(StrEnum):
    """By which way a page was locked."""

    APP = "app"
    KIOSK = "kiosk"
    TEXT = "text"
    MEMBER = "member"


def needs_two(*, locked: bool, number_added_at: datetime | None, at: datetime, settling: timedelta) -> bool:
    """Whether a new link and PIN need two members: everything is locked, or a number on file is new.

    Whoever could have one member add a number of theirs and then give them a link would be the person.
    """
    return locked or (number_added_at is not None and number_added_at > at - settling)
