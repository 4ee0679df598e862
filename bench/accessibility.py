"""Every page that a person can reach, in three languages and both lights, looked at by axe-core.

The pages are found as a person finds them: from the first one, by its links. Those before somebody is signed in are
added by name. Nothing is left out silently: how many were seen is a figure too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from bench import _phones
from drills.running import figure
from tests.journeys.seeing import STANDARDS

LANGUAGES = ("en", "es", "ar")
LIGHTS = ("light", "dark")
FIRST = ("/my/", "/my/sign-in/", "/my/offline/", "/my/kiosk/", "/verify/", "/keep/", "/source/")
MOST_PAGES = 150
# Of each of these one is enough: the others are the same page about another day.
ONE_OF = ("/my/receipts/", "/my/check-in/", "/my/calendar/", "/my/messages/", "/my/documents/", "/r/")


def run(*, small: bool = False) -> Iterator[dict[str, Any]]:
    """`violations` of WCAG 2.2 A and AA, and the `pages` that were seen."""
    languages = LANGUAGES[:1] if small else LANGUAGES
    with _phones.demo() as here, _phones.chromium() as browser:
        found: list[tuple[str, str, str, str, str]] = []
        pages: set[str] = set()
        for language in languages:
            phone = browser.new_context(base_url=here.origin, **_phones.PHONE)
            page = phone.new_page()
            _phones.come_in(page, here)
            phone.add_cookies([{"name": "amparo_language", "value": language, "url": here.origin}])
            for path in _paths(page, here, small):
                pages.add(path)
                found += [(language, path, *fault) for fault in _faults(page)]
            phone.close()
    for fault in sorted(set(found)):
        print("#", *fault)
    against = f"none; {len(pages)} pages, {len(languages)} languages, light and dark, 360 px"
    yield figure("violations", len(found), "violations", against=against) | {"failed": bool(found)}
    yield figure("pages", len(pages), "pages", against="reached by links from the first one")


def _paths(page: Any, here: _phones.Demo, small: bool) -> Iterator[str]:
    """Each page as it is opened: the browser stands on it when its path comes."""
    waiting = [*FIRST, urlsplit(here.link).path]
    seen: set[str] = set()
    kinds: set[tuple[str, int]] = set()
    while waiting and len(seen) < (8 if small else MOST_PAGES):
        path = waiting.pop(0)
        kind = next((one for one in ONE_OF if path.startswith(one) and path != one), path)
        if path in seen or (kind != path and (kind, path.count("/")) in kinds):
            continue
        seen.add(path)
        kinds.add((kind, path.count("/")))
        answer = page.goto(path)
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        page.wait_for_load_state("networkidle")
        links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
        waiting += [urlsplit(link).path for link in links if _is_a_page(link, here.origin)]
        yield path


def _is_a_page(link: str, origin: str) -> bool:
    path = urlsplit(link).path
    last = path.rsplit("/", 1)[-1]
    return link.startswith(origin) and not path.startswith(("/static/", "/staff/")) and "." not in last


def _faults(page: Any) -> list[tuple[str, str, str]]:
    from axe_playwright_python.sync_playwright import Axe

    found = []
    for light in LIGHTS:
        page.emulate_media(color_scheme=light, reduced_motion="reduce")
        said = Axe().run(page, options={"runOnly": {"type": "tag", "values": STANDARDS}}).response
        found += [(light, one["id"], node["html"][:160]) for one in said["violations"] for node in one["nodes"]]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append((light, "wider than the screen", page.url.split("/my")[-1]))
    return found
