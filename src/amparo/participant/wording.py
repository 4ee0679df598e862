"""Sentences of the person's app that no template holds: what went wrong, who looked and why, days and hours."""

from typing import Any

from django.utils.translation import gettext_lazy as _

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
}

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

# ── who looked ──

YOU = _("You")
AMPARO = _("Amparo, by itself")
SOMEBODY = _("A member of the team")
REPRESENTATIVE = _("whom you let see it")
ROLES = {
    "case_worker": _("case worker"),
    "supervisor": _("supervisor"),
    "manager": _("manager"),
    "privacy_officer": _("privacy officer"),
    "administrator": _("administrator"),
}
FIELDS = {
    "people.name": _("your name"),
    "people.case_number": _("your case number"),
    "people.address": _("how to reach you"),
    "answers": _("what you said in a check-in"),
    "place": _("the area of one check-in"),
    "checkins.note": _("a note about a check-in"),
    "channels.body": _("a text message from you"),
    "checkins.help_words": _("what you wrote when you asked for help"),
    "checkins.words": _("what you wrote when you asked for time"),
    "checkins.reply": _("the answer about your time"),
    "concerns.question": _("a question to you"),
    "concerns.answer": _("your answer to a question"),
    "concerns.reason": _("why something was decided"),
    "concerns.contest": _("why you say it is not so"),
    "concerns.note": _("a note about reaching you"),
    "people.trusted_name": _("whom you named"),
    "people.trusted_address": _("how to reach whom you named"),
    "mandates.name": _("who sees your record in your name"),
    "mandates.organisation": _("for whom they work"),
    "mandates.address": _("how to reach who sees your record"),
    "checkins.voice_recording": _("a recording of your voice"),
    "identity.template_face": _("the numbers of your face"),
    "identity.selfie_face": _("a selfie of you"),
    "identity.phrase": _("your words"),
}
OTHER_FIELD = _("a part of your record")
LISTED = _("Opened: %(things)s.")
ACTIONS = {
    "forget": _("Had your record erased."),
    "read_log": _("Read this list."),
}
PURPOSES = {
    "caseload_list": _("To see your name in the list of the day."),
    "person_page": _("To open your page and help you."),
    "checkin_review": _("To read your check-in."),
    "concern_review": _("To look at a question after we did not hear from you."),
    "search_result": _("To find you among the people we help."),
    "import_preview": _("To compare a list from the court with what we know."),
    "hearing_question": _("To answer a question about your court date."),
    "home_help": _("To help you on the telephone, at the desk or at home."),
    "send_message": _("To send you a reminder."),
    "own_record": _("You read it yourself."),
    "voice_read": _("To make your recording ready to be heard, by machine."),
    "phrase_heard": _("To compare a recording with your words."),
    "face_compare": _("To compare your selfie with your own face, by machine."),
    "face_review": _("To look at a selfie that the machine could not settle."),
    "export_to_person": _("To make the copy of your record that is handed to you."),
    "represented_list": _("To see your name in their list, as you allowed."),
    "represented_hearings": _("To look at your court dates, as you allowed."),
    "represented_checkins": _("To look at your check-ins and receipts, as you allowed."),
    "represented_notices": _("To read what you were told, as you allowed."),
    "log_review": _("To check that nobody looks without a reason."),
    "erasure": _("To erase your record."),
}


def refused(code: str) -> dict[str, Any]:
    """What happened and what to do, for a code; our own fault where nothing else is known."""
    happened, what_to_do, _status = REFUSALS.get(code, REFUSALS["our_fault"])
    return {"happened": happened, "what_to_do": what_to_do}


def status(code: str) -> int:
    """The status number of a code; what we have no word for is our mistake."""
    return REFUSALS.get(code, REFUSALS["our_fault"])[2]


def what(action: str, fields: tuple[str, ...]) -> str:
    """One line of the access log, in words."""
    if action in ACTIONS:
        return str(ACTIONS[action])
    return str(LISTED) % {"things": ", ".join(str(FIELDS.get(name, OTHER_FIELD)) for name in fields)}


# ── days and hours ──

PICK_ONE = _("Please choose one of these times.")
