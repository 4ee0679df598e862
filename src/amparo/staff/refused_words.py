"""What was refused, in words: what happened, what to do, and the status number."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.staff import file_words

# code: (what happened, what to do, status number)
REFUSED: dict[str, tuple[Any, Any, int]] = {
    "not_allowed": (
        _("Your role does not include this."),
        _("Ask a supervisor if you need it for your work."),
        403,
    ),
    "membership_ended": (
        _("Your access to this programme has ended."),
        _("Nothing is wrong with your account. Ask the programme's administrator if you still work here."),
        403,
    ),
    "no_such_person": (_("There is no such person in this programme."), _("Search for them by name."), 404),
    "no_such_checkin": (
        _("There is no such check-in in this programme."),
        _("Open it from the person's page."),
        404,
    ),
    "no_such_question": (_("There is no such question."), _("It may have been decided meanwhile."), 404),
    "no_such_hearing": (_("There is no such hearing."), _("Open it from the person's page."), 404),
    "no_such_text": (_("There is no such message."), _("Open it from the person's page."), 404),
    "no_such_run": (
        _("There is no such file here."),
        _("Files that were not applied are deleted after two days."),
        404,
    ),
    "not_found": (
        _("There is no page at this address."),
        _("Go to today's list, or search for a person."),
        404,
    ),
    "page_too_old": (
        _("This page was open for too long, so nothing was changed."),
        _("Go back, reload the page and try again."),
        403,
    ),
    "bad_request": (
        _("We could not read what was sent."),
        _("Go back, check what you typed and try again."),
        400,
    ),
    "our_fault": (
        _("Something failed on our side. It is not your fault."),
        _("Nothing was changed. Wait a minute and try again; tell your administrator if it stays."),
        500,
    ),
    "vault_unavailable": (
        _("Names and contact details cannot be opened at the moment."),
        _("Nothing is lost. Try again in a minute; tell your administrator if it stays."),
        503,
    ),
    "too_many_tries": (_("That was many tries."), _("Wait some minutes, then try again."), 429),
    "already_decided": (
        _("A colleague has already decided this."),
        _("Reload the page to see what was decided."),
        409,
    ),
    "already_handled": (
        _("A colleague has already taken care of this."),
        _("It is no longer on the list."),
        409,
    ),
    "no_place": (_("There is no place with this check-in."), _("The page says why."), 404),
    "budget_spent": (
        _("You have opened many places in the last hour."),
        _("Places are opened one at a time and counted. Wait, or talk to your supervisor."),
        429,
    ),
    "no_such_move": (_("This check-in can no longer be changed in that way."), _("Reload the page."), 409),
    "no_such_cause": (_("Please choose a cause."), _("Go back and choose one from the list."), 400),
    "reason_missing": (
        _("Please give a reason. The person will read it."),
        _("Go back and write one or two sentences."),
        400,
    ),
    "name_missing": (_("Please write the person's name."), "", 400),
    "name_too_long": (_("This name is too long."), _("Use at most 120 letters."), 400),
    "bad_phone": (
        _("This does not look like a phone number."),
        _("Write it with the country code, such as +1 305 555 0123."),
        400,
    ),
    "bad_email": (_("This does not look like an e-mail address."), "", 400),
    "unknown_zone": (_("We do not know this time zone."), _("Choose one from the list."), 400),
    "no_such_time": (
        _("The clock jumps over this time on that day."),
        _("Ask the court which time is meant."),
        400,
    ),
    "no_such_date": (_("There is no such date."), "", 400),
    "in_the_past": (_("This date is in the past."), _("Check the year."), 400),
    "email_unreadable": (_("This does not look like an e-mail address."), "", 400),
    "phone_missing": (_("Please write a phone number."), "", 400),
    "phone_too_long": (_("This phone number has too many digits."), "", 400),
    "language_not_offered": (_("Amparo does not speak this language yet."), _("Choose another one."), 400),
    "case_number_too_long": (_("This case number is too long."), _("Use at most 40 signs."), 400),
    "too_many_contacts": (_("This person has many contact points already."), _("Remove one first."), 400),
    "not_these_contacts": (_("The contact points have changed meanwhile."), _("Reload the page."), 409),
    "unknown_contact": (_("This contact point is not kept any more."), _("Reload the page."), 404),
    "unknown_person": (_("There is no such person in this programme."), _("Search for them by name."), 404),
    "forgotten": (_("This person asked to be forgotten, and is."), "", 410),
    "contact_in_use": (_("This contact point is in use."), "", 409),
    "somebody_was_faster": (_("A colleague was faster."), _("Reload the page to see what was done."), 409),
    "needs_a_decision": (_("This needs a decision, not a mark."), _("Open it from today's list."), 409),
    "bad_cadence": (_("These days and hours do not fit together."), _("Choose again."), 400),
    "vault_log_unavailable": (
        _("The access log cannot be written, so nothing is opened."),
        _("Tell your administrator. Nothing is lost."),
        503,
    ),
    "already_cancelled": (_("This hearing was cancelled."), _("Reload the page."), 409),
    "question_open": (_("There is an open question about this date."), _("Decide it on the hearings page."), 409),
    "no_such_decision": (_("This cannot be decided so."), _("Choose another decision."), 400),
    "too_far": (_("This date is many years ahead."), _("Check the year."), 400),
    "not_yet": (_("This hearing has not been yet."), "", 409),
    "unknown_court": (_("We do not know this court."), _("Write its address instead."), 400),
    "unknown_mode": (_("Please choose how the hearing is held."), "", 400),
    "source_name_missing": (_("Please say where the dates come from."), "", 400),
    "source_is_another_kind": (_("Another kind of source has this name."), _("Choose another name."), 409),
    "zone_source_unknown": (_("We do not know this time zone."), _("Choose one from the list."), 400),
    "unknown_reply": (_("This answer is not kept any more."), _("Reload the page."), 404),
    "unknown_reminder": (_("This reminder is not kept any more."), _("Reload the page."), 404),
    "unknown_text": (_("There is no such message."), _("Reload the page."), 404),
    "unknown_worker": (_("There is no such case worker."), _("Choose one from the list."), 400),
    "unknown_office": (_("There is no such office."), _("Choose one from the list."), 400),
    "key_used_differently": (
        _("This check-in was already written down with other words."),
        _("Open it to see what is kept."),
        409,
    ),
    "one_at_a_time": (_("Places are opened one at a time."), "", 400),
    "vault_busy": (_("The vault is busy."), _("Try again in a minute."), 503),
} | file_words.REFUSED
