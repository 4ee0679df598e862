"""One tablet at the office, one person after the other, and nothing of anybody stays on it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.journeys.seeing import picture, sign_in, works_for_everybody

TABLET = {"viewport": {"width": 800, "height": 1280}}
SAID = "me duele la rodilla izquierda"


@pytest.fixture
def tablet(amparo: Any, new_phone: Any) -> Callable[..., Any]:
    """A tablet that is a kiosk, at its start page; `.kiosk` is which."""

    def prepare(**options: Any) -> Any:
        made = amparo.ask("kiosk")
        page = new_phone(**(TABLET | options)).new_page()
        page.kiosk = made.id
        page.goto(made.path)
        page.click("form .btn")
        page.wait_for_url("**/my/kiosk/")
        return page

    return prepare


def come_in(page: Any, person: SimpleNamespace) -> None:
    page.fill("#number", person.path.rstrip("/").rpartition("/")[2])
    page.fill("#pin", person.pin)
    page.click("form.box .btn")
    page.wait_for_url("**/my/")


def check_in(page: Any) -> None:
    page.click("a.btn >> nth=0")
    page.check("[name=q_how][value=so_so]")
    page.fill("textarea >> nth=0", SAID)
    page.click("#check-in .btn")
    page.click("[name=step][value=send]")
    page.wait_for_url("**/my/receipts/**")


def show(page: Any, name: str) -> None:
    """Pictures, where somebody asked for them: at the tablet's size, and at ours."""
    if os.environ.get("AMPARO_PICTURES"):
        page.screenshot(path=str(Path(os.environ["AMPARO_PICTURES"]) / f"{name}.tablet.png"))
    picture(page, name)


def kept(page: Any) -> dict[str, Any]:
    """Whatever the browser keeps that a script or the browser itself could show."""
    found = page.evaluate(
        """async () => ({
            local: localStorage.length, session: sessionStorage.length, caches: (await caches.keys()).length,
            bases: (await indexedDB.databases()).length,
            workers: (await navigator.serviceWorker.getRegistrations()).length})"""
    )
    return found | {"cookies": sorted(cookie["name"] for cookie in page.context.cookies())}


def test_from_the_start_to_the_receipt(amparo: Any, ana: Any, tablet: Any) -> None:
    page = tablet()
    show(page, "70-kiosk-start")
    works_for_everybody(page)
    come_in(page, ana)
    show(page, "71-kiosk-next")
    works_for_everybody(page)
    page.click("a.btn >> nth=0")
    assert page.get_attribute("#check-in", "autocomplete") == "off"
    show(page, "72-kiosk-check-in")
    works_for_everybody(page)
    page.check("[name=q_how][value=so_so]")
    page.click("#check-in .btn")
    show(page, "73-kiosk-review")
    works_for_everybody(page)
    page.click("[name=step][value=send]")
    page.wait_for_url("**/my/receipts/**")
    assert page.is_visible("[data-print]") and page.is_visible(".qr svg")
    show(page, "74-kiosk-receipt")
    works_for_everybody(page)
    arrived = amparo.ask("checkin", checkin=ana.checkin)
    assert arrived.state == "done"
    assert [(one.channel, one.identity, one.on_time) for one in arrived.arrived] == [("kiosk", "pin", True)]


def test_two_people_one_after_the_other_and_nothing_of_the_first_is_left(ana: Any, luis: Any, tablet: Any) -> None:
    page = tablet()
    before = kept(page)
    come_in(page, ana)
    check_in(page)
    number = page.inner_text(".num >> nth=0")
    page.click("main a.btn")
    page.wait_for_url("**/my/kiosk/")
    assert kept(page) == before == before | {"local": 0, "session": 0, "caches": 0, "bases": 0, "workers": 0}
    assert page.input_value("#number") == ""
    for path in ("back", "/my/", ana.check_in, f"/my/receipts/{number}/"):
        page.go_back(wait_until="load") if path == "back" else page.goto(path)
        page.wait_for_url("**/my/kiosk/")
        assert number not in page.content() and ana.checkin not in page.content()
    come_in(page, luis)
    assert number not in page.content()
    for path in (ana.check_in, f"/my/receipts/{number}/"):
        assert page.goto(path).status == 404


def test_what_the_first_one_typed_cannot_be_sent_again_by_the_second(ana: Any, luis: Any, tablet: Any) -> None:
    page = tablet()
    come_in(page, ana)
    page.goto("/my/kiosk/end/")
    come_in(page, luis)
    page.goto(luis.check_in)
    token = page.get_attribute("[name=csrfmiddlewaretoken]", "value")
    for step in ("review", "change", "send"):
        answer = page.request.post(
            ana.check_in,
            form={"csrfmiddlewaretoken": token, "step": step, "q_how": "well", "q_tell": SAID},
            headers={"Origin": "/".join(page.url.split("/")[:3])},
        )
        assert answer.status == 404 and SAID not in answer.text()


