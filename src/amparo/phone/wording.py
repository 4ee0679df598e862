"""What is answered to a text message, in the person's language."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from amparo.channels import text_segments
from amparo.channels.inbound import Meaning
from amparo.foundation import languages
from amparo.reminders import wording
from amparo.reminders.texts import Heard

ANSWERS: dict[str, str] = {
    Meaning.STOP: gettext_noop(
        "%(programme)s: We will not text this number any more. Your appointments still stand. To reach us, call "
        "%(phone)s. To get texts again, reply START."
    ),
    Meaning.START: gettext_noop(
        "%(programme)s: We will text this number again. To end it, reply STOP. To reach us, call %(phone)s."
    ),
    Meaning.HELP: gettext_noop(
        "%(programme)s: A person from our team will read this and help you. To reach us now, call %(phone)s. To end "
        "texts, reply STOP."
    ),
    Meaning.LOCK: gettext_noop(
        "%(programme)s: Your page is locked. Nobody can open it now. Your check-ins and appointments still stand. To "
        "check in, or to unlock it, call %(phone)s."
    ),
    "answered coming": gettext_noop("%(programme)s: Thank you. We know you will be there."),
    "answered help": gettext_noop("%(programme)s: Thank you for telling us. A person from our team will call you."),
    "answered cannot": gettext_noop(
        "%(programme)s: Thank you for telling us. A person from our team will call you. Please go if you still can, "
        "until we have talked."
    ),
    Meaning.UNKNOWN: gettext_noop("This number only sends reminders. To reach %(programme)s, call %(phone)s."),
}
# A stranger's language is unknown: the two most likely here.
FOR_STRANGERS = ("en", "es")


def answer(heard: Heard, programme: Any) -> str:
    """The text to answer with; empty where silence is right."""
    if not heard.say_something:
        return ""
    if heard.meaning is Meaning.UNKNOWN:
        return " ".join(_said(Meaning.UNKNOWN, code, programme) for code in FOR_STRANGERS)
    what = f"answered {heard.answer}" if heard.answer else heard.meaning.value
    return _said(what, languages.written(heard.language), programme)


def _said(what: str, code: str, programme: Any) -> str:
    with languages.speaking(code):
        values = {"programme": wording.shown_name(programme.neutral_name, code), "phone": programme.phone}
        words = _(ANSWERS[what]) % values
    return text_segments.plain(words) if languages.known(code).gsm7 else words
