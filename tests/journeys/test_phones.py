"""Lost, borrowed and watched phones: nothing stays, nobody gets in, and nobody is kept from checking in."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.kept_pages import KEPT, wait_until_kept
from tests.journeys.seeing import picture, sign_in, works_for_everybody, works_without_script
from tests.journeys.test_offline import ready_for_no_network

SAID = "canario-verde-en-el-patio"
NAME = "Ana Luc"


def borrow(page: Any, person: Any) -> None:
    """The person signs in on a phone that is not theirs."""
    page.goto(person.path)
    page.check("[name=borrowed]")
    page.fill("#pin", person.pin)
    page.click("form .btn >> nth=0")
    page.wait_for_url("**/my/")


def check_in(page: Any, person: Any) -> str:
    """By the form as it works without script; the number of the receipt."""
    page.goto(person.check_in)
    page.check("[name=q_how][value=so_so]")
    page.fill("[name=q_tell]", SAID)
    page.click("#check-in > .stack > .btn")
    send(page)
    return str(page.inner_text(".num >> nth=0"))


def send(page: Any) -> None:
    """They look once more, and send."""
    page.wait_for_selector("#look-again:visible, [name=step][value=send]")
    page.click("[name=step][value=send], #check-in > .stack > .btn")
    page.wait_for_url("**/my/receipts/**")


def what_is_kept(page: Any) -> dict[str, Any]:
    """What a script could still find on this phone, and its cookies."""
    found = page.evaluate(
        """async () => {
          const bases = await indexedDB.databases();
          const done = (asked) => new Promise((tell) => (asked.onsuccess = () => tell(asked.result)));
          const rows = {};
          for (const { name } of bases) {
            const base = await done(indexedDB.open(name));
            for (const store of base.objectStoreNames) {
              const keys = await done(base.transaction(store).objectStore(store).getAllKeys());
              // What time it is at the server says nothing about anybody.
              rows[store] = keys.filter((key) => key !== "server_time").length;
            }
            base.close();
          }
          const workers = (await navigator.serviceWorker.getRegistrations()).length;
          const [local, session] = [localStorage.length, sessionStorage.length];
          return { rows, workers, local, session };
        }"""
    )
    cookies = {one["name"]: one["expires"] for one in page.context.cookies()}
    return dict(found) | {"pages": page.evaluate(KEPT), "cookies": cookies}


def assert_none_stands_readable_in(folder: Path, words: tuple[str, ...]) -> None:
    """In no file of the browser: storage, caches, history, thumbnails, logs."""
    seen = 0
    for path in folder.rglob("*"):
        if not path.is_file() or path.is_symlink():
            continue
        seen += 1
        raw = path.read_bytes()
        for word in words:
            for encoding in ("utf-8", "utf-16-le"):
                assert word.encode(encoding) not in raw, f"{word!r} stands readable in {path.relative_to(folder)}"
    assert seen > 20


# --- after signing out ---


def test_after_signing_out_no_file_of_the_browser_says_who_was_here(amparo: Any, ana: Any, kept_phone: Any) -> None:
    phone = kept_phone()
    page = phone.new_page()
    sign_in(page, ana)
    ready_for_no_network(page)
    page.goto("/my/help/")
    page.click("text=I check in at the office")
    number = page.inner_text("details[open] .num")
    page.goto(ana.check_in)
    page.fill("[name=q_tell]", SAID)
    page.click("#check-in > .stack > .btn")
    page.click("[data-confirm]")
    page.wait_for_url("**/my/receipts/**")
    for path in ("/my/who-looked/", "/my/receipts/", "/my/"):
        page.goto(path)
    page.click("#sign-out button")
    page.wait_for_url("**/my/sign-in/**")
    kept = what_is_kept(page)
    assert kept["pages"] == [] and not any(kept["rows"].values()) and (kept["local"], kept["session"]) == (0, 0)
    assert "amparo_me" not in kept["cookies"]
    for _ in range(3):
        page.go_back()
        said = page.inner_text("body")
        assert "sign in" in said.lower() and number not in said and SAID not in said
    phone.close()
    # The browser tidies its folder up when it is opened the next time.
    kept_phone().close()
    assert_none_stands_readable_in(kept_phone.folder, (NAME, number, SAID, "so_so", "You can check in now"))


KEY = "caches.match('/my/key').then((kept) => kept.text())"


def test_pages_lie_locked_on_the_phone_and_their_key_dies_at_sign_out(amparo: Any, ana: Any, kept_phone: Any) -> None:
    phone = kept_phone()
    page = phone.new_page()
    sign_in(page, ana)
    ready_for_no_network(page)
    page.goto("/my/help/")
    wait_until_kept(page, "/my/help/$")
    key = page.evaluate(KEY).encode()
    phone.close()
    assert holds(kept_phone.folder, key), "the browser has written the key, and the look at its files finds it"
    # Signed in and switched off: whoever reads the phone's storage reads no page.
    assert_none_stands_readable_in(kept_phone.folder, ("You can check in now", "I check in at the office"))
    page = kept_phone().new_page()
    amparo.network.cut()
    try:
        page.goto("/my/help/")
        assert "I check in at the office" in page.inner_text("main"), "the person reads it, without a network too"
    finally:
        amparo.network.join()
    page.goto("/my/")
    page.click("#sign-out button")
    page.wait_for_url("**/my/sign-in/**")
    assert page.evaluate(KEPT) == []
    page.context.close()
    kept_phone().close()
    assert not holds(kept_phone.folder, key), "the key is in no file any more"


def test_what_an_older_release_kept_readable_is_gone_once_this_one_is_there(
    amparo: Any, ana: Any, kept_phone: Any
) -> None:
    phone = kept_phone()
    # Another tab has it open: deleted as a whole, its files would stay.
    other = phone.new_page()
    other.goto("/keep/")
    other.evaluate(
        """async (said) => {
          window.held = await caches.open("amparo-pages");
          await window.held.put("/my/", new Response(said));
        }""",
        SAID,
    )
    (file,) = holds(kept_phone.folder / "Default/Service Worker", SAID.encode())
    page = phone.new_page()
    sign_in(page, ana)
    ready_for_no_network(page)
    assert "amparo-pages" not in page.evaluate("caches.keys()")
    assert not (kept_phone.folder / "Default/Service Worker" / file).exists()
    phone.close()


def test_receipts_of_an_older_release_go_at_sign_out_too(ana: Any, new_phone: Any) -> None:
    page = new_phone().new_page()
    page.goto("/keep/")
    page.evaluate(
        """() => new Promise((done) => {
          const asked = indexedDB.open("amparo", 1);
          asked.onupgradeneeded = () => {
            const stores = { outbox: "client_id", receipts: "client_id", facts: "name" };
            for (const [name, keyPath] of Object.entries(stores)) asked.result.createObjectStore(name, { keyPath });
            asked.transaction.objectStore("receipts").put({ client_id: "1", text: "a receipt" });
          };
          asked.onsuccess = () => done(asked.result.close());
        })"""
    )
    sign_in(page, ana)
    ready_for_no_network(page)
    page.click("#sign-out button")
    page.wait_for_url("**/my/sign-in/**")
    assert not any(what_is_kept(page)["rows"].values())


def test_the_key_goes_at_sign_out_whatever_else_takes_long(ana: Any, new_phone: Any) -> None:
    page = new_phone().new_page()
    sign_in(page, ana)
    # All of them: until it is told, the worker keeps what it was asked for.
    wait_until_kept(
        page, *(f"/my/{name}" for name in ("$", "help", "safe", "check-in", "calendar", "messages", "receipts"))
    )
    page.evaluate("void (PushManager.prototype.getSubscription = () => new Promise(() => null))")
    page.click("#sign-out button")
    page.wait_for_timeout(1_000)
    assert page.url.endswith("/my/"), "they are still on their way out"
    assert page.evaluate("caches.match('/my/key').then((kept) => Boolean(kept))") is False


def holds(folder: Path, what: bytes) -> list[str]:
    """The files of the browser with these bytes in them."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return [str(path.relative_to(folder)) for path in files if what in path.read_bytes()]


