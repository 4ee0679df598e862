"""Wrong PINs slow one phone only; what the person sees of their record; the public pages."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.seeing import picture, sign_in, works_for_everybody


def guess(page: Any, person: Any) -> None:
    page.goto(person.path)
    page.fill("#pin", f"{(int(person.pin) + 1) % 1_000_000:06}")
    page.click("form .btn >> nth=0")


def test_six_wrong_pins_slow_that_phone_and_no_other(ana: Any, new_phone: Any) -> None:
    own = new_phone().new_page()
    sign_in(own, ana)
    stranger = new_phone().new_page()
    for _ in range(6):
        guess(stranger, ana)
    assert "That was many tries." in stranger.inner_text("#problem")
    assert stranger.is_visible("text=Other ways to check in")
    picture(stranger, "30-slowed")
    works_for_everybody(stranger)
    # Ana's own phone is known: it signs in, and stays signed in.
    sign_in(own, ana)
    own.goto("/my/receipts/")
    assert own.inner_text("h1") == "My receipts"


def test_every_page_of_the_person_works_for_everybody(amparo: Any, ana: Any, new_phone: Any) -> None:
    amparo.ask("checkin", checkin=ana.checkin)
    page = new_phone().new_page()
    sign_in(page, ana)
    for path in ("/my/", "/my/time/", "/my/receipts/", "/my/who-looked/", "/my/help/", "/my/offline/", "/my/nothing/"):
        page.goto(path)
        picture(page, f"40{path.replace('/', '-')}")
        works_for_everybody(page)


@pytest.mark.parametrize("path", ["/", "/verify/", "/keep/"])
def test_public_pages_work_for_everybody(new_phone: Any, path: str) -> None:
    page = new_phone().new_page()
    page.goto(path)
    for summary in page.query_selector_all("main summary")[:2]:
        summary.click()
    picture(page, f"50{path.replace('/', '-')}")
    works_for_everybody(page)


def test_the_day_and_hour_are_the_persons_choice(ana: Any, new_phone: Any) -> None:
    page = new_phone().new_page()
    sign_in(page, ana)
    page.goto("/my/time/")
    page.check("[name=slot][value='3-1600-48']")
    page.click("main form .btn")
    assert "Saved." in page.inner_text("[role=status]")
    picture(page, "41-time-saved")
    works_for_everybody(page)


def test_the_language_is_picked_at_the_foot_of_each_page(ana: Any, new_phone: Any) -> None:
    page = new_phone().new_page()
    sign_in(page, ana)
    page.click("footer summary")
    picture(page, "42-languages")
    page.click("button[value=es]")
    assert page.get_attribute("html", "lang") == "es"
    works_for_everybody(page)


@pytest.mark.parametrize("scripts", [True, False], ids=["with script", "without script"])
def test_a_language_is_tried_on_the_app_and_texts_change_when_they_say_so(
    ana: Any, new_phone: Any, scripts: bool
) -> None:
    page = new_phone(java_script_enabled=scripts).new_page()
    sign_in(page, ana)
    page.goto("/my/help/")
    page.click("footer summary")
    page.click("footer button[name=language][value=ar]")
    page.wait_for_url("**/my/help/?written")
    asked = page.locator("#written")
    assert page.get_attribute("html", "dir") == "rtl" and "English" in asked.inner_text()
    if scripts:
        picture(page, "60-texts-in-which-language")
        works_for_everybody(page)
    # Not answered, it stands among the languages, and texts are as they were.
    page.goto("/my/")
    assert not asked.is_visible()
    page.click("footer summary")
    assert page.locator("footer #written").is_visible() and "English" in asked.inner_text()
    asked.locator("button").click()
    page.wait_for_url("**/my/?written")
    assert "English" not in asked.inner_text() and not asked.locator("button").count()
    if scripts:
        works_for_everybody(page)
