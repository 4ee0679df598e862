"""The main journeys in the other engine: Firefox, as Debian ships it."""

from __future__ import annotations

import base64
import io
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from tests.journeys import firefox
from tests.journeys.kept_pages import HAS, KEPT
from tests.journeys.seeing import STANDARDS
from tests.journeys.test_documents import TILTED, photo

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
    kept(phone, "/my/check-in/.*")
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


def kept(phone: firefox.Firefox, path: str) -> None:
    """The page at this path is on the phone for use without a network."""
    until(phone, f'({HAS})(["{path}$"])')


def until(phone: firefox.Firefox, holds: str, again: Callable[[], Any] = lambda: None) -> None:
    deadline = time.monotonic() + 40
    while not phone.run(code=holds):
        assert time.monotonic() < deadline, holds
        time.sleep(0.2)
        again()


def led(phone: firefox.Firefox, words: str) -> str:
    """Where the link with these words leads."""
    links = "[...document.querySelectorAll('main a')]"
    return str(phone.run(code=f"{links}.find((a) => a.textContent.includes('{words}')).pathname"))


def read_all(phone: firefox.Firefox, path: str) -> bytes:
    told = phone.taken(path=path)
    assert told["status"] == 200, (path, told["status"])
    return base64.b64decode(told["body"])


def test_a_message_is_written_and_its_answer_read(amparo: Any, ana: Any, phone: firefox.Firefox) -> None:
    sign_in(phone, ana)
    phone.follow(at="nav a[href='/my/messages/']")
    works_for_everybody(phone)
    phone.fill(at="#words", text="¿Puedo ir el martes?")
    phone.click(at="#message > .btn")
    phone.wait(at=".talk .mine")
    amparo.ask("answer", person=ana.id, words="Sí, a las 3.")
    phone.open("/my/messages/")
    assert "Sí, a las 3." in phone.text(at=".talk")
    works_for_everybody(phone)
    assert [one.words for one in amparo.ask("messages", person=ana.id)] == ["¿Puedo ir el martes?", "Sí, a las 3."]


def test_messages_wait_without_a_network_and_leave_in_order(amparo: Any, ana: Any, phone: firefox.Firefox) -> None:
    sign_in(phone, ana)
    kept(phone, "/my/messages/write/")
    amparo.network.cut()
    try:
        phone.open("/my/messages/")
        assert phone.text(at="h1") == "Write a message"
        for number in (1, 2):
            phone.fill(at="#words", text=f"sin red {number}")
            phone.click(at="#message > .btn")
            until(phone, f"document.querySelectorAll('#waiting [data-list] li').length === {number}")
        works_for_everybody(phone)
    finally:
        amparo.network.join()
    phone.open("/my/")
    until(
        phone, "document.getElementById('unsent').hidden", lambda: phone.run(code="dispatchEvent(new Event('online'))")
    )
    arrived = {one.words: one for one in amparo.ask("messages", person=ana.id)}
    assert list(arrived) == ["sin red 1", "sin red 2"]


def test_the_calendar_takes_a_date_and_gives_a_link(amparo: Any, ana: Any, phone: firefox.Firefox) -> None:
    visit = amparo.ask("visit", person=ana.id)
    sign_in(phone, ana)
    phone.follow(at="nav a[href='/my/calendar/']")
    phone.wait(at="table.days")
    works_for_everybody(phone)
    phone.open(f"/my/calendar/?month={visit.day[:7]}")
    assert phone.seen(at=f".rows a[href='/my/calendar/visit/{visit.id}/']")
    phone.follow(at="main a[href='/my/calendar/new/']")
    phone.fill(at="#title", text="Dentista")
    phone.run(code=f"void (document.getElementById('day').value = '{visit.day}')")
    phone.run(code="void (document.getElementById('time').value = '09:30')")
    works_for_everybody(phone)
    phone.follow(at="main form .btn")
    assert phone.text(at="h1") == "Dentista"
    phone.open("/my/calendar/link/")
    phone.follow(at="main form .btn")
    address = phone.value(at="#address")
    works_for_everybody(phone)
    feed = read_all(phone, "/calendar/" + address.rpartition("/")[2]).decode()
    assert feed.startswith("BEGIN:VCALENDAR") and "Dentista" not in feed


