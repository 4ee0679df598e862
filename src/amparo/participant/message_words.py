"""What is said around messages: whether the office is open, what became of each, and what could not be taken."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from amparo.foundation import languages, wall
from amparo.participant import tongues
from amparo.programme import hours

# Whom one calls in danger, by country.
EMERGENCY = {"US": "911", "CA": "911", "MX": "911"}
AGAIN = _("Please take it again and send it in a new message. This never counts against you.")

PROBLEMS: dict[str, Any] = {
    "words_missing": _("Please write something, or choose a photo."),
    "too_long": _("This is too long. Please send it in two messages. Your words are still here."),
    "many_messages": _(
        "Those were many messages in a short time. Your words are still here. Please wait an hour. Urgent messages go "
        "at once."
    ),
    "key_used_differently": _("We already have a message from this page. Please open your messages anew."),
    "too_large": _("One file was too large, so it was not sent. A photo can have 10 MB at most."),
    "many_files": _("One message can carry 6 files. The others were not sent."),
    "unreadable": _("One file was empty, so it was not sent."),
}
# What became of a picture or recording.
STATES: dict[str, Any] = {
    "received": _("It arrived."),
    "ready": _("It arrived."),
    "unusable": _("It arrived, but nobody could open it."),
}
HELP: dict[str, Any] = {
    "heic": _("We cannot open this kind of photo. On an iPhone, choose “Most compatible” in the camera settings."),
    "not_a_picture": _("This was not a photo."),
    "not_a_sound": _("This was not a recording of sound."),
    "has_video": _("This was a film. Please send a photo or a recording of sound."),
    "too_long": _("The recording was longer than ten minutes."),
    "silent": _("We heard nothing in it."),
    "not_read": _("Something on our side did not work. It is not your fault."),
    "harmful": _("The file may harm a computer, so we did not keep it."),
}
KINDS = {"photo": _("Photo"), "voice": _("Recording"), "paper": _("Paper")}
OPENS = {"photo": _("See the photo"), "voice": _("Hear the recording"), "paper": _("Save the paper on this phone")}
# Of what the team sent.
THEIRS: dict[str, Any] = {
    "received": _("It is being made ready. Please open this page again in a moment."),
    "ready": "",
    "unusable": _("It could not be opened. Your worker sees that too."),
}


def office(card: dict[str, str], at: datetime) -> dict[str, Any]:
    """`words`: whether anybody is there now, and when; `emergency`: the number to call in danger, if we know it."""
    return {"words": _open(card, at), "emergency": EMERGENCY.get(card.get("country", ""), "")}


def file_told(state: str, code: str, *, mine: bool) -> str:
    """What became of one file, in words."""
    if not mine:
        return str(THEIRS[state])
    if state != "unusable":
        return str(STATES[state])
    return f"{HELP.get(code, STATES['unusable'])} {AGAIN}"


def _open(card: dict[str, str], at: datetime) -> str:
    rules, shown = hours.read(card.get("hours", "")), wall.shown(at, card.get("zone") or "UTC")
    if not rules:
        return ""
    if hours.is_open(rules, shown):
        return _now("The office is open now.")
    opens = hours.opens_next(rules, shown)
    if opens is None:
        return ""
    code = tongues.now() if tongues.now() in tongues.offered() else languages.DEFAULT
    said = {
        "time": languages.spelled_clock(opens.time(), code),
        "day": languages.spelled_weekday(opens.weekday(), code),
    }
    if opens.date() == shown.date():
        return _stopped(_now("The office is closed now. It opens today at %(time)s.") % said)
    return _stopped(_now("The office is closed now. It opens on %(day)s at %(time)s.") % said)


def _stopped(text: str) -> str:
    """One full stop where the sentence ends in "a.m."."""
    return text.replace(".m..", ".m.")
