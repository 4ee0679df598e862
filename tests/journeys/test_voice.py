"""Ana checks in by voice: the microphone hears somebody who lent their voice, and Luz listens."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error

from tests.conftest import shared
from tests.journeys.conftest import ARGUMENTS, CHROMIUM, PHONE
from tests.journeys.installation import profile_folder
from tests.journeys.seeing import picture, sign_in, works_for_everybody

# The button; sentences that tell to press it name it too.
SEND = "button:text-is('Send my answers')"
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
    page.click(SEND)
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
    page.click(SEND)
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
    page.click(SEND)
    page.wait_for_selector("[data-cut]:visible", timeout=60_000)
    picture(page, "voice-6-cut")
    amparo.network.join()
    send(page)
    found = amparo.ask("recordings", checkin=luis.checkin)
    assert len(found) == 2 and all(row.arrived == row.size for row in found)


def test_what_can_hardly_be_heard_is_marked_all_at_once_and_pressed_once_more_it_is_sent(
    amparo: Any, ana: Any, microphone: Any, worker: None
) -> None:
    page = microphone().new_page()
    open_page(page, ana)
    record(page, "how", 2)
    record(page, "tell", 2)
    quiet = {"offset": 1, "state": "ready", "code": "quiet", "words": "We can hardly hear you."}
    page.route(
        re.compile(r"/voice/[0-9a-f-]{36}/$"),
        lambda route: route.fulfill(json=quiet) if route.request.method == "GET" else route.continue_(),
    )
    page.click(SEND)
    page.wait_for_selector("[data-listen]:visible")
    assert "press “Send my answers” again" in page.inner_text("[data-listen]")
    assert [page.is_visible(f"[data-voice={one}] [data-words]") for one in ("how", "tell")] == [True, True]
    picture(page, "voice-8-hardly-heard")
    works_for_everybody(page)
    page.click(SEND)
    page.wait_for_url("**/my/receipts/**")
    assert len(amparo.ask("recordings", checkin=ana.checkin)) == 2


def test_without_script_it_says_what_to_do(ana: Any, new_phone: Any) -> None:
    page = new_phone(java_script_enabled=False).new_page()
    sign_in(page, ana)
    page.goto(f"/my/check-in/{ana.checkin}/voice/")
    assert page.is_visible("text=This phone cannot record here.")
    assert page.is_visible("text=Use the form instead") and not page.is_visible("#voice")


# ── a reload, a battery that dies, somebody else's phone ──


def answers_here(page: Any) -> list[str]:
    """Questions whose recording can be listened to."""
    boxes = "[...document.querySelectorAll('[data-voice]')]"
    shown = "(box) => !box.querySelector('[data-play]').hidden"
    return list(page.evaluate(f"{boxes}.filter({shown}).map((box) => box.dataset.voice)"))


def kept(page: Any) -> list[str]:
    """The questions whose recording lies locked in the phone's small database."""
    found: list[str] = page.evaluate(
        """async () => {
            if (!(await indexedDB.databases()).some((one) => one.name === "amparo-voice")) return [];
            const asked = indexedDB.open("amparo-voice");
            await new Promise((done) => (asked.onsuccess = done));
            const rows = asked.result.transaction("recordings").objectStore("recordings").getAll();
            await new Promise((done) => (rows.onsuccess = done));
            asked.result.close();
            return rows.result.filter(({ sealed }) => sealed.length).map(({ about }) => about);
        }"""
    )
    return found


def is_kept(page: Any, how_many: int) -> None:
    for _ in range(50):
        if len(kept(page)) == how_many:
            return
        page.wait_for_timeout(100)
    assert len(kept(page)) == how_many


def test_a_reload_loses_nothing_and_what_was_deleted_stays_deleted(
    amparo: Any, ana: Any, microphone: Any, worker: None
) -> None:
    page = microphone().new_page()
    open_page(page, ana)
    record(page, "how", 3)
    record(page, "tell", 3)
    is_kept(page, 2)
    page.click("[data-voice=tell] [data-drop]")
    is_kept(page, 1)
    page.reload()
    page.wait_for_selector("[data-voice=how] audio:visible")
    assert answers_here(page) == ["how"]
    assert page.is_visible("[data-kept]")
    works_for_everybody(page)
    picture(page, "voice-7-after-a-reload")
    seconds = page.evaluate(
        "(async () => { const a = document.querySelector('[data-voice=how] audio'); a.muted = true; await a.play();"
        " await new Promise((done) => setTimeout(done, 800)); return a.currentTime })()"
    )
    assert seconds > 0.3
    send(page)
    found = amparo.ask("recordings", checkin=ana.checkin)
    assert [(row.about, row.state) for row in found] == [("how", "ready")]
    assert kept(page) == []


