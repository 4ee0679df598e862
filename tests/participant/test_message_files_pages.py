"""A person opens what hangs on their messages: one at a time, on their own phone, as far back as they may read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from amparo.access.rows import acting
from amparo.conversations import actions, attaching, jobs
from amparo.conversations.rules import Kind, Written
from amparo.foundation import clock, ids
from amparo.identity.models import Session
from tests.conftest import person_actor
from tests.conversations.test_answers_with_files import pdf, sound
from tests.conversations.test_attaching import photo

PAGE = "/my/messages/"


@pytest.fixture
def phone(phone: Client) -> Client:
    phone.post("/my/language/", {"language": "en"})
    return phone


@pytest.fixture
def hers(casa: Any, ana: Any) -> str:
    """The address of a photo that Ana sent."""
    at, me, key = clock.now(), person_actor(ana), ids.new()
    with acting(me):
        actions.write(ana.id, written=Written(key, at, "Mire", promised=1), by=me, at=at)
        row, _ = attaching.attach(key, client_id=ids.new(), kind=Kind.PHOTO, data=photo(), by=me, at=at)
    jobs.read_attachments(casa.id, at)
    return f"{PAGE}files/{row.id}/"


def from_luz(casa: Any, ana: Any, data: bytes) -> str:
    at = clock.now()
    with acting(casa.luz):
        row, _ = actions.answer(ana.id, written=Written(ids.new(), at, "", promised=1), by=casa.luz, at=at)
        one, _ = attaching.attach_to_answer(row, client_id=ids.new(), data=data, by=casa.luz, at=at)
    jobs.read_attachments(casa.id, at)
    return f"{PAGE}files/{one.id}/"


def test_her_own_photo_opens_again_in_its_page_alone_and_is_in_her_log(phone: Client, hers: str) -> None:
    thread = phone.get(PAGE).content.decode()
    assert f'href="{hers}">See the photo</a>' in thread and "data:image" not in thread
    page = phone.get(hers)
    assert 'src="data:image/webp;base64,' in page.content.decode()
    assert "img-src" in page["Content-Security-Policy"] and "no-store" in page["Cache-Control"]
    assert "a photo in a message" in phone.get("/my/who-looked/").content.decode()


def test_what_the_team_sent_is_seen_heard_or_saved(phone: Client, casa: Any, ana: Any) -> None:
    heard, paper = from_luz(casa, ana, sound()), from_luz(casa, ana, pdf())
    thread = phone.get(PAGE).content.decode()
    assert f'href="{heard}">Hear the recording</a>' in thread
    assert f'href="{paper}">Save the paper on this phone</a>' in thread
    assert "<audio" in phone.get(heard).content.decode()
    saved = phone.get(paper)
    assert saved["Content-Disposition"] == 'attachment; filename="paper.pdf"' and saved.content.startswith(b"%PDF")
    assert "sandbox" in saved["Content-Security-Policy"] and saved["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("held", "status"),
    [
        pytest.param({"shown_at": -timedelta(hours=1)}, 302, id="a PIN of an hour ago asks again"),
        pytest.param({"borrowed": True}, 403, id="on a borrowed phone nothing opens"),
    ],
)
def test_whoever_has_not_just_shown_who_they_are_sees_no_file(
    phone: Client, casa: Any, hers: str, held: dict[str, Any], status: int
) -> None:
    with acting(casa.system):
        shift = held.get("shown_at")
        Session.objects.update(**({"shown_at": clock.now() + shift} if shift else held))
    page = phone.get(hers)
    assert page.status_code == status and b"data:image" not in page.content


def test_a_borrowed_phone_is_told_where_it_opens(phone: Client, casa: Any, hers: str) -> None:
    with acting(casa.system):
        Session.objects.update(borrowed=True)
    thread = phone.get(PAGE).content.decode()
    assert "It opens on your own phone only." in thread and hers not in thread


def test_a_pin_opens_no_file_of_a_message_that_it_does_not_open(phone: Client, casa: Any, hers: str) -> None:
    with acting(casa.system):
        session = Session.objects.get()
        Session.objects.update(settles_at=session.shown_at + timedelta(hours=72, minutes=5))
    assert phone.get(hers).status_code == 404


@pytest.fixture
def waiting(ana: Any) -> str:
    """The address of a photo that Ana sent this moment: nobody has made it ready yet."""
    at, me, key = clock.now(), person_actor(ana), ids.new()
    with acting(me):
        actions.write(ana.id, written=Written(key, at, "Mire", promised=1), by=me, at=at)
        row, _ = attaching.attach(key, client_id=ids.new(), kind=Kind.PHOTO, data=photo(), by=me, at=at)
    return f"{PAGE}files/{row.id}/"


def test_what_was_sent_just_now_has_its_button_and_opens_as_soon_as_it_can(
    phone: Client, casa: Any, waiting: str
) -> None:
    assert f'href="{waiting}">See the photo</a>' in phone.get(PAGE).content.decode()
    page = phone.get(waiting)
    assert page["Refresh"] == "4; url=?look=1" and "data:image" not in page.content.decode()
    assert "We are making it ready" in page.content.decode()
    jobs.read_attachments(casa.id, clock.now())
    assert 'src="data:image/webp;base64,' in phone.get(f"{waiting}?look=1").content.decode()


@pytest.mark.parametrize("look", ["15", "99"])
def test_a_page_that_waits_stops_to_ask_by_itself(phone: Client, waiting: str, look: str) -> None:
    page = phone.get(f"{waiting}?look={look}")
    assert "Refresh" not in page and "longer than it should" in page.content.decode()


@pytest.mark.parametrize("look", ["", "-1", "x", "٣", "1000"])
def test_what_an_address_says_of_looks_breaks_nothing(phone: Client, waiting: str, look: str) -> None:
    assert phone.get(waiting, {"look": look})["Refresh"] == "4; url=?look=1"


def test_what_cannot_be_opened_leads_back_to_where_it_is_said(phone: Client, casa: Any, ana: Any) -> None:
    at, me, key = clock.now(), person_actor(ana), ids.new()
    with acting(me):
        actions.write(ana.id, written=Written(key, at, "Mire", promised=1), by=me, at=at)
        row, _ = attaching.attach(key, client_id=ids.new(), kind=Kind.PHOTO, data=b"no picture", by=me, at=at)
    jobs.read_attachments(casa.id, at)
    assert phone.get(f"{PAGE}files/{row.id}/")["Location"] == PAGE
    assert "This was not a photo." in phone.get(PAGE).content.decode()


def test_before_it_is_ready_it_waits_for_nobody_else(phone: Client, casa: Any, waiting: str) -> None:
    with acting(casa.system):
        Session.objects.update(shown_at=clock.now() - timedelta(hours=1))
    assert phone.get(waiting).status_code == 302
