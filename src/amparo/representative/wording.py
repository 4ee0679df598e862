"""Sentences of the representatives' pages that no template holds."""

from typing import Any

from django.utils.translation import gettext_lazy as _

OUR_FAULT = (_("The problem is on our side. It is not your fault."), _("Please wait a minute and try again."))
REFUSALS: dict[str, tuple[Any, Any, int]] = {
    "not_found": (
        _("There is no such page for you."),
        _("A person may have ended what you could see, or its time is over. Talk to them."),
        404,
    ),
    "not_allowed": (_("You may not see this."), _("Ask the person to let you see it, if you need it."), 403),
    "no_such_receipt": (_("There is no such receipt."), _("Open it from the list of check-ins."), 404),
    "unknown_document": (_("This document is not here any more."), _("Open it from the list of documents."), 404),
    "budget_spent": (
        _("You have opened many pages in the last hour."),
        _("Please wait a little, then open this page again."),
        429,
    ),
    "page_too_old": (_("This page was open for a long time."), _("Please open it again."), 403),
    "bad_request": (_("We could not read what your browser sent."), _("Please try again."), 400),
    "forgotten": (_("This record does not exist any more."), _("It was erased."), 404),
    "no_passkeys_here": (
        _("Passkeys do not work at this address."),
        _("Sign in with your name and the code of your phone."),
        404,
    ),
    "sign_in_again": (_("Please sign in again first."), _("Then add the passkey in the first ten minutes."), 403),
    "too_many_passkeys": (_("You have ten passkeys already."), _("Remove one of them first."), 409),
    "signed_out": (_("You are signed out."), _("Please sign in, then open the link again."), 401),
    "too_often": (
        _("This page was opened very often in a short time."),
        _("Please wait a minute and try again. Your invitation stays as it is."),
        429,
    ),
    "not_now": (*OUR_FAULT, 503),
    "vault_unavailable": (*OUR_FAULT, 503),
    "vault_busy": (*OUR_FAULT, 503),
    "vault_log_unavailable": (*OUR_FAULT, 503),
    "our_fault": (*OUR_FAULT, 500),
}
INVITATION: dict[str, Any] = {
    "name_missing": _("Please write your name."),
    "too_long": _("This is too long. Please write less."),
    "email_unreadable": _("This is no e-mail address. Please correct it, or leave it empty."),
    "phone_code_not_taken": _("The code of your phone was not right. Wait for the next one and type that."),
    "invitation_not_opened": _(
        "This did not open. Compare the four digits. After five wrong tries an invitation closes. "
        "It also closes when it was used, taken back, or is older than a week. Then ask for a new one."
    ),
    "page_too_old": _("This page was open for more than an hour. Please set up your phone again."),
}
# Where each of them is mended.
INVITATION_FIELDS = {
    "name_missing": "name",
    "too_long": "name",
    "email_unreadable": "address",
    "phone_code_not_taken": "phone_code",
    "invitation_not_opened": "code",
}
AREAS = {
    "hearings": _("Court dates"),
    "checkins": _("Check-ins and receipts"),
    "notices": _("What they were told"),
    "documents": _("Documents"),
}
DOCUMENT_KINDS = {
    "court_letter": _("A letter from the court"),
    "identity": _("An identity paper"),
    "address": _("A proof of address"),
    "medical": _("A medical paper"),
    "other": _("Another paper"),
}
HEARING_STATES = {
    "scheduled": _("As planned"),
    "in_question": _("Not sure: sources disagree, and a person is looking"),
    "gone_from_feed": _("Not sure: it is no longer in the court's list"),
    "cancelled": _("Cancelled"),
    "held": _("Past"),
}
MODES = {
    "in_person": _("In person"),
    "video": _("By video"),
    "phone": _("By phone"),
}
VISIT_KINDS = {
    "office": _("At an office"),
    "home": _("At home"),
    "video": _("By video"),
}
VISIT_STATES = {
    "offered": _("Offered by the team"),
    "agreed": _("Agreed"),
    "asked": _("They asked for another time"),
    "cancelled": _("Cancelled"),
    "held": _("Past"),
}
CHECKIN_STATES = {
    "planned": _("Not open yet"),
    "due": _("Open now"),
    "done": _("Done"),
    "needs_look": _("Done; a person looks at something about it"),
    "unanswered": _("Nothing came yet. It can still be sent"),
    "explained": _("Explained: nothing was needed"),
    "cancelled": _("Cancelled"),
}


def refused(code: str) -> tuple[Any, Any, int]:
    """What happened, what to do and the status number; our own fault where nothing else is known."""
    return REFUSALS.get(code, REFUSALS["our_fault"])
