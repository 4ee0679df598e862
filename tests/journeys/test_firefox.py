"""The main journeys in the other engine: Firefox, as Debian ships it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.journeys import firefox
from tests.journeys.seeing import STANDARDS

pytestmark = pytest.mark.skipif(bool(firefox.missing()), reason=firefox.missing() or "all is here")


@pytest.fixture(scope="module")
def fox(amparo: Any) -> Iterator[firefox.Firefox]:
    running = firefox.Firefox(amparo.origin)
    yield running
    running.end()


@pytest.fixture
def phone(fox: firefox.Firefox) -> firefox.Firefox:
    """A phone that was never here."""
    fox.phone()
    return fox


def sign_in(phone: firefox.Firefox, person: Any) -> None:
    phone.open(person.path)
    phone.fill(at="#pin", text=person.pin)
    phone.follow(at="form .btn")


def works_for_everybody(phone: firefox.Firefox) -> None:
    assert phone.accessible(standards=STANDARDS) == [], phone.url()


def answer(phone: firefox.Firefox, words: str) -> None:
    phone.click(at="[name=q_how][value=so_so]")
    phone.fill(at="[name=q_tell]", text=words)
    phone.click(at="#check-in > .stack > .btn")


def test_from_the_link_to_the_receipt(amparo: Any, ana: Any, phone: firefox.Firefox) -> None:
    sign_in(phone, ana)
    works_for_everybody(phone)
    phone.follow(at="a[data-keep].btn")
    works_for_everybody(phone)
    answer(phone, "Duermo mal")
    phone.click(at="#review [data-confirm]")
    phone.waitPath(part="/my/receipts/")
    phone.wait(at="#genuine")
    works_for_everybody(phone)
    (arrived,) = amparo.ask("checkin", checkin=ana.checkin).arrived
    assert (arrived.channel, arrived.sealed_on_phone, arrived.answers.tell) == ("app", True, "Duermo mal")


def test_saved_without_a_network_and_sent_once_it_is_back(amparo: Any, ana: Any, phone: firefox.Firefox) -> None:
    """Firefox knows no sending in the background: the page in view sends it."""
    sign_in(phone, ana)
    phone.follow(at="a[data-keep].btn")
    amparo.network.cut()
    try:
        answer(phone, "Sin red")
        phone.click(at="#review [data-confirm]")
        phone.wait(at="#saved [data-when=waiting]")
    finally:
        amparo.network.join()
    phone.run(code="dispatchEvent(new Event('online'))")
    phone.waitPath(part="/my/receipts/")
    assert len(amparo.ask("checkin", checkin=ana.checkin).arrived) == 1


def test_pages_that_were_open_are_there_without_a_network(amparo: Any, ana: Any, phone: firefox.Firefox) -> None:
    sign_in(phone, ana)
    phone.run(
        code="""(async () => {
          await navigator.serviceWorker.ready;
          for (let turn = 0; turn < 200; turn++) {
            const kept = await (await caches.open("amparo-pages")).keys();
            if (navigator.serviceWorker.controller && kept.some((one) => one.url.includes("/my/check-in/"))) return;
            await new Promise((resolve) => setTimeout(resolve, 50));
          }
          throw new Error("nothing was kept");
        })()"""
    )
    amparo.network.cut()
    try:
        phone.open("/my/")
        assert phone.seen(at="a[data-keep].btn")
    finally:
        amparo.network.join()


@pytest.mark.parametrize("language", ["es"])
def test_the_page_in_other_languages(amparo: Any, ana: Any, phone: firefox.Firefox, language: str) -> None:
    sign_in(phone, ana)
    phone.run(code="document.querySelector('footer details').open = true")
    phone.follow(at=f"footer button[value={language}]")
    assert phone.run(code="document.documentElement.lang") == language
    works_for_everybody(phone)


def test_by_forms_alone(amparo: Any, ana: Any) -> None:
    bare = firefox.Firefox(amparo.origin, script=False)
    try:
        bare.phone()
        bare.open(ana.path)
        bare.fill(at="#pin", text=ana.pin)
        bare.press(at="form .btn", key="Enter", leads=True)
        bare.press(at="a[data-keep].btn", key="Enter", leads=True)
        bare.press(at="[name=q_how][value=so_so]", key=" ", leads=False)
        bare.press(at="#check-in > .stack > .btn", key="Enter", leads=True)
        bare.press(at="[name=step][value=send]", key="Enter", leads=True)
        assert "/my/receipts/" in bare.url()
    finally:
        bare.end()
    (arrived,) = amparo.ask("checkin", checkin=ana.checkin).arrived
    assert arrived.channel == "form"
