"""The first visit to a check-in on a slow phone network: how soon it can be answered, and how much travels.

A true Chromium against a true installation, its network held to 400 ms a round trip and 400 kbit/s by the browser's
own emulation, nothing kept from before. Making the connection (two round trips more with TLS) is not emulated.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from drills.running import figure
from tests.journeys.installation import Installation
from tests.journeys.seeing import sign_in

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "locale": "en-US"}
ROUND_TRIP, BITS_A_SECOND = 0.4, 400_000
SLOW_3G = {
    "offline": False,
    "latency": ROUND_TRIP * 1000,
    "downloadThroughput": BITS_A_SECOND / 8,
    "uploadThroughput": BITS_A_SECOND / 8,
}
FIRST_ANSWER, ALL = 14_000, 60_000
RUNS = 5
# Painted, and every field there: from then on it can be answered and sent, as a plain form.
USABLE = """() => {
  const paint = performance.getEntriesByName("first-contentful-paint")[0].startTime;
  return Math.max(paint, performance.getEntriesByType("navigation")[0].domInteractive) / 1000;
}"""


def run(*, small: bool = False) -> Iterator[dict[str, Any]]:
    """`first_load_usable`, seconds; `first_load_answer` and `first_load_bytes`, bytes."""
    runs = 1 if small else RUNS
    here = Installation()
    try:
        here.ask("programme")
        (person,) = here.ask("people", count=1)
        seen = _visits(here.origin, person, runs)
    finally:
        here.stop()
    usable, first, everything = (statistics.median(one) for one in zip(*seen, strict=True))
    floor = ROUND_TRIP + first * 8 / BITS_A_SECOND
    against = "one round trip and the bytes of the first answer, at 400 ms and 400 kbit/s"
    yield figure("first_load_usable", usable, "s", against=against, ratio=usable / floor, runs=runs)
    answer = int(first)
    yield figure("first_load_answer", answer, "bytes", against="14 kB", ratio=first / FIRST_ANSWER, runs=runs)
    yield figure("first_load_bytes", int(everything), "bytes", against="60 kB", ratio=everything / ALL, runs=runs)


def _visits(origin: str, person: Any, runs: int) -> list[tuple[float, int, int]]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(Path(CHROMIUM)), args=ARGUMENTS)
        known = browser.new_context(base_url=origin, **PHONE)
        sign_in(known.new_page(), person)
        seen = [_visit(browser, origin, known.cookies(), person.check_in) for _ in range(runs)]
        browser.close()
    return seen


def _visit(browser: Any, origin: str, cookies: Any, path: str) -> tuple[float, int, int]:
    """Seconds until it can be answered, bytes of the first answer, bytes of everything."""
    phone = browser.new_context(base_url=origin, **PHONE)
    phone.add_cookies(cookies)
    page = phone.new_page()
    session = phone.new_cdp_session(page)
    sizes: dict[str, int] = {}
    kinds: dict[str, str] = {}
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_3G)
    session.on("Network.requestWillBeSent", lambda told: kinds.setdefault(told["requestId"], told["type"]))
    session.on("Network.loadingFinished", lambda told: sizes.setdefault(told["requestId"], told["encodedDataLength"]))
    page.goto(path)
    page.wait_for_load_state("networkidle")
    usable = page.evaluate(USABLE)
    phone.close()
    first = sum(size for key, size in sizes.items() if kinds.get(key) == "Document")
    return usable, int(first), int(sum(sizes.values()))
