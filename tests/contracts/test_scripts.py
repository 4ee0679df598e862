"""What our scripts may do: ask for a place in exactly one spot, never follow anybody, never make HTML of words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.contracts import source

SCRIPTS = source.files(source.PACKAGE, ".js")
STYLES = source.files(source.PACKAGE, ".css")

FORBIDDEN = {
    "makes HTML of words": re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser|srcdoc"
    ),
    "runs words as code": re.compile(r"\beval\s*\(|new\s+Function\b|setTimeout\s*\(\s*[\"'`]|importScripts"),
    "follows somebody": re.compile(r"watchPosition|clearWatch|geofence|BackgroundGeolocation"),
    "looks around": re.compile(
        r"getUserMedia|enumerateDevices|navigator\.(bluetooth|usb|hid|serial|contacts|connection|getBattery)|"
        r"DeviceOrientation|DeviceMotion|AmbientLight|IdleDetector"
    ),
    "asks elsewhere": re.compile(r"[\"'`](https?:|wss?:)?//[a-z]", re.I),
    "keeps readable words on the phone": re.compile(r"localStorage"),
    "tells others": re.compile(r"sendBeacon|WebSocket|EventSource|RTCPeerConnection"),
}
EXPLAINED: dict[tuple[str, str], str] = {
    (
        "staff/static/staff/clip.js",
        "looks around",
    ): "the microphone, after a tap, to read a page aloud",
    (
        "participant/static/amparo/voice.js",
        "looks around",
    ): "the microphone, after a tap, on the page to answer by voice",
    (
        "participant/static/amparo/selfie.js",
        "looks around",
    ): "the camera, after a tap, on the page of whoever agreed to it",
}


def without_comments(text: str) -> str:
    return re.sub(r"/\*.*?\*/|(?m:^\s*//.*$)", "", text, flags=re.S)


def faults(text: str) -> list[str]:
    return [said for said, rule in FORBIDDEN.items() if rule.search(without_comments(text))]


def test_there_are_scripts() -> None:
    assert len(SCRIPTS) > 5


@pytest.mark.parametrize("path", SCRIPTS, ids=source.name)
def test_a_script_does_none_of_the_forbidden(path: Path) -> None:
    found = [said for said in faults(path.read_text()) if (source.name(path), said) not in EXPLAINED]
    assert found == []


@pytest.mark.parametrize(
    "fault",
    [
        "a.innerHTML = b",
        "eval(b)",
        "navigator.geolocation.watchPosition(f)",
        "fetch('https://elsewhere.example/')",
        "new WebSocket(x)",
        "localStorage.setItem('name', name)",
    ],
)
def test_a_planted_fault_is_seen(fault: str) -> None:
    assert faults(fault)


def test_a_place_is_asked_for_in_exactly_one_spot() -> None:
    spots = [source.name(path) for path in SCRIPTS for _ in re.findall(r"getCurrentPosition", path.read_text())]
    assert spots == ["participant/static/amparo/place.js"]


def test_the_service_worker_knows_no_places() -> None:
    worker = source.PACKAGE / "participant" / "templates" / "participant" / "sw.js"
    told = worker.read_text() + (source.PACKAGE / "participant" / "static" / "amparo" / "shell.js").read_text()
    assert "shell.js" in told
    assert "geolocation" not in told
    # It hands the pages their files and runs none of them: only shell.js is imported.
    assert re.findall(r"^import .*$", worker.read_text(), re.M) == [
        "import { run } from \"{% static 'amparo/shell.js' %}\";"
    ]


def test_only_the_check_in_page_may_ask_for_a_place() -> None:
    """Every other answer says geolocation=() in its headers."""
    from amparo.config import headers

    assert "geolocation=()" in headers.NOTHING
    allowing = [
        source.name(path) for path in source.modules() if re.search(r"geolocation=\((self|\*|\")", path.read_text())
    ]
    assert len(allowing) <= 1, allowing


@pytest.mark.parametrize("path", STYLES, ids=source.name)
def test_a_style_loads_nothing_from_elsewhere(path: Path) -> None:
    assert not re.search(r"@import|url\(\s*[\"']?(https?:)?//", path.read_text())
