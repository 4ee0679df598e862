"""A voice message: recorded on the page, heard, thrown away or sent; without a network it waits like every other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.journeys.conftest import ARGUMENTS, CHROMIUM, PHONE
from tests.journeys.kept_pages import wait_until_kept
from tests.journeys.seeing import picture, sign_in, works_for_everybody
from tests.journeys.test_messages import NOTHING_LEFT, until

# Chromium's own microphone beeps each second.
FAKE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


@pytest.fixture
def microphone(playwright: Any, amparo: Any, watched: Any) -> Iterator[Callable[..., Any]]:
    opened = []

    def phone(**options: Any) -> Any:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=[*ARGUMENTS, *FAKE])
        opened.append(browser)
        return watched(browser.new_context(base_url=amparo.origin, permissions=["microphone"], **(PHONE | options)))

    yield phone
    for browser in opened:
        browser.close()


def record(page: Any, seconds: float = 2.5) -> None:
    page.click("[data-speak] [data-record]")
    page.wait_for_selector("[data-speak] [data-stop]:visible")
    page.wait_for_timeout(int(seconds * 1000))
    assert page.inner_text("[data-speak] [data-time]") in ("0:02", "0:03", "0:04")


def stop(page: Any) -> None:
    page.click("[data-speak] [data-stop]")
    page.wait_for_selector("[data-speak] audio:visible")


def test_it_is_recorded_heard_thrown_away_and_sent(amparo: Any, ana: Any, microphone: Any) -> None:
    page = microphone().new_page()
    sign_in(page, ana)
    page.goto("/my/messages/")
    page.wait_for_selector("[data-speak]:visible")
    picture(page, "63-voice-message-asked")
    record(page)
    picture(page, "64-voice-message-recording")
    page.click("#message > .btn")
    page.wait_for_selector("[data-speak] audio:visible")
    assert amparo.ask("messages", person=ana.id) == [], "what was not heard yet is not sent"
    lasts = "document.querySelector('[data-speak] audio')"
    assert page.evaluate(f"new Promise((d) => {{ const a = {lasts}; a.onended = () => d(true); a.play(); }})")
    works_for_everybody(page)
    picture(page, "65-voice-message-heard")
    page.click("[data-speak] [data-drop]")
    page.wait_for_selector("[data-speak] [data-record]:visible")
    assert not page.is_visible("[data-speak] [data-send]")
    record(page)
    stop(page)
    near = page.locator("[data-speak] [data-send]")
    assert near.evaluate("it => it === document.activeElement"), "what sends it stands beside it"
    near.click()
    page.wait_for_selector(".talk .mine:has-text('Recording: It arrived.')")
    assert amparo.ask("read_attachments") == 1
    [told] = amparo.ask("messages", person=ana.id)
    assert (told.promised, told.files) == (1, ["ready"])


def test_said_without_a_network_it_waits_and_goes_later(amparo: Any, ana: Any, microphone: Any) -> None:
    page = microphone().new_page()
    sign_in(page, ana)
    wait_until_kept(page, "/my/messages/write/$")
    amparo.network.cut()
    try:
        page.goto("/my/messages/")
        assert page.inner_text("h1") == "Write a message"
        record(page)
        stop(page)
        works_for_everybody(page)
        page.click("#message > .btn")
        page.wait_for_selector("#waiting:visible")
        page.wait_for_selector("[data-speak] [data-record]:visible")
        picture(page, "66-voice-message-waits")
    finally:
        amparo.network.join()
    page.goto("/my/")
    until(page, NOTHING_LEFT)
    assert amparo.ask("read_attachments") == 1
    [told] = amparo.ask("messages", person=ana.id)
    assert (told.promised, told.files) == (1, ["ready"])


def test_nobody_is_asked_for_the_microphone_before_they_tap_and_a_no_leaves_the_file(ana: Any, new_phone: Any) -> None:
    page = new_phone().new_page()
    asked: list[str] = []
    page.expose_function("heard", lambda word: asked.append(word))  # noqa: PLW0108
    page.add_init_script(
        "const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);"
        "navigator.mediaDevices.getUserMedia = (what) => (heard('asked'), ask(what));"
    )
    sign_in(page, ana)
    page.goto("/my/messages/")
    page.wait_for_selector("[data-speak]:visible")
    assert asked == []
    page.click("[data-speak] [data-record]")
    page.wait_for_selector("[data-speak] [data-denied]:visible, [data-speak] [data-missing]:visible")
    assert asked == ["asked"]
    page.click("summary:has-text('Add a photo')")
    assert page.is_visible("#voice-choose")
    works_for_everybody(page)


def test_without_script_there_is_the_file_and_no_button_that_does_nothing(ana: Any, new_phone: Any) -> None:
    page = new_phone(java_script_enabled=False).new_page()
    sign_in(page, ana)
    page.goto("/my/messages/")
    assert not page.is_visible("[data-speak]")
    page.click("summary:has-text('Add a photo')")
    assert page.is_visible("#voice")


def test_a_spoken_check_in_records_with_the_same_microphone(ana: Any, microphone: Any) -> None:
    page = microphone().new_page()
    sign_in(page, ana)
    page.goto(f"/my/check-in/{ana.checkin}/voice/")
    for question in ("how", "tell"):
        page.click(f"[data-voice={question}] [data-record]")
        page.wait_for_selector(f"[data-voice={question}] [data-stop]:visible")
        page.wait_for_timeout(1200)
    page.wait_for_selector("[data-voice=how] audio:visible")
    assert page.is_visible("[data-voice=how] [data-drop]"), "the next one ends the one before"
    page.click("[data-voice=tell] [data-stop]")
    page.wait_for_selector("[data-voice=tell] audio:visible")
    page.click("[data-voice=how] [data-drop]")
    page.wait_for_selector("[data-voice=how] [data-record]:visible")
    page.wait_for_selector("[data-kept]:visible")
