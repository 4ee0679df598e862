"""Ana says "it is me" with her phone's own lock; somebody else's does nothing; and failing ends in another way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.seeing import picture, sign_in, works_for_everybody

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Lock:
    """The phone's own lock, as Chromium pretends to have one."""

    def __init__(self, page: Any) -> None:
        self._session = page.context.new_cdp_session(page)
        self._session.send("WebAuthn.enable", {"enableUI": False})
        self._id = self._session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]

    def opens(self, yes: bool) -> None:
        """Whether the finger is the right one from now on."""
        self._session.send("WebAuthn.setUserVerified", {"authenticatorId": self._id, "isUserVerified": yes})

    def keys(self) -> list[dict[str, Any]]:
        return list(self._session.send("WebAuthn.getCredentials", {"authenticatorId": self._id})["credentials"])

    def give(self, key: dict[str, Any]) -> None:
        """A copy of a key, as a thief would bring one."""
        self._session.send("WebAuthn.addCredential", {"authenticatorId": self._id, "credential": key})


@pytest.fixture
def with_passkey(new_phone: Any) -> Callable[..., tuple[Any, Lock]]:
    """A phone whose owner has signed in and added a passkey."""

    def prepare(person: Any, **options: Any) -> tuple[Any, Lock]:
        page = new_phone(**options).new_page()
        lock = Lock(page)
        sign_in(page, person)
        page.click("text=All my pages")
        page.click("a[href='/my/passkeys/']")
        page.click("#add [data-passkey] button")
        page.wait_for_selector("main .rows li")
        return page, lock

    return prepare


def test_added_used_to_sign_in_and_to_check_in(amparo: Any, ana: Any, with_passkey: Any, new_phone: Any) -> None:
    page, lock = with_passkey(ana)
    (key,) = lock.keys()
    assert key["rpId"] == "localhost"
    picture(page, "60-passkeys")
    works_for_everybody(page)
    page.click("#sign-out button")
    page.wait_for_url("**/my/sign-in/?left")
    page.goto(ana.path)
    picture(page, "61-sign-in")
    works_for_everybody(page)
    page.click("[data-passkey] button")
    page.wait_for_url("**/my/")
    page.click("a[data-keep].btn")
    page.click("#ways summary")
    assert "with your passkey" in page.inner_text("#ways")
    page.click("#ways [data-passkey] button")
    page.wait_for_selector("#ways [data-when=done]:visible")
    picture(page, "62-ways")
    works_for_everybody(page)
    page.check("[name=q_how][value=so_so]")
    page.click("#check-in > .stack > .btn")
    page.click("[data-confirm]")
    page.wait_for_url("**/my/receipts/**")
    found = amparo.ask("checkin", checkin=ana.checkin)
    assert (found.state, [row.identity for row in found.arrived]) == ("done", ["passkey"])


def test_another_persons_passkey_opens_nothing(ana: Any, luis: Any, with_passkey: Any) -> None:
    page, _ = with_passkey(luis)
    page.goto(ana.path)
    for _ in range(2):
        page.click("[data-passkey] button")
        page.wait_for_selector("[data-when=failed]:visible")
    works_for_everybody(page)
    page.goto("/my/passkeys/")
    assert page.locator("main .rows li").count() == 1, "Luis is still signed in, and Ana is not"


def test_a_copied_key_is_refused_by_the_server(amparo: Any, ana: Any, with_passkey: Any, new_phone: Any) -> None:
    """The copy says an older count than the key itself."""
    page, lock = with_passkey(ana)
    copied = lock.keys()[0]
    for _ in range(2):
        page.goto(ana.path)
        page.click("[data-passkey] button")
        page.wait_for_url("**/my/")
    thief = new_phone().new_page()
    Lock(thief).give(copied)
    thief.goto(ana.path)
    thief.click("[data-passkey] button")
    thief.wait_for_selector("#problem")
    assert "That passkey did not work here." in thief.inner_text("#problem")
    works_for_everybody(thief)


def test_after_two_failures_the_other_ways_come_first(amparo: Any, ana: Any, with_passkey: Any) -> None:
    page, lock = with_passkey(ana)
    lock.opens(False)
    page.goto(ana.check_in)
    page.click("#ways summary")
    for _ in range(2):
        page.click("#ways [data-passkey] button")
        page.wait_for_selector("#ways [data-when=failed]:visible")
    page.wait_for_selector("[data-others]:visible")
    picture(page, "63-failed-twice")
    works_for_everybody(page)
    page.check("[name=way][value=none]")
    page.check("[name=q_how][value=well]")
    page.click("#check-in > .stack > .btn")
    page.click("[data-confirm]")
    page.wait_for_url("**/my/receipts/**")
    found = amparo.ask("checkin", checkin=ana.checkin)
    assert (found.state, [row.identity for row in found.arrived]) == ("needs_look", ["none"])
    page.goto("/my/")
    assert "We have a check-in" in page.inner_text("h1")
    picture(page, "64-unconfirmed")
    works_for_everybody(page)


def test_whoever_forgot_the_pin_checks_in_all_the_same(amparo: Any, ana: Any, new_phone: Any) -> None:
    page = new_phone(java_script_enabled=False).new_page()
    page.goto(ana.path)
    for _ in range(2):
        page.fill("#pin", f"{(int(ana.pin) + 1) % 1_000_000:06}")
        page.click("form .btn >> nth=0")
    picture(page, "65-failed-twice-at-the-door")
    page.click("#problem a[data-without]")
    picture(page, "66-without")
    page.check("[name=q_how][value=so_so]")
    page.click("main form .btn")
    assert "We have your check-in" in page.inner_text("h1")
    picture(page, "67-without-receipt")
    found = amparo.ask("checkin", checkin=ana.checkin)
    assert (found.state, [row.identity for row in found.arrived]) == ("needs_look", ["none"])


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_the_new_pages_work_for_everybody(
    amparo: Any, ana: Any, new_phone: Any, with_passkey: Any, language: str
) -> None:
    phone = new_phone()
    phone.add_cookies([{"name": "amparo_language", "value": language, "url": amparo.origin}])
    page = phone.new_page()
    sign_in(page, ana)
    other, _ = with_passkey(ana)
    page.goto("/my/")
    page.wait_for_selector("aside form[action='/my/passkeys/seen/']")
    picture(page, f"70-told-{language}")
    works_for_everybody(page)
    for path in ("/my/passkeys/", "/my/it-is-me/?next=/my/passkeys/", ana.path, f"{ana.path}check-in/", ana.check_in):
        page.goto(path)
        if page.locator("#ways").count():
            page.click("#ways summary")
        name = (
            "ways"
            if path == ana.check_in
            else path.split("?")[0].replace(ana.path, "hello/").strip("/").replace("/", "-")
        )
        picture(page, f"71-{name}-{language}")
        works_for_everybody(page)
