"""Messages from a phone: sealed, kept through everything that happens to phones, delivered once and in order."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest

from tests.conversations.test_attaching import PLACE, photo
from tests.journeys.kept_pages import wait_until_kept
from tests.journeys.seeing import picture, sign_in, works_for_everybody
from tests.journeys.test_offline import assert_nothing_readable_in

CANARY = "Canario amarillo en la ventana"  # looked for in every file of the browser
MIXED = "Hola שלום 👩🏽\u200d👧🏽 \u202eabc\u202c مرحبا\n\nfin"
MANY = 300

OUTBOX = """async () => {
  const done = (asked) => new Promise((resolve) => (asked.onsuccess = () => resolve(asked.result)));
  const database = await done(indexedDB.open("amparo"));
  const count = await done(database.transaction("outbox").objectStore("outbox").count());
  database.close();
  return count;
}"""
NOTHING_LEFT = f"({OUTBOX})().then((n) => n === 0)"
DRAFT = OUTBOX.replace("outbox", "facts").replace("count()", 'count("draft")')


def until(page: Any, holds: str) -> None:
    """Asked from outside: the page's own rules let nobody evaluate text within it."""
    deadline = time.monotonic() + 20
    while not page.evaluate(holds):
        assert time.monotonic() < deadline, holds
        page.wait_for_timeout(50)


def write(page: Any, words: str, *, urgent: bool = False) -> None:
    page.fill("#words", words)
    if urgent:
        page.check("[name=urgent]")
    page.click("#message > .btn")


def said(amparo: Any, person: Any) -> list[str]:
    return [one.words for one in amparo.ask("messages", person=person.id)]


def test_a_message_goes_there_and_its_answer_comes_back(amparo: Any, ana: Any, new_phone: Any) -> None:
    page = new_phone().new_page()
    sign_in(page, ana)
    page.click("nav a[href='/my/messages/']")
    works_for_everybody(page)
    picture(page, "60-messages-empty")
    write(page, MIXED)
    page.wait_for_selector(".talk .mine")
    assert page.inner_text(".talk .mine .said") == MIXED
    assert said(amparo, ana) == [MIXED]
    amparo.ask("answer", person=ana.id, words="Buenos días. Hoy a las 3.")
    page.reload()
    page.wait_for_selector("text=Buenos días. Hoy a las 3.")
    assert "Read" in page.inner_text(".talk .mine")
    works_for_everybody(page)
    picture(page, "61-messages")


def test_photos_leave_small_and_without_their_place(amparo: Any, ana: Any, new_phone: Any, tmp_path: Path) -> None:
    page = new_phone().new_page()
    sign_in(page, ana)
    page.goto("/my/messages/")
    (tmp_path / "one.jpg").write_bytes(photo())
    page.click("summary:has-text('Add a photo')")
    page.set_input_files("#photos", [str(tmp_path / "one.jpg"), str(tmp_path / "one.jpg")])
    bodies: list[bytes] = []
    page.on("request", lambda r: bodies.append(r.post_data_buffer or b"") if "/files/" in r.url else None)
    write(page, "mire")
    page.wait_for_selector(".talk .mine:has-text('Photo: It arrived.')")
    assert amparo.ask("read_attachments") == 2
    [told] = amparo.ask("messages", person=ana.id)
    assert (told.promised, told.files) == (2, ["ready", "ready"])
    assert len(bodies) == 2 and all(PLACE not in body and b"JFIF" not in body for body in bodies)


def test_written_without_a_network_the_phone_killed_and_delivered_later_once(
    amparo: Any, ana: Any, kept_phone: Any
) -> None:
    phone = kept_phone()
    page = phone.new_page()
    sign_in(page, ana)
    wait_until_kept(page, "/my/messages/write/$")
    amparo.network.cut()
    try:
        page.goto("/my/")
        page.click("nav a[href='/my/messages/']")
        assert page.inner_text("h1") == "Write a message"
        works_for_everybody(page)
        write(page, CANARY)
        page.wait_for_selector("#waiting:visible")
        write(page, f"{CANARY} 2", urgent=True)
        until(page, "document.querySelectorAll('#waiting [data-list] li').length === 2")
        picture(page, "62-waiting-to-send")
        works_for_everybody(page)
        page.goto("/my/")
        page.wait_for_selector("#unsent:visible")
        assert "Messages waiting to send: 2" in page.inner_text("#unsent")
        assert "Check-ins" not in page.inner_text("#unsent")
        phone.close()
        assert_nothing_readable_in(kept_phone.folder)
        page = kept_phone().new_page()
        page.goto("/my/")
        page.wait_for_selector("#unsent:visible")
    finally:
        amparo.network.join()
    page.click("[data-send]")
    page.wait_for_selector("#unsent", state="hidden")
    assert said(amparo, ana) == [f"{CANARY} 2", CANARY], "what is urgent leaves first"


