"""Debian's Firefox, driven by the program in tests/firefox: the words of a journey, one at a time."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from pathlib import Path
from typing import Any

import axe_playwright_python

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox") or ""
NODE = shutil.which("node") or ""
DRIVER = Path(__file__).parents[1] / "firefox"
AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
PATIENCE = 90.0


class Firefox:
    """One browser; `phone` begins anew, as a phone that was never here."""

    def __init__(self, origin: str, *, script: bool = True) -> None:
        self.origin = origin
        how = "script" if script else "no-script"
        self._running = subprocess.Popen(
            [NODE, "drive.mjs", FIREFOX, str(AXE), how],
            cwd=DRIVER,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.version = str(self._answer()["ready"])

    def __getattr__(self, verb: str) -> Any:
        return lambda **how: self._do(verb, how)

    def open(self, path: str) -> int:
        """The page at this path of ours; answers the status."""
        return int(self._do("goto", {"url": self.origin + path}))

    def end(self) -> None:
        """The browser is closed."""
        if self._running.poll() is None and self._running.stdin:
            self._running.stdin.write('{"verb": "end"}\n')
            self._running.stdin.flush()
        try:
            self._running.wait(20)
        except subprocess.TimeoutExpired:
            self._running.kill()

    def _do(self, verb: str, how: dict[str, Any]) -> Any:
        assert self._running.stdin is not None
        self._running.stdin.write(json.dumps({"verb": verb, **how}) + "\n")
        self._running.stdin.flush()
        answer = self._answer()
        assert "problem" not in answer, f"{verb} {how}: {answer['problem']}"
        return answer["value"]

    def _answer(self) -> dict[str, Any]:
        assert self._running.stdout is not None
        # A browser that hangs must not hold up all other tests.
        watch = threading.Timer(PATIENCE, self._running.kill)
        watch.start()
        line = self._running.stdout.readline()
        watch.cancel()
        assert line, "the browser ended"
        return dict(json.loads(line))


def missing() -> str:
    """What is not here to drive Firefox with; empty if all is."""
    if not FIREFOX:
        return "no Firefox: these journeys need the package firefox-esr"
    if not NODE:
        return "no Node: these journeys need the package nodejs"
    if not (DRIVER / "node_modules").exists():
        return "what drives Firefox is not installed: npm ci --prefix tests/firefox"
    return ""
