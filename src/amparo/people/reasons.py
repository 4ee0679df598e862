"""Closed lists: how a person told us, why their file is closed, why they are forgotten. None of them is a verdict."""

from enum import StrEnum


class How(StrEnum):
    """How a person agreed, or took it back, when a colleague writes it down."""

    IN_PERSON = "in_person"
    ON_PAPER = "on_paper"
    BY_PHONE = "by_phone"


class WhyClosed(StrEnum):
    CASE_ENDED = "case_ended"
    OWN_WISH = "own_wish"
    MOVED = "moved"
    OTHER_HELP = "other_help"
    NO_CONTACT = "no_contact"
    DIED = "died"
    MISTAKE = "mistake"


class WhyForgotten(StrEnum):
    OWN_WISH = "own_wish"
    LAW = "law"
    MISTAKE = "mistake"
