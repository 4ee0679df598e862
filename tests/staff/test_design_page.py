"""The page that shows every piece of the person's app, in each language and both lights; no two colours too near."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from amparo.foundation import languages
from amparo.staff import colours
from tests.contracts import source

CSS = (source.PACKAGE / "participant/static/amparo/critical.css").read_text()
PARTS = source.PACKAGE / "participant/templates/participant/parts"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_colour_can_be_told_from_what_it_stands_on(dark: bool) -> None:
    assert [pair for pair in colours.pairs(CSS, dark=dark) if pair.ratio < pair.wanted] == []


def test_the_dark_has_colours_of_its_own() -> None:
    assert colours.of(CSS, dark=True)["paper"] != colours.of(CSS, dark=False)["paper"]


def test_contrast_is_reckoned_as_the_guideline_says() -> None:
    assert colours.contrast("#000", "#ffffff") == 21
    assert round(colours.contrast("#777777", "#fff"), 2) == 4.48
    assert colours.contrast("#20302f", "#20302f") == 1


@pytest.mark.parametrize("code", languages.LANGUAGES)
@pytest.mark.parametrize("light", ["light", "dark"])
def test_each_language_in_both_lights(luz: Any, code: str, light: str) -> None:
    page = luz.get(f"/staff/design/?language={code}&light={light}").content.decode()
    assert f'<html lang="{code}" dir="{languages.LANGUAGES[code].direction}">' in page
    assert f"color-scheme:{light}" in page
    assert page.count('class="hero"') >= 9


@pytest.mark.parametrize("query", ["?language=xx", "?language=<b>&light=<b>", "?light=neon", ""])
def test_what_nobody_knows_is_english_and_light(luz: Any, query: str) -> None:
    page = luz.get(f"/staff/design/{query}").content.decode()
    assert '<html lang="en" dir="ltr">' in page and "color-scheme:light" in page and "<b>&" not in page


def test_nobody_outside_the_team_sees_it(client: Any) -> None:
    assert client.get("/staff/design/").status_code == 302


def test_every_class_of_the_style_is_shown(luz: Any) -> None:
    """A component that is missing here could change unseen."""
    page = luz.get("/staff/design/").content.decode()
    shown = {name for names in re.findall(r'class="([^"]+)"', page) for name in names.split()}
    styled = set(re.findall(r"\.([a-z][a-z-]*)", re.sub(r"\d\.\d", "", CSS.replace("0.", "")))) - {"svg"}
    assert styled - shown - ELSEWHERE == set()


# On every page of the app, around what this page shows.
ELSEWHERE = {"foot", "ico", "qr", "cell"}


def test_no_picture_of_authority() -> None:
    """No badge, shield, star, flag, eagle or seal: the app is not an office's."""
    words = re.compile(r"badge|shield|sheriff|police|eagle|emblem|flag\b", re.I)
    marks = {path: " ".join(re.findall(r"<[^>]+>", path.read_text())) for path in Path(PARTS).parent.rglob("*.html")}
    assert [str(path) for path, tags in marks.items() if words.search(tags)] == []