# --- a phone that is not theirs ---


def test_on_a_borrowed_phone_nothing_is_kept_at_any_moment(amparo: Any, ana: Any, kept_phone: Any) -> None:
    phone = kept_phone()
    page = phone.new_page()
    page.goto(ana.path)
    picture(page, "80-not-my-phone")
    works_for_everybody(page)
    borrow(page, ana)
    assert page.is_visible("#borrowed .btn")
    picture(page, "81-borrowed")
    works_for_everybody(page)
    number = check_in(page, ana)
    assert amparo.ask("checkin", checkin=ana.checkin).state == "done"
    # The receipt is read there; a file of it would stay.
    assert page.locator("main p", has_text="a file would stay on it").is_visible()
    assert page.locator("main a[download]").count() == 0
    picture(page, "83-borrowed-receipt")
    works_for_everybody(page)
    kept = what_is_kept(page)
    assert (kept["rows"], kept["pages"], kept["workers"]) == ({}, [], 0)
    # What there is of cookies ends with the browser; the phone is not known again.
    mine = {name: until for name, until in kept["cookies"].items() if name != "csrftoken"}
    assert mine and set(mine.values()) == {-1} and "amparo_phone" not in mine
    page.click("#borrowed .btn")
    page.wait_for_url("**/my/sign-in/**")
    assert what_is_kept(page)["cookies"].keys() <= {"csrftoken"}
    page.go_back()
    assert number not in page.inner_text("body") and "sign in" in page.inner_text("h1").lower()
    phone.close()
    # The history names addresses, as of every site: a receipt's number is in one, and opens nothing.
    assert_none_stands_readable_in(kept_phone.folder, (NAME, SAID, "You can check in now"))