def test_only_the_check_in_opens_there(ana: Any, tablet: Any) -> None:
    page = tablet()
    come_in(page, ana)
    for path in ("/my/who-looked/", "/my/receipts/", "/my/passkeys/", "/my/time/", "/my/questions/"):
        assert page.goto(path).status == 403
    works_for_everybody(page)
    show(page, "75-kiosk-not-here")
    page.goto(ana.path)
    page.wait_for_url("**/my/kiosk/")


def idle_until_asked(page: Any) -> None:
    """Time passes until the page asks, in steps shorter than it waits: this machine's own time passes too."""
    for _ in range(10):
        page.clock.fast_forward(2_000)
        if page.is_visible("#still-there"):
            return
    raise AssertionError("the page did not ask whether anybody is there")


def test_who_goes_away_is_warned_and_then_signed_out(ana: Any, tablet: Any) -> None:
    page = tablet()
    page.context.clock.install()
    come_in(page, ana)
    page.clock.fast_forward(40_000)
    assert not page.is_visible("#still-there")
    idle_until_asked(page)
    assert 0 < int(page.inner_text("[data-left]")) <= 15
    show(page, "76-kiosk-still-there")
    works_for_everybody(page)
    page.click("#still-there button")
    page.clock.fast_forward(30_000)
    assert not page.is_visible("#still-there") and page.url.endswith("/my/")
    idle_until_asked(page)
    page.clock.fast_forward(20_000)
    page.wait_for_url("**/my/kiosk/")
    assert page.goto("/my/").url.endswith("/my/kiosk/")


def test_taken_back_it_says_so_and_names_the_other_ways(amparo: Any, ana: Any, tablet: Any) -> None:
    page = tablet()
    come_in(page, ana)
    amparo.ask("end_kiosk", kiosk=page.kiosk)
    page.reload()
    page.wait_for_selector("text=This tablet is closed")
    said = page.inner_text("main")
    assert "desk" in said and "own phone" in said and "+1 305 555 0100" in said and not page.query_selector("#pin")
    works_for_everybody(page)
    show(page, "77-kiosk-closed")


def test_without_script(amparo: Any, luis: Any, tablet: Any) -> None:
    page = tablet(java_script_enabled=False)
    assert not page.locator("meta[http-equiv=refresh]").count()
    come_in(page, luis)
    assert "url=/my/kiosk/end/" in page.locator("meta[http-equiv=refresh]").get_attribute("content")
    check_in(page)
    assert page.locator(".qr svg").is_visible() and not page.locator("[data-print]").is_visible()
    page.click("main a.btn")
    page.wait_for_url("**/my/kiosk/")
    assert amparo.ask("checkin", checkin=luis.checkin).state == "done"


def test_in_arabic_and_the_next_one_reads_english_again(ana: Any, tablet: Any) -> None:
    page = tablet()
    page.click("button[lang=es]")
    page.wait_for_url("**/my/kiosk/")
    assert page.get_attribute("html", "lang") == "es" and "Repórtese aquí" in page.inner_text("h1")
    come_in(page, ana)
    page.click("header a.quiet")
    page.wait_for_url("**/my/kiosk/")
    assert page.get_attribute("html", "lang") == "en"
    page.evaluate("document.documentElement.dir = 'rtl'")
    works_for_everybody(page)
    show(page, "78-kiosk-rtl")


def test_with_the_short_number_from_her_own_phone_and_no_card(
    ana: SimpleNamespace, new_phone: Any, tablet: Any
) -> None:
    phone = new_phone().new_page()
    sign_in(phone, ana)
    phone.goto("/my/help/")
    phone.click("text=I check in at the office")
    number = phone.inner_text("details[open] .num")
    picture(phone, "kiosk-number-on-her-phone")
    works_for_everybody(phone)
    page = tablet()
    page.fill("#number", number.lower().replace("-", ""))
    page.fill("#pin", "000000" if ana.pin != "000000" else "000001")
    page.click("form.box .btn")
    page.wait_for_selector("text=Please look at the number and the PIN")
    show(page, "kiosk-number-wrong")
    works_for_everybody(page)
    page.fill("#pin", ana.pin)
    page.click("form.box .btn")
    page.wait_for_url("**/my/")
    check_in(page)
    assert page.is_visible("text=Thank you. We have your check-in.")
