"""What only a browser can tell of the public pages: the reader's own clock beside UTC, and nothing sent for it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from amparo.checkins import receipt
from tests.public.test_public_pages import signed_at
from tests.staff.browser import barriers, chromium, served

pytestmark = pytest.mark.journey


@pytest.mark.parametrize(
    ("width", "scheme", "zone", "own_clock"),
    [(360, "light", "America/New_York", "8:30:00 PM EST"), (1280, "dark", "Europe/Madrid", "2:30:00 AM")],
)
def test_a_receipt_shows_utc_and_the_readers_own_clock(
    casa: Any, monkeypatch: Any, width: int, scheme: str, zone: str, own_clock: str
) -> None:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    text = receipt.to_text(signed_at(casa, datetime(2027, 3, 9, 1, 30, tzinfo=UTC)))
    with served() as site, chromium() as browser:
        page = browser.new_context(
            viewport={"width": width, "height": 740}, color_scheme=scheme, timezone_id=zone, locale="en-US"
        ).new_page()
        sent: list[str] = []
        page.on("request", lambda request: sent.append(request.method))
        page.goto(f"{site}/verify/#{text}")
        page.wait_for_selector("#verdict [data-when=genuine]")
        shown = " ".join(page.inner_text("#verdict").split())
        assert shown.count("1:30:00 AM UTC") == 2 and shown.count(own_clock) == 2
        assert "POST" not in sent and barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        # Checked by the server, for a browser that cannot: its page is given the reader's clock too.
        page.goto("about:blank")
        page.goto(f"{site}/verify/")
        page.fill("#receipt", text)
        page.evaluate("document.getElementById('check').submit()")
        page.wait_for_selector("#verdict .box")
        shown = " ".join(page.inner_text("#verdict").split())
        assert shown.count("AM UTC") == 2 and shown.count(own_clock) == 2 and shown.count("Where the programme is") == 2
        assert barriers(page) == [] and page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_verdict_stands_beside_what_it_is_about_or_not_at_all(casa: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    text = receipt.to_text(signed_at(casa, datetime(2027, 3, 9, 1, 30, tzinfo=UTC)))
    forged = text[:60] + ("A" if text[60] != "A" else "B") + text[61:]
    with served() as site, chromium() as browser:
        page = browser.new_context().new_page()
        page.goto(f"{site}/verify/#{text}")
        page.wait_for_selector("#verdict [data-when=genuine]")
        page.evaluate("(other) => { location.hash = other }", forged)  # a second link, opened in the same tab
        page.wait_for_selector("#verdict [data-when=forged]")
        assert page.locator("#verdict [data-when=genuine]").count() == 0
        page.fill("#receipt", "something else")
        assert page.inner_text("#verdict").strip() == ""
        # What the server says of something else is not overwritten by an address that is still there.
        page.evaluate("document.getElementById('check').submit()")
        page.wait_for_selector("#verdict .note")
        assert "cannot read" in page.inner_text("#verdict")