def test_without_a_network_it_says_so_and_loses_nothing(amparo: Any, ana: Any, new_phone: Any) -> None:
    page = new_phone().new_page()
    borrow(page, ana)
    page.goto(ana.check_in)
    page.check("[name=q_how][value=so_so]")
    page.fill("[name=q_tell]", SAID)
    amparo.network.cut()
    try:
        page.click("#check-in > .stack > .btn")
        page.wait_for_selector("#not-sent:visible")
        assert page.input_value("[name=q_tell]") == SAID and "+1 305 555 0100" in page.inner_text("#not-sent")
        picture(page, "82-borrowed-not-sent")
        works_for_everybody(page)
    finally:
        amparo.network.join()
    page.click("#check-in > .stack > .btn")
    send(page)
    assert amparo.ask("checkin", checkin=ana.checkin).state == "done"


def test_whoever_goes_away_from_a_borrowed_phone_is_signed_out(ana: Any, new_phone: Any) -> None:
    phone = new_phone()
    phone.clock.install()
    page = phone.new_page()
    borrow(page, ana)
    page.clock.fast_forward("14:00")
    assert page.url.endswith("/my/")
    page.clock.fast_forward("01:10")
    page.wait_for_url("**/my/sign-in/**")
    page.goto("/my/")
    assert "sign in" in page.inner_text("h1").lower()


def test_its_owners_app_keeps_nothing_of_whoever_borrows_it(amparo: Any, ana: Any, luis: Any, new_phone: Any) -> None:
    page = new_phone().new_page()
    sign_in(page, luis)
    ready_for_no_network(page)
    borrow(page, ana)
    page.reload()
    check_in(page, ana)
    assert what_is_kept(page)["pages"] == []


def test_borrowed_without_script(amparo: Any, ana: Any, new_phone: Any) -> None:
    page = new_phone(java_script_enabled=False).new_page()
    borrow(page, ana)
    check_in(page, ana)
    works_without_script(page, new_phone().new_page())
    page.click("#borrowed .btn")
    page.wait_for_url("**/my/sign-in/**")


# --- leaving at once ---


@pytest.mark.parametrize("how", ["tap", "keys"])
def test_leaving_shows_a_clock_and_back_shows_nothing(amparo: Any, ana: Any, new_phone: Any, how: str) -> None:
    page = new_phone().new_page()
    sign_in(page, ana)
    ready_for_no_network(page)
    for path in ("/my/receipts/", "/my/who-looked/", "/my/help/"):
        page.goto(path)
    picture(page, "83-help")
    works_for_everybody(page)
    if how == "tap":
        page.click("header [data-exit]")
    else:
        for _ in range(3):
            page.keyboard.press("Escape")
    page.wait_for_url("**/my/clock/")
    assert "Amparo" not in page.content().replace("/amparo/", "").replace("amparo-", "") and page.title() == "Clock"
    picture(page, "84-clock")
    works_for_everybody(page)
    assert what_is_kept(page)["pages"] == []
    for _ in range(4):
        page.go_back()
        page.wait_for_selector("[data-hour]:visible")
        assert page.title() == "Clock" and "Amparo" not in page.inner_text("body")
    # The way back, for whoever knows it: three taps on the day, or Esc three times.
    for _ in range(3):
        if how == "tap":
            page.click("[data-day]")
        else:
            page.keyboard.press("Escape")
    page.wait_for_selector("#pin")
    said = page.inner_text("main")
    assert "show that it is you" in said and "receipt" not in said.lower() and "check-in" not in page.title().lower()
    works_for_everybody(page)
    page.fill("#pin", ana.pin)
    page.click("main form .btn >> nth=0")
    page.wait_for_url("**/my/")
    assert page.is_visible("text=You can check in now")


