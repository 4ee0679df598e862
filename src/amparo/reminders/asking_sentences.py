"""What is said when a window closed in silence, when more time was given, and when humans ask or conclude.

As in `sentences`: by text and push only what a stranger may read. No sentence blames.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

# A fault of ours gave more time; a worker answered a question for time; somebody asks; something was concluded.
EXTENDED, ANSWERED, ASKED, RAISED, CLOSED = "extended", "answered", "asked", "raised", "closed"
CHECKIN, OUTREACH, CONCERN = "checkin", "outreach", "concern"

_HELLO = _("Hello,")
_UNTIL = _("Your check-in is open until %(date)s at %(time)s.")
_CHECKIN_HERE = _("Check in here: %(url)s")
_FAULT = _("If something does not work, it is not your fault. Write or call us, and we will help.")
_PAGE = _("More on your page: %(url)s")

SMS: dict[tuple[str, str], str] = {
    (CHECKIN, EXTENDED): _(
        "%(programme)s: Something of ours did not work. You have more time: until %(date)s at %(time)s. You did "
        "nothing wrong. %(url)s"
    ),
    (CHECKIN, ANSWERED): _("%(programme)s: We answered you about more time. Open until %(date)s, %(time)s. %(url)s"),
    (OUTREACH, ASKED): _(
        "%(programme)s: We did not hear from you. How are you? If something did not work, it is not your fault. "
        "Please check in or tell us: %(url)s We will call on %(date)s. Reply 2 if you need help."
    ),
    (CONCERN, ASKED): _(
        "%(programme)s: We have a question for you. Please answer by %(date)s, %(time)s: %(url)s Nothing is decided "
        "before. You can ask a lawyer to help you. Reply 2 if you need help."
    ),
    (CONCERN, RAISED): _(
        "%(programme)s: There is something new on your page that you can say no to. Please read it: %(url)s You can "
        "ask a lawyer to help you. Reply 2 if you need help."
    ),
    (CONCERN, CLOSED): _("%(programme)s: Our question to you is settled. There is nothing more to do. %(url)s"),
}

PUSH: dict[tuple[str, str], tuple[str, ...]] = {
    (CHECKIN, EXTENDED): (
        _("You have more time"),
        _("Something of ours did not work."),
        _("You have until %(date)s at %(time)s."),
    ),
    (CHECKIN, ANSWERED): (_("We answered your question"), _("You have until %(date)s at %(time)s.")),
    (OUTREACH, ASKED): (
        _("How are you?"),
        _("We did not hear from you."),
        _("If something did not work, it is not your fault. We will help."),
    ),
    (CONCERN, ASKED): (_("We have a question for you"), _("Please answer by %(date)s at %(time)s.")),
    (CONCERN, RAISED): (_("There is something new on your page"), _("You can say no to it. Tap to read it.")),
    (CONCERN, CLOSED): (_("Our question is settled"), _("There is nothing more to do.")),
}

EMAIL: dict[tuple[str, str], tuple[str, ...]] = {
    (CHECKIN, EXTENDED): (
        _("You have more time"),
        _HELLO,
        _("Something of ours did not work, so you have more time. You did nothing wrong."),
        _UNTIL,
        _CHECKIN_HERE,
    ),
    (CHECKIN, ANSWERED): (
        _("We answered your question"),
        _HELLO,
        _("We answered your question about time."),
        _UNTIL,
        _PAGE,
    ),
    (OUTREACH, ASKED): (
        _("How are you?"),
        _HELLO,
        _("We did not hear from you, and we would like to know how you are."),
        _FAULT,
        _("You can still check in, or tell us what happened: %(url)s"),
        _("If we do not hear from you, we will call on %(date)s."),
    ),
    (CONCERN, ASKED): (
        _("We have a question for you"),
        _HELLO,
        _("We have a question for you. Please answer by %(date)s at %(time)s. Nothing is decided before."),
        _("You can read it and answer here: %(url)s"),
        _("You can ask a lawyer or somebody you trust to help you."),
    ),
    (CONCERN, RAISED): (
        _("There is something new on your page"),
        _HELLO,
        _("There is something new on your page, with the reasons for it. You can say that it is not so."),
        _("You can read it and answer here: %(url)s"),
        _("You can ask a lawyer or somebody you trust to help you."),
    ),
    (CONCERN, CLOSED): (
        _("Our question is settled"),
        _HELLO,
        _("Our question to you is settled. There is nothing more to do."),
        _PAGE,
    ),
}