def test_many_that_waited_arrive_each_once_and_in_order_through_faults_half_way(
    amparo: Any, ana: Any, new_phone: Any
) -> None:
    phone = new_phone(service_workers="block")
    page = phone.new_page()
    sign_in(page, ana)
    page.goto("/my/messages/write/")
    counted = {"all": 0}

    def line(route: Any) -> None:
        """Before all is written nothing leaves. Then some get a 503, and the answer to some is lost on its way."""
        counted["all"] += 1
        if not counted.get("open"):
            return route.abort()
        if counted["all"] % 50 == 0:
            return route.fulfill(status=503, json={"code": "not_now"}, headers={"Retry-After": "1"})
        if counted["all"] % 70 == 0:
            route.fetch()
            return route.abort()
        return route.continue_()

    page.route("**/my/messages/", line)
    page.evaluate(
        """async (many) => {
          const form = document.getElementById("message");
          for (let n = 0; n < many; n++) {
            const waiting = () => document.querySelectorAll("#waiting [data-list] li").length;
            const before = waiting();
            form.elements.words.value = `message ${n}`;
            form.requestSubmit();
            while (waiting() === before) await new Promise((done) => setTimeout(done, 5));
          }
        }""",
        MANY,
    )
    assert page.evaluate(OUTBOX) == MANY
    counted["open"] = 1
    began = time.monotonic()
    while page.evaluate(OUTBOX):
        page.evaluate("dispatchEvent(new Event('online'))")
        page.wait_for_timeout(200)
        assert time.monotonic() - began < 120
    print(f"{MANY} messages in {time.monotonic() - began:.1f} s, {counted['all']} requests")
    assert said(amparo, ana) == [f"message {n}" for n in range(MANY)]