def test_without_a_network_too_and_the_server_hears_of_it_first(amparo: Any, ana: Any, new_phone: Any) -> None:
    page = new_phone().new_page()
    sign_in(page, ana)
    ready_for_no_network(page)
    page.reload()
    amparo.network.cut()
    try:
        page.click("header [data-exit]")
        page.wait_for_selector("[data-hour]:visible")
        page.goto("/my/")
        assert "no internet" in page.inner_text("h1")
    finally:
        amparo.network.join()
    page.goto("/my/")
    page.wait_for_selector("#pin")
    assert "show that it is you" in page.inner_text("h1")


def test_what_was_saved_is_sent_after_leaving(amparo: Any, ana: Any, new_phone: Any) -> None:
    page = new_phone().new_page()
    sign_in(page, ana)
    ready_for_no_network(page)
    page.goto(ana.check_in)
    answered = page.evaluate("document.querySelector('meta[name=csrf-token]').content")
    page.goto("/my/leave/")
    page.wait_for_url("**/my/clock/")
    reply = page.request.post(
        ana.check_in,
        data={},
        headers={"X-CSRFToken": answered, "Accept": "application/json", "Origin": "/".join(page.url.split("/")[:3])},
    )
    # Let in: it says no to what was sent, not to who sends it.
    assert reply.status in (400, 422) and "show_it_is_you" not in reply.text()


def test_leaving_without_script(ana: Any, new_phone: Any) -> None:
    page = new_phone(java_script_enabled=False).new_page()
    sign_in(page, ana)
    page.click("header [data-help]")
    page.click("nav [href='/my/safe/']")
    page.click("main [data-exit]")
    page.wait_for_url("**/my/clock/")
    for _ in range(3):
        page.go_back()
        assert page.url.endswith("/my/clock/") and page.title() == "Clock"
    page.click("main a")
    page.wait_for_selector("#pin")


def test_back_from_the_clock_shows_no_open_page_without_a_session_either(new_phone: Any) -> None:
    page = new_phone().new_page()
    for path in ("/keep/", "/my/help/", "/my/safe/"):
        page.goto(path)
    page.click("header [data-exit]")
    page.wait_for_url("**/my/clock/")
    for _ in range(2):
        page.go_back()
        page.wait_for_selector("[data-hour]:visible")
        assert page.title() == "Clock"
    # Opened by hand it is what it was.
    page.goto("/my/help/")
    assert "help" in page.inner_text("h1")


# --- lost ---


def test_lost_it_is_locked_from_a_borrowed_phone_and_the_lost_one_opens_nothing(
    amparo: Any, ana: Any, new_phone: Any
) -> None:
    lost, friend = new_phone().new_page(), new_phone().new_page()
    sign_in(lost, ana)
    ready_for_no_network(lost)
    borrow(friend, ana)
    friend.click("text=All my pages")
    friend.click("text=My phone is lost")
    picture(friend, "85-lost")
    works_for_everybody(friend)
    friend.click("text=Lock everything now")
    friend.wait_for_selector("text=Nobody can open your page now")
    picture(friend, "86-locked")
    works_for_everybody(friend)
    lost.goto("/my/receipts/")
    assert "sign in" in lost.inner_text("h1").lower()
    deadline = time.monotonic() + 10
    while what_is_kept(lost)["pages"] and time.monotonic() < deadline:
        time.sleep(0.2)
    assert what_is_kept(lost)["pages"] == []
    lost.goto(ana.path)
    lost.fill("#pin", ana.pin)
    lost.click("form .btn >> nth=0")
    assert lost.inner_text("h1") == "Your page is locked"
    works_for_everybody(lost)
    # Checking in goes on, with the link alone.
    lost.goto(f"{ana.path}check-in/")
    lost.check("[name=q_how][value=so_so]")
    lost.click("main form .btn:not([type=button]) >> nth=0")
    assert re.search("[0-9A-Z]{5}-", lost.inner_text("main"))
    amparo.ask("unlock", person=ana.id)
    sign_in(friend, ana)


def test_not_safe_and_when_to_call(amparo: Any, ana: Any, new_phone: Any) -> None:
    page = new_phone().new_page()
    sign_in(page, ana)
    page.goto("/my/help/")
    page.click("text=I feel unsafe")
    assert page.is_visible("text=911") and page.is_visible("main [data-exit]")
    picture(page, "87-unsafe")
    works_for_everybody(page)
    page.click("text=Tell us when it is safe to call")
    page.click("main form .btn >> nth=0")
    assert page.is_visible("[role=alert]")
    page.fill("#words", SAID)
    picture(page, "88-call-times")
    works_for_everybody(page)
    page.click("main form .btn >> nth=0")
    page.wait_for_selector("text=Your team reads it before they call")
    page.goto("/my/safe/calls/")
    assert SAID not in page.content() and page.is_visible("text=You told us on")
