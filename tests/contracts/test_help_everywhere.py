"""Help, and the way out, stand at the same place on every page of the person's: WCAG 2.2, 3.2.6."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "src/amparo/participant/templates"
# A page that begins by itself, and why.
BEGINS = {
    "participant/base.html": "every page on a phone",
    "participant/kiosk/base.html": "every page of a screen at the office, where help is the desk",
    "participant/clock.html": "must look like nothing in particular",
}
BLOCK = re.compile(r"{% block \w+ %}.*?{% endblock %}", re.DOTALL)


def pages() -> dict[str, str]:
    every = {str(path.relative_to(TEMPLATES)): path.read_text() for path in TEMPLATES.rglob("*.html")}
    return {name: text for name, text in every.items() if "/parts/" not in name}


def stands_on(name: str) -> str:
    """The template that a page begins with, through all that it extends."""
    found = re.match(r'{% extends "([^"]+)" %}', pages()[name])
    return stands_on(found[1]) if found else name


@pytest.mark.parametrize("name", sorted(pages()))
def test_every_page_begins_with_one_that_has_help(name: str) -> None:
    assert stands_on(name) in BEGINS


@pytest.mark.parametrize(
    ("name", "last"), [("participant/base.html", "data-exit"), ("participant/kiosk/base.html", "data-help")]
)
def test_no_page_can_move_it(name: str, last: str) -> None:
    """It stands outside every part that a page fills in itself, once, in this order."""
    fixed = BLOCK.sub("", pages()[name])
    assert fixed.count("data-help") == 1 and fixed.count(last) == 1
    assert fixed.index("data-help") <= fixed.index(last)


def test_on_a_phone_it_comes_before_the_main_part() -> None:
    base = pages()["participant/base.html"]
    assert base.index("data-aloud") < base.index("data-help") < base.index("data-exit") < base.index("<main")


def test_a_page_that_begins_by_itself_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "pages", lambda: {"participant/new.html": "<!doctype html>"})
    assert stands_on("participant/new.html") not in BEGINS
