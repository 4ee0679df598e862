"""Ana checks in by voice: the microphone hears somebody who lent their voice, and Luz listens."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Error

from tests.conftest import shared
from tests.journeys.conftest import ARGUMENTS, CHROMIUM, PHONE
from tests.journeys.seeing import picture, sign_in, works_for_everybody

FAKE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


@pytest.fixture
def microphone(playwright: Any, amparo: Any, watched: Any) -> Iterator[Any]:
    """A phone whose microphone hears speech."""
    # Chromium opens no path that leads upward.
    heard, opened = (shared("speech") / "speechrecognition" / "english.wav").resolve(), []

    def phone(**options: Any) -> Any:
        words = [*ARGUMENTS, *FAKE, f"--use-file-for-fake-audio-capture={heard}"]
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=words)
        opened.append(browser)
        return watched(browser.new_context(base_url=amparo.origin, permissions=["microphone"], **(PHONE | options)))

    yield phone
    for browser in opened:
        browser.close()


@pytest.fixture
def worker(amparo: Any) -> Iterator[None]:
    """Reads recordings as they come, as the worker process does."""
    over = threading.Event()

    def run() -> None:
        while not over.is_set():
            amparo.ask("read_recordings")
            time.sleep(0.2)

    running = threading.Thread(target=run)
    running.start()
    yield
    over.set()
    running.join()


def open_page(page: Any, ana: Any) -> None:
    sign_in(page, ana)
    page.goto(f"/my/check-in/{ana.checkin}/")
    page.click("text=Answer by voice")
    page.wait_for_selector("#voice")


def record(page: Any, question: str, seconds: float) -> None:
    box = f"[data-voice={question}]"
    page.click(f"{box} [data-record]")
    page.wait_for_selector(f"{box} [data-stop]:visible")
    page.wait_for_timeout(int(seconds * 1000))
    page.click(f"{box} [data-stop]")
    page.wait_for_selector(f"{box} audio:visible")


def send(page: Any) -> None:
    """Sent; or the page says why not."""
    page.click("text=Send my answers")
    notes = "[...document.querySelectorAll('#voice .note')].filter((n) => !n.hidden).map((n) => n.innerText)"
    for _ in range(120):
        page.wait_for_timeout(500)
        if "/my/receipts/" in page.url:
            break
        try:
            said = page.evaluate(notes)
        except Error:  # it is just leaving for the receipt
            continue
        assert said == []
    page.wait_for_url("**/my/receipts/**")


def test_a_whole_check_in_by_voice_and_luz_listens(
    amparo: Any, ana: Any, microphone: Any, worker: None, new_phone: Any
) -> None:
    page = microphone().new_page()
    open_page(page, ana)
    picture(page, "voice-1-asked")
    works_for_everybody(page)
    page.click("text=Send my answers")
    page.wait_for_selector("text=Please record at least one answer.")
    page.click("[data-voice=how] [data-record]")
    page.wait_for_timeout(2500)
    picture(page, "voice-2-recording")
    page.click("[data-voice=how] [data-stop]")
    page.wait_for_selector("[data-voice=how] audio:visible")
    record(page, "tell", 3)
    page.click("[data-voice=tell] [data-drop]")
    record(page, "tell", 3)
    picture(page, "voice-3-recorded")
    works_for_everybody(page)
    send(page)
    works_for_everybody(page)
    found = amparo.ask("recordings", checkin=ana.checkin)
    assert [(row.about, row.state, row.code) for row in found] == [("how", "ready", ""), ("tell", "ready", "")]
    assert min(row.speech for row in found) > 0.5
    page.goto(f"/my/check-in/{ana.checkin}/voice/")
    page.wait_for_selector("text=your worker can hear it")
    picture(page, "voice-4-sent")
    works_for_everybody(page)
    listens(amparo, ana, new_phone)


def listens(amparo: Any, ana: Any, new_phone: Any) -> None:
    desk = new_phone(viewport={"width": 1280, "height": 800})
    held = vars(amparo.ask("luz_at_her_desk"))
    desk.add_cookies([{"name": name, "value": value, "url": amparo.origin} for name, value in held.items()])
    page = desk.new_page()
    page.goto(f"/staff/checkins/{ana.checkin}/")
    page.wait_for_selector("text=They answered by voice.")
    works_for_everybody(page)
    page.focus("text=Open the recordings")
    page.keyboard.press("Enter")
    page.wait_for_selector("audio")
    picture(page, "voice-5-heard")
    works_for_everybody(page)
    lengths = page.evaluate(
        "Promise.all([...document.querySelectorAll('audio')].map((a) => a.readyState ? a.duration :"
        " new Promise((done) => a.onloadedmetadata = () => done(a.duration))))"
    )
    assert len(lengths) == 2 and all(2 < seconds < 8 for seconds in lengths)
    page.focus("[data-speed='1.5']")
    page.keyboard.press("Space")
    assert page.evaluate("document.querySelector('audio').playbackRate") == 1.5
    played = (
        "(async () => { const a = document.querySelector('audio'); a.muted = true; await a.play(); return true })()"
    )
    assert page.evaluate(played)


def test_without_permission_a_sentence_and_the_form(amparo: Any, ana: Any, new_phone: Any) -> None:
    page = new_phone().new_page()
    open_page(page, ana)
    page.click("[data-voice=how] [data-record]")
    page.wait_for_selector("#voice [data-denied]:visible, #voice [data-missing]:visible")
    works_for_everybody(page)
    page.click("text=Use the form instead")
    page.wait_for_selector("#check-in")


def test_the_upload_is_cut_and_goes_on_where_it_stopped(amparo: Any, luis: Any, microphone: Any, worker: None) -> None:
    page = microphone().new_page()
    open_page(page, luis)
    record(page, "how", 4)
    record(page, "tell", 4)
    amparo.network.cut()
    page.click("text=Send my answers")
    page.wait_for_selector("[data-cut]:visible", timeout=60_000)
    picture(page, "voice-6-cut")
    amparo.network.join()
    send(page)
    found = amparo.ask("recordings", checkin=luis.checkin)
    assert len(found) == 2 and all(row.arrived == row.size for row in found)


def test_without_script_it_says_what_to_do(ana: Any, new_phone: Any) -> None:
    page = new_phone(java_script_enabled=False).new_page()
    sign_in(page, ana)
    page.goto(f"/my/check-in/{ana.checkin}/voice/")
    assert page.is_visible("text=This phone cannot record here.")
    assert page.is_visible("text=Use the form instead") and not page.is_visible("#voice")
