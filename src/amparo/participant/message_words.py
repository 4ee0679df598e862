"""What is said around messages: whether the office is open, what became of each, and what could not be taken."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from amparo.conversations import rules
from amparo.foundation import languages, wall
from amparo.participant import tongues
from amparo.programme import help_lines, hours

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
    "received": "",  # its own page says that it is being made ready
    "ready": "",
    "unusable": _("It could not be opened. Your worker sees that too."),
}


def office(card: dict[str, str], at: datetime) -> dict[str, Any]:
    """`words`: whether anybody is there now, and when; `emergency`: the number to call in danger, if we know it."""
    return {"words": _open(card, at), "emergency": help_lines.emergency(card.get("country", ""))}


# Whether anybody reads an urgent message now.
READS: dict[str, Any] = {
    "now": _("Somebody of the team is at work now. They see an urgent message first."),
    "nobody": _("Nobody of the team reads messages now. When they are back, they see an urgent message first."),
    "unknown": _("We cannot say whether somebody reads messages now. If you cannot wait, please call us."),
}


def reads_now(card: dict[str, str], at: datetime, *, at_work: bool) -> dict[str, Any]:
    """`words`: who reads something urgent at this hour, and from when on; `now`: whether anybody does."""
    known = hours.read(card.get("hours", ""))
    is_open = hours.is_open(known, wall.shown(at, card.get("zone") or "UTC")) if known else None
    reads = rules.reads_now(is_open=is_open, at_work=at_work)
    said = [str(READS[reads])] + ([_open(card, at)] if is_open is False else [])
    return {"words": " ".join(said), "now": reads is rules.Reads.NOW}


def file_told(state: str, code: str, *, mine: bool) -> str:
    """What became of one file, in words."""
    if not mine:
        return str(THEIRS[state])
    if state != "unusable":
        return str(STATES[state])
    return f"{HELP.get(code, STATES['unusable'])} {AGAIN}"


def _open(card: dict[str, str], at: datetime) -> str:
    known, shown = hours.read(card.get("hours", "")), wall.shown(at, card.get("zone") or "UTC")
    if not known:
        return ""
    if hours.is_open(known, shown):
        return _now("The office is open now.")
    opens = hours.opens_next(known, shown)
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
