"""Sentences of the person's app that no template holds: what went wrong, who looked and why, days and hours."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.participant import document_words

OUR_FAULT = (_("The problem is on our side. It is not your fault."), _("Please wait a minute and try again."))
OPEN_LINK = _("Open your personal link and type your PIN. What is saved on this phone stays safe.")
CALL = _("Please call us or come in. A problem with this app never counts against you.")

# code: (what happened, what to do, status)
REFUSALS: dict[str, tuple[Any, Any, int]] = {
    "signed_out": (_("You are not signed in on this phone."), OPEN_LINK, 401),
    "not_allowed": (_("This page is not yours to open."), _("Go back to your own page."), 403),
    "page_too_old": (_("This page was open for too long."), _("Go back, and send it again."), 403),
    "not_found": (_("There is nothing at this address."), _("Go back to your own page."), 404),
    "no_longer_asked": (
        _("This check-in is not asked for any more."),
        _("You do not need to do anything for it. Your page shows what is next."),
        409,
    ),
    "key_used_differently": (
        _("We already have your check-in."),
        _("You do not need to do anything. Your receipt is on your page."),
        422,
    ),
    "face_not_agreed": (_("You have not agreed to selfies."), _("Your PIN, a call or a visit count the same."), 409),
    "no_face_yet": (
        _("Your face is not set up yet."),
        _("Please set it up first, or check in in the other ways."),
        409,
    ),
    "face_made_already": (_("Your face is set up already."), _("You do not need to do anything."), 409),
    "other_ways": (_("That was many tries for today."), _("You can check in in the other ways right now."), 409),
    "turns_over": (
        _("That took a little long, and the turns we asked for are over."),
        _("Please take the picture again."),
        409,
    ),
    "recording_missing": (
        _("One of your recordings has not arrived yet."),
        _("Please send it again, or use the form. It counts the same."),
        409,
    ),
    "many_recordings": (
        _("There are many recordings for this check-in already."),
        _("Please send what you have, or use the form. It counts the same."),
        409,
    ),
    "already_handled": (
        _("This is not open any more."),
        _("Go back to your page. It shows what is still to do."),
        409,
    ),
    "somebody_was_faster": (
        _("Somebody changed this a moment ago."),
        _("Go back and look at it again."),
        409,
    ),
    "words_missing": (_("There was nothing in your message."), _("Please write something, or choose a photo."), 422),
    "too_long": (_("That was too long for us to take."), _("Please send it in two messages, or call us."), 422),
    "many_messages": (
        _("Those were many messages in a short time."),
        _("Your phone keeps this one and sends it later. Urgent messages go at once."),
        429,
    ),
    "unknown_message": (
        _("We do not have the message that this belongs to."),
        _("Please send it again in a new message."),
        409,
    ),
    "many_files": (_("One message can carry 6 files."), _("Please send the others in a new message."), 409),
    "unreadable": (_("Your phone sent something we could not read."), CALL, 400),
    "bad_request": (_("Your phone sent something we could not read."), CALL, 400),
    "too_large": (_("That was too long for us to take."), _("Please write less, or call us."), 413),
    "bad_push_address": (_("This browser cannot get our reminders."), _("We remind you in the other ways."), 400),
    "show_it_is_you": (_("We must be sure that it is you."), _("Please show it again, then come back."), 403),
    "show_passkey": (_("This page opens with a passkey only."), _("Please use your passkey, then come back."), 403),
    "not_settled": (
        _("Your link and PIN are new. This page opens three days after you got them."),
        _("You can check in, and see your dates and receipts, as always. If you need this sooner, call us."),
        403,
    ),
    "not_on_kiosk": (
        _("This page does not open on this screen, because others use it too."),
        _("It opens on your own phone. Or ask somebody at the desk."),
        403,
    ),
    "not_on_borrowed": (
        _("This does not work on a phone that is not yours, because it would leave something there."),
        _("You can do it on your own phone. You can check in here as always."),
        403,
    ),
    "no_file_here": (
        _("This phone is not yours, and a file would stay on it."),
        _("Save it on your own phone, or ask your worker to print it."),
        403,
    ),
    "locked": (
        _("Your page is locked. Nobody can open it now."),
        _("Please call us or come in. You can check in that way too, and it counts the same."),
        403,
    ),
    "kiosk_ended": (
        _("This tablet does not take check-ins any more."),
        _("Please tell somebody at the desk. You can check in with them right now."),
        410,
    ),
    "kiosk_link_used": (
        _("This link does not set up a tablet any more."),
        _("It works once, for one day. A supervisor can make a new one."),
        410,
    ),
    "passkey_not_taken": (_("That passkey did not work here."), _("You can type your PIN, or call us."), 403),
    "too_many_passkeys": (_("You have many passkeys already."), _("Please remove one first."), 409),
    "no_passkeys_here": (_("Passkeys do not work at this address."), _("You can type your PIN."), 409),
    "too_many_contacts": (_("You already have many ways to be reached."), CALL, 409),
    "not_now": (*OUR_FAULT, 503),
    "vault_unavailable": (*OUR_FAULT, 503),
    "vault_busy": (*OUR_FAULT, 503),
    "vault_log_unavailable": (*OUR_FAULT, 503),
    "too_busy": (*OUR_FAULT, 503),
    "our_fault": (*OUR_FAULT, 500),
} | document_words.REFUSALS

NOT_SENT = {
    "signed_out": (
        _("You are signed out, so it is not sent yet. Your answers are still on this page."),
        _("Keep this page open. Open your personal link in a new page and type your PIN. Then come back and send."),
    ),
    "page_too_old": (
        _("This page was open for a long time, so it is not sent yet. Your answers are still on this page."),
        _("Please look at them and send again."),
    ),
    "not_now": (
        _("We could not take it just now. The problem is on our side. Your answers are still on this page."),
        _("Please wait a minute and send again, or call us."),
    ),
}

NOT_SENT_MESSAGE = {
    "signed_out": (
        _("You are signed out, so your message is not sent yet. Your words are still on this page."),
        _("Keep this page open. Open your personal link in a new page and type your PIN. Then come back and send."),
    ),
    "page_too_old": (
        _("This page was open for a long time, so your message is not sent yet. Your words are still on this page."),
        _("Please send it again."),
    ),
    "not_now": (
        _("We could not take it just now. The problem is on our side. Your words are still on this page."),
        _("Please wait a minute and send again, or call us."),
    ),
}

ANSWER_PROBLEMS = {
    "not_answered": _("Please answer this one."),
    "too_long": _("This is too long. Please write less."),
    "unknown_option": _("Please choose one of these."),
    "wrong_kind": _("Please choose one of these."),
}

YES, NO = _("Yes"), _("No")
PLACE_LABEL = _("Your area")
PLACE_CHOICES = {
    "declined": _("I do not want to share my area"),
    "unavailable": _("I could not get a location"),
}
SHOWN_LABEL = _("How you show that it is you")
SENT_WITHOUT = _("Sent without. Somebody from the team will look at it.")
SHOWN_BY = {"pin": _("with your PIN"), "passkey": _("with your passkey")}
DEVICES = {
    "phone": _("A phone"),
    "computer": _("A computer"),
    "key": _("A small key to plug in or hold near"),
    "other": _("Something else"),
}
TRUSTED = {"trusted": _("Somebody you trust"), "representative": _("Your representative")}
NOTHING_SAID = _("You left this empty.")
NOT_SHARED = _("Not shared")

WEEKDAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)

PERIOD_REFUSED = {
    "no_such_period": _("Please choose two days. The first one comes first."),
    "period_too_long": _("Please choose two years at most."),
}


def refused(code: str) -> dict[str, Any]:
    """What happened and what to do, for a code; our own fault where nothing else is known."""
    happened, what_to_do, _status = REFUSALS.get(code, REFUSALS["our_fault"])
    return {"happened": happened, "what_to_do": what_to_do}


def status(code: str) -> int:
    """The status number of a code; what we have no word for is our mistake."""
    return REFUSALS.get(code, REFUSALS["our_fault"])[2]


# ── days and hours ──

WRITE_WHEN = _("Please write when we may call you, and when not.")
PICK_ONE = _("Please choose one of these times.")
