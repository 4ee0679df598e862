"""Each sentence that no template of the person's app holds has its Spanish one."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from amparo.foundation import catalogues

SOURCE = Path(__file__).parents[2] / "src/amparo"
MARKED = {"_", "gettext", "ngettext"}
SENTENCE = re.compile(r"{%\s*translate\s+(?:\"([^\"]+)\"|'([^']+)')")


@pytest.fixture(scope="module")
def translated() -> set[str]:
    words = catalogues.merged(SOURCE / "locale/es/LC_MESSAGES")
    ids = [message.id if isinstance(message.id, str) else message.id[0] for message in words if message.string]
    return {text for text in ids if text}


@pytest.mark.parametrize("place", ["participant/wording.py", "public/wording.py"])
def test_no_sentence_in_code_is_missing(place: str, translated: set[str]) -> None:
    calls = [node for node in ast.walk(ast.parse((SOURCE / place).read_text())) if isinstance(node, ast.Call)]
    marked = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in MARKED]
    assert {call.args[0].value for call in marked if isinstance(call.args[0], ast.Constant)} - translated == set()


def test_no_sentence_of_a_public_page_is_missing(translated: set[str]) -> None:
    pages = (SOURCE / "public/templates").rglob("*.html")
    found = {one or other for page in pages for one, other in SENTENCE.findall(page.read_text())}
    assert found - translated == set()
