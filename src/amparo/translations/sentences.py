"""The sentences of one language as they stand in the installed app."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from amparo.foundation import catalogues, languages
from amparo.translations import rules


@dataclass(frozen=True, slots=True)
class Sentence:
    """One English sentence and what stands for it; forms for numbers are one text a line."""

    key: str
    part: str
    context: str
    english: str
    words: str

    @property
    def read(self) -> str:
        """Stands for the words as they are now: changed words have been read by nobody."""
        return rules.digest(self.words)


def of(code: str) -> tuple[Sentence, ...]:
    """Every sentence of the language, by where it is used. Code: "unknown_language"."""
    return _of(languages.known(code).code)


@lru_cache(maxsize=len(languages.LANGUAGES))
def _of(code: str) -> tuple[Sentence, ...]:
    folder = settings.LOCALE_PATHS[0] / catalogues.folder_of(code) / "LC_MESSAGES"
    return tuple(_read(folder)) if folder.exists() else ()


def _read(folder: Path) -> Iterator[Sentence]:
    seen = set()
    for source in catalogues.sources(folder):
        for message in catalogues.read(source):
            forms = [message.id] if isinstance(message.id, str) else list(message.id)
            words = [message.string] if isinstance(message.string, str) else list(message.string or ())
            key = rules.digest(message.context or "", *forms)
            if any(forms) and key not in seen:
                seen.add(key)
                yield Sentence(key, source.stem, message.context or "", "\n".join(forms), "\n".join(words))
