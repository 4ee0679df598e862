"""A lawyer is invited, accepts with four digits and a telephone's code, looks, and is shut out at once."""

from __future__ import annotations

import base64
from typing import Any

from amparo.foundation import clock
from amparo.mandates import totp
from tests.journeys.seeing import picture, sign_in, works_for_everybody
from tests.journeys.test_passkeys import Lock

PARTS = (("Court dates", "hearings"), ("Check-ins and receipts", "checkins"), ("What they were told", "told"))


def accept(page: Any, link: str, digits: str) -> None:
    """As Rita does it, with a new sign-in."""
    page.goto(link)
    page.fill("#code", digits)
    page.fill("#name", "Rita Robles")
    page.fill("#phone_code", phone_code(page))
    page.click("text=Accept the invitation")
    page.click("text=I have written it down")
    page.wait_for_selector("h1 >> text=Whom you represent")


def invite(page: Any) -> tuple[str, str]:
    """(link, digits), as the page shows them once."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    # The phone's own list of apps, which this browser does not have.
    page.add_init_script("navigator.share = async (what) => { globalThis.handed = what; }")
    page.goto("/my/")
    page.click("text=All my pages")
    page.click("text=My lawyer, and others who see my record")
    page.wait_for_selector("text=Nobody sees your record in your name.")
    picture(page, "rep-1-none")
    works_for_everybody(page)
    page.click("text=Invite somebody")
    page.click("text=A lawyer")
    picture(page, "rep-2-invite")
    works_for_everybody(page)
    page.click("text=Make the invitation")
    page.wait_for_selector("text=We show both only now.")
    picture(page, "rep-3-invited")
    works_for_everybody(page)
    link, digits = page.input_value("#link"), page.inner_text("main .num")
    page.click("text=Copy the link")
    page.wait_for_selector("text=The link is copied.")
    assert page.evaluate("navigator.clipboard.readText()") == link
    page.click("text=Send it with another app")
    assert page.evaluate("handed") == {"url": link}, "the digits do not travel with it"
    return link, digits


def phone_code(page: Any) -> str:
    """What an authenticator shows that was given the letters on the page."""
    secret = base64.b32decode(page.inner_text("main .num").replace(" ", ""))
    return totp.code(secret, totp.step_of(clock.now()))


def test_a_lawyer_is_invited_looks_and_is_shut_out(amparo: Any, ana: Any, new_phone: Any) -> None:
    phone = new_phone().new_page()
    sign_in(phone, ana)
    link, digits = invite(phone)
    desk = new_phone(viewport={"width": 1280, "height": 800})
    lawyer = desk.new_page()
    lawyer.goto(link.replace(link.split("/rep/")[0], amparo.origin))
    picture(lawyer, "rep-4-invitation")
    works_for_everybody(lawyer)
    lawyer.fill("#code", digits)
    lawyer.fill("#name", "Rita Robles")
    lawyer.fill("#organisation", "Robles Law")
    lawyer.fill("#phone_code", phone_code(lawyer))
    lawyer.click("text=Accept the invitation")
    lawyer.wait_for_selector("text=We show it only now.")
    picture(lawyer, "rep-5-accepted")
    works_for_everybody(lawyer)
    lawyer.click("text=I have written it down")
    picture(lawyer, "rep-6-people")
    works_for_everybody(lawyer)
    lawyer.click("main nav a >> nth=0")
    for words, name in PARTS:
        lawyer.click(f"nav >> text={words}")
        lawyer.wait_for_selector(f"h1 >> text={words}")
        picture(lawyer, f"rep-7-{name}")
        works_for_everybody(lawyer)
    phone.goto("/my/representatives/")
    phone.wait_for_selector("text=Rita Robles")
    picture(phone, "rep-8-who")
    works_for_everybody(phone)
    phone.click("text=See what they saw, or change it")
    phone.wait_for_selector("text=To look at your court dates, as you allowed.")
    picture(phone, "rep-9-saw")
    works_for_everybody(phone)
    phone.click("a.btn:has-text('End it')")
    works_for_everybody(phone)
    phone.click("button:has-text('End it now')")
    phone.wait_for_selector("text=Those who see nothing any more")
    lawyer.reload()
    lawyer.wait_for_selector("text=There is no such page for you.")
    works_for_everybody(lawyer)


def test_a_passkey_opens_without_a_name_and_what_is_seen_is_given_back(amparo: Any, ana: Any, new_phone: Any) -> None:
    phone = new_phone().new_page()
    sign_in(phone, ana)
    link, digits = invite(phone)
    page = new_phone(viewport={"width": 1280, "height": 800}).new_page()
    lock = Lock(page)
    accept(page, link.replace(link.split("/rep/")[0], amparo.origin), digits)
    page.click("text=My passkeys")
    page.click("#add [data-passkey] button")
    page.wait_for_selector("main .rows li")
    (key,) = lock.keys()
    assert key["isResidentCredential"] and key["rpId"] == "localhost"
    picture(page, "rep-a-passkeys")
    works_for_everybody(page)
    page.click("text=Sign out")
    page.wait_for_url("**/rep/sign-in/")
    lock.opens(False)
    page.click("[data-passkey] button")
    page.wait_for_selector("[data-when=failed]:visible")
    picture(page, "rep-b-sign-in")
    works_for_everybody(page)
    lock.opens(True)
    page.click("[data-passkey] button")
    page.wait_for_selector("h1 >> text=Whom you represent")
    # A copy of the key says an older count than the key itself.
    thief = new_phone().new_page()
    Lock(thief).give(key)
    thief.goto(f"{amparo.origin}/rep/sign-in/")
    thief.click("[data-passkey] button")
    thief.wait_for_selector("text=That passkey did not open.")
    works_for_everybody(thief)
    page.click("main nav a >> nth=0")
    page.click("text=I do not represent this person any more")
    picture(page, "rep-c-give-back")
    works_for_everybody(page)
    page.click("text=Give it back now")
    page.wait_for_selector("text=Nobody lets you see anything now.")
    works_for_everybody(page)
    phone.goto("/my/representatives/")
    phone.click("text=Those who see nothing any more")
    phone.wait_for_selector("text=Gave it back")
    picture(phone, "rep-d-gave-back")
    works_for_everybody(phone)


def test_without_a_script_a_code_opens_and_no_passkey_is_offered(amparo: Any, ana: Any, new_phone: Any) -> None:
    phone = new_phone().new_page()
    sign_in(phone, ana)
    link, digits = invite(phone)
    page = new_phone(java_script_enabled=False).new_page()
    accept(page, link.replace(link.split("/rep/")[0], amparo.origin), digits)
    page.click("text=My passkeys")
    assert "runs no scripts" in page.inner_text("#add") and not page.locator("#add [data-passkey]").is_visible()
    page.goto(f"{amparo.origin}/rep/sign-in/")
    assert page.locator("#code").is_visible() and not page.locator("[data-passkey]").is_visible()
