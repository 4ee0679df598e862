"""Takes the pictures of this documentation from a running demo: everybody in them is invented.

    make run                                          # in another window
    .venv/bin/python docs/make_screenshots.py [ADDRESS]

ADDRESS is http://localhost:8080 unless told otherwise. The sign-ins are read from the demo's own file in AMPARO_HOME.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from amparo.cli import demo

IMAGES = Path(__file__).parent / "images"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run"),
]
PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1180, "height": 860}
# Languages that the demo's person is shown in; Arabic runs from right to left.
LANGUAGES = ("en", "es", "ar")


def main(address: str) -> None:
    """The pictures in docs/images are of this demo."""
    known = json.loads(demo.sign_ins_file().read_text())
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = visit(browser, PHONE)
        persons_page(page, address, known["person"])
        checked_receipt(page, address)
        staffs_pages(visit(browser, DESK, sharpness=1), address, known["worker"])
        browser.close()


def visit(browser: Browser, size: ViewportSize, sharpness: int = 2) -> Page:
    """A page in a browser that knows nothing of the others."""
    return browser.new_context(viewport=size, locale="en-US", device_scale_factor=sharpness).new_page()


def take(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=str(IMAGES / f"{name}.png"))
    print(f"docs/images/{name}.png")


def persons_page(page: Page, address: str, person: dict[str, str]) -> None:
    """What the person sees first, in each language."""
    page.goto(address + person["path"])
    page.fill("#pin", person["pin"])
    page.click("form:has(#pin) .btn")
    page.wait_for_url(f"{address}/my/")
    for language in LANGUAGES:
        page.context.add_cookies([{"name": "amparo_language", "value": language, "url": address}])
        page.goto(f"{address}/my/")
        take(page, f"person-{language}")


def checked_receipt(page: Page, address: str) -> None:
    """The person's newest receipt, as anybody checks it."""
    page.context.add_cookies([{"name": "amparo_language", "value": "en", "url": address}])
    page.goto(f"{address}/my/receipts/")
    page.click("a[href^='/my/receipts/']:not([href='/my/receipts/']) >> nth=0")
    page.wait_for_url(f"{address}/my/receipts/*/")
    text = page.request.get(page.url + "receipt.json").json()["receipt"]
    page.goto(f"{address}/verify/")
    page.fill("textarea", text)
    page.click("form:has(textarea) .btn")
    take(page, "verify")


def staffs_pages(page: Page, address: str, who: dict[str, str]) -> None:
    """A worker's day, and the first person on it."""
    page.goto(f"{address}/staff/account/login/")
    page.fill("#id_login", who["email"])
    page.fill("#id_password", who["password"])
    page.click("form .btn")
    page.fill("[name=code]", code_of(who["email"]))
    page.click("form .btn")
    page.wait_for_url(f"{address}/staff/")
    take(page, "staff-today")
    page.click("a[data-person] >> nth=0")
    page.wait_for_url(f"{address}/staff/people/**")
    take(page, "staff-person")


def code_of(email: str) -> str:
    """What the member's code app shows now."""
    told = subprocess.run(
        [sys.executable, "-m", "amparo", "demo", "--code"], capture_output=True, text=True, check=True
    )
    return next(line.split()[1] for line in told.stdout.splitlines() if line.startswith(email))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8080")
