"""The words of what is held about a person, and of what they may ask about it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

# kind: (what it is called, what it means)
KINDS: dict[str, tuple[Any, Any]] = {
    "correct": (_("Something is wrong"), _("Say what is wrong, and what is right.")),
    "restrict": (_("Keep it, but do not use it"), _("For example while we find out what is right.")),
    "erase": (_("Forget me"), _("Two people must sign. After that nobody can read any more who you were.")),
    "object": (_("Stop doing something with my data"), _("Say what we should stop, and why.")),
    "complain": (_("Complain"), _("About how you were treated, by anybody here.")),
}
STATES: dict[str, Any] = {
    "waiting": _("It waits for an answer."),
    "done": _("It was done."),
    "refused": _("The answer is no. You can complain about that."),
    "withdrawn": _("You took it back."),
}
ERASE_DONE = _("A first person signed. A second one must sign too. Then you are forgotten.")
REFUSED: dict[str, Any] = {
    "pick_one": _("Please choose one of these."),
    "words_missing": _("You left this empty. Please write a few words."),
    "too_long": _("That is too long. Please make it shorter."),
    "too_many": _("Many of your requests wait already. Please wait for an answer, or call us."),
    "somebody_was_faster": _("It has changed meanwhile. Please read what it says now."),
}
AGREED: dict[str, Any] = {
    "messages": _("Messages and calls"),
    "trusted": _("Asking the people you named"),
    "face": _("Selfies"),
    "family": _("A check-in by the head of my family"),
    "family_head": _("Checking in for my family"),
}
# Where a person sees one kind of thing. What has no page of its own is in their copy.
PAGES: dict[str, str] = {
    "people.Consent": "agreed",
    "people.Trusted": "trusted",
    "identity.Passkey": "passkeys",
    "identity.Phrase": "phrase",
    "identity.FaceTemplate": "selfie",
    "identity.FaceMove": "selfie",
    "households.FamilyMember": "family",
    "checkins.Schedule": "choose_time",
    "checkins.Checkin": "what_next",
    "checkins.Submission": "receipts",
    "concerns.Outreach": "questions",
    "concerns.Step": "questions",
    "concerns.Concern": "questions",
    "concerns.ConcernMove": "questions",
    "hearings.Hearing": "what_next",
    "rights.Request": "rights",
}
COPY_REFUSED: dict[str, Any] = {"copy_too_soon": _("You just had one made. Please wait two minutes.")}
PASSKEY_ONLY = _("We show this only just after you used a passkey. You can also call us.")
COPY_FAILED = _("It did not work this time. The problem is on our side. Please ask again.")
