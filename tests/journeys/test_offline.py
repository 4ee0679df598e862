"""No network, no battery, a clock that lies: what was captured in time is delivered and counts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.journeys.kept_pages import KEPT, wait_until_kept
from tests.journeys.seeing import picture, sign_in, works_for_everybody

CANARY = "Canario amarillo en la ventana"
EXACT = {"latitude": 25.774266, "longitude": -80.193659, "accuracy": 12}


def ready_for_no_network(page: Any) -> None:
    """The service worker is there and has kept this page and the check-in behind its button."""
    wait_until_kept(page, "/my/check-in/")


def capture(page: Any, words: str = CANARY) -> None:
    answer_and_confirm(page, words)
    page.wait_for_selector("#saved:visible")


def answer_and_confirm(page: Any, words: str = CANARY) -> None:
    page.fill("[name=q_tell]", words)
    page.click("#check-in > .stack > .btn")
    page.click("[data-confirm]")


def test_captured_without_a_network_the_phone_switched_off_and_delivered_later(
    amparo: Any, ana: Any, kept_phone: Any
) -> None:
    phone = kept_phone(geolocation=EXACT, permissions=["geolocation"])
    page = phone.new_page()
    sign_in(page, ana)
    ready_for_no_network(page)

    amparo.network.cut()
    try:
        page.goto("/my/")
        assert page.is_visible("a[data-keep].btn")
        page.click("a[data-keep].btn")
        page.click("[data-place=ask]")
        page.wait_for_selector("[data-slot=cell]:has-text('25.')")
        capture(page)
        page.wait_for_selector("#saved [data-when=waiting]:visible")
        assert page.is_visible("#saved [data-on-time]")
        picture(page, "20-saved-offline")
        works_for_everybody(page)
        page.goto("/my/")
        page.wait_for_selector("#unsent:visible")
        picture(page, "21-not-sent-yet")
        works_for_everybody(page)
        page.goto("/my/time/")
        assert "no internet" in page.inner_text("h1")
        picture(page, "22-offline")
        phone.close()
        assert_nothing_readable_in(kept_phone.folder)
        # While the phone is off, the window closes.
        amparo.ask("move_window", checkin=ana.checkin, closes_in_hours=-0.01)
        page = kept_phone().new_page()
        page.goto("/my/")
        page.wait_for_selector("#unsent:visible")
    finally:
        amparo.network.join()

    page.click("[data-send]")
    page.wait_for_selector("#sent:visible")
    page.click("#sent a")
    assert page.is_visible("text=On time")
    works_for_everybody(page)
    found = amparo.ask("checkin", checkin=ana.checkin)
    (arrived,) = found.arrived
    assert (found.state, arrived.on_time, arrived.answers.tell) == ("done", True, CANARY)


def assert_nothing_readable_in(folder: Path) -> None:
    """Neither the words nor the place are in any file of the browser."""
    seen = 0
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        seen += 1
        raw = path.read_bytes()
        for word in (CANARY, str(EXACT["latitude"])[:6], str(EXACT["longitude"])[:7]):
            for encoding in ("utf-8", "utf-16-le"):
                assert word.encode(encoding) not in raw, f"{word!r} stands readable in {path.name}"
    assert seen > 20


def test_what_was_opened_comes_by_itself_when_the_network_is_back(amparo: Any, ana: Any, new_phone: Any) -> None:
    page = new_phone().new_page()
    sign_in(page, ana)
    ready_for_no_network(page)
    page.clock.install()
    opened: list[str] = []
    page.on("domcontentloaded", lambda shown: opened.append(shown.url))
    for back in ("a look every twenty seconds", "the phone says so"):
        amparo.network.cut()
        try:
            page.goto("/my/time/")
            page.wait_for_selector("text=comes by itself when the internet is back")
            picture(page, "23-comes-by-itself")
            works_for_everybody(page)
            opened.clear()
            page.clock.run_for(65_000)
            page.evaluate("dispatchEvent(new Event('online'))")
            page.clock.run_for(1_000)
            assert opened == [], "it does not open again and again while there is no network"
        finally:
            amparo.network.join()
        if back == "the phone says so":
            page.evaluate("dispatchEvent(new Event('online'))")
        else:
            page.clock.run_for(21_000)
        page.wait_for_selector("form:has([name=slot])")
        assert page.url.endswith("/my/time/") and len(opened) == 1
        page.goto("/my/")
    page.goto("/my/offline/")
    assert not page.is_visible("#waits"), "opened by its own address it waits for nothing"


# What a full phone does, in a page or in its service worker.
FULL = """(() => {
  IDBObjectStore.prototype.put = function () { throw new DOMException("full", "QuotaExceededError"); };
})()"""


def test_a_phone_that_became_full_still_sends_what_waits_on_it(amparo: Any, ana: Any, new_phone: Any) -> None:
    phone = new_phone()
    page = phone.new_page()
    sign_in(page, ana)
    ready_for_no_network(page)
    page.goto(ana.check_in)
    amparo.network.cut()
    try:
        capture(page)
        phone.add_init_script(FULL)
        for one in (page, *phone.service_workers):
            one.evaluate(FULL)
    finally:
        amparo.network.join()
    # The page is the true one, not what stands in for it without a network.
    page.goto("/my/case/")
    assert page.locator("a[href='/my/case/steps/']").count()
    page.wait_for_selector("#sent:visible")
    works_for_everybody(page)
    (arrived,) = amparo.ask("checkin", checkin=ana.checkin).arrived
    assert arrived.answers.tell == CANARY


def test_a_phone_that_lives_in_2012_is_never_refused(amparo: Any, ana: Any, new_phone: Any) -> None:
    phone = new_phone()
    phone.clock.install(time="2012-06-01T08:00:00Z")
    page = phone.new_page()
    sign_in(page, ana)
    page.goto(ana.check_in)
    answer_and_confirm(page)  # with a network, what is saved is a receipt in a moment
    page.wait_for_url("**/my/receipts/**")
    found = amparo.ask("checkin", checkin=ana.checkin)
    assert found.state in ("done", "needs_look")
    assert found.arrived[0].on_time is True
    works_for_everybody(page)


def test_a_session_that_ended_loses_nothing(amparo: Any, ana: Any, new_phone: Any) -> None:
    page = new_phone().new_page()
    sign_in(page, ana)
    page.goto(ana.check_in)
    amparo.ask("end_sessions", person=ana.id)
    capture(page)
    page.wait_for_selector("#saved [data-when=sign_in]:visible")
    works_for_everybody(page)
    sign_in(page, ana)
    page.wait_for_selector("#sent:visible")
    assert amparo.ask("checkin", checkin=ana.checkin).state == "done"


def test_signing_out_leaves_nothing_of_the_person_on_the_phone(
    amparo: Any, ana: Any, luis: Any, new_phone: Any
) -> None:
    page = new_phone().new_page()
    sign_in(page, ana)
    ready_for_no_network(page)
    page.click("#sign-out button")
    page.wait_for_url("**/my/sign-in/?left")
    assert page.evaluate(KEPT) == []
    works_for_everybody(page)
    page.goto("/my/")
    assert "sign in again" in page.inner_text("h1")
    sign_in(page, luis)
    assert page.is_visible("a[data-keep].btn")


def test_after_somebody_else_the_pages_of_who_is_here_now_stay(ana: Any, luis: Any, new_phone: Any) -> None:
    page = new_phone().new_page()
    sign_in(page, ana)
    ready_for_no_network(page)
    sign_in(page, luis)
    wait_until_kept(page, "/my/$", f"/my/check-in/{luis.checkin}", "/my/receipts/$")
    kept = page.evaluate(KEPT)
    assert not any(ana.checkin in one for one in kept) and any(one.endswith("/my/") for one in kept)


def test_what_was_sent_and_the_next_month_open_without_a_network(ana: Any, new_phone: Any) -> None:
    phone = new_phone()
    page = phone.new_page()
    sign_in(page, ana)
    wait_until_kept(page, "/my/receipts/$", "/my/calendar/$", "/my/check-in/")
    page.click("a[data-keep].btn")
    answer_and_confirm(page)
    page.wait_for_url("**/my/receipts/*/*")
    number = page.inner_text(".num >> nth=0")
    # The list that was kept had no receipt yet.
    page.goto("/my/")
    wait_until_kept(page, "/my/receipts/$")
    page.goto("/my/calendar/")
    wait_until_kept(page, r"/my/calendar/\?month=")
    phone.set_offline(True)
    page.goto("/my/receipts/")
    assert page.inner_text("h1") == "My receipts" and number in page.inner_text("main")
    works_for_everybody(page)
    page.click(f"a[href='/my/receipts/{number}/']")
    page.wait_for_selector(f".num:text-is('{number}')")
    page.goto("/my/calendar/")
    there = page.inner_text("#month")
    page.click("a[rel=next]")
    page.wait_for_function("(before) => document.querySelector('#month').innerText !== before", arg=there)
    works_for_everybody(page)


def test_after_another_language_was_picked_the_pages_of_that_language_open_without_a_network(
    amparo: Any, ana: Any, new_phone: Any
) -> None:
    page = new_phone().new_page()
    sign_in(page, ana)
    ready_for_no_network(page)
    page.click("footer summary")
    page.click("footer button[value=es]")
    page.wait_for_selector("html[lang=es] #written")
    wait_until_kept(page, "/my/$", "/my/check-in/")
    amparo.network.cut()
    try:
        page.goto("/my/")
        assert page.evaluate("document.documentElement.lang") == "es"
        page.click("a[data-keep].btn")
        page.wait_for_selector("#check-in")
        assert page.evaluate("document.documentElement.lang") == "es"
    finally:
        amparo.network.join()
