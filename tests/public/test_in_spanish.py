"""Each sentence that no template of the person's app holds has its Spanish one."""

from __future__ import annotations

import ast
import html
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from amparo.casework import kept_words as wording
from amparo.foundation import catalogues, languages
from amparo.privacy.declared import Keep
from amparo.public.views import keep

SOURCE = Path(__file__).parents[2] / "src/amparo"
MARKED = {"_", "gettext", "ngettext"}
SENTENCE = re.compile(r"{%\s*translate\s+(?:\"([^\"]+)\"|'([^']+)')")


@pytest.fixture(scope="module")
def translated() -> set[str]:
    words = catalogues.merged(SOURCE / "locale/es/LC_MESSAGES")
    ids = [message.id if isinstance(message.id, str) else message.id[0] for message in words if message.string]
    return {text for text in ids if text}


@pytest.mark.parametrize(
    "place",
    ["participant/wording.py", "participant/rights_words.py", "casework/kept_words.py", "casework/look_words.py"],
)
def test_no_sentence_in_code_is_missing(place: str, translated: set[str]) -> None:
    calls = [node for node in ast.walk(ast.parse((SOURCE / place).read_text())) if isinstance(node, ast.Call)]
    marked = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in MARKED]
    assert {call.args[0].value for call in marked if isinstance(call.args[0], ast.Constant)} - translated == set()


def test_nothing_a_table_says_of_itself_is_missing() -> None:
    """Purposes, reasons and names of columns are not marked in the code: the models themselves are asked."""
    words = catalogues.merged(SOURCE / "locale/es/LC_MESSAGES")
    said, columns = set(), set()
    for model in keep.declared():
        privacy = model.Privacy
        said |= {privacy.purpose, *privacy.sealed.values(), *privacy.clear.values()}
        columns |= {name.replace("_", " ") for name in (*privacy.sealed, *privacy.clear)}
    assert {text for text in said if not _translated(words, text)} == set()
    assert {name for name in columns if not _translated(words, name, "column")} == set()


def test_nothing_is_translated_that_no_table_says_any_more() -> None:
    said: set[str | None] = set()
    for model in keep.declared():
        privacy = model.Privacy
        said |= {privacy.purpose, *privacy.sealed.values(), *privacy.clear.values()}
        said |= {name.replace("_", " ") for name in (*privacy.sealed, *privacy.clear)}
    part = catalogues.read(SOURCE / "locale/es/LC_MESSAGES/parts/kept.po")
    assert {str(message.id) for message in part if message.id} - said == set()


def test_every_table_has_a_title_and_every_moment_a_word() -> None:
    models = keep.declared()
    assert {model._meta.label for model in models} - set(wording.TITLES) == set()
    counted = {model.Privacy.keep.after for model in models if isinstance(model.Privacy.keep, Keep)}
    assert counted - set(wording.COUNTED_FROM) == set()


def test_the_page_is_spanish_throughout(db: None) -> None:
    page = _shown("es")
    english = {model.Privacy.purpose for model in keep.declared()}
    assert 'lang="en" dir="ltr">Nobody' not in page and not [text for text in english if text in page]
    assert "Que nadie pierda una audiencia." in page and "huso horario: para decir la hora correcta" in page
    assert "Nobody misses a hearing." in _shown("en")


@pytest.mark.parametrize("code", sorted(set(languages.LANGUAGES) - {"en"}))
def test_no_purpose_stays_english_in_any_language(db: None, code: str) -> None:
    page = _shown(code)
    assert [text for text in {model.Privacy.purpose for model in keep.declared()} if text in page] == []
    assert 'lang="en"' not in page.replace('value="en" lang="en"', "")


def _shown(language: str) -> str:
    client = Client()
    client.cookies["amparo_language"] = language
    return html.unescape(client.get("/keep/").content.decode())


def _translated(words: Any, text: str, context: str | None = None) -> bool:
    found = words.get(text, context)
    return bool(found and found.string and found.string != text)


def test_no_sentence_of_a_public_page_is_missing(translated: set[str]) -> None:
    pages = (SOURCE / "public/templates").rglob("*.html")
    found = {one or other for page in pages for one, other in SENTENCE.findall(page.read_text())}
    assert found - translated == set()
