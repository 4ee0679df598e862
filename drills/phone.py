"""What an old phone lives through on its way to a receipt: no network, no power, no space, a new version, two of it.

A true Chromium against a true installation. Each scene answers a check-in or writes messages in words of its own, and
says for which of them the person was told "saved" or was shown a receipt. Afterwards the programme's own records are
asked: each of those words must be there, once, and messages in the order in which they were written.

python -m drills phone --only airplane --only no_space
"""

from __future__ import annotations

import shutil
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drills import releases
from drills.bad_network import BadNetwork
from drills.phone_faults import FAULTS, Fault
from drills.phone_hands import Promise, Stage
from drills.phone_scenes import SCENES
from drills.running import figure
from tests.journeys.installation import Installation, profile_folder

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PHONE = {"viewport": {"width": 360, "height": 740}, "locale": "en-US", "timezone_id": "America/New_York"}
FEW_MESSAGES = 30
FEW = ("airplane", "answer_never_heard", "script_disabled")


def run(*, small: bool = False, teeth: bool = False, only: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
    """`lost` and `doubled`, over all scenes; a line for each. With `teeth`: are faults that we planted noticed?"""
    from playwright.sync_api import sync_playwright

    here = Installation(BadNetwork)
    try:
        here.ask("programme")
        with sync_playwright() as playwright:
            if teeth:
                yield from _teeth(here, playwright, [one for one in FAULTS if not only or one.name in only])
            else:
                yield from _scenes(here, playwright, only or (FEW if small else tuple(SCENES)))
    finally:
        here.stop()


@dataclass(slots=True)
class Outcome:
    """What became of what a phone had promised."""

    promised: int
    lost: int
    doubled: int
    disorder: str
    trouble: str  # what kept the scene from its end

    @property
    def harms(self) -> bool:
        return bool(self.lost or self.doubled or self.disorder)

    @property
    def is_well(self) -> bool:
        return bool(self.promised) and not self.harms and not self.trouble

    def __str__(self) -> str:
        said = f"{self.lost} lost, {self.doubled} doubled"
        return "; ".join(one for one in (said, self.disorder, self.trouble) if one)


def _scenes(here: Installation, playwright: Any, names: Sequence[str]) -> Iterator[dict[str, Any]]:
    lost = doubled = promised = 0
    for name in names:
        began = time.monotonic()
        came = _play(name, here, playwright)
        told = f"{came}; {time.monotonic() - began:.0f} s"
        yield figure(name, came.promised, "promises", against=told) | {"failed": not came.is_well}
        promised, lost, doubled = promised + came.promised, lost + came.lost, doubled + came.doubled
    yield figure("lost", lost, "check-ins and messages", against=f"{promised} that a phone said were saved")
    yield figure("doubled", doubled, "check-ins and messages", against="each once")


def _teeth(here: Installation, playwright: Any, faults: Sequence[Fault]) -> Iterator[dict[str, Any]]:
    noticed = 0
    for fault in faults:
        later = fault.edits if fault.with_the_upgrade else ()
        with releases.running(here, *(() if later else fault.edits)):
            came = _play(fault.scene, here, playwright, with_the_upgrade=later, many=FEW_MESSAGES)
        noticed += came.harms
        yield figure(fault.name, int(came.harms), "noticed", against=f"{fault.scene}: {came}")
    yield figure("faults_noticed", noticed, "faults", against=f"{len(faults)}") | {"failed": noticed == len(faults)}


def _play(name: str, here: Installation, playwright: Any, **how: Any) -> Outcome:
    network = here.network
    assert isinstance(network, BadNetwork)
    stage = Stage(here, iter(here.ask("people", count=2)), **how)
    trouble = _on_stage(SCENES[name], stage, playwright)
    network.good()
    network.join()
    return Outcome(len(stage.promises), *_judge(here, stage.promises), trouble)


def _on_stage(scene: Callable[[Stage], None], stage: Stage, playwright: Any) -> str:
    """What kept the scene from its end; what was promised until then is judged all the same."""
    folders: list[Path] = []
    opened: list[Any] = []

    def phone(folder: Path | None = None, **options: Any) -> Any:
        """A phone that was never here, or the one whose memory is in this folder."""
        folder = folder or profile_folder()
        folders.append(folder)
        context = playwright.chromium.launch_persistent_context(
            str(folder), executable_path=CHROMIUM, args=ARGUMENTS, base_url=stage.here.origin, **(PHONE | options)
        )
        context.set_default_timeout(90_000)
        context.folder = folder
        opened.append(context)
        return context

    stage.phone = phone
    try:
        scene(stage)
        return ""
    except Exception as problem:  # noqa: BLE001  the other scenes go on
        lines = [f"{Path(one.filename).name}:{one.lineno}" for one in traceback.extract_tb(problem.__traceback__)]
        where = [one for one in lines if one.startswith("phone_")]
        return f"did not come to its end: {where} {problem!r:.600}"
    finally:
        for one in opened:
            try:
                one.close()
            except Exception:  # noqa: BLE001, S112  # nosec B112  its power went as part of the story
                continue
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)


def _judge(here: Installation, promises: Sequence[Promise]) -> tuple[int, int, str]:
    """How many of the promised words are not there, how many more than once; and whether they are in order."""
    missing, twice, disorder = 0, 0, ""
    for checkin, writer in dict.fromkeys((one.checkin, one.writer) for one in promises):
        mine = [one.words for one in promises if (one.checkin, one.writer) == (checkin, writer)]
        arrived = _said(here, checkin, writer)
        there = [words for words in mine if words in arrived]
        missing += len(mine) - len(there)
        twice += len(arrived) - len(there)
        if writer and len(arrived) == len(mine) and arrived != mine:
            disorder = "messages arrived out of order"
    return missing, twice, disorder


def _said(here: Installation, checkin: str, writer: str) -> list[str]:
    if writer:
        return [one.words for one in here.ask("messages", person=writer)]
    return [getattr(one.answers, "tell", "") for one in here.ask("checkin", checkin=checkin).arrived]
