"""A demo programme to walk through, and a browser that behaves like an old phone."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.journeys.network import free_port

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
# 400 ms a round trip, 400 kbit/s: what browsers' own tools call slow 3G.
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
SLOWER = 4
PATIENCE = 600.0


@dataclass(frozen=True, slots=True)
class Demo:
    """Where it is, and how its one invented person comes in."""

    origin: str
    link: str
    pin: str


@contextmanager
def demo() -> Iterator[Demo]:
    """A programme with a year of invented life, until the block ends."""
    home, port = tempfile.mkdtemp(prefix="amparo-bench-"), free_port()
    os.chmod(home, 0o711)  # noqa: S103  # PostgreSQL's own user walks through it
    clean = {name: value for name, value in os.environ.items() if not name.startswith("AMPARO_")}
    with open(f"{home}/demo.log", "wb") as log:
        running = subprocess.Popen(
            [sys.executable, "-m", "amparo", "demo", "--port", str(port)],
            env=clean | {"AMPARO_HOME": home},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield _once_ready(running, f"{home}/demo.log", f"http://localhost:{port}")
    finally:
        running.send_signal(signal.SIGINT)
        try:
            running.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
        shutil.rmtree(home, ignore_errors=True)


def _once_ready(running: subprocess.Popen[bytes], log: str, origin: str) -> Demo:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and running.poll() is None:
        with open(log) as file:
            said = file.read()
        link, pin = re.search(rf"{origin}/my/hello/\S+", said), re.search(r"PIN (\d{6})", said)
        if link and pin and "Ctrl-C" in said:
            return Demo(origin, link[0], pin[1])
        time.sleep(0.5)
    raise RuntimeError(f"the demo did not start: {said[-2000:]}")


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def come_in(page: Any, here: Demo) -> None:
    """The person opens their link and types their PIN."""
    page.goto(here.link)
    page.fill("#pin", here.pin)
    page.click("form .btn >> nth=0")
    page.wait_for_url("**/my/")
