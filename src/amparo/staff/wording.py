"""Every sentence that is chosen by a code: what was refused, what waits, what happened."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.casework import words
from amparo.staff import (
    clip_words,
    concern_words,
    family_words,
    file_words,
    person_words,
    refused_words,
    today_words,
    visit_words,
)

UNKNOWN = (_("This was not possible."), _("Nothing was changed. Go back and try again."), 400)

NEEDS = today_words.NEEDS
CLIPS = clip_words.STATES
QUESTIONS: dict[str, Any] = {
    "moved_earlier": _("Moved to an earlier date"),
    "sources_disagree": _("Two sources say different dates"),
    "gone": _("No longer in the source. That is not a cancellation"),
    "in_the_past": _("The source names a date in the past"),
    "too_far": _("The source names a date many years ahead"),
}
LOOKS: dict[str, Any] = {
    "late": _("It was said after the window closed."),
    "too_early": _("It was said more than a day before the window opened."),
    "clock_doubtful": _(
        "The phone's clock cannot be believed, so nobody knows when it was said. That is not their fault."
    ),
    "no_place": _("No place was sent. That is allowed; the cause is below."),
    "wants_help": _("They ask for help."),
    "says_changed": _("They say that they moved, or have a new phone number. Ask them, and enter it."),
    "voice_to_hear": _("They answered by voice. Please listen."),
    "identity_not_confirmed": _(
        "It came without a PIN or anything else that shows who sent it. Call them: if it was them, it counts."
    ),
}
CAUSES = concern_words.CAUSES
PLACE_CAUSES: dict[str, Any] = {
    "not_asked": _("not asked for"),
    "permission": _("the phone did not allow it"),
    "unavailable": _("the phone could not find it"),
    "timeout": _("the phone took too long"),
    "declined": _("they chose not to share it, which is allowed"),
    "not_said": _("they left it empty, which is allowed"),
}
STATES: dict[str, Any] = {
    "planned": _("planned"),
    "due": _("open now"),
    "done": _("checked in"),
    "needs_look": _("to look at"),
    "unanswered": _("closed in silence"),
    "explained": _("explained"),
    "cancelled": _("cancelled"),
    "scheduled": _("scheduled"),
    "in_question": _("in question"),
    "gone_from_feed": _("no longer in the source"),
    "held": _("held"),
}
CHANNELS = words.CHANNELS
# Where a worker saw or heard somebody: a closed list, and all of it counts the same.
SEEN_AT: dict[str, Any] = {
    "office": _("At the office"),
    "call": _("On the telephone"),
    "visit": _("On a visit"),
    "video": _("By video"),
    "kiosk": _("At the screen in the office, with me beside them"),
}
SPEEDS = (("1", "1×"), ("1.25", "1.25×"), ("1.5", "1.5×"), ("2", "2×"))
# What became of a recording; none of it is held against anybody.
RECORDINGS: dict[str, Any] = {
    "received": _("It is being made ready. Please look again in a minute."),
    "ready": _("ready to be heard"),
    "unusable": _("Nobody can hear this one. That is not their fault: please call them."),
}
CONTACT_STATES: dict[str, Any] = {
    "active": _("works"),
    "stopped": _("they said STOP"),
    "retired": _("no longer works"),
}
ABOUT: dict[str, Any] = {
    "hearing": _("hearing"),
    "checkin": _("check-in"),
    "check_in": _("check-in"),
    "outreach": _("question after a silence"),
    "concern": _("question to the person"),
    "way_in": _("safety of their page"),
    "message": _("new message"),
    "visit": _("visit"),
}
VISIT_KINDS = visit_words.KINDS
VISIT_STATES = visit_words.STATES
CONCERN_STATES = concern_words.STATES
CONCERN_ENDED = concern_words.ENDED
STEP_KINDS = concern_words.STEPS
STEP_OUTCOMES = concern_words.ALL_OUTCOMES
TRUSTED = concern_words.TRUSTED
FAMILY_WHYS, FAMILY_STATES, FAMILY_ENDED = family_words.WHYS, family_words.STATES, family_words.ENDED
DECISIONS: dict[str, Any] = {
    "keep": _("keep our date"),
    "take": _("take the new date"),
    "ask": _("ask the court first"),
}
DECIDED: dict[str, Any] = {
    "keep": _("Decided. The person is told."),
    "take": _("Decided. The person is told."),
    "ask": _("Noted. The question stays open until the court has answered; the person reads that the date is checked."),
}
LANGUAGES: dict[str, Any] = {
    "en": _("English"),
    "es": _("Spanish"),
    "ht": _("Haitian Creole"),
    "pt": _("Portuguese"),
    "fr": _("French"),
    "ar": _("Arabic"),
    "ru": _("Russian"),
    "zh-hans": _("Chinese"),
}
GROUPS: dict[str, Any] = {
    "checkin": _("Check-ins"),
    "hearing": _("Hearings"),
    "message": _("Messages"),
    "contact": _("Contact"),
    "agreement": _("Agreements"),
}
CLOCKS: dict[str, Any] = {
    "trusted": _("believable"),
    "doubtful": _("cannot be believed; not the person's fault"),
}
IDENTITIES: dict[str, Any] = {
    "passkey": _("a passkey on their own phone"),
    "pin": _("their PIN"),
    "selfie": _("a picture compared with theirs"),
    "phrase": _("words they spoke"),
    "seen_by_worker": _("a worker saw them"),
    "known_voice": _("a worker knows their voice"),
    "family": _("the head of their family, as they had agreed"),
    "none": _("nothing: sent without, not confirmed"),
}
PHRASE = _("Their own words")
TURNS: dict[str, Any] = {
    "": _("Turns not asked for: a still picture."),
    "turns_seen": _("Turns seen, in the order we asked for."),
    "turns_not_seen": _("Turns not seen."),
}
SOURCE_KINDS: dict[str, Any] = {
    "table": _("table, brought in by hand"),
    "calendar": _("calendar file, brought in by hand"),
    "feed": _("address, read each hour"),
    "hand": _("written down by staff"),
}
SOURCE_PROBLEMS: dict[str, Any] = {
    "many_vanished": _("so many dates vanished at once that nothing was changed: ask the source"),
    "source_answered_badly": _("could not be read"),
    "private_address": _("its address is not a public one"),
    "bad_url": _("its address is not valid"),
    "unreachable": _("could not be reached"),
    "too_slow": _("took too long to answer"),
    "source_not_found": _("there is nothing at its address any more: ask the source for the new one"),
    "source_not_allowed": _("its address does not let us in: ask the source for a new one"),
    "file_too_large": _("is larger than the 25 MB we read"),
    "file_empty": _("was empty, so nothing was changed: ask the source"),
    "file_damaged": _("is damaged: ask the source"),
    "not_a_table": _("is no table or calendar that we can read"),
    "not_a_calendar": _("is no calendar that we can read"),
    "not_a_daily_list": _("is no court list that we can read"),
    "too_many_events": _("has more entries than we read at once"),
    "too_many_rows": _("has more rows than we read at once"),
    "too_many_columns": _("has more columns than we read"),
    "mapping_incomplete": _("has no column for something that is needed: tell your administrator"),
    "mapping_unreadable": _("is read in a way that no longer works: tell your administrator"),
    "column_missing": _("no longer has a column that we read: ask the source"),
    "line_too_long": _("could not be read: a line is too long"),
    "line_unreadable": _("could not be read: a line makes no sense"),
    "not_closed": _("was cut off: it is read again soon"),
    "unknown_zone": _("its time zone is not one we know"),
    "forgotten": _("could not be written: somebody in it is being forgotten. It is read again soon"),
    "somebody_was_faster": _("was being changed by a colleague. It is read again soon"),
    "vault_unavailable": _("could not be compared: the vault did not answer. It is read again soon"),
}
PROBLEMS = file_words.PROBLEMS
DATE_PROBLEMS = file_words.DATE_PROBLEMS
MEANINGS = file_words.MEANINGS
DATE_MEANINGS = file_words.DATE_MEANINGS
VERDICTS = file_words.VERDICTS
ROLES: dict[str, Any] = {
    "case_worker": _("case worker"),
    "supervisor": _("supervisor"),
    "manager": _("manager"),
    "privacy_officer": _("privacy officer"),
    "administrator": _("administrator"),
}
ROLE_HELP: dict[str, Any] = {
    "case_worker": _("helps particular people, and sees only them"),
    "supervisor": _("sees everybody in the programme, and brings in lists of people"),
    "manager": _("sees no person"),
    "privacy_officer": _("answers for what is kept, and asks for people to be forgotten"),
    "administrator": _("says who works here and what they may do; sees no person"),
}
MEMBER_CHANGES: dict[str, Any] = {
    "roles": _("Roles"),
    "sign_in": _("New first password, code app set up anew"),
    "sessions": _("Signed out everywhere"),
    "suspended": _("Suspended"),
    "back": _("Let in again"),
}
REPRESENTS = person_words.REPRESENTS
AREAS = person_words.AREAS
PERIOD_REFUSED = person_words.PERIOD_REFUSED
HOW_TOLD = words.HOW_TOLD
PERSON_STATES = person_words.PERSON_STATES
CHECKS, LOCKED_BY, HELP_KINDS = person_words.CHECKS, person_words.LOCKED_BY, person_words.HELP_KINDS
WHY_CLOSED = person_words.WHY_CLOSED
WHY_FORGOTTEN = person_words.WHY_FORGOTTEN
KEPT_OF_PERSON = person_words.KEPT_OF_PERSON
RIGHTS = person_words.RIGHTS
RIGHTS_STATES = person_words.RIGHTS_STATES
WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))


def refused(code: str) -> dict[str, Any]:
    """What happened and what to do, for a page or beside a form."""
    about_a_value = (PROBLEMS.get(code, UNKNOWN[0]), "" if code in PROBLEMS else UNKNOWN[1], 400)
    happened, what_to_do, _status = refused_words.REFUSED.get(code, about_a_value)
    return {"happened": happened, "what_to_do": what_to_do}


def who_may(roles: Iterable[str]) -> str:
    """Whom to ask for what one's own role does not include."""
    named = ", ".join(str(ROLES[role]) for role in roles)
    return str(_("This is for: %(roles)s. Ask one of them, or an administrator, who says who has which role.")) % {
        "roles": named
    }


def status(code: str) -> int:
    return int(refused_words.REFUSED.get(code, UNKNOWN)[2])
