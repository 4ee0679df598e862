"""Reading a translation: the verbs of a native reader."""

from datetime import datetime

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.foundation import languages
from amparo.foundation.errors import Refused
from amparo.translations import rules, sentences
from amparo.translations.models import Reading
from amparo.translations.rules import Said


def say(code: str, key: str, said: str, better: str, *, read: str, by: Actor, at: datetime) -> None:
    """This reader has read the sentence, and finds it right or would say it otherwise; the last word counts.

    `read` stands for the words that were on the screen. Codes: "unknown_language", "no_such_sentence",
    "sentence_changed", "better_missing", "better_too_long", "blanks_differ".
    """
    gate.require_any(by, Permission.WORDS_READ)
    found = next((one for one in sentences.of(code) if one.key == key), None)
    if code == languages.DEFAULT or found is None or said not in set(Said):
        raise Refused("no_such_sentence")
    if found.read != read:
        raise Refused("sentence_changed")
    words = rules.as_better(better, found.english) if said == Said.BETTER else ""
    Reading.objects.update_or_create(
        programme_id=by.programme_id,
        language=code,
        sentence=key,
        member_id=by.id,
        defaults={"said": said, "better": words, "read": read, "at": at},
    )


def take_back(code: str, key: str, *, by: Actor) -> None:
    """This reader has said nothing of the sentence."""
    gate.require_any(by, Permission.WORDS_READ)
    Reading.objects.filter(language=code, sentence=key, member_id=by.id).delete()
