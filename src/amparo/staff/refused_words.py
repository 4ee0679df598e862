"""What was refused, in words: what happened, what to do, and the status number."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.staff import document_words, file_words

# code: (what happened, what to do, status number)
REFUSED: dict[str, tuple[Any, Any, int]] = (
    {
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
        "unknown_concern": (_("There is no such silence."), _("It may be about somebody else's people."), 404),
        "unknown_step": (_("There is no such step."), _("It may be done: look at the day's list."), 404),
        "step_too_early": (
            _("It is not the turn of this step yet, so trying in vain does not end it."),
            _("Try again when it stands on the day's list. If you reach them before, write that down at once."),
            409,
        ),
        "unknown_deferral": (_("There is no such question for time."), _("Look at the day's list."), 404),
        "unknown_outage": (_("There is no such outage."), _("Look at the list of outages."), 404),
        "no_such_kiosk": (_("There is no such kiosk in this programme."), _("Look at the list of kiosks."), 404),
        "no_such_office": (_("There is no such office in this programme."), _("Go back and choose one."), 400),
        "no_such_text": (_("There is no such message."), _("Open it from the person's page."), 404),
        "no_such_run": (
            _("There is no such file here."),
            _("Files that were not applied are deleted after two days."),
            404,
        ),
        "no_such_reference": (
            _("Nobody of this programme has this reference."),
            _("Compare it with the person's page: six letters and digits."),
            400,
        ),
        "why_missing": (_("Please choose a reason."), _("Go back and choose one from the list."), 400),
        "how_missing": (_("Please choose how they told you."), _("Go back and choose one from the list."), 400),
        "reference_differs": (
            _("This is not the person's reference, so nothing was changed."),
            _("Go back and type it as it stands on the page."),
            400,
        ),
        "already_asked": (_("A colleague has already asked for this."), _("Another one confirms it."), 409),
        "not_asked": (_("Nobody asks for this any more."), _("Reload the page."), 409),
        "second_signature": (
            _("You asked for this yourself."),
            _("Another colleague confirms: a privacy officer, an administrator or a supervisor."),
            409,
        ),
        "trusted_incomplete": (
            _("Name, how to reach them and how the person agreed are needed."),
            _("Go back and fill in what is missing."),
            400,
        ),
        "address_missing": (_("A phone number or an e-mail address is missing."), _("Go back and type it."), 400),
        "too_many": (_("Three are named already."), _("Take one back first."), 409),
        "new_sign_in": (
            _("You were given a new sign-in in the last seven days, so your signature does not count yet."),
            _("Another colleague signs. So nobody can give both signatures."),
            409,
        ),
        "no_such_member": (_("There is no such colleague in this programme."), _("Go back to the list."), 404),
        "not_yourself": (
            _("This is not changed by oneself."),
            _("Ask another administrator. So there is always one who can come in."),
            409,
        ),
        "roles_missing": (_("Please tick at least one role."), _("To end somebody's access, suspend them."), 400),
        "works_elsewhere": (
            _("This colleague signs in to another programme, too."),
            _("A new password would open that one as well: ask whoever runs this installation."),
            409,
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
        "words_changed": (
            _("These words were taken back or replaced after they were spoken."),
            _("Nothing has changed. Look at the check-in as at any that is not confirmed."),
            409,
        ),
        "arrived_meanwhile": (
            _("Something else has arrived meanwhile."),
            _("Look at it first; nothing is concluded yet."),
            409,
        ),
        "already_handled": (
            _("A colleague has already taken care of this."),
            _("It is no longer on the list."),
            409,
        ),
        "no_place": (_("There is no place with this check-in."), _("The page says why."), 404),
        "budget_spent": (
            _("You have opened many places, pictures or documents in the last hour."),
            _("They are opened one at a time and counted. Wait, or talk to your supervisor."),
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
        "no_such_source": (_("There is no such address here."), _("Reload the page."), 404),
        "name_taken": (_("Another source already has this name."), _("Choose another name."), 409),
        "bad_url": (
            _("This is not an address of the web."),
            _("It begins with https:// or webcal://. Copy it once more."),
            400,
        ),
        "private_address": (
            _("This address lies on a private network, so it is not read."),
            _("Ask the source for its public address."),
            400,
        ),
        "unreachable": (_("Nobody answers at this address."), _("Check it, or try again in some minutes."), 502),
        "too_slow": (_("The address took too long to answer."), _("Try again in some minutes."), 504),
        "source_not_found": (_("There is nothing at this address."), _("Ask the source for the right one."), 400),
        "source_not_allowed": (
            _("This address does not let us in."),
            _("Ask the source for an address that needs no password."),
            400,
        ),
        "source_answered_badly": (
            _("The address answered with an error."),
            _("Try again in some minutes, or ask the source."),
            502,
        ),
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
    }
    | file_words.REFUSED
    | document_words.REFUSED
)
