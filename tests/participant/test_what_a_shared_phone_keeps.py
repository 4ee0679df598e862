"""After signing out, no page of a person is on the phone, whatever was under way at that moment."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
SCRIPTS = HERE.parents[1] / "src/amparo/participant/static/amparo"

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")

HOME, OUT = "/my/", ["navigate", "POST", "/my/sign-out/"]
CHECK_IN = "/my/check-in/01a2107b-a95c-752a-ab34-c72f3c5001e2/"
KEEP = ["tell", {"type": "keep", "urls": [f"https://amparo.example{CHECK_IN}"]}]


@pytest.fixture
def kept(tmp_path: Path) -> Callable[..., list[str]]:
    """Runs the shipped service worker through a story; returns the pages it keeps."""
    for script in ("shell.js", "pages.js", "locked.js", "queue.js", "receipt.js", "bytes.js", "trouble.js"):
        shutil.copy(SCRIPTS / script, tmp_path)
    (tmp_path / "clock.js").write_text("export const note = async () => null;")
    (tmp_path / "storage.js").write_text("export const all = async () => [], get = async () => null, put = get, remove = get;")
    (tmp_path / "package.json").write_text('{"type": "module"}')

    return lambda *story: in_node("cache_in_node.mjs", folder=str(tmp_path), story=story)


@pytest.fixture
def left(tmp_path: Path) -> Callable[[str], Any]:
    """What lies on the phone after something went wrong as pages were kept or forgotten: {key, pages}."""
    for script in ("pages.js", "locked.js", "bytes.js"):
        shutil.copy(SCRIPTS / script, tmp_path)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    return lambda act: in_node("key_in_node.mjs", folder=str(tmp_path), act=act)


def in_node(program: str, **asked: Any) -> Any:
    command = ["node", str(HERE / program)]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_pages_are_kept_for_a_moment_without_network(kept: Any) -> None:
    assert kept(["navigate", "GET", HOME], ["answer", HOME, 200], KEEP, ["answer", CHECK_IN, 200]) == [HOME, CHECK_IN]


def test_signing_out_leaves_none(kept: Any) -> None:
    assert kept(["navigate", "GET", HOME], ["answer", HOME, 200], OUT) == []


@pytest.mark.parametrize("path", [HOME, CHECK_IN], ids=["looked at", "fetched ahead"])
def test_a_page_that_was_still_on_its_way_is_not_kept(kept: Any, path: str) -> None:
    asked = KEEP if path == CHECK_IN else ["navigate", "GET", path]
    assert kept(asked, OUT, ["answer", path, 200]) == []


def test_a_page_asked_for_before_the_server_knew_is_gone_when_it_says_so(kept: Any) -> None:
    story = [OUT, ["navigate", "GET", HOME], ["answer", HOME, 200], ["navigate", "GET", "/my/sign-in/"]]
    assert kept(*story) == []


def test_whoever_left_at_once_is_not_kept_by_what_the_page_still_asks(kept: Any) -> None:
    assert kept(["navigate", "GET", "/my/leave/"], KEEP, ["answer", CHECK_IN, 200]) == []


def test_a_session_that_ended_elsewhere_leaves_none(kept: Any) -> None:
    story = [KEEP, ["navigate", "GET", HOME], ["answer", HOME, 401], ["answer", CHECK_IN, 200]]
    assert kept(*story) == []


def test_whoever_signs_out_as_the_key_is_made_leaves_no_key(left: Any) -> None:
    assert left("signs out while the key is made")["key"] is False


def test_a_battery_that_dies_as_pages_are_forgotten_takes_the_key_first(left: Any) -> None:
    assert left("dies while it forgets") == {"key": False, "pages": 2}


def test_a_page_that_stops_half_way_holds_up_no_other(left: Any) -> None:
    assert left("a page stops half-way") == {"key": True, "pages": 1}
