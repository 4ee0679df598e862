"""What a person agreed to, whether their file is open, and what is kept of them, in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

PERIOD_REFUSED: dict[str, Any] = {
    "no_such_period": _("Choose two days; the first one comes first."),
    "period_too_long": _("Choose two years at most."),
}
# What a member can mend where they write, or what passes: (what happened, what to do, status number).
NOT_SENT: dict[str, tuple[Any, Any, int]] = {
    "words_missing": (_("Nothing was written."), _("Write your answer."), 422),
    "too_long": (_("That is too long."), _("Send it in two messages."), 422),
    "unknown_kind": (
        _("One file was no photo, PDF or recording."),
        _("Choose another one. Nothing was sent."),
        422,
    ),
    "too_large": (_("One file is larger than 10 MB."), _("Make it smaller. Nothing was sent."), 422),
    "many_files": (_("More than 6 files were chosen."), _("Send them in two messages. Nothing was sent."), 422),
    "unreadable": (_("One file was empty."), _("Choose it again. Nothing was sent."), 422),
    "key_used_differently": (
        _("This was sent before, with other words."),
        _("Send it again as a new one."),
        409,
    ),
    "vault_unavailable": (_("The vault does not answer, so it is not sent yet."), _("Try again in a minute."), 503),
    "vault_busy": (_("The vault is busy, so it is not sent yet."), _("Try again in a minute."), 503),
}
REPRESENTS: dict[str, Any] = {"lawyer": _("a lawyer"), "trusted": _("somebody they trust")}
AREAS: dict[str, Any] = {
    "hearings": _("court dates"),
    "checkins": _("check-ins and receipts"),
    "notices": _("what they were told"),
    "documents": _("documents"),
}
PERSON_STATES: dict[str, Any] = {
    "active": _("open"),
    "closed": _("closed"),
    "erasing": _("being forgotten"),
    "erased": _("forgotten"),
}
WHY_CLOSED: dict[str, Any] = {
    "case_ended": _("their case has ended"),
    "own_wish": _("they asked us to stop"),
    "moved": _("they moved away"),
    "other_help": _("somebody else supports them now"),
    "no_contact": _("we no longer reach them"),
    "died": _("they died"),
    "mistake": _("written down by mistake"),
}
WHY_FORGOTTEN: dict[str, Any] = {
    "own_wish": _("they asked for it"),
    "law": _("the law requires it"),
    "mistake": _("they should never have been written down"),
}
RIGHTS: dict[str, Any] = {
    "correct": _("something is wrong"),
    "restrict": _("keep it, but do not use it"),
    "erase": _("forget me"),
    "object": _("stop doing something with my data"),
    "complain": _("a complaint"),
}
RIGHTS_STATES: dict[str, Any] = {
    "waiting": _("waits for an answer"),
    "done": _("done"),
    "refused": _("refused"),
    "withdrawn": _("taken back by the person"),
}
CHECKS: dict[str, Any] = {
    "paper": _("they came, and showed a paper with their picture"),
    "call_back": _("we called a number that was on file before, and they answered"),
    "words": _("they said the words that they were given"),
    "trusted": _("somebody whom they had named knows that it is them"),
}
LOCKED_BY: dict[str, Any] = {
    "app": _("by them, on another phone"),
    "kiosk": _("by them, at a kiosk"),
    "text": _("by a text from a number of theirs"),
    "member": _("by a colleague, at their word"),
}
HELP_KINDS: dict[str, Any] = {"legal": _("legal help"), "safety": _("when they are not safe")}
KEPT_OF_PERSON: dict[str, Any] = {
    "people.Consent": _("what they agreed to"),
    "people.ContactPoint": _("numbers and addresses"),
    "people.BlindTag": _("marks by which they are found"),
    "people.FileMove": _("when their file was closed, opened, or changed by a list"),
    "people.ForgetAsk": _("who signed for this"),
    "identity.PersonalLink": _("personal links"),
    "identity.Pin": _("their PIN"),
    "identity.Session": _("phones on which they are signed in"),
    "identity.PhoneKey": _("what locks the drafts on their phones"),
    "checkins.Schedule": _("their days and hours for check-ins"),
    "checkins.Checkin": _("check-ins that were asked"),
    "checkins.Submission": _("check-ins that arrived"),
    "checkins.CheckinMove": _("steps of check-ins"),
    "hearings.Hearing": _("hearings"),
    "hearings.Sighting": _("what courts' lists said of hearings"),
    "hearings.Question": _("questions about hearings"),
    "visits.Visit": _("visits"),
    "visits.Appointment": _("dates of their own"),
    "visits.CalendarLink": _("the link for their own calendar"),
    "reminders.Reminder": _("reminders"),
    "reminders.Reply": _("answers to reminders"),
    "channels.Delivery": _("messages to them"),
    "channels.InboundText": _("messages from them"),
    "conversations.Message": _("messages between them and the team"),
    "conversations.Attachment": _("photos, recordings and papers in messages"),
    "people.Trusted": _("whom they named to be asked"),
    "identity.Passkey": _("their passkeys"),
    "identity.Lock": _("when their page was locked"),
    "identity.Recovery": _("who knew them when they signed in anew"),
    "people.CallTimes": _("when it is safe to call them"),
    "identity.Phrase": _("their words"),
    "identity.SpentChallenge": _("questions that a passkey has answered"),
    "identity.FaceTemplate": _("the numbers of their face"),
    "identity.FaceTry": _("selfies that wait"),
    "identity.FaceMove": _("when numbers of their face were made and destroyed"),
    "checkins.Recording": _("recordings of their voice"),
    "checkins.RecordingPiece": _("pieces of recordings on their way"),
    "checkins.Deferral": _("questions for more time"),
    "concerns.Outreach": _("silences"),
    "concerns.Step": _("tries to reach them"),
    "concerns.Concern": _("questions after a silence"),
    "concerns.ConcernMove": _("steps of such questions"),
    "documents.Document": _("documents"),
    "documents.DocumentPart": _("files of documents"),
    "documents.DocumentPiece": _("pieces of documents on their way"),
    "households.FamilyMember": _("their part in a family"),
    "mandates.Mandate": _("whom they let see their record"),
    "mandates.Notice": _("what those hear is new"),
    "faults.Attempt": _("what did not work on their phone"),
    "addresses.NewAddress": _("where they live now"),
    "addresses.Telling": _("offices they told that they moved"),
    "rights.Request": _("what they asked about their data"),
    "rights.Copy": _("a copy of their data that waits for them"),
    "rights.CopyPart": _("parts of such a copy"),
}
