"""A worker sets a family up, each says yes, the head checks in for both, and one leaves without a word to anybody."""

from __future__ import annotations

from typing import Any

from tests.journeys.seeing import picture, sign_in, works_for_everybody, works_without_script
from tests.journeys.test_eyes_and_fingers import CUT_OFF, SMALL_TARGETS


def bears_thumbs_and_large_text(page: Any) -> None:
    """As test_eyes_and_fingers tries it; it does not meet these pages, for it is in no family."""
    assert page.evaluate(SMALL_TARGETS) == []
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(CUT_OFF) == []
    page.evaluate("document.documentElement.style.fontSize = ''")


def at_her_desk(amparo: Any, new_phone: Any) -> Any:
    desk = new_phone(viewport={"width": 1280, "height": 800})
    held = vars(amparo.ask("luz_at_her_desk"))
    desk.add_cookies([{"name": name, "value": value, "url": amparo.origin} for name, value in held.items()])
    return desk.new_page()


def number_of(luz: Any, person: Any) -> str:
    """The six letters and digits, as a person's page leads to them."""
    luz.goto(f"/staff/people/{person.id}/family/")
    return str(luz.input_value("#id_head"))


def set_up(luz: Any, head: Any, other: Any) -> None:
    number = number_of(luz, other)
    luz.goto(f"/staff/people/{head.id}/")
    luz.click("text=Set up a family")
    luz.fill("#id_others", number)
    luz.select_option("#id_why", "one_phone")
    picture(luz, "family-1-set-up")
    works_for_everybody(luz)
    luz.click("text=Set the family up")
    luz.wait_for_selector("text=waits for the head's yes")
    picture(luz, "family-2-asked")
    works_for_everybody(luz)


def says_yes(page: Any, name: str) -> None:
    page.goto("/my/")
    works_for_everybody(page)
    page.click(".note >> text=My family")
    page.wait_for_selector("text=You can stop at any time. Nobody in the family is told.")
    picture(page, f"family-3-{name}-asked")
    works_for_everybody(page)
    bears_thumbs_and_large_text(page)
    page.click("text=Read it and decide")
    picture(page, f"family-4-{name}-words")
    works_for_everybody(page)
    bears_thumbs_and_large_text(page)
    page.click("text=Yes, I agree")
    page.wait_for_selector("text=Stop this")
    picture(page, f"family-5-{name}-agreed")
    works_for_everybody(page)


def checks_in(page: Any) -> None:
    page.click("a[data-keep].btn")
    page.check("[name=q_how][value=well]")
    page.click("#check-in > .stack > .btn")
    page.click("[data-confirm]")
    page.wait_for_url("**/my/receipts/**")


def test_a_family_from_the_first_word_to_a_silent_leave(amparo: Any, ana: Any, luis: Any, new_phone: Any) -> None:
    luz = at_her_desk(amparo, new_phone)
    set_up(luz, ana, luis)
    head, member = new_phone().new_page(), new_phone().new_page()
    sign_in(head, ana)
    sign_in(member, luis)
    says_yes(head, "head")
    says_yes(member, "member")

    head.goto("/my/")
    checks_in(head)
    works_for_everybody(head)
    head.click("text=Check in for your family")
    head.wait_for_selector("button:has-text('Check in for Ana')")
    picture(head, "family-6-list")
    works_for_everybody(head)
    bears_thumbs_and_large_text(head)
    head.click("button:has-text('Check in for Ana')")
    head.wait_for_selector("text=Thank you. It is sent.")
    number = head.inner_text("[role=status] bdi")
    picture(head, "family-7-sent")
    works_for_everybody(head)
    assert head.is_visible("text=No check-in is open now.")

    member.goto("/my/receipts/")
    picture(member, "family-8-receipts")
    works_for_everybody(member)
    member.click(f"text={number}")
    member.wait_for_selector("text=the head of your family")
    picture(member, "family-9-receipt")
    works_for_everybody(member)
    member.goto("/my/who-looked/")
    assert member.is_visible("text=To see your first name, to check in for you as you allowed.")
    works_for_everybody(member)

    head.goto("/my/family/check-in/")
    before = head.inner_text("main")
    member.goto("/my/family/")
    member.click("text=Stop this")
    member.wait_for_selector("text=Nobody checks in for you here.")
    picture(member, "family-10-left")
    works_for_everybody(member)
    head.reload()
    assert head.inner_text("main") == before
    works_for_everybody(head)

    luz.reload()
    luz.wait_for_selector("text=Left")
    picture(luz, "family-11-desk")
    works_for_everybody(luz)
    luz.goto(f"/staff/checkins/{luis.checkin}/")
    luz.wait_for_selector("text=the head of their family, as they had agreed")
    works_for_everybody(luz)


def test_without_script_and_in_a_mirror(amparo: Any, ana: Any, luis: Any, new_phone: Any) -> None:
    luz = at_her_desk(amparo, new_phone)
    set_up(luz, ana, luis)
    copy = new_phone().new_page()
    for person in (ana, luis):
        page = new_phone(java_script_enabled=False).new_page()
        page.context.add_cookies([{"name": "amparo_language", "value": "ar", "url": amparo.origin}])
        sign_in(page, person)
        page.goto("/my/family/answer/")
        picture(page, f"family-12-{'head' if person is ana else 'member'}-ar")
        works_without_script(page, copy)
        page.click("main form button >> nth=0")
        page.wait_for_url("**/my/family/")
        if person is ana:
            head = page
    head.goto("/my/family/check-in/")
    picture(head, "family-13-list-ar")
    works_without_script(head, copy)
    head.click("main form button >> nth=0")
    assert head.is_visible("[role=status] bdi")
    assert 'dir="rtl"' in head.content()
    works_without_script(head, copy)
