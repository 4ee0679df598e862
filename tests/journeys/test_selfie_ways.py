"""A selfie as one way among others: after what did not work, and after what was sent without."""

from __future__ import annotations

from typing import Any

from tests.journeys.seeing import picture, works_for_everybody
from tests.journeys.test_check_in import answer
from tests.journeys.test_selfie import camera, set_up, take

__all__ = ["camera"]


def test_sent_without_it_is_shown_afterwards_and_leaves_the_queue(amparo: Any, ana: Any, camera: Any) -> None:
    page = camera(0).new_page()
    set_up(amparo, page, ana)
    page.goto(ana.check_in)
    answer(page)
    page.click("#ways summary")
    page.check("#ways [value=none]")
    page.click("#check-in > .stack > .btn")
    page.click("[data-confirm]")
    page.wait_for_url("**/my/receipts/**")
    works_for_everybody(page)
    picture(page, "selfie-6-receipt-offers")
    assert amparo.ask("checkin", checkin=ana.checkin).state == "needs_look"
    page.click("text=Take a selfie for this check-in")
    take(page, "afterwards")
    assert amparo.ask("compare_faces") == 1
    assert amparo.ask("confirm", person=ana.id) == 1
    page.wait_for_selector("text=It is you")
    page.click("text=Go on with my check-in")
    page.wait_for_url("**/my/receipts/**")
    assert not page.is_visible("text=Take a selfie for this check-in")
    now = amparo.ask("checkin", checkin=ana.checkin)
    assert (now.state, now.arrived[0].identity) == ("done", "selfie")


def test_after_a_pin_that_did_not_work_twice_a_selfie_is_offered_with_the_others(
    amparo: Any, luis: Any, camera: Any
) -> None:
    page = camera(0).new_page()
    set_up(amparo, page, luis)
    page.goto(luis.check_in)
    page.click("#ways summary")
    page.click("text=Show it in another way first")
    for _ in range(2):
        page.fill("#pin", f"{(int(luis.pin) + 1) % 1_000_000:06}")
        page.click("form .btn >> nth=0")
        page.wait_for_selector("#problem")
    assert "You can use another way below" in page.inner_text("#problem")
    works_for_everybody(page)
    picture(page, "selfie-7-is-it-you")
    page.click("text=Take a selfie for this check-in")
    page.wait_for_url(f"**/my/selfie/?about={luis.checkin}")
    page.goto(luis.check_in)
    page.evaluate("document.documentElement.dir = 'rtl'")
    page.click("#ways summary")
    works_for_everybody(page)
    picture(page, "selfie-8-from-the-right")
