"""What is kept, in words: of each table, who sees it, until when. For the public page and for each person's own."""

import re
from typing import Any

from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from amparo.foundation import languages
from amparo.privacy.declared import Keep, KeepWithPerson

TITLES: dict[str, Any] = {
    "people.Person": _("Who you are"),
    "people.Consent": _("What you agreed to"),
    "people.FileMove": _("When your file was closed, opened, or changed by a list"),
    "people.ForgetAsk": _("Who signed that you be forgotten"),
    "people.Trusted": _("Whom you named to be asked"),
    "people.CallTimes": _("When it is safe to call you"),
    "people.ContactPoint": _("How to reach you"),
    "people.BlindTag": _("Finding you by name or number"),
    "people.ImportRun": _("Lists that partners send"),
    "people.ImportChunk": _("The lines of such a list"),
    "people.ImportMapping": _("How to read such a list"),
    "identity.PersonalLink": _("Your personal link"),
    "identity.Pin": _("Your PIN"),
    "identity.Session": _("The phones where you are signed in"),
    "identity.PhoneKey": _("What locks the drafts on your phone"),
    "identity.Passkey": _("Your passkeys"),
    "identity.Lock": _("When your page was locked"),
    "identity.Recovery": _("How we knew that it was you when you signed in anew"),
    "identity.SpentChallenge": _("Answers of passkeys that were used"),
    "identity.Phrase": _("Your words, if you asked for some"),
    "identity.AttemptPool": _("Days on which your PIN was typed"),
    "identity.Kiosk": _("Tablets at an office to check in on"),
    "identity.FaceTemplate": _("The numbers of your face, if you agreed"),
    "checkins.Recording": _("What you said by voice"),
    "checkins.RecordingPiece": _("Pieces of a recording on its way"),
    "identity.FaceTry": _("Your selfies, until they are compared"),
    "identity.FaceMove": _("When the numbers of your face were made and destroyed"),
    "checkins.Schedule": _("Your day and hour"),
    "checkins.Checkin": _("Each check-in that is asked"),
    "checkins.Submission": _("What you sent at a check-in"),
    "checkins.CheckinMove": _("The steps of a check-in"),
    "documents.Document": _("Your documents"),
    "documents.DocumentPart": _("The files of a document, and your own PDF"),
    "documents.DocumentPiece": _("Pieces of a document on its way"),
    "checkins.Deferral": _("When you asked for more time"),
    "conversations.Message": _("Messages between you and us"),
    "conversations.Attachment": _("Photos, recordings and papers in messages"),
    "concerns.Outreach": _("When we did not hear from you"),
    "concerns.Step": _("How we tried to reach you"),
    "concerns.Concern": _("Questions to you, and your answers"),
    "concerns.ConcernMove": _("The steps of such a question"),
    "addresses.NewAddress": _("Where you live now, if you moved"),
    "addresses.Telling": _("Whom you told that you moved"),
    "faults.Attempt": _("What did not work on your phone"),
    "faults.Outage": _("Our own outages"),
    "faults.Pulse": _("Whether our machines work"),
    "households.Household": _("Families in which one checks in for others"),
    "households.FamilyMember": _("Your part in a family, if you were asked"),
    "mandates.Mandate": _("Who may see your record in your name"),
    "mandates.Account": _("How those you let see it sign in"),
    "mandates.AccountKey": _("Their passkeys"),
    "mandates.AnsweredQuestion": _("Answers of passkeys that were used"),
    "mandates.Sitting": _("Where they are signed in"),
    "mandates.Seat": _("How they find the people who chose them"),
    "mandates.Notice": _("What they hear is new"),
    "hearings.Hearing": _("Your court dates"),
    "hearings.Sighting": _("What a court's list says of a date"),
    "hearings.Question": _("What is unclear about a date"),
    "hearings.Source": _("Where court dates come from"),
    "visits.Visit": _("Visits that we offered"),
    "visits.Appointment": _("Dates of your own"),
    "visits.CalendarLink": _("The link for your own calendar"),
    "visits.WorkerLink": _("The links for calendars of workers"),
    "reminders.Reminder": _("Reminders to send"),
    "reminders.Reply": _("Your answers to reminders"),
    "channels.Delivery": _("Messages that were sent"),
    "channels.InboundText": _("Text messages from you"),
    "channels.Pace": _("How fast messages may be sent"),
    "directory.Court": _("Courts"),
    "rights.Request": _("What you asked about your data"),
    "rights.Copy": _("The copy of your data that you asked for"),
    "rights.CopyPart": _("The parts of such a copy"),
    "programme.Programme": _("The programme"),
    "programme.Office": _("Offices"),
    "programme.HelpLine": _("Numbers to call for help"),
    "programme.Policy": _("The programme's rules"),
    "programme.StaffAccount": _("How staff sign in"),
    "programme.Member": _("Who works here"),
    "programme.MemberChange": _("Changes to what staff may do"),
    "translations.Clip": _("Pages read aloud by us"),
    "translations.SpokenLanguage": _("Languages that we only speak"),
    "translations.Reading": _("Who read our words in each language"),
}

