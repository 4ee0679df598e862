"""What a page may contain: no code in attributes, nothing declared safe by hand, nothing from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.contracts import source

PAGES = [path for path in source.files(source.PACKAGE, ".html") if "templates" in path.parts]

HANDLER = re.compile(r"<[^>]*\son[a-z]+\s*=", re.I)
STYLE = re.compile(r"<[^>]*\sstyle\s*=", re.I)
SCRIPT = re.compile(r"<script\b[^>]*>", re.I)
STYLE_TAG = re.compile(r"<style\b[^>]*>", re.I)
SAFE = re.compile(r"\|\s*safe(seq)?\b|{%\s*autoescape\s+off")
ELSEWHERE = re.compile(r"""(?:src|href|action|poster|data)\s*=\s*["']?\s*(?:https?:)?//""", re.I)
FORM = re.compile(r"<form\b[^>]*method\s*=\s*[\"']?post[^>]*>(.*?)</form>", re.I | re.S)
SCRIPT_ADDRESS = re.compile(r"javascript:|data:text/html", re.I)

DECLARED_SAFE = {
    "staff/templates/mfa/totp/activate_form.html": "the QR code that segno draws from our own address; no user's words",
}


def text(path: Path) -> str:
    # What is only said to other readers of the template is not sent.
    without = re.sub(r"{#.*?#}", "", path.read_text(), flags=re.S)
    return re.sub(r"{%\s*comment.*?endcomment\s*%}", "", without, flags=re.S)


def faults(page: str) -> list[str]:
    """What is wrong with a page's markup."""
    found = [
        said for rule, said in ((HANDLER, "handler"), (STYLE, "style"), (ELSEWHERE, "elsewhere")) if rule.search(page)
    ]
    found += ["script without nonce or source" for tag in SCRIPT.findall(page) if "nonce=" not in tag]
    found += ["style without nonce" for tag in STYLE_TAG.findall(page) if "nonce=" not in tag]
    found += ["address that runs" for _ in SCRIPT_ADDRESS.findall(page)]
    found += ["form without a token" for inside in FORM.findall(page) if "csrf_token" not in inside]
    return found


def test_there_are_pages() -> None:
    assert len(PAGES) > 30


@pytest.mark.parametrize("path", PAGES, ids=source.name)
def test_a_page_holds_no_code_in_its_attributes_and_nothing_from_elsewhere(path: Path) -> None:
    assert faults(text(path)) == []


def test_words_are_escaped_unless_there_is_a_reason() -> None:
    found = {source.name(path): [1] for path in PAGES if SAFE.search(text(path))}
    assert source.unexplained(found, DECLARED_SAFE) == {}
    assert source.stale(found, DECLARED_SAFE) == []


@pytest.mark.parametrize(
    "fault",
    [
        '<button onclick="x()">',
        '<p style="color:red">',
        "<script>x()</script>",
        '<script src="/a.js"></script>',
        '<img src="https://elsewhere.example/x.png">',
        '<img src="//elsewhere.example/x.png">',
        '<a href="javascript:x()">',
        '<form method="post"><button>Go</button></form>',
    ],
)
def test_a_planted_fault_is_seen(fault: str) -> None:
    assert faults(fault)


@pytest.mark.parametrize("path", [p for p in PAGES if "<html" in p.read_text()], ids=source.name)
def test_a_whole_page_says_its_language_and_fits_a_phone(path: Path) -> None:
    page = text(path)
    assert re.search(r"<html[^>]*\slang=", page)
    assert re.search(r"<html[^>]*\sdir=|{%\s*get_current_language_bidi", page)
    assert 'name="viewport"' in page
