"""Luis moved and says only that in his check-in; his worker reads it, asks, enters it, and it waits no more."""

from __future__ import annotations

from typing import Any

from tests.journeys.seeing import picture, sign_in, works_for_everybody

DAY = "Says that they moved, or have a new phone number"


def says_that_he_moved(page: Any) -> None:
    page.click("a[data-keep].btn")
    page.check("[name=q_address_changed][value=yes]")
    page.check("[name=q_phone_changed][value=no]")
    page.click("#check-in > .stack > .btn")


def reads_the_receipt(page: Any) -> None:
    page.wait_for_url("**/my/receipts/**")
    assert page.is_visible("text=You said that something changed.")
    assert page.is_visible("text=Nothing more is asked of you for this check-in.")
    picture(page, "changed-1-receipt")
    works_for_everybody(page)
    page.click("main .rows a:has-text('I moved')")
    page.wait_for_url("**/my/address/**")


def test_a_move_said_in_a_check_in_reaches_the_worker(amparo: Any, luis: Any, new_phone: Any) -> None:
    page = new_phone().new_page()
    sign_in(page, luis)
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.post_data or "") if one.method == "POST" else None)
    says_that_he_moved(page)
    page.click("[data-confirm]")
    reads_the_receipt(page)
    (body,) = [one for one in sent if "sealed_answers" in one]
    assert '"says_changed":true' in body and "address" not in body

    found = amparo.ask("checkin", checkin=luis.checkin)
    (arrived,) = found.arrived
    assert (found.state, arrived.on_time, arrived.sealed_on_phone) == ("done", True, True)
    assert arrived.answers.address_changed is True and arrived.answers.phone_changed is False
    at_her_desk(amparo, new_phone, luis)


def at_her_desk(amparo: Any, new_phone: Any, luis: Any) -> None:
    desk = new_phone(viewport={"width": 1280, "height": 800})
    held = vars(amparo.ask("luz_at_her_desk"))
    desk.add_cookies([{"name": name, "value": value, "url": amparo.origin} for name, value in held.items()])
    luz = desk.new_page()
    luz.goto("/staff/")
    his = f".need:has(a[href*='{luis.checkin}'])"
    assert DAY in luz.inner_text(his)
    luz.mouse.move(0, 0)
    picture(luz, "changed-2-day")
    works_for_everybody(luz)
    luz.click(f"{his} >> text=Look")
    luz.wait_for_selector("text=They say that they moved, or have a new phone number.")
    picture(luz, "changed-3-desk")
    works_for_everybody(luz)
    luz.click("text=Enter a new address")
    luz.wait_for_selector("form [name=address]")
    luz.go_back()
    luz.click("text=Enter a new phone number")
    luz.wait_for_selector("#t-contact:visible")
    luz.go_back()
    luz.click("section:has(#t-changed) >> text=Taken care of")
    luz.wait_for_url("**/staff/")
    assert luz.locator(his).count() == 0


def test_it_works_without_script(amparo: Any, luis: Any, new_phone: Any) -> None:
    page = new_phone(java_script_enabled=False).new_page()
    sign_in(page, luis)
    says_that_he_moved(page)
    page.click("[name=step][value=send]")
    page.wait_for_url("**/my/receipts/**")
    assert page.is_visible("text=You said that something changed.") and page.is_visible("main a:has-text('I moved')")


def test_the_receipt_in_arabic(amparo: Any, luis: Any, new_phone: Any) -> None:
    phone = new_phone()
    phone.add_cookies([{"name": "amparo_language", "value": "ar", "url": amparo.origin}])
    page = phone.new_page()
    sign_in(page, luis)
    says_that_he_moved(page)
    page.click("[data-confirm]")
    page.wait_for_url("**/my/receipts/**")
    assert page.is_visible("main .rows a >> nth=0")
    picture(page, "changed-4-receipt-ar")
    works_for_everybody(page)
