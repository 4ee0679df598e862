"""What is said about a recording: what became of it, and what the person can do. Nothing here blames them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

WORDS = _("Your words")
AGAIN_OR_FORM = _("Please record it again, or use the form. This never counts against you.")

STATES: dict[str, Any] = {
    "receiving": _("Not all of it has arrived yet."),
    "received": _("It arrived."),
    "ready": _("It arrived, and your worker can hear it."),
    "unusable": _("It arrived, but nobody could hear it."),
    "erased": _("It is erased."),
}
# What helps, for each thing that can be wrong with a recording.
HELP: dict[str, Any] = {
    "empty": _("There was nothing in it."),
    "too_many_bytes": _("It was too large. Please say it in less than ten minutes."),
    "too_long": _("It was too long. Please say it in less than ten minutes."),
    "too_short": _("It was very short. Press Record, speak, and then press Stop."),
    "silent": _("We heard nothing at all. Please check that the microphone is on and not covered."),
    "no_speech": _("We did not hear anybody speak. Please listen to it, and come closer to the phone."),
    "not_a_sound": _("This was not a recording of sound."),
    "has_video": _("This was a film. Please record sound only."),
    "damaged": _("It was damaged on its way."),
    "not_read": _("Something on our side did not work. It is not your fault."),
}


def told(state: str, code: str) -> str:
    """One recording's standing in words."""
    if not code:
        return str(STATES[state])
    return f"{HELP.get(code, STATES['unusable'])} {AGAIN_OR_FORM}"