SEEN_BY: dict[str, Any] = {
    "person": _("you"),
    "case_worker": _("your case worker"),
    "supervisor": _("the supervisor"),
    "privacy_officer": _("the privacy officer"),
    "representative": _("whom you let see it"),
    "head": _("the head of your family: your first name"),
    "administrator": _("the administrator"),
    "public": _("everybody"),
    "system": _("nobody: only the machine uses it"),
}

# The moment from which the days are counted.
COUNTED_FROM: dict[str, Any] = {
    "arrived_at": _("we got it"),
    "asked_at": _("it was asked"),
    "at": _("it happened"),
    "begun_at": _("it was begun"),
    "came_at": _("it came"),
    "closed_at": _("our support for you ended"),
    "closes_at": _("its window closed"),
    "discard_after": _("its time is over"),
    "done_at": _("it was done"),
    "ended_at": _("it ended"),
    "expires_at": _("it stopped working"),
    "last_at": _("the last one"),
    "locked_at": _("it was locked"),
    "made_at": _("it was made"),
    "noted_at": _("it was noted"),
    "opened_at": _("the question came up"),
    "received_at": _("we got it"),
    "seen_at": _("it was last seen"),
    "staged_at": _("the list arrived"),
    "starts_at": _("the date"),
    "used_at": _("it was last used"),
}
WITH_PERSON = _("As long as your record. When your record goes, this goes with it.")
WITH_PROGRAMME = _("As long as the programme. It is not about you.")


def said(words: str) -> str:
    """What a table says of itself, in the reader's language. Written beside the column, translated in parts/kept.po."""
    return str(gettext(words))


def column(name: str) -> str:
    """A column's name, as one says it."""
    return str(pgettext("column", name.replace("_", " ")))


PAPERS: dict[str, Any] = {
    "court_letter": _("A letter from the court"),
    "identity": _("An identity paper"),
    "address": _("A proof of where I live"),
    "medical": _("A medical paper"),
    "other": _("Another paper"),
}
# When a message is sent, as its plan writes it: -3d, -2h.
BEFORE = re.compile(r"-(\d+)([dh])")


def value(name: str, said: Any, language: str) -> str:
    """What a column holds, where that is a code that the column alone explains; else empty."""
    if name == "language" and said in languages.LANGUAGES:
        return languages.LANGUAGES[said].endonym
    if name == "weekday" and isinstance(said, int):
        return languages.spelled_weekday(said, language)
    found = BEFORE.fullmatch(said) if name == "step" and isinstance(said, str) else None
    if found is None:
        return ""
    number = int(found[1])
    if found[2] == "h":
        return ngettext("%(hours)d hour before", "%(hours)d hours before", number) % {"hours": number}
    return ngettext("%(days)d day before", "%(days)d days before", number) % {"days": number}


def until(keep: Any) -> str:
    """When a row goes."""
    if isinstance(keep, KeepWithPerson):
        return str(WITH_PERSON)
    if isinstance(keep, Keep):
        words = ngettext("%(days)d day after %(moment)s", "%(days)d days after %(moment)s", keep.days)
        return words % {"days": keep.days, "moment": COUNTED_FROM[keep.after]}
    return str(WITH_PROGRAMME)