def test_papers_become_one_document(amparo: Any, ana: Any, phone: firefox.Firefox, tmp_path: Path) -> None:
    sign_in(phone, ana)
    phone.open("/my/documents/new/")
    phone.wait(at="#papers")
    works_for_everybody(phone)
    for number, (corners, yes) in enumerate(((TILTED, "[data-cut]"), (None, "[data-whole]"))):
        paper = tmp_path / f"{number}.jpg"
        paper.write_bytes(photo(corners)["buffer"])
        phone.files(at="#camera", paths=[str(paper)])
        phone.wait(at="[data-edit]:not([hidden])")
        works_for_everybody(phone)
        phone.click(at=yes)
        until(phone, f"document.querySelectorAll('[data-pages] li').length === {number + 1}")
    phone.click(at="#papers [name=kind]")
    phone.click(at="#papers [data-send]")
    until(phone, "location.pathname === '/my/documents/'")
    assert amparo.ask("read_documents") == 1
    phone.open("/my/documents/")
    assert "2 pages" in phone.text(at="main")
    works_for_everybody(phone)
    one = led(phone, "Look at it")
    phone.open(one)
    until(phone, "document.querySelector('img.paper').naturalWidth > 300")
    works_for_everybody(phone)
    assert len(pypdfium2.PdfDocument(read_all(phone, f"{one}document.pdf"))) == 2


def test_my_data_who_looked_and_a_copy_to_take(amparo: Any, ana: Any, phone: firefox.Firefox) -> None:
    amparo.ask("look", person=ana.id, times=2)
    sign_in(phone, ana)
    phone.open("/my/data/")
    works_for_everybody(phone)
    phone.open("/my/who-looked/")
    assert "Luz Marín" in phone.text(at="main")
    until(phone, "document.getElementById('log-changed').hidden")
    works_for_everybody(phone)
    phone.open("/my/data/copy/")
    phone.follow(at="main form .btn")
    amparo.ask("make_copies")
    phone.open("/my/data/copy/")
    assert "Your copy is ready" in phone.text(at="main")
    works_for_everybody(phone)
    with zipfile.ZipFile(io.BytesIO(read_all(phone, led(phone, "Take my copy")))) as archive:
        assert "Ana Lucía Pérez" in archive.read("my-data.html").decode()


@pytest.mark.parametrize("how", ["tap", "keys"])
def test_whoever_leaves_in_a_hurry_is_gone(amparo: Any, ana: Any, phone: firefox.Firefox, how: str) -> None:
    sign_in(phone, ana)
    kept(phone, "/my/calendar/")
    phone.open("/my/receipts/")
    if how == "tap":
        phone.click(at="header [data-exit]")
    else:
        phone.keys(key="Escape", times=3)
    phone.waitPath(part="/my/clock/")
    works_for_everybody(phone)
    assert phone.run(code=f"({KEPT})()") == []
    phone.back()
    phone.waitPath(part="/my/clock/")
    phone.keys(key="Escape", times=3)
    phone.wait(at="#pin")
    assert "show that it is you" in phone.text(at="main")
    phone.fill(at="#pin", text=ana.pin)
    phone.follow(at="main form .btn")
    phone.open("/my/")
    assert phone.seen(at="a[data-keep].btn")


def test_a_lost_phone_is_locked(amparo: Any, ana: Any, phone: firefox.Firefox) -> None:
    sign_in(phone, ana)
    phone.open("/my/lost/")
    works_for_everybody(phone)
    phone.follow(at="main form .btn")
    assert "Nobody can open your page now" in phone.text(at="main")
    works_for_everybody(phone)
    phone.open("/my/receipts/")
    assert "sign in" in phone.text(at="h1").lower()
    sign_in(phone, ana)
    assert phone.text(at="h1") == "Your page is locked"
    amparo.ask("unlock", person=ana.id)
    sign_in(phone, ana)
    assert phone.seen(at="a[data-keep].btn")
