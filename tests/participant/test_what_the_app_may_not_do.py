"""Promises about the person's app that can be read off its files."""

from __future__ import annotations

import gzip
import pathlib
import re
import shutil
import subprocess

import pytest

from amparo.participant.storage import light

DOOR = pathlib.Path(__file__).parents[2] / "src/amparo/participant"
STATIC = DOOR / "static/amparo"
TEMPLATES = DOOR / "templates/participant"
SCRIPTS = {path.name: path.read_text() for path in sorted([*STATIC.glob("*.js"), TEMPLATES / "sw.js"])}
PAGES = {str(path.relative_to(TEMPLATES)): path.read_text() for path in sorted(TEMPLATES.rglob("*")) if path.is_file()}


def said(words: str) -> list[str]:
    return [name for name, text in SCRIPTS.items() for _ in re.findall(words, text)]


def test_a_place_is_asked_at_exactly_one_spot():
    assert said(r"getCurrentPosition") == ["place.js"]


def test_nobody_is_ever_followed():
    assert said(r"watchPosition|permissions\.query") == []


def test_the_service_worker_cannot_reach_a_place():
    reached = reachable({"sw.js"})
    assert "queue.js" in reached
    assert not reached & {"place.js", "capture.js", "check_in.js", "app.js"}


def reachable(names: set[str]) -> set[str]:
    more = names | {imported for name in names for imported in imports(name)}
    return names if more == names else reachable(more)


def imports(name: str) -> list[str]:
    lines = [line for line in SCRIPTS[name].splitlines() if line.startswith("import ")]
    return re.findall(r"(\w+\.js)", "\n".join(lines))


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser", id="html from text"),
        pytest.param(r"\beval\(|new Function|setTimeout\(\s*[\"']", id="script from text"),
        pytest.param(r"localStorage|sessionStorage|document\.cookie", id="readable storage"),
        pytest.param(r"navigator\.onLine", id="a flag that stays true without a network"),
        pytest.param(r"https?://", id="another origin"),
        pytest.param(r"console\.", id="a log"),
    ],
)
def test_the_scripts_never_use(words):
    assert said(words) == []


def test_no_page_carries_script_or_style_in_its_tags():
    found = [name for name, text in PAGES.items() if re.search(r"<[^>]+\s(on[a-z]+|style)=", text)]
    assert found == []


def test_no_page_names_another_origin():
    assert [name for name, text in PAGES.items() if re.search(r"[\"'(]\s*(https?:)?//[a-z]", text)] == []


def test_forms_that_hold_answers_are_not_remembered_by_the_browser():
    for name in ("check_in.html", "review.html", "sign_in.html"):
        form = re.search(r"<form method=\"post\"[^>]*>", PAGES[name])
        assert form and 'autocomplete="off"' in form[0], name


def test_no_page_sends_a_person_to_their_officer():
    assert [name for name, text in PAGES.items() if re.search(r"\bofficer\b", text, re.IGNORECASE)] == []


def test_every_module_is_kept_for_use_without_a_network():
    kept = set(re.findall(r"\"{% static 'amparo/(\w+\.js)' %}\"", PAGES["sw.js"]))
    assert kept >= set(SCRIPTS) - {"sw.js", "shell.js", *NEEDS_THE_NETWORK}


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
@pytest.mark.parametrize("name", sorted(set(SCRIPTS) - {"sw.js"}))
def test_what_travels_is_the_same_script(name, tmp_path):
    """Node reads it, and no text in it is another: what is said, asked for, and looked for."""
    travels = light(SCRIPTS[name])
    path = tmp_path / f"{name}.mjs"
    path.write_text(travels)
    subprocess.run(["node", "--check", str(path)], check=True, capture_output=True, timeout=60)
    written = "\n".join(line for line in SCRIPTS[name].splitlines() if not line.strip().startswith("//"))
    assert texts(travels) == texts(written)


def texts(script: str) -> list[str]:
    return re.findall(r"\"[^\"\n]*\"|`[^`]*`|/\^[^,\s]*/", script)


@pytest.mark.parametrize(
    "page", sorted({name for name, text in PAGES.items() if "amparo/app.js" in text or ".js' %}" in text} - {"sw.js"})
)
def test_a_page_with_its_scripts_stays_small(page):
    """What a page runs, with what every page runs and the service worker: 40 kB as it travels, before compression."""
    assert weight(*run_by(page)) <= 40_000


