"""Every sentence about silences that is chosen by a code."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from amparo.casework import words
from amparo.faults.rules import NEVER_AGAINST, Evidence

# At the beginning of a line.
CAUSES: dict[str, Any] = {code: capfirst(text) for code, text in words.CAUSES.items()}
STATES: dict[str, Any] = {
    "to_look_at": _("to look at"),
    "asked": _("the person was asked"),
    "proposed": _("waits for a second signature"),
    "raised": _("raised by two"),
    "contested": _("contested by the person"),
    "closed": _("closed"),
}
WHYS: dict[str, Any] = {
    "fault": _("It was a fault: ours, the network's or the phone's"),
    "reached": _("They were reached"),
    "checked_in": _("They checked in"),
    "not_needed": _("No longer needed"),
    "not_so": _("It is not so"),
}
ENDED: dict[str, Any] = WHYS | {"ended": _("It ended by itself")}
OUTCOMES: dict[str, Any] = {
    "reached": _("I reached them"),
    "left_word": _("I left word"),
    "no_answer": _("Nobody answered"),
    "not_possible": _("It was not possible"),
}
ALL_OUTCOMES: dict[str, Any] = OUTCOMES | {
    "sent": _("sent"),
    "nobody_named": _("they have named nobody"),
    "no_longer_needed": _("no longer needed"),
}
STEPS: dict[str, Any] = {
    "message": _("Message by their own channels"),
    "trusted": _("Ask whom they named"),
    "call": _("Call them"),
}
TRUSTED: dict[str, Any] = {"trusted": _("Somebody they trust"), "representative": _("Their representative")}
PARTS: dict[str, Any] = {
    "web": _("Pages and check-ins"),
    "all": _("Everything"),
    "sms": _("Text messages"),
    "email": _("E-mail"),
    "push": _("Notifications on phones"),
    "voice": _("Calls"),
}
SOURCES: dict[str, Any] = {
    "probe": _("our own health record"),
    "silence": _("nobody was there to look: that counts as a fault"),
    "staff": _("declared by a colleague"),
    "phone": _("told by their phone"),
    "server": _("noted by our server"),
    "provider": _("told by the provider"),
}
TROUBLES: dict[str, Any] = PARTS | words.TROUBLES
REFUSED: dict[str, tuple[Any, Any]] = {
    "words_missing": (_("Nothing was written."), _("Write what you want to ask.")),
    "too_long": (_("That is too long."), _("Say it in at most 4,000 letters.")),
    "reason_missing": (_("A reason is missing."), _("Write down why: the person will read it.")),
    "no_such_cause": (_("A cause is missing."), _("Choose what the evidence speaks for.")),
    "because_missing": (_("Nothing was closed: it is not said why."), _("Choose why it can be let go.")),
    "never_against": (
        _("An outage, the network or the comparison never weighs on a person."),
        _("Close it as a fault."),
    ),
    "outreach_missing": (_("Nobody has tried to reach them yet."), _("Reach out first.")),
    "fault_check_missing": (_("Nobody has looked for faults yet."), _("Look at what went wrong first.")),
    "not_asked_yet": (_("The person has not been asked."), _("Ask them first.")),
    "still_time_to_answer": (
        _("The person still has time to answer."),
        _("They have three days. Nothing can be signed before."),
    ),
    "second_must_be_another": (_("You have signed it already."), _("Somebody else must look at it.")),
    "answered_meanwhile": (
        _("The person has said something meanwhile."),
        _("Read it before you sign; nothing is signed yet."),
    ),
    "new_sign_in": (
        _("You were given a new sign-in in the last seven days."),
        _("Your signature does not count yet: another colleague signs."),
    ),
    "no_such_move": (_("It has moved on meanwhile."), _("Look at where it stands now.")),
    "somebody_was_faster": (_("A colleague was faster."), _("Look at where it stands now.")),
}
# The order of the bars, from what was ours to what is open.
COUNTED = (
    ("closed_as_fault", _("closed as a fault"), "good"),
    ("closed_otherwise", _("closed otherwise"), "other"),
    ("raised", _("raised"), "warn"),
    ("open", _("open"), "open"),
)
WIDTH = 320


def refused(code: str) -> dict[str, Any]:
    """What is wrong and what to do."""
    happened, what_to_do = REFUSED[code]
    return {"happened": happened, "what_to_do": what_to_do}


def evidence(found: Iterable[Evidence]) -> list[dict[str, Any]]:
    """Each thing that went wrong, in words."""
    return [
        {
            "what": TROUBLES.get(one.code, one.code),
            "cause": CAUSES[one.cause],
            "never": one.cause in NEVER_AGAINST,
            "source": SOURCES.get(one.source, one.source),
            "began_at": one.began_at,
            "ended_at": one.ended_at,
            "times": one.times,
        }
        for one in found
    ]


def bars(told: Mapping[str, int]) -> list[dict[str, Any]]:
    """One bar of the year's concerns, in parts: from where, how wide, how many."""
    total, x, parts = told["all"], 0.0, []
    for code, text, tone in COUNTED:
        width = WIDTH * told[code] / total if total else 0.0
        parts.append({"text": text, "tone": tone, "n": told[code], "x": round(x, 1), "width": round(width, 1)})
        x += width
    return parts
