"""A check-in on an old phone and a slow network: how soon it can be answered, how much travels, how soon it is sent.

Slow 3G (400 ms a round trip, 400 kbit/s) and a processor four times slower, both by the browser's own emulation. Cold:
nothing is kept from before. Warm: the page was visited once, and its service worker runs.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from typing import Any

from bench import _phones
from bench.first_load import USABLE
from drills.running import figure
from tests.journeys.installation import Installation
from tests.journeys.seeing import sign_in

RUNS = 5
COLD_SECONDS, WARM_SECONDS, SENT_SECONDS = 1.5, 0.3, 3.0
COLD_BYTES, WARM_BYTES = 60_000, 10_000


def run(*, small: bool = False, runs: int = RUNS) -> Iterator[dict[str, Any]]:
    """`cold_usable_s`, `warm_usable_s`, `submitted_s`; `cold_bytes`, `warm_bytes`: the median of so many phones."""
    runs = 1 if small else runs
    here = Installation()
    try:
        here.ask("programme")
        people = here.ask("people", count=runs)
        with _phones.chromium() as browser:
            seen = [_visit(browser, here, person) for person in people]
    finally:
        here.stop()
    how = f"400 ms, 400 kbit/s, {_phones.SLOWER} times slower"
    for name, unit, wanted in (
        ("cold_usable_s", "s", COLD_SECONDS),
        ("warm_usable_s", "s", WARM_SECONDS),
        ("submitted_s", "s", SENT_SECONDS),
        ("cold_bytes", "bytes", COLD_BYTES),
        ("warm_bytes", "bytes", WARM_BYTES),
    ):
        value = statistics.median(one[name] for one in seen)
        value = value if unit == "s" else int(value)
        yield figure(name, value, unit, against=f"{wanted} {unit}; {how}", ratio=value / wanted, runs=runs)


def _visit(browser: Any, here: Installation, person: Any) -> dict[str, float]:
    known = browser.new_context(base_url=here.origin, **_phones.PHONE)
    sign_in(known.new_page(), person)
    phone = browser.new_context(base_url=here.origin, **_phones.PHONE)
    phone.add_cookies(known.cookies())
    known.close()
    page = phone.new_page()
    session = phone.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", _phones.SLOW_3G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": _phones.SLOWER})
    carried: list[int] = []
    session.on("Network.loadingFinished", lambda told: carried.append(told["encodedDataLength"]))
    page.goto(person.check_in)
    page.wait_for_load_state("networkidle")
    seen = {"cold_usable_s": page.evaluate(USABLE), "cold_bytes": sum(carried)}
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_timeout(3_000)
    before = here.network.carried
    page.goto(person.check_in)
    page.wait_for_load_state("networkidle")
    seen |= {"warm_usable_s": page.evaluate(USABLE), "warm_bytes": here.network.carried - before}
    return seen | {"submitted_s": _send(page)}


def _send(page: Any) -> float:
    """Seconds from the last tap until the person reads that it has arrived."""
    for group in page.locator("fieldset[data-question]").all():
        if group.locator("input[required]").count():
            group.locator("label.card").first.tap()
    page.locator("#check-in > .stack > .btn").tap()
    page.locator("#review [data-confirm]").wait_for()
    began = page.evaluate("performance.timeOrigin + performance.now()")
    page.locator("#review [data-confirm]").tap()
    page.wait_for_url("**/my/receipts/**")
    return (page.evaluate("performance.timeOrigin + performance.now()") - began) / 1000