def test_a_clock_that_is_set_right_takes_no_recording_away(ana: Any, microphone: Any) -> None:
    """An old phone stands at 2012 until the network tells it what day it is."""
    page = microphone().new_page()
    open_page(page, ana)
    record(page, "how", 2)
    is_kept(page, 1)
    page.add_init_script("const was = Date.now; Date.now = () => was() + 14 * 365 * 864e5")
    page.reload()
    page.wait_for_selector("[data-voice=how] audio:visible")
    assert kept(page) == ["how"]


def test_cut_in_the_middle_and_loaded_anew_it_goes_on(amparo: Any, luis: Any, microphone: Any, worker: None) -> None:
    page = microphone().new_page()
    open_page(page, luis)
    record(page, "how", 3)
    is_kept(page, 1)
    stopped = []

    def only_once(route: Any) -> None:
        stopped.append(route.request.url)
        route.abort()

    # The first piece arrives; the answer of the check-in itself never does.
    page.route("**/voice/", lambda route: only_once(route) if route.request.method == "POST" else route.continue_())
    page.click(SEND)
    page.wait_for_selector("[data-cut]:visible")
    page.unroute("**/voice/")
    page.reload()
    page.wait_for_selector("[data-voice=how] audio:visible")
    send(page)
    found = amparo.ask("recordings", checkin=luis.checkin)
    assert stopped and [(row.about, row.arrived == row.size) for row in found] == [("how", True)]


def test_what_is_deleted_after_a_reload_keeps_nothing_else_from_being_sent(
    amparo: Any, ana: Any, microphone: Any, worker: None
) -> None:
    page = microphone().new_page()
    open_page(page, ana)
    record(page, "how", 3)
    is_kept(page, 1)
    # It arrives; the check-in itself does not.
    page.route("**/voice/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.click(SEND)
    page.wait_for_selector("[data-cut]:visible")
    page.unroute("**/voice/")
    page.reload()
    page.wait_for_selector("[data-voice=how] audio:visible")
    page.click("[data-voice=how] [data-drop]")
    is_kept(page, 0)
    record(page, "tell", 3)
    send(page)
    found = amparo.ask("recordings", checkin=ana.checkin)
    assert [(row.about, row.state) for row in found] == [("how", "erased"), ("tell", "ready")]


def test_a_phone_that_dies_keeps_it_and_shows_no_sound_to_whoever_opens_it(
    amparo: Any, ana: Any, playwright: Any, watched: Any, worker: None
) -> None:
    folder = profile_folder()
    heard = (shared("speech") / "speechrecognition" / "english.wav").resolve()

    def phone() -> Any:
        words = [*ARGUMENTS, *FAKE, f"--use-file-for-fake-audio-capture={heard}"]
        return watched(
            playwright.chromium.launch_persistent_context(
                str(folder), executable_path=str(CHROMIUM), args=words, base_url=amparo.origin,
                permissions=["microphone"], **PHONE,
            )
        )  # fmt: skip

    try:
        before = phone()
        page = before.new_page()
        open_page(page, ana)
        record(page, "how", 4)
        is_kept(page, 1)
        before.close()
        assert sounds_in(folder) == []
        page, sent = phone().new_page(), []
        page.on("request", lambda request: sent.append(request.post_data_buffer or b""))
        page.goto(f"/my/check-in/{ana.checkin}/voice/")
        page.wait_for_selector("[data-voice=how] audio:visible")
        send(page)
        assert all(any(mark in body for body in sent) for mark in MARKS)
        assert [row.state for row in amparo.ask("recordings", checkin=ana.checkin)] == ["ready"]
        page.context.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


# What every recording of this browser holds.
MARKS = (b"OpusHead", b"A_OPUS")


def sounds_in(folder: Path) -> list[str]:
    """Files of the browser's in which a recording begins, or its packets are named."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 20
    return [path.name for path in files if any(mark in path.read_bytes() for mark in MARKS)]


def test_signing_out_leaves_no_recording(ana: Any, microphone: Any) -> None:
    page = microphone().new_page()
    open_page(page, ana)
    record(page, "how", 2)
    is_kept(page, 1)
    page.click("#sign-out button")
    page.wait_for_url("**/my/sign-in/**")
    assert kept(page) == []


def test_somebody_else_on_the_same_phone_hears_nothing(ana: Any, luis: Any, microphone: Any) -> None:
    page = microphone().new_page()
    open_page(page, ana)
    record(page, "how", 2)
    is_kept(page, 1)
    # Her session ends without a word from her; then his link is opened on the same phone.
    page.context.clear_cookies()
    sign_in(page, luis)
    page.goto(f"/my/check-in/{luis.checkin}/voice/")
    page.wait_for_selector("#voice")
    assert answers_here(page) == []
    is_kept(page, 0)
