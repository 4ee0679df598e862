"""What a person agreed to, whether their file is open, and what is kept of them, in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

PERIOD_REFUSED: dict[str, Any] = {
    "no_such_period": _("Choose two days; the first one comes first."),
    "period_too_long": _("Choose two years at most."),
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
KEPT_OF_PERSON: dict[str, Any] = {
    "people.Consent": _("what they agreed to"),
    "people.ContactPoint": _("numbers and addresses"),
    "people.BlindTag": _("marks by which they are found"),
    "people.FileMove": _("when their file was closed, opened, or changed by a list"),
    "people.ForgetAsk": _("who signed for this"),
    "identity.PersonalLink": _("personal links"),
    "identity.Pin": _("their PIN"),
    "identity.Session": _("phones on which they are signed in"),
    "checkins.Schedule": _("their days and hours for check-ins"),
    "checkins.Checkin": _("check-ins that were asked"),
    "checkins.Submission": _("check-ins that arrived"),
    "checkins.CheckinMove": _("steps of check-ins"),
    "hearings.Hearing": _("hearings"),
    "hearings.Sighting": _("what courts' lists said of hearings"),
    "hearings.Question": _("questions about hearings"),
    "reminders.Reminder": _("reminders"),
    "reminders.Reply": _("answers to reminders"),
    "channels.Delivery": _("messages to them"),
    "channels.InboundText": _("messages from them"),
    "people.Trusted": _("whom they named to be asked"),
    "identity.Passkey": _("their passkeys"),
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
    "mandates.Mandate": _("whom they let see their record"),
    "mandates.Notice": _("what those hear is new"),
    "faults.Attempt": _("what did not work on their phone"),
}
