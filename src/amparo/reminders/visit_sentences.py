"""What is said about a visit: it is an appointment, it was agreed with the person, and they may ask for another time.

As in `sentences`: by text and push only what a stranger may read. Nothing is decided at a visit, so nothing is
threatened.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

VISIT = "visit"
SCHEDULED, REMINDER, LAST, MOVED, CANCELLED = "scheduled", "reminder", "last", "moved", "cancelled"

_HELLO = _("Hello,")
_OTHER = _("Does the time not suit you? Ask for another one on your page: %(url)s")
_MORE = _("What to bring, and where it is: %(url)s")

SMS: dict[tuple[str, str], str] = {
    (VISIT, SCHEDULED): _(
        "%(programme)s: We would like to meet you on %(date)s at %(time)s. Look at it here, or ask for another time: "
        "%(url)s"
    ),
    (VISIT, REMINDER): _(
        "%(programme)s: We meet %(when)s: %(date)s, %(time)s. If the time does not suit you, ask for another one: "
        "%(url)s"
    ),
    (VISIT, LAST): _("%(programme)s: We meet %(when)s at %(time)s. Can you not make it? Tell us: %(url)s"),
    (VISIT, MOVED): _(
        "%(programme)s: Our meeting has a new date: %(date)s at %(time)s. The old one no longer counts. %(url)s"
    ),
    (VISIT, CANCELLED): _(
        "%(programme)s: Our meeting on %(date)s at %(time)s is cancelled. You do not need to do anything. %(url)s"
    ),
}

_TAP_OTHER = _("Tap to look at it, or to ask for another time.")
PUSH: dict[tuple[str, str], tuple[str, ...]] = {
    (VISIT, SCHEDULED): (_("We would like to meet you"), _("%(date)s at %(time)s."), _TAP_OTHER),
    (VISIT, REMINDER): (_("We meet %(when)s"), _("%(date)s at %(time)s."), _TAP_OTHER),
    (VISIT, LAST): (_("We meet %(when)s at %(time)s"), _("Can you not make it? Tap to tell us.")),
    (VISIT, MOVED): (_("Our meeting has a new date"), _("%(date)s at %(time)s."), _TAP_OTHER),
    (VISIT, CANCELLED): (
        _("Our meeting is cancelled"),
        _("%(date)s at %(time)s."),
        _("You do not need to do anything."),
    ),
}

EMAIL: dict[tuple[str, str], tuple[str, ...]] = {
    (VISIT, SCHEDULED): (
        _("We would like to meet you on %(date)s"),
        _HELLO,
        _("We would like to meet you on %(date)s at %(time)s."),
        _OTHER,
        _MORE,
    ),
    (VISIT, REMINDER): (
        _("We meet %(when)s"),
        _HELLO,
        _("We meet %(when)s: %(date)s at %(time)s."),
        _OTHER,
        _MORE,
    ),
    (VISIT, LAST): (
        _("We meet %(when)s at %(time)s"),
        _HELLO,
        _("We meet %(when)s: %(date)s at %(time)s."),
        _("Can you not make it? Tell us here: %(url)s"),
    ),
    (VISIT, MOVED): (
        _("Our meeting has a new date"),
        _HELLO,
        _("Our meeting has a new date: %(date)s at %(time)s. The old one no longer counts."),
        _OTHER,
        _MORE,
    ),
    (VISIT, CANCELLED): (
        _("Our meeting is cancelled"),
        _HELLO,
        _("Our meeting on %(date)s at %(time)s is cancelled. You do not need to do anything."),
        _("More on your page: %(url)s"),
    ),
}
