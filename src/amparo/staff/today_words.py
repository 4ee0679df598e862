"""The lines of a worker's day, in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

# kind: (what it is, what to do, the button, its colour)
NEEDS: dict[str, tuple[Any, Any, str]] = {
    "asked_for_help": (
        _("Asked for help in a check-in"),
        _("Call them and agree what comes next."),
        "urgent",
    ),
    "urgent_message": (
        _("Wrote that it is urgent"),
        _("Read it now. If they may be in danger, call."),
        "urgent",
    ),
    "message_to_answer": (_("Wrote a message"), _("Read it and answer."), "reach"),
    "needs_help_to_come": (
        _("Needs help to come"),
        _("Call them: transport, child care, a lawyer?"),
        "urgent",
    ),
    "cannot_come": (_("Cannot come"), _("Call them, and their lawyer: can the date be moved?"), "urgent"),
    "text_for_help": (_("Texted that they need help"), _("Read it and call."), "urgent"),
    "hearing_earlier": (_("Hearing was moved to an earlier date"), _("Compare and decide."), "date"),
    "hearing_disagree": (_("Two sources say different dates"), _("Compare and decide."), "date"),
    "hearing_gone": (
        _("Hearing is no longer in the source"),
        _("That is not a cancellation. Ask the court."),
        "date",
    ),
    "hearing_odd": (_("Something is odd about a hearing date"), _("Compare and decide."), "date"),
    "reminder_unheard": (
        _("No reminder has arrived"),
        _("Every way was tried. Call, or ask for another number."),
        "date",
    ),
    "unanswered": (
        _("Check-in window closed in silence"),
        _("A question, not a verdict: reach out and write down the cause."),
        "reach",
    ),
    "visit_to_answer": (
        _("Asks for another time to meet"),
        _("Take one of their times, or offer another."),
        "date",
    ),
    "asked_for_time": (_("Cannot check in now"), _("Give them time, or another day."), "urgent"),
    "to_reach": (_("Did not answer: reach out"), _("Ask how they are. First of all: was it us?"), "reach"),
    "face_to_look_at": (
        _("The computer could not tell from two selfies"),
        _("Look if you know them, or ask them. It never counts against them."),
        "look",
    ),
    "document_to_look_at": (
        _("Sent a document"),
        _("Look at it: it may be a letter with a date."),
        "look",
    ),
    "concern_to_look_at": (
        _("Nobody could be reached: a human should look"),
        _("Look for faults first. Then ask the person."),
        "reach",
    ),
    "concern_answered": (_("Answered our question"), _("Read what they say."), "reach"),
    "concern_contested": (_("Says that it is not so"), _("Somebody who did not sign it looks at it."), "urgent"),
    "concern_to_second": (_("Waits for a second signature"), _("Look at everything anew, and decide."), "look"),
    "contact_dead": (_("A number or address no longer works"), _("Agree on another way."), "reach"),
    "contact_stopped": (
        _("Asked us to stop messages"),
        _("Agree on another way. It never costs them a hearing."),
        "reach",
    ),
    "says_changed": (
        _("Says that they moved, or have a new phone number"),
        _("Ask them, and enter it. The old address or number may not reach them."),
        "reach",
    ),
    "page_locked": (
        _("Their phone is lost: their page is locked"),
        _("Call them on another number. Unlock it, or give a new link after two checks."),
        "reach",
    ),
    "text_to_read": (_("Sent a text message"), _("Read it."), "look"),
    "hearing_unanswered": (_("Hearing soon, not yet answered"), _("Ask whether they can come."), "look"),
    "to_look_at": (_("Check-in to look at"), _("They have done their part. See what needs a look."), "look"),
    "address_help": (
        _("Asks for help to tell an office of a new address"),
        _("Call them, and do it together."),
        "urgent",
    ),
    "address_late": (
        _("Moved, and an office may not know it yet"),
        _("Ask whether it is done, and help. It is no violation."),
        "reach",
    ),
    "address_new": (_("Has a new address"), _("Do their office, time zone and court still fit?"), "look"),
    "hearing_unconfirmed": (
        _("Hearing soon, date not confirmed lately"),
        _("Check it with the court."),
        "sure",
    ),
}