def weight(*names: str) -> int:
    """Bytes of these scripts as they travel; the service worker itself travels as it is written."""
    return sum(len((SCRIPTS[name] if name == "sw.js" else light(SCRIPTS[name])).encode()) for name in names)


def run_by(page: str) -> set[str]:
    named = set(re.findall(r"static 'amparo/(\w+\.js)'", PAGES[page]))
    return reachable({*named, "app.js", "sw.js"}) - set(NEEDS_THE_NETWORK)


def test_the_app_stays_small():
    scripts = weight(*run_by("check_in.html"))
    style = len((STATIC / "critical.css").read_bytes())
    markup = sum(len(text.encode()) for name, text in PAGES.items() if name in CHECK_IN_PAGE)
    assert style <= 6 * 1024
    assert scripts <= 40_000
    assert len(SCRIPTS["selfie.js"].encode()) <= 5_000
    assert scripts - weight("sw.js", "shell.js") + style + markup <= 60_000
    assert len(gzip.compress((STATIC / "critical.css").read_bytes())) <= 2_500


# Loaded only by pages that offer it, to people who can use it; without a network it can do nothing.
# On a borrowed phone nothing is kept, so there is nothing to run without a network.
# A selfie is compared there and then. What was recorded is unlocked by a key that comes with the page to speak on.
# A link that is shown once stands in an answer that nobody keeps.
# So are pages of a document until they are sent, and what became of it is asked there and then.
NEEDS_THE_NETWORK = (
    "borrowed.js",
    "edges.js",
    "kiosk.js",
    "log_chain.js",
    "log_head.js",
    "papers.js",
    "pass_on.js",
    "passkey.js",
    "push.js",
    "recordings.js",
    "selfie.js",
    "turns.js",
    "voice.js",
)
CHECK_IN_PAGE = {
    "base.html",
    "check_in.html",
    *(
        f"parts/{name}.html"
        for name in (
            "mark",
            "unsent",
            "footer",
            "question",
            "place",
            "ways",
            "passkey_box",
            "review_on_phone",
            "saved",
            "help_block",
        )
    ),
}


def test_the_camera_is_asked_for_at_exactly_one_spot_and_on_a_tap():
    assert said(r"getUserMedia\(.*video: {") == ["selfie.js"]
    assert [name for name, page in PAGES.items() if "selfie.js" in page] == ["selfie.html"]
    assert (
        "audio: false" in SCRIPTS["selfie.js"]
        and 'part("open").addEventListener("click", open)' in SCRIPTS["selfie.js"]
    )


def test_the_microphone_is_asked_for_at_exactly_one_spot_and_on_a_tap():
    assert said(r"getUserMedia\(") == ["microphone.js", "selfie.js"]
    assert said(r"audio: {") == ["microphone.js"]
    assert said(r"microphone\.record\(") == ["speak.js", "voice.js"]
    assert [name for name, page in PAGES.items() if "voice.js" in page] == ["voice.html"]
    assert [name for name, page in PAGES.items() if "amparo/speak.js" in page] == [
        *("messages.html", "messages_write.html", "sw.js"),
    ]
    assert 'part("record", section).addEventListener("click", () => record(section))' in SCRIPTS["voice.js"]
    assert 'part("record").addEventListener("click", record)' in SCRIPTS["speak.js"]


def drawn_by(words: str) -> list[str]:
    """Which scripts do it, besides the one of papers, which no page with a face can reach: see below."""
    return [name for name in said(words) if name != "papers.js"]


def test_what_is_outside_the_ring_is_blanked_before_anything_is_drawn():
    drawing = SCRIPTS["selfie.js"].split("function draw(canvas)")[1].split("\n}\n")[0]
    assert drawing.index("fillRect") < drawing.index("clip()") < drawing.index("drawImage")
    # Nothing else draws, for the picture or for the film of turns. Papers are drawn on a page of their own.
    assert drawn_by(r"drawImage") == ["selfie.js"]
    assert not {"papers.js", "edges.js"} & reachable(set(imports("selfie.js")) | {"app.js", "sw.js"})
    assert "papers.js" not in PAGES["selfie.html"] and "selfie.js" not in PAGES["document_new.html"]
    assert SCRIPTS["selfie.js"].count("drawImage") == 1
    assert "video" not in SCRIPTS["turns.js"] and drawn_by(r"toBlob\(") == ["turns.js"]
    assert (
        "toBlob" not in drawing
        and "video" not in SCRIPTS["selfie.js"].split("async function send()")[1].split("if (box")[0]
    )
