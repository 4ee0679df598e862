"""What every story ends with: the page works for everybody."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def sign_in(page: Any, person: Any) -> None:
    """The person opens their link and types their PIN."""
    page.goto(person.path)
    page.fill("#pin", person.pin)
    page.click("form .btn >> nth=0")
    page.wait_for_url("**/my/")


def works_for_everybody(page: Any) -> None:
    """No violation of WCAG 2.2 AA, in light and in dark; nothing wider than the screen."""
    for scheme in ("light", "dark"):
        # Without movement: else colours are measured on their way from one scheme to the other.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": STANDARDS}})
        told = [(v["id"], [node["html"] for node in v["nodes"]]) for v in found.response["violations"]]
        assert told == [], f"{page.url} in {scheme}: {told}"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} is too wide"
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")


def works_without_script(page: Any, other: Any) -> None:
    """The page as it stands where no script runs. The check is one itself, so it looks at a copy, in `other`."""
    origin = "/".join(page.url.split("/")[:3])
    as_it_stands = re.sub(r"<script\b.*?</script>", "", page.content(), flags=re.DOTALL)
    other.set_content(as_it_stands.replace("<head>", f'<head><base href="{origin}/">', 1))
    assert other.evaluate("document.styleSheets.length"), "the copy looks as the page does"
    works_for_everybody(other)


def picture(page: Any, name: str) -> None:
    """A picture to look at, where somebody asked for pictures."""
    folder = os.environ.get("AMPARO_PICTURES")
    if not folder:
        return
    before = page.viewport_size
    for size, (width, height) in {"phone": (360, 740), "desk": (1280, 800)}.items():
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=str(Path(folder) / f"{name}.{size}.{scheme}.png"), full_page=size == "phone")
    page.set_viewport_size(before)
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
