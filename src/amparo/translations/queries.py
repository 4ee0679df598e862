"""How far a language has been read, and what its readers say."""

from dataclasses import dataclass
from typing import Any

from amparo.foundation import languages
from amparo.translations import sentences
from amparo.translations.models import Reading
from amparo.translations.rules import Said
from amparo.translations.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Progress:
    """How many sentences of a language there are, have been read as right, and could be said better."""

    code: str
    sentences: int
    right: int
    better: int

    @property
    def unread(self) -> int:
        """How many need a native reader."""
        return self.sentences - self.right - self.better


def progress() -> list[Progress]:
    """Of each language that is here, English aside: it is what the others are made from."""
    return [_progress(code) for code in codes()]


def codes() -> list[str]:
    """The languages whose words are here, without English."""
    return [code for code in languages.LANGUAGES if code != languages.DEFAULT and sentences.of(code)]


def _progress(code: str) -> Progress:
    said = [state for _, state, _ in listed(code)]
    return Progress(code, len(said), said.count(Said.RIGHT), said.count(Said.BETTER))


def listed(code: str) -> list[tuple[Sentence, str, list[Any]]]:
    """Each sentence with what its readers say of the words as they are now: "", "right" or "better"."""
    readings: dict[str, list[Any]] = {}
    for row in Reading.objects.filter(language=code).order_by("at"):
        readings.setdefault(row.sentence, []).append(row)
    found = []
    for sentence in sentences.of(code):
        now = [row for row in readings.get(sentence.key, []) if row.read == sentence.read]
        state = Said.BETTER if any(row.said == Said.BETTER for row in now) else Said.RIGHT if now else ""
        found.append((sentence, str(state), now))
    return found
