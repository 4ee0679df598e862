"""Takes the pictures of this documentation from a running demo: everybody in them is invented.

    make run                                          # in another window
    .venv/bin/python docs/make_screenshots.py [ADDRESS]

ADDRESS is http://localhost:8080 unless told otherwise. The sign-ins are read from the demo's own file in AMPARO_HOME.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from amparo.cli import demo
from amparo.foundation import clock

IMAGES = Path(__file__).parent / "images"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run"),
]
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1180, "height": 860}
# Languages that the demo's person is shown in; Arabic runs from right to left.
LANGUAGES = ("en", "es", "ar")


def main(address: str) -> None:
    """The pictures in docs/images are of this demo."""
    known = json.loads(demo.sign_ins_file().read_text())
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for language in LANGUAGES:
            take(browser, f"person-{language}", PHONE, persons_page(address, known["person"], language))
        take(browser, "staff-today", DESK, todays_page(address, known["worker"]))
        take(browser, "staff-person", DESK, first_persons_page(address, known["worker"]))
        take(browser, "verify", PHONE, lambda page: page.goto(f"{address}/verify/"))
        browser.close()


def take(browser: Browser, name: str, size: dict[str, int], go: Callable[[Page], Any]) -> None:
    """A picture of where `go` leads, in a browser that knows nothing of the others."""
    context = browser.new_context(viewport=size, locale="en-US", device_scale_factor=2)
    try:
        page = context.new_page()
        go(page)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=str(IMAGES / f"{name}.png"))
        print(f"docs/images/{name}.png")
    finally:
        context.close()


def persons_page(address: str, person: dict[str, str], language: str) -> Callable[[Page], Any]:
    def go(page: Page) -> None:
        page.context.add_cookies([{"name": "amparo_language", "value": language, "url": address}])
        page.goto(address + person["path"])
        page.fill("#pin", person["pin"])
        page.click("form .btn")
        page.wait_for_url("**/my/**")

    return go


def sign_in(page: Page, address: str, who: dict[str, str]) -> None:
    page.goto(f"{address}/staff/account/login/")
    page.fill("#id_login", who["email"])
    page.fill("#id_password", who["password"])
    page.click("form .btn")
    page.fill("[name=code]", demo.one_time_code(who["totp"], int(clock.now().timestamp())))
    page.click("form .btn")
    page.wait_for_url(f"{address}/staff/")


def todays_page(address: str, worker: dict[str, str]) -> Callable[[Page], Any]:
    return lambda page: sign_in(page, address, worker)


def first_persons_page(address: str, worker: dict[str, str]) -> Callable[[Page], Any]:
    def go(page: Page) -> None:
        sign_in(page, address, worker)
        page.click("a[data-person] >> nth=0")

    return go


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8080")
