"""Luz reads a page aloud in Mam, Sol listens, and Ana hears it; when its words change it falls silent."""

from __future__ import annotations

from typing import Any

from tests.journeys.seeing import picture, sign_in, works_for_everybody
from tests.journeys.test_voice import microphone

__all__ = ["microphone"]
DESK = {"viewport": {"width": 1280, "height": 800}}
SECONDS = "document.querySelector('audio').currentTime"


def at_a_desk(amparo: Any, context: Any, who: str) -> Any:
    held = vars(amparo.ask(who))
    context.add_cookies([{"name": name, "value": value, "url": amparo.origin} for name, value in held.items()])
    return context.new_page()


def hears(page: Any) -> None:
    """Its sound moves on. Asked again and again from here: the page's own rules let no words become script."""
    for _ in range(75):
        if page.evaluate(SECONDS) > 0.5:
            return
        page.wait_for_timeout(200)
    raise AssertionError("nothing is heard")


def record_help(page: Any) -> str:
    """The help page, in a language that is only spoken; returns where its pages are listed."""
    page.goto("/staff/translations/")
    page.click("text=Pages read aloud")
    page.wait_for_selector("text=No page is read aloud yet")
    picture(page, "clips-1-none")
    works_for_everybody(page)
    page.fill("#id_endonym", "Qyol Mam")
    page.select_option("#id_read_from", "es")
    page.click("text=Write it down")
    page.wait_for_selector("h1:text-is('Qyol Mam')")
    works_for_everybody(page)
    pages = page.url
    page.click("main tbody a:text-is('Help')")
    page.wait_for_selector("text=¿En qué podemos ayudarle?")
    works_for_everybody(page)
    page.click("[data-record]")
    page.wait_for_timeout(3500)
    page.click("[data-stop]")
    page.wait_for_selector("[data-play]:visible")
    page.check("[name=nobody]")
    picture(page, "clips-2-recorded")
    page.click("text=Keep the recording")
    page.wait_for_selector("text=People hear it once somebody else has listened to it.")
    picture(page, "clips-3-waits")
    works_for_everybody(page)
    return str(pages)


def listen_and_approve(page: Any, pages: str) -> None:
    page.goto(pages)
    page.click("main tbody a:text-is('Help')")
    page.evaluate("document.querySelector('audio').play()")
    hears(page)
    picture(page, "clips-4-listen")
    works_for_everybody(page)
    page.click("text=It says what the page says")
    page.wait_for_selector("text=People hear it from now on.")
    works_for_everybody(page)


def choose_mam(page: Any) -> None:
    page.goto("/my/pages/")
    page.click("main >> text=Hear pages in my language")
    page.click("text=Qyol Mam")
    picture(page, "clips-5-choose")
    works_for_everybody(page)
    page.click("main button:text-is('Save')")
    page.wait_for_selector("text=Saved.")


def cut_off(page: Any) -> None:
    """No clip comes: nothing is shown that cannot be played, and the rest of the page is there."""
    page.route("**/*.ogg", lambda route: route.abort())
    page.goto("/my/help/")
    page.click("[data-aloud]")
    page.wait_for_selector("[data-clips]", state="hidden")
    assert page.is_visible("h1")


def test_a_page_is_read_aloud_by_a_colleague(amparo: Any, ana: Any, microphone: Any, new_phone: Any) -> None:
    luz = at_a_desk(amparo, microphone(**DESK), "luz_at_her_desk")
    pages = record_help(luz)
    page = new_phone().new_page()
    sign_in(page, ana)
    page.goto("/my/aloud/")
    page.wait_for_selector("text=No page has been read aloud here yet.")
    works_for_everybody(page)
    listen_and_approve(at_a_desk(amparo, new_phone(**DESK), "sol_at_her_desk"), pages)

    choose_mam(page)
    page.goto("/my/help/")
    assert page.is_visible("text=Qyol Mam")
    picture(page, "clips-6-help")
    works_for_everybody(page)
    page.click("[data-aloud]")
    hears(page)
    assert page.get_attribute("[data-aloud]", "aria-pressed") == "true"
    page.click("[data-aloud]")
    page.wait_for_selector("[data-aloud][aria-pressed=false]")
    assert page.evaluate("document.querySelector('audio').paused")

    plain = new_phone(java_script_enabled=False).new_page()
    sign_in(plain, ana)
    plain.goto("/my/help/")
    assert plain.is_visible("audio[controls]") and not plain.is_visible("[data-aloud]")

    page.click("footer summary")
    page.click("button[lang=ar]")
    page.wait_for_selector("html[dir=rtl]")
    assert page.is_visible("text=Qyol Mam")
    picture(page, "clips-6-help-arabic")
    works_for_everybody(page)
    page.goto("/my/aloud/")
    picture(page, "clips-5-choose-arabic")
    works_for_everybody(page)

    cut_off(page)
    page.goto("/my/calendar/")
    assert page.locator("audio").count() == 0, "nobody has read this page aloud"

    amparo.ask("read_other_words", page="help")
    page.goto("/my/help/")
    assert page.locator("audio").count() == 0, "other words are not read to her"
    luz.goto(pages)
    luz.wait_for_selector("text=Words have changed: record again")
    picture(luz, "clips-7-changed")
    works_for_everybody(luz)


def test_in_arabic_the_help_page_says_that_our_words_may_be_hard(ana: Any, new_phone: Any) -> None:
    page = new_phone().new_page()
    sign_in(page, ana)
    page.goto("/my/help/")
    assert page.locator("#our-words").count() == 0
    page.click("footer summary")
    page.click("button[lang=ar]")
    page.wait_for_selector("#our-words")
    picture(page, "clips-8-arabic")
    works_for_everybody(page)
    page.click("[aria-labelledby=our-words] a")
    page.wait_for_url("**/my/messages/write/")
