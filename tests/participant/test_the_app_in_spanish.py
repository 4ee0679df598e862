"""Each sentence of the person's app has its Spanish one, with the same blanks."""

from __future__ import annotations

import pathlib
import re

import pytest

from amparo.foundation import catalogues

SOURCE = pathlib.Path(__file__).parents[2] / "src/amparo"
SPANISH = SOURCE / "locale/es/LC_MESSAGES"
SENTENCE = re.compile(r"{%\s*translate\s+(?:\"([^\"]+)\"|'([^']+)')")
BLOCK = re.compile(r"{%\s*blocktranslate[^%]*%}(.*?){%\s*(?:plural|endblocktranslate)\s*%}", re.DOTALL)


@pytest.fixture(scope="module")
def catalogue():
    return catalogues.merged(SPANISH)


def sentences() -> set[str]:
    found: set[str] = set()
    for path in (SOURCE / "participant/templates/participant").rglob("*.*"):
        text = path.read_text()
        found |= {one or other for one, other in SENTENCE.findall(text)}
        found |= {re.sub(r"{{ (\w+) }}", r"%(\1)s", block) for block in BLOCK.findall(text)}
    return found


def test_no_sentence_is_missing(catalogue):
    there = {message.id if isinstance(message.id, str) else message.id[0] for message in catalogue if message.id}
    assert sentences() - there == set()


def test_no_translation_is_empty_or_loses_a_blank(catalogue):
    for message in catalogue:
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        texts = [message.string] if isinstance(message.string, str) else list(message.string)
        if ids == [""]:
            continue
        for source, text in zip(ids, texts, strict=True):
            assert text, source
            assert set(re.findall(r"%\(\w+\)s", source)) == set(re.findall(r"%\(\w+\)s", text)), source


def test_the_person_is_always_usted(catalogue):
    familiar = re.compile(r"\b(tú|tu|tus|contigo|puedes|tienes|eres|haz)\b", re.IGNORECASE)
    assert [message.string for message in catalogue if message.id and familiar.search(str(message.string))] == []
