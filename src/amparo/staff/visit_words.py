"""Visits in the staff's words: kinds, how they stand, and what was wrong with a time."""

from typing import Any

from django.utils.translation import gettext_lazy as _

KINDS: dict[str, Any] = {
    "office": _("At the office"),
    "home": _("At their home"),
    "video": _("By video"),
}
STATES: dict[str, Any] = {
    "offered": _("offered, not answered yet"),
    "agreed": _("agreed"),
    "asked": _("they ask for another time"),
    "cancelled": _("cancelled"),
    "held": _("took place"),
}
PROBLEMS: dict[str, Any] = {
    "too_soon": _("Give them two days of notice: choose a later time."),
    "in_the_past": _("This time has passed."),
    "too_far": _("That is more than a year ahead."),
    "not_by_night": _("Visits are between 07:00 and 21:00 on their clock, and end the same day."),
    "bad_length": _("A visit takes between 15 minutes and two hours."),
    "no_such_time": _("Clocks jump over this time that night: choose another hour."),
    "no_office": _("They have no office yet: choose one on their page first."),
    "not_active": _("Their file is closed: no visit is offered."),
    "too_long": _("That is too long. Please write less."),
    "unreadable_words": _("There is a sign in it that cannot be kept. Please write it again."),
    "unknown_kind": _("Choose where to meet."),
    "not_wanted": _("They have named other times meanwhile: look again."),
    "not_yet": _("It has not begun yet."),
    "no_such_move": _("It has changed meanwhile: look again."),
}
# What happened, after a button.
DONE: dict[str, Any] = {
    "accept": _("Agreed. They are told the new time."),
    "again": _("Offered at the new time. They are told."),
    "cancel": _("Cancelled. They are told."),
    "held": _("Noted: it took place."),
}
