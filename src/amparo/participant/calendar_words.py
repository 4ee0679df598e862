"""The words of the calendar, chosen by codes: what each date is called, how it stands, what was wrong with a form."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.casework.calendar import CHECKIN, HEARING, OWN, VISIT, Date

TITLES: dict[str, Any] = {
    HEARING: _("Hearing"),
    CHECKIN: _("Check-in"),
    OWN: _("My own date"),
}
VISITS: dict[str, Any] = {
    "office": _("Meeting at our office"),
    "home": _("We visit you at home"),
    "video": _("Meeting by video"),
}
# How a date stands, where that must be said; nothing where it simply holds.
STANDS: dict[tuple[str, str], Any] = {
    (HEARING, "in_question"): _("We are checking this date."),
    (HEARING, "gone_from_feed"): _("We are checking this date."),
    (HEARING, "cancelled"): _("Cancelled"),
    (HEARING, "held"): _("Over"),
    (CHECKIN, "due"): _("Open now"),
    (CHECKIN, "done"): _("Done"),
    (CHECKIN, "needs_look"): _("Done"),
    (VISIT, "offered"): _("Does this suit you?"),
    (VISIT, "agreed"): _("Agreed"),
    (VISIT, "asked"): _("You asked for another time"),
    (VISIT, "cancelled"): _("Cancelled"),
    (VISIT, "held"): _("Over"),
}
# What a calendar program shows, also to whoever looks at a locked phone. It says no more than that there is something.
NEUTRAL: dict[str, Any] = {
    HEARING: _("Appointment"),
    CHECKIN: _("Reminder"),
    VISIT: _("Appointment"),
    OWN: _("Appointment"),
}
CALENDAR_NAME = _("My dates")
MORE = _("More on your page: %(url)s")
CANCELLED_TITLE = _("Cancelled: %(title)s")

_NO_SUCH_TIME = _("Clocks jump over this time that night. Please choose another hour.")
_TOO_FAR = _("This is more than a year from now. Please choose an earlier day.")
_PAST = _("This time has passed. Please choose one that is still to come.")
_TOO_LONG = _("This is too long. Please write less.")
_UNREADABLE = _("There is a sign in it that we cannot keep. Please write it again.")
OWN_REFUSED: dict[str, Any] = {
    "title_missing": _("Please write what it is, in a few words."),
    "time_missing": _("Please choose a day and an hour."),
    "in_the_past": _PAST,
    "too_far": _TOO_FAR,
    "no_such_time": _NO_SUCH_TIME,
    "too_long": _TOO_LONG,
    "unreadable_words": _UNREADABLE,
    "too_many": _("You have very many dates here. Please remove one first."),
}
# Which part of the form a refusal is about.
OWN_FIELD: dict[str, str] = {
    "title_missing": "title",
    "too_long": "title",
    "unreadable_words": "title",
    "time_missing": "when",
    "in_the_past": "when",
    "too_far": "when",
    "no_such_time": "when",
}
VISIT_REFUSED: dict[str, Any] = {
    "time_missing": _("Please choose a day and an hour. One is enough."),
    "too_many_times": _("Please name three times at most."),
    "in_the_past": _PAST,
    "too_far": _TOO_FAR,
    "no_such_time": _NO_SUCH_TIME,
    "too_long": _TOO_LONG,
    "unreadable_words": _UNREADABLE,
    "reason_missing": _("You moved this twice already. Please write in a few words why, so that we find a good time."),
    "no_such_move": _("It has changed meanwhile. Please read what it says now."),
    "pick_one": _("Please choose one of these."),
}


# What the person answered about a hearing, as they find it again beside its date.
SAID: dict[str, Any] = {
    "coming": _("You told us: you will be there."),
    "help": _("You told us: you need help. Somebody will call you."),
    "cannot": _("You told us: you cannot make it. Somebody will call you."),
}
SETTLED: dict[str, Any] = {
    "help": _("You asked for help. Your team took care of it."),
    "cannot": _("You told us: you cannot make it. Your team took care of it."),
}


def said(answer: str, *, settled: bool) -> Any:
    """An answer that they gave, in words; with whether a worker has taken it up."""
    return (SETTLED.get(answer) if settled else None) or SAID.get(answer, "")


def title(date: Date) -> Any:
    """What the date is called on the person's own pages: by their own words where it is their own."""
    if date.kind == VISIT:
        return VISITS[date.facts["mode"]]
    return date.said.get("title") or TITLES[date.kind]


def stands(date: Date) -> Any:
    """How it stands, in words; empty where it simply holds."""
    return STANDS.get((date.kind, date.state), "")
