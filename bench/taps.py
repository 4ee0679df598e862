"""From the link on the paper to the receipt, by a new person: how often they tap, and what they type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bench import _phones
from drills.running import figure
from tests.journeys.installation import Installation

MOST = 12


def run(*, small: bool = False) -> Iterator[dict[str, Any]]:
    """`taps` until the receipt; typing is the PIN alone, or it fails."""
    here = Installation()
    try:
        here.ask("programme")
        (person,) = here.ask("people", count=1)
        with _phones.chromium() as browser:
            phone = browser.new_context(base_url=here.origin, **_phones.PHONE)
            taps = _check_in(phone.new_page(), person)
    finally:
        here.stop()
    yield figure("taps", taps, "taps", against=f"{MOST}, and nothing typed but the PIN", ratio=taps / MOST)


def _check_in(page: Any, person: Any) -> int:
    taps = 0

    def tap(where: Any) -> None:
        nonlocal taps
        where.tap()
        taps += 1

    page.goto(person.path)  # the link itself: a tap in a message, or the camera on the paper
    taps += 1
    tap(page.locator("#pin"))
    page.keyboard.type(person.pin)
    tap(page.locator("form .btn").first)
    page.wait_for_url("**/my/")
    tap(page.locator("main .hero .btn").locator("visible=true").first)
    page.wait_for_url("**/my/check-in/**")
    for group in page.locator("fieldset[data-question]").all():
        if group.locator("input[required]").count():
            tap(group.locator("label.card").first)
    tap(page.locator("#check-in > .stack > .btn"))
    tap(page.locator("#review [data-confirm]"))
    page.wait_for_url("**/my/receipts/**")
    assert page.locator(".num").first.is_visible(), "the receipt is there"
    return taps
