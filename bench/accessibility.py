"""Every page of the person's app, in three languages and both lights, looked at by axe-core on a screen of 360 px.

The pages are those of the URLconf, with something on each (bench/_everything.py): the person's own, those that ask for
a PIN moments ago, a kiosk's, a lawyer's, answers to reminders, what is said when something is refused or is not there,
and what anybody may see. An address that shows no page says why; one that should show a page and does not is a fault.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from bench import _phones
from drills.running import figure
from tests.journeys.installation import Installation
from tests.journeys.seeing import STANDARDS

LANGUAGES = ("en", "es", "ar")
LIGHTS = ("light", "dark")
# Those that show no page of their own to whoever opens them, and why.
NO_PAGE = {
    "participant:leave": "goes out to the clock, which is looked at",
    "participant:kiosk_end": "goes out to the kiosk's first page, which is looked at",
    "participant:message_file": "takes a file",
    "participant:clip": "is a sound",
    "participant:document_state": "tells a script how much has arrived",
    "participant:voice_recording": "tells a script how much has arrived",
}
# What is said when something is refused is a page too.
REFUSALS = {"no such page": 404, "refused": 404, "participant:kiosk ": 410}
Page = dict[str, str]
Fault = tuple[str, str, str, str, str]


def run(*, small: bool = False) -> Iterator[dict[str, Any]]:
    """`violations` of WCAG 2.2 A and AA, the `pages` that were seen, and how many were `not_seen` that should be."""
    languages = LANGUAGES[:1] if small else LANGUAGES
    here = Installation()
    try:
        with _phones.chromium() as browser:
            found: list[Fault] = []
            seen: dict[str, str] = {}
            for language in languages:
                # Made anew for each: an invitation opens once, a tablet is set up once.
                told = _everything(here, language)
                pages = told["pages"][:: 10 if small else 1]
                for page, name in _each(browser, here.origin, told, pages, language, seen):
                    faults = [(language, name, *fault) for fault in _faults(page, language)]
                    for fault in faults:
                        print("#", *fault, flush=True)
                    found += faults
    finally:
        here.stop()
    missing = {name: why for name, why in seen.items() if why}
    for name, why in sorted(missing.items()):
        print("# no page:", name, why)
    unexplained = [why for why in missing.values() if why.startswith("!")]
    kinds = len(seen) - len(missing)
    against = f"none; {kinds} pages, {len(languages)} languages, light and dark, 360 px"
    yield figure("violations", len(found), "violations", against=against) | {"failed": bool(found)}
    yield figure("pages", kinds, "pages", against=f"{len(missing)} addresses show none, each with its reason")
    yield figure("not_seen", len(unexplained), "pages", against="0 that should be there") | {
        "failed": bool(unexplained)
    }


def _everything(here: Installation, language: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench._everything", language]
    done = subprocess.run(command, env=here.environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    return dict(json.loads(done.stdout))


def _each(
    browser: Any, origin: str, told: dict[str, Any], pages: list[Page], language: str, seen: dict[str, str]
) -> Iterator[tuple[Any, str]]:
    """The browser stands on each page as its name comes."""
    for who in ("ana", "bea", "rita", "nobody"):
        page = _phone(browser, origin, told["cookies"].get(who, {}), language).new_page()
        for one in pages:
            if one["who"] != who:
                continue
            why = _why_not(page, one)
            seen[one["name"]] = why
            if not why:
                yield page, one["name"]
        page.context.close()
    paths = {one["name"]: one["path"] for one in told["pages"]}
    ways = {"ana": _sent_by_ana(paths), "nobody": _sent_by_nobody(paths), "kiosk": _at_a_kiosk(told["kiosk"], language)}
    for who, way in ways.items():
        page = _phone(browser, origin, told["cookies"].get(who, {}), language).new_page()
        for name in way(page):
            seen[name] = ""
            yield page, name
        page.context.close()


def _phone(browser: Any, origin: str, cookies: dict[str, str], language: str) -> Any:
    # Without its service worker: else a page could come in the language that it was kept in.
    phone = browser.new_context(base_url=origin, service_workers="block", **_phones.PHONE)
    held = cookies | {"amparo_language": language}
    phone.add_cookies([{"name": name, "value": value, "url": origin} for name, value in held.items()])
    phone.set_default_timeout(60_000)
    return phone


def _why_not(page: Any, one: Page) -> str:
    """Empty if the browser shows the page; else why there is none."""
    name, path = one["name"], one["path"]
    if name in NO_PAGE:
        return NO_PAGE[name]
    # Asked without opening it first: a browser stumbles over what is no page.
    answer = page.request.get(path, max_redirects=0)
    if answer.status == 405:
        return "takes what is sent, and shows nothing"
    if answer.status in (301, 302, 303):
        return f"! leads to {urlsplit(answer.headers['location']).path}"
    kind = answer.headers.get("content-type", "")
    if "text/html" not in kind:
        return f"no page: {kind}"
    expected = next((status for begins, status in REFUSALS.items() if f"{name} ".startswith(begins)), 200)
    if answer.status != expected:
        return f"! answers {answer.status}"
    page.goto(path)
    page.wait_for_timeout(300)
    return ""


def _sent_by_ana(paths: dict[str, str]) -> Callable[[Any], Iterator[str]]:
    """What stands there after something was sent; in the end everything is locked."""

    def way(page: Any) -> Iterator[str]:
        page.goto(paths["participant:check_in"])
        page.check("[name=q_how][value=so_so]")
        page.click("#check-in > .stack > .btn")
        page.wait_for_selector("#review:visible")
        yield "sent: look again"
        page.click("[data-confirm]")
        page.wait_for_url("**/my/receipts/**")
        page.wait_for_load_state()
        yield "sent: its receipt"
        page.goto(paths["participant:representative_new"])
        for part in ("kind", "area", "days"):
            page.locator(f"[name={part}]").first.check()
        page.click("form:has([name=kind]) button.btn")
        page.wait_for_load_state()
        yield "sent: an invitation"
        page.goto(paths["participant:lost"])
        page.click("main form:not([action]) .btn")  # above it, what was new may ask too
        page.wait_for_load_state()
        yield "sent: everything is locked"

    return way


def _sent_by_nobody(paths: dict[str, str]) -> Callable[[Any], Iterator[str]]:
    """An answer to a reminder, a check-in with the link alone, a PIN that is none."""

    def way(page: Any) -> Iterator[str]:
        for name in ("participant:reply", "participant:hello_without"):
            page.goto(paths[name])
            if page.locator("[name=q_how]").count():
                page.check("[name=q_how][value=so_so]")
            page.click("main form button.btn:not([type=button]) >> nth=0")
            page.wait_for_load_state()
            yield f"sent: {name}"
        page.goto(paths["participant:hello"])
        page.fill("#pin", "000000")
        page.click("main form .btn >> nth=0")
        page.wait_for_load_state()
        yield "sent: not the PIN"

    return way


def _at_a_kiosk(kiosk: dict[str, str], language: str) -> Callable[[Any], Iterator[str]]:
    """A tablet is set up, somebody comes, picks a language, and checks in."""
    return lambda page: _kiosk(page, kiosk, language)


def _kiosk(page: Any, kiosk: dict[str, str], language: str) -> Iterator[str]:
    page.goto(kiosk["path"])
    yield "kiosk: to be set up"
    page.click("main form .btn")
    page.wait_for_url("**/my/kiosk/")
    page.locator(f"button[name=language][value={language}]").first.evaluate("it => it.click()")
    page.wait_for_selector(f"html[lang={language}]")
    yield "kiosk: first page"
    page.fill("#number", kiosk["number"])
    page.fill("#pin", "000000" if kiosk["pin"] != "000000" else "111111")
    page.click("form.box .btn")
    page.wait_for_load_state()
    yield "kiosk: not the PIN"
    page.fill("#number", kiosk["number"])
    page.fill("#pin", kiosk["pin"])
    page.click("form.box .btn")
    page.wait_for_url("**/my/")
    yield "kiosk: what next"
    page.goto("/my/receipts/")
    yield "kiosk: not here"
    page.goto(kiosk["check_in"])
    yield "kiosk: check-in"
    page.check("[name=q_how][value=so_so]")
    page.click("#check-in .btn")
    page.wait_for_load_state()
    yield "kiosk: look again"


def _faults(page: Any, language: str) -> list[tuple[str, str, str]]:
    from axe_playwright_python.sync_playwright import Axe

    found = []
    if not str(page.get_attribute("html", "lang")).startswith(language):
        found.append(("any", "another language", str(page.get_attribute("html", "lang"))))
    for light in LIGHTS:
        page.emulate_media(color_scheme=light, reduced_motion="reduce")
        said = Axe().run(page, options={"runOnly": {"type": "tag", "values": STANDARDS}}).response
        found += [(light, one["id"], node["html"][:160]) for one in said["violations"] for node in one["nodes"]]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append((light, "wider than the screen", urlsplit(page.url).path))
    return found
