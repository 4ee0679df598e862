"""Every sentence of a reminder, by what it is about and what it has to say. Values come in when it is sent.

By text and push there is only what a stranger may read; the rest stands behind the link. Each says the plan,
what happens otherwise, and where help is. No sentence blames, and none threatens with more than what is true.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from amparo.reminders import asking_sentences as asking
from amparo.reminders import visit_sentences as visits
from amparo.reminders import way_in_sentences as way_in

# What a message has to say.
SCHEDULED, REMINDER, LAST, OPENS = "scheduled", "reminder", "last", "opens"
MOVED, CANCELLED, QUESTION, UNCONFIRMED = "moved", "cancelled", "question", "unconfirmed"

HEARING, CHECKIN = "hearing", "checkin"
OUTREACH, CONCERN = asking.OUTREACH, asking.CONCERN
VISIT = visits.VISIT

SMS: dict[tuple[str, str], str] = {
    **asking.SMS,
    **visits.SMS,
    **way_in.SMS,
    (HEARING, SCHEDULED): _(
        "%(programme)s: You have an appointment on %(date)s at %(time)s. Please go: if you miss it, a "
        "decision can be made without you. What to bring, and how we can help: %(url)s"
    ),
    (HEARING, REMINDER): _(
        "%(programme)s: Your appointment is %(when)s: %(date)s, %(time)s. If you miss it, a decision can "
        "be made without you. Reply 1 I will go, 2 I need help, 3 I cannot go. %(url)s"
    ),
    (HEARING, LAST): _(
        "%(programme)s: Your appointment is %(when)s at %(time)s. Go early and bring your ID and "
        "letters. If you miss it, a decision can be made without you. Reply 2 if you need help. %(url)s"
    ),
    (HEARING, UNCONFIRMED): _(
        "%(programme)s: Your appointment is %(when)s: %(date)s, %(time)s. We could not confirm this date for "
        "%(days)s. Please go, but check the date first. How to check: %(url)s"
    ),
    (HEARING, MOVED): _(
        "%(programme)s: Your appointment has a new date: %(date)s at %(time)s. The old date no longer "
        "counts. If you miss the new one, a decision can be made without you. %(url)s"
    ),
    (HEARING, CANCELLED): _(
        "%(programme)s: Your appointment on %(date)s at %(time)s is cancelled. You do not need to go. We "
        "will write if there is a new date. %(url)s"
    ),
    (HEARING, QUESTION): _(
        "%(programme)s: We are checking the date of your appointment. The last date we know is %(date)s "
        "at %(time)s. Keep that date until we write again. How to check: %(url)s"
    ),
    (CHECKIN, SCHEDULED): _(
        "%(programme)s: Your next check-in is set. You have until %(date)s at %(time)s. We will write "
        "when it opens. %(url)s"
    ),
    (CHECKIN, OPENS): _(
        "%(programme)s: Your check-in is open until %(date)s at %(time)s. It takes about 5 minutes: "
        "%(url)s You can also call or come in. It counts the same."
    ),
    (CHECKIN, REMINDER): _(
        "%(programme)s: Please check in by %(date)s, %(time)s. It takes about 5 minutes: %(url)s If we "
        "do not hear from you, we will ask how you are. Reply 2 if you need help."
    ),
    (CHECKIN, LAST): _(
        "%(programme)s: Your check-in is open until %(time)s %(when)s. %(url)s If something does not "
        "work, it is not your fault: reply 2 or call, and we will help. It counts the same."
    ),
    (CHECKIN, MOVED): _("%(programme)s: Your check-in is now open until %(date)s at %(time)s. %(url)s"),
    (CHECKIN, CANCELLED): _(
        "%(programme)s: You do not need to do the check-in of %(date)s. There is nothing more to do. %(url)s"
    ),
    (CHECKIN, QUESTION): _(
        "%(programme)s: We are looking at the time of your check-in. The last time we know is %(date)s "
        "at %(time)s. %(url)s"
    ),
}

_MISS = _("If you miss it, a decision can be made without you.")
_TAP_HELP = _("Tap for what to bring and for help.")

# Title, then the sentences of the body.
PUSH: dict[tuple[str, str], tuple[str, ...]] = {
    **asking.PUSH,
    **visits.PUSH,
    **way_in.PUSH,
    (HEARING, SCHEDULED): (_("You have an appointment"), _("%(date)s at %(time)s."), _MISS, _TAP_HELP),
    (HEARING, REMINDER): (_("Your appointment is %(when)s"), _("%(date)s at %(time)s."), _MISS, _TAP_HELP),
    (HEARING, LAST): (_("Your appointment is %(when)s at %(time)s"), _("Go early."), _MISS, _TAP_HELP),
    (HEARING, UNCONFIRMED): (
        _("Your appointment is %(when)s"),
        _("%(date)s at %(time)s."),
        _("We could not confirm this date for %(days)s. Tap to see how to check it."),
    ),
    (HEARING, MOVED): (_("Your appointment has a new date"), _("%(date)s at %(time)s."), _MISS, _TAP_HELP),
    (HEARING, CANCELLED): (
        _("Your appointment is cancelled"),
        _("%(date)s at %(time)s."),
        _("You do not need to go."),
    ),
    (HEARING, QUESTION): (
        _("We are checking a date"),
        _("The last date we know is %(date)s at %(time)s."),
        _("Keep that date until we write again."),
    ),
    (CHECKIN, SCHEDULED): (_("Your next check-in is set"), _("You have until %(date)s at %(time)s.")),
    (CHECKIN, OPENS): (
        _("Your check-in is open"),
        _("You have until %(date)s at %(time)s."),
        _("It takes about 5 minutes."),
    ),
    (CHECKIN, REMINDER): (
        _("Please check in"),
        _("You have until %(date)s at %(time)s."),
        _("If we do not hear from you, we will ask how you are."),
    ),
    (CHECKIN, LAST): (
        _("Your check-in is open until %(time)s"),
        _("If something does not work, it is not your fault. We will help."),
    ),
    (CHECKIN, MOVED): (_("Your check-in has a new end"), _("You have until %(date)s at %(time)s.")),
    (CHECKIN, CANCELLED): (_("You do not need to check in"), _("There is nothing more to do.")),
    (CHECKIN, QUESTION): (
        _("We are checking a date"),
        _("The last time we know is %(date)s at %(time)s."),
    ),
}

# Stands where the place is, if it may be shown; else where it is told.
PLACE = _("Place: %(place)s")
PLACE_BEHIND = _("The address is on your page: %(url)s")
WHERE = "%(where)s"

_HELLO = _("Hello,")
_CONSEQUENCE = _(
    "Please go. If you miss it, a decision can be made without you, and it can be hard to change it later."
)
_EXPECT = _(
    "What to expect: Be there 30 minutes early. Bring a photo ID and every letter you have about this "
    "appointment. There may be a security check at the door. You can ask for an interpreter. It is free."
)
_TELL = _("Can you go? Do you need help to get there? Tell us here: %(url)s")
_PLAN = _("Your appointment is %(when)s: %(date)s at %(time)s.")
_UNTIL = _("Your check-in is open until %(date)s at %(time)s.")
_HOW = _(
    "It takes about 5 minutes: a few questions about how you are. You can do it in the app, by phone or "
    "in person. Each counts the same."
)
_FAULT = _("If something does not work, it is not your fault. Write or call us, and we will help.")
_SILENCE = _("If we do not hear from you, we will call to ask how you are.")
_CHECKIN_HERE = _("Check in here: %(url)s")
_PAGE = _("More on your page: %(url)s")

# Subject, then the paragraphs. The name of the programme closes every e-mail.
EMAIL: dict[tuple[str, str], tuple[str, ...]] = {
    **asking.EMAIL,
    **visits.EMAIL,
    **way_in.EMAIL,
    (HEARING, SCHEDULED): (
        _("Your appointment on %(date)s"),
        _HELLO,
        _("You have an appointment on %(date)s at %(time)s."),
        WHERE,
        _CONSEQUENCE,
        _EXPECT,
        _TELL,
    ),
    (HEARING, REMINDER): (
        _("Your appointment is %(when)s"),
        _HELLO,
        _PLAN,
        WHERE,
        _CONSEQUENCE,
        _EXPECT,
        _TELL,
    ),
    (HEARING, LAST): (
        _("Your appointment is %(when)s at %(time)s"),
        _HELLO,
        _PLAN,
        WHERE,
        _CONSEQUENCE,
        _EXPECT,
        _TELL,
    ),
    (HEARING, UNCONFIRMED): (
        _("Your appointment is %(when)s"),
        _HELLO,
        _PLAN,
        WHERE,
        _(
            "We could not confirm this date for %(days)s. Please check it before you go. This page tells "
            "you how: %(url)s"
        ),
        _CONSEQUENCE,
        _EXPECT,
    ),
    (HEARING, MOVED): (
        _("Your appointment has a new date"),
        _HELLO,
        _("Your appointment has a new date: %(date)s at %(time)s. The old date no longer counts."),
        WHERE,
        _CONSEQUENCE,
        _EXPECT,
        _TELL,
    ),
    (HEARING, CANCELLED): (
        _("Your appointment is cancelled"),
        _HELLO,
        _("Your appointment on %(date)s at %(time)s is cancelled. You do not need to go."),
        _("We will write to you if there is a new date."),
        _PAGE,
    ),
    (HEARING, QUESTION): (
        _("We are checking the date of your appointment"),
        _HELLO,
        _("We are checking the date of your appointment. The last date we know is %(date)s at %(time)s."),
        _("Keep that date until we write again. This page tells you how to check it yourself: %(url)s"),
    ),
    (CHECKIN, SCHEDULED): (
        _("Your next check-in"),
        _HELLO,
        _("Your next check-in is set. You have until %(date)s at %(time)s. We will write when it opens."),
        _HOW,
        _PAGE,
    ),
    (CHECKIN, OPENS): (_("Your check-in is open"), _HELLO, _UNTIL, _CHECKIN_HERE, _HOW, _FAULT),
    (CHECKIN, REMINDER): (_("Please check in"), _HELLO, _UNTIL, _CHECKIN_HERE, _HOW, _SILENCE, _FAULT),
    (CHECKIN, LAST): (
        _("Your check-in is open until %(time)s"),
        _HELLO,
        _UNTIL,
        _CHECKIN_HERE,
        _SILENCE,
        _FAULT,
    ),
    (CHECKIN, MOVED): (
        _("Your check-in has a new end"),
        _HELLO,
        _("Your check-in is now open until %(date)s at %(time)s."),
        _CHECKIN_HERE,
        _HOW,
    ),
    (CHECKIN, CANCELLED): (
        _("You do not need to check in"),
        _HELLO,
        _("You do not need to do the check-in of %(date)s. There is nothing more to do."),
        _PAGE,
    ),
    (CHECKIN, QUESTION): (
        _("We are checking a date"),
        _HELLO,
        _("We are looking at the time of your check-in. The last time we know is %(date)s at %(time)s."),
        _PAGE,
    ),
}

# Used when a programme's own name says too much.
NEUTRAL_NAME = _("Your support team")
TODAY, TOMORROW = _("today"), _("tomorrow")
# The entry of a calendar file; a calendar may be shared with others.
CALENDAR_SUMMARY = _("Appointment")
CALENDAR_DETAILS = _("What to bring, and help: %(url)s")