def test_another_person_on_the_same_phone_neither_sees_nor_sends_it(
    amparo: Any, ana: Any, luis: Any, new_phone: Any
) -> None:
    phone = new_phone(service_workers="block")
    page = phone.new_page()
    sign_in(page, ana)
    page.goto("/my/messages/")
    phone.route("**/my/messages/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    write(page, CANARY)
    page.wait_for_selector("#waiting:visible")
    page.click("#sign-out button")
    page.wait_for_selector("#sign-out-unsent:visible")
    assert "A message is not sent yet." in page.inner_text("#sign-out-unsent")
    assert "check-in" not in page.inner_text("#sign-out-unsent strong")
    page.click("[data-leave]")
    page.wait_for_url("**/my/sign-in/?left")
    phone.unroute("**/my/messages/")
    sign_in(page, luis)
    page.goto("/my/messages/")
    page.wait_for_timeout(1000)
    assert not page.is_visible("#waiting") and not page.is_visible("#unsent") and page.evaluate(OUTBOX) == 1
    assert said(amparo, luis) == said(amparo, ana) == []
    sign_in(page, ana)
    until(page, NOTHING_LEFT)
    assert said(amparo, ana) == [CANARY] and said(amparo, luis) == []


def test_a_draft_outlives_a_session_that_is_over_and_no_end_that_somebody_meant(
    amparo: Any, ana: Any, new_phone: Any
) -> None:
    page = new_phone(service_workers="block").new_page()
    sign_in(page, ana)
    for end, words in (("sessions_are_over", CANARY), ("end_sessions", "")):
        page.goto("/my/messages/")
        page.fill("#words", CANARY)
        page.wait_for_timeout(400)
        assert page.evaluate(DRAFT) == 1
        amparo.ask(end, person=ana.id)
        page.reload()
        assert "Please sign in again" in page.content()
        sign_in(page, ana)
        page.goto("/my/messages/")
        page.wait_for_timeout(400)
        assert page.input_value("#words") == words
    works_for_everybody(page)


def test_a_draft_outlives_a_reload_and_another_language_and_lies_locked(amparo: Any, ana: Any, kept_phone: Any) -> None:
    phone = kept_phone()
    page = phone.new_page()
    sign_in(page, ana)
    page.goto("/my/messages/")
    page.fill("#words", CANARY)
    page.check("[name=urgent]")
    page.click("footer summary")
    page.click("footer button[value=es]")
    page.wait_for_selector("html[lang=es]")
    until(page, f"document.getElementById('words').value === {CANARY!r}")
    assert page.is_checked("[name=urgent]")
    page.reload()
    until(page, f"document.getElementById('words').value === {CANARY!r}")
    phone.close()
    assert_nothing_readable_in(kept_phone.folder)
    page = kept_phone().new_page()
    page.goto("/my/messages/")
    until(page, f"document.getElementById('words').value === {CANARY!r}")
    page.click("#message > .btn")
    page.wait_for_selector(".talk .mine")
    assert said(amparo, ana) == [CANARY] and page.evaluate(DRAFT) == 0


def test_a_full_phone_says_so_and_keeps_the_words_on_the_page(amparo: Any, ana: Any, new_phone: Any) -> None:
    page = new_phone().new_page()
    sign_in(page, ana)
    page.goto("/my/messages/")
    page.evaluate(
        """() => {
          const put = IDBObjectStore.prototype.put;
          IDBObjectStore.prototype.put = function (row) {
            if (this.name === "outbox") throw new DOMException("full", "QuotaExceededError");
            return put.call(this, row);
          };
        }"""
    )
    write(page, CANARY)
    page.wait_for_selector("[data-when=full]:visible")
    assert page.input_value("#words") == CANARY
    works_for_everybody(page)
    # With a network the form itself sends it.
    page.click("#message > .btn")
    page.wait_for_selector(".talk .mine")
    assert said(amparo, ana) == [CANARY]


def test_a_session_that_ended_keeps_the_message_until_the_next_sign_in(amparo: Any, ana: Any, new_phone: Any) -> None:
    page = new_phone().new_page()
    sign_in(page, ana)
    page.goto("/my/messages/")
    amparo.ask("end_sessions", person=ana.id)
    write(page, CANARY)
    page.wait_for_selector("#unsent [data-when=sign_in]:visible")
    assert page.evaluate(OUTBOX) == 1
    sign_in(page, ana)
    until(page, NOTHING_LEFT)
    assert said(amparo, ana) == [CANARY]


@pytest.mark.parametrize(
    "reply", [{"status": 200, "body": "<html>Sign in to this WiFi</html>"}, {"status": 200, "json": {}}]
)
def test_an_answer_that_is_not_ours_is_no_receipt(amparo: Any, ana: Any, new_phone: Any, reply: Any) -> None:
    phone = new_phone(service_workers="block")
    page = phone.new_page()
    sign_in(page, ana)
    page.goto("/my/messages/")
    page.route("**/my/messages/", lambda r: r.fulfill(**reply) if r.request.method == "POST" else r.continue_())
    write(page, CANARY)
    page.wait_for_selector("#waiting:visible")
    page.wait_for_timeout(500)
    assert page.evaluate(OUTBOX) == 1 and said(amparo, ana) == []


@pytest.mark.parametrize(
    ("language", "told"),
    [
        pytest.param("en", r"^\w+day \d{1,2}:\d\d\s[AP]M$", id="en"),
        pytest.param(
            "es", r"^(lunes|martes|miércoles|jueves|viernes|sábado|domingo),? \d{1,2}:\d\d\s[ap]\.m\.$", id="es"
        ),
        pytest.param("ht", r"\d{1,2}:\d\d\s*[AP]M$", id="ht"),
        pytest.param("ru", r" \d\d:\d\d$", id="ru"),
    ],
)
def test_when_it_was_written_is_told_as_the_pages_tell_moments(
    ana: Any, new_phone: Any, language: str, told: str
) -> None:
    page = new_phone(service_workers="block").new_page()
    sign_in(page, ana)
    if language != "en":
        page.click("footer summary")
        page.click(f"footer button[value={language}]")
        page.wait_for_selector(f"html[lang={language}]")
    page.goto("/my/messages/")
    page.route("**/my/messages/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    write(page, CANARY)
    page.wait_for_selector("#waiting:visible")
    assert re.search(told, page.inner_text("#waiting time").strip()), page.inner_text("#waiting time")
