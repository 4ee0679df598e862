"""What an old phone lives through on its way to a receipt: no network, no power, no space, a new version, two of it.

A true Chromium against a true installation. Each scene answers a check-in in words of its own, and says for which of
them the person was told "saved" or was shown a receipt. Afterwards the programme's own records are asked: each of those
words must be there, once.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from drills.bad_network import BadNetwork
from drills.phone_scenes import SCENES, Promise, Stage
from drills.running import figure
from tests.journeys.installation import Installation, profile_folder

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PHONE = {"viewport": {"width": 360, "height": 740}, "locale": "en-US", "timezone_id": "America/New_York"}
FEW = ("airplane", "answer_never_heard", "script_disabled")


def run(*, small: bool = False, teeth: bool = False) -> Iterator[dict[str, Any]]:
    """`lost` and `doubled`, over all scenes; a line for each. With `teeth`, a phone forgets before it has a receipt."""
    from playwright.sync_api import sync_playwright

    scenes = {name: scene for name, scene in SCENES.items() if not small or name in FEW}
    here = Installation(BadNetwork)
    network = here.network
    assert isinstance(network, BadNetwork)
    lost = doubled = kept = 0
    try:
        here.ask("programme")
        people = iter(here.ask("people", count=2 * len(scenes)))
        with sync_playwright() as playwright:
            for name, scene in scenes.items():
                promises = _play(scene, here, people, playwright, teeth)
                network.good()
                missing, twice = _judge(here, promises)
                told = figure(name, len(promises), "promises", against=f"{missing} lost, {twice} doubled")
                yield told | {"failed": bool(missing or twice)}
                kept, lost, doubled = kept + len(promises), lost + missing, doubled + twice
    finally:
        here.stop()
    yield figure("lost", lost, "check-ins", against=f"{kept} that a phone said were saved") | {"failed": lost > 0}
    yield figure("doubled", doubled, "check-ins", against="each once") | {"failed": doubled > 0}


def _play(
    scene: Callable[[Stage], list[Promise]], here: Installation, people: Iterator[Any], playwright: Any, teeth: bool
) -> list[Promise]:
    folders: list[Path] = []
    opened: list[Any] = []

    def phone(folder: Path | None = None, **options: Any) -> Any:
        """A phone that was never here, or the one whose memory is in this folder."""
        folder = folder or profile_folder()
        folders.append(folder)
        context = playwright.chromium.launch_persistent_context(
            str(folder), executable_path=CHROMIUM, args=ARGUMENTS, base_url=here.origin, **(PHONE | options)
        )
        context.set_default_timeout(60_000)
        if teeth:
            context.add_init_script(_FORGETFUL)
        context.folder = folder
        opened.append(context)
        return context

    try:
        return scene(Stage(here, people, phone))
    finally:
        for one in opened:
            try:
                one.close()
            except Exception:  # noqa: BLE001, S112  # nosec B112  its power went as part of the story
                continue
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)


# The planted fault: what is put into the outbox is gone a moment later.
_FORGETFUL = """
const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (row) {
  const asked = put.call(this, row);
  if (this.name === "outbox") this.delete(row.client_id);
  return asked;
};
"""


def _judge(here: Installation, promises: list[Promise]) -> tuple[int, int]:
    """How many of the promised words are not there, and how many more than once."""
    missing = twice = 0
    for promise in promises:
        arrived = here.ask("checkin", checkin=promise.checkin).arrived
        times = [getattr(one.answers, "tell", None) for one in arrived].count(promise.words)
        missing += times == 0
        twice += times > 1
    return missing, twice
