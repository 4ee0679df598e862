"""Something urgent at night: the phone says that nobody can read it yet, or that nobody reads now, and whom to call."""

from __future__ import annotations

from typing import Any

from tests.journeys.kept_pages import wait_until_kept
from tests.journeys.seeing import picture, sign_in, works_for_everybody
from tests.journeys.test_messages import NOTHING_LEFT, until, write


def test_it_is_said_while_it_waits_and_after_it_arrived(amparo: Any, ana: Any, new_phone: Any) -> None:
    page = new_phone().new_page()
    sign_in(page, ana)
    wait_until_kept(page, "/my/messages/write/$")
    amparo.network.cut()
    try:
        page.goto("/my/messages/")
        assert "Nobody reads messages at night." in page.inner_text("#message")
        write(page, "No urgente")
        page.wait_for_selector("#waiting:visible")
        assert not page.is_visible("#waiting [data-urgent]")
        write(page, "Hay alguien en la puerta", urgent=True)
        page.wait_for_selector("#waiting [data-urgent]:visible")
        works_for_everybody(page)
        picture(page, "70-urgent-waits")
    finally:
        amparo.network.join()
    page.goto("/my/")
    until(page, NOTHING_LEFT)
    page.goto("/my/messages/")
    write(page, "Otra vez", urgent=True)
    page.wait_for_url("**/my/messages/?sent=urgent")
    assert "Your message has arrived." in page.inner_text("main")
    page.wait_for_selector("[role=status] ~ .note a[href^='tel:']")
    works_for_everybody(page)
    picture(page, "71-urgent-arrived")
    page.context.add_cookies([{"name": "amparo_language", "value": "ar", "url": amparo.origin}])
    page.goto("/my/messages/")
    page.wait_for_selector("html[lang=ar]")
    works_for_everybody(page)
    picture(page, "72-messages-arabic")
