"""Saying "it is me": by PIN or passkey, at the door, before a check-in, or not at all."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from amparo.access.rows import acting
from amparo.checkins import queries
from amparo.checkins.models import Checkin, Submission
from amparo.foundation import clock
from amparo.identity.models import Passkey, Session
from amparo.reminders.models import Reminder
from tests.conftest import enrol
from tests.identity.soft_passkey import SoftPasskey
from tests.participant.conftest import open_window

JSON = {"accept": "application/json"}


@pytest.fixture
def phone(phone: Client) -> Client:
    """Ana's phone, set to English."""
    phone.cookies["amparo_language"] = "en"
    return phone


def add(phone: Client, key: SoftPasskey, **spoil: Any) -> Any:
    asked = phone.get("/my/passkeys/new/", headers=JSON).json()
    return phone.post("/my/passkeys/new/", {"passkey": json.dumps(key.make(asked, **spoil)), "device": "phone"})


def come_in(phone: Client, path: str, key: SoftPasskey, **spoil: Any) -> Any:
    asked = phone.get(f"{path}passkey/", headers=JSON).json()
    return phone.post(path, {"passkey": json.dumps(key.sign(asked, **spoil)), "tries": "1"})


def kept(casa: Any, window: Checkin) -> list[Submission]:
    with acting(casa.luz):
        return list(queries.submissions_of([window.id]))


# --- passkeys ---


def test_a_passkey_is_added_listed_used_and_removed(casa: Any, ana: Any, link: Any, phone: Client) -> None:
    key = SoftPasskey()
    assert add(phone, key)["Location"] == "/my/passkeys/"
    page = phone.get("/my/passkeys/").content.decode()
    assert "A phone" in page and "Not used yet." in page
    other = Client()
    assert come_in(other, link.path, key)["Location"] == "/my/"
    assert other.get("/my/").status_code == 200
    remove = re.search(r'action="(/my/passkeys/[0-9a-f-]+/remove/)"', phone.get("/my/passkeys/").content.decode())
    assert phone.post(remove[1])["Location"] == "/my/passkeys/"
    assert other.get("/my/").status_code == 401
    assert come_in(Client(), link.path, key).status_code == 403


def test_it_is_promised_to_be_told_by_message_too(casa: Any, phone: Client) -> None:
    add(phone, SoftPasskey())
    phone.post("/my/words/new/")
    with acting(casa.system):
        told = Reminder.objects.filter(kind="way_in").values_list("step", flat=True)
        assert sorted(told) == ["new_passkey", "new_words"]


def test_what_was_not_taken_is_said_on_the_same_page(casa: Any, phone: Client) -> None:
    refused = add(phone, SoftPasskey(), origin="https://elsewhere.example")
    assert refused.status_code == 422
    assert b"That passkey was not added." in refused.content
    with acting(casa.system):
        assert not Passkey.objects.exists()


def test_the_other_phones_tell_of_it_on_every_screen_until_it_was_me(link: Any, phone: Client) -> None:
    other = Client(headers={"accept-language": "en"})
    other.post(link.path, {"pin": link.pin})
    other.cookies["amparo_language"] = "en"
    add(phone, SoftPasskey())
    for path in ("/my/", "/my/receipts/", "/my/who-looked/", "/my/help/", "/my/time/"):
        assert b"A new passkey opens your page." in other.get(path).content, path
        assert b"A new passkey opens your page." not in phone.get(path).content, path
    assert other.post("/my/passkeys/seen/").status_code == 302
    assert b"A new passkey opens your page." not in other.get("/my/").content


def test_a_phone_left_lying_adds_none_until_the_pin_is_typed(casa: Any, link: Any, phone: Client) -> None:
    with acting(casa.system):
        Session.objects.update(shown_at=clock.now() - timedelta(hours=1))
    asked = phone.get("/my/passkeys/new/")
    assert asked["Location"] == "/my/it-is-me/?next=%2Fmy%2Fpasskeys%2Fnew%2F"
    shown = phone.post("/my/it-is-me/", {"pin": link.pin, "next": "/my/passkeys/"})
    assert shown["Location"] == "/my/passkeys/"
    assert add(phone, SoftPasskey()).status_code == 302


@pytest.mark.parametrize("path", ["https://elsewhere.example/", "//elsewhere.example", "/staff/", "javascript:x", ""])
def test_afterwards_one_comes_back_to_a_page_of_ones_own(link: Any, phone: Client, path: str) -> None:
    assert phone.post("/my/it-is-me/", {"pin": link.pin, "next": path})["Location"] == "/my/"


def test_a_stolen_question_is_worth_nothing_on_another_phone(link: Any, phone: Client) -> None:
    key = SoftPasskey()
    add(phone, key)
    asked = Client().get(f"{link.path}passkey/", headers=JSON).json()
    assert Client().post(link.path, {"passkey": json.dumps(key.sign(asked))}).status_code == 403


@pytest.mark.parametrize("said", ["", "x", "[]", "{}", "x" * 20_000])
def test_nonsense_is_a_passkey_that_did_not_work(link: Any, said: str) -> None:
    assert Client().post(link.path, {"passkey": said}).status_code == 403


# --- failing in one way offers the others ---


def test_after_two_failures_the_page_puts_the_other_ways_first(link: Any) -> None:
    phone = Client(headers={"accept-language": "en"})
    first = phone.post(link.path, {"pin": link.wrong, "tries": "0"}).content.decode()
    assert "data-without" not in first and "Check in without a PIN" in first
    second = phone.post(link.path, {"pin": link.wrong, "tries": "1"}).content.decode()
    assert "data-without" in second
    by_passkey = come_in(phone, link.path, SoftPasskey()).content.decode()
    assert "That passkey did not work here." in by_passkey and "data-without" in by_passkey


def test_before_a_check_in_too(link: Any, phone: Client, window: Checkin) -> None:
    back = f"/my/check-in/{window.id}/"
    page = phone.post("/my/it-is-me/", {"pin": link.wrong, "tries": "1", "next": back})
    assert page.status_code == 422
    assert b"You can go back and send your check-in without." in page.content
    assert b"You can call us or come in." in page.content


# --- which way a check-in says ---


def test_a_check_in_says_how_this_session_was_last_shown(casa: Any, link: Any, phone: Client, window: Checkin) -> None:
    key = SoftPasskey()
    add(phone, key)
    asked = phone.get("/my/it-is-me/passkey/", headers=JSON).json()
    shown = phone.post("/my/it-is-me/", {"passkey": json.dumps(key.sign(asked))}, headers=JSON)
    assert shown.status_code == 204
    phone.post(f"/my/check-in/{window.id}/", {"step": "send", "q_how": "well"})
    assert [row.identity for row in kept(casa, window)] == ["passkey"]


def test_a_pin_is_as_good(casa: Any, phone: Client, window: Checkin) -> None:
    page = phone.get(f"/my/check-in/{window.id}/").content.decode()
    assert "As I signed in: with your PIN" in page and "passkey.js" not in page
    phone.post(f"/my/check-in/{window.id}/", {"step": "send", "q_how": "well"})
    assert [row.identity for row in kept(casa, window)] == ["pin"]
    with acting(casa.luz):
        assert queries.one(window.id).state == "done"


def test_sent_without_while_signed_in(casa: Any, phone: Client, window: Checkin) -> None:
    path = f"/my/check-in/{window.id}/"
    review = phone.post(path, {"step": "review", "q_how": "well", "way": "none"}).content.decode()
    assert "Sent without. Somebody from the team will look at it." in review
    assert phone.post(path, {"step": "send", "q_how": "well", "way": "none"}).status_code == 302
    assert [row.identity for row in kept(casa, window)] == ["none"]
    with acting(casa.luz):
        assert queries.one(window.id).state == "needs_look"
    # Nothing more is asked; it is offered, and closes the question.
    assert b"We have a check-in" in phone.get("/my/").content
    assert phone.get(path).status_code == 200
    phone.post(path, {"step": "send", "q_how": "well"})
    assert phone.get(path).status_code == 302
    with acting(casa.luz):
        assert queries.one(window.id).state == "done"


# --- with the link alone ---


def test_whoever_used_up_their_tries_still_checks_in(casa: Any, ana: Any, link: Any, window: Checkin) -> None:
    phone = Client(headers={"accept-language": "en"})
    while phone.post(link.path, {"pin": link.wrong}).status_code != 429:
        pass
    form = phone.get(f"{link.path}check-in/")
    assert form.status_code == 200
    client = re.search(r'name="client_id" value="([^"]+)"', form.content.decode())[1]
    said = {"client_id": client, "q_how": "not_well", "q_tell": "I forgot my PIN", "q_needs": "food"}
    got = phone.post(f"{link.path}check-in/", said)
    assert got.status_code == 201
    (row,) = kept(casa, window)
    assert row.receipt_number in got.content.decode()
    assert (row.identity, row.on_time, bytes(row.answers)[:1]) == ("none", True, b"\x01"), "sealed as it arrived"
    with acting(casa.luz):
        assert queries.one(window.id).state == "needs_look"
    assert phone.post(f"{link.path}check-in/", said).content.decode().count(row.receipt_number) >= 1
    assert len(kept(casa, window)) == 1
    assert phone.get("/my/").status_code == 401, "it opens nothing"


def test_the_page_shows_nothing_of_anybody_and_is_the_same_for_every_link(link: Any, ana: Any, window: Checkin) -> None:
    def page(path: str) -> str:
        text = Client(headers={"accept-language": "en"}).get(path).content.decode()
        text = re.sub(r'(name="(client_id|csrfmiddlewaretoken)" value=|nonce=|server-time" content=)"[^"]*"', "", text)
        return text.replace(path, "").replace(path.removesuffix("check-in/"), "")

    mine = f"{link.path}check-in/"
    nobodys = mine.replace(link.token, "0" * len(link.token))
    assert page(mine) == page(nobodys)
    assert page(link.path) == page(link.path.replace(link.token, "0" * len(link.token)))


def test_what_it_takes_is_said_before_the_questions_to_everybody_alike(link: Any) -> None:
    for path in (link.path, link.path.replace(link.token, "x" * len(link.token))):
        page = Client(headers={"accept-language": "en"}).get(f"{path}check-in/").content.decode()
        assert page.index("It only works while your check-in is open.") < page.index('name="q_how"')
        assert f'href="{path}">Sign in with my PIN' in page


def test_the_no_leads_back_to_the_pin(link: Any) -> None:
    page = Client(headers={"accept-language": "en"}).post(f"{link.path}check-in/", {"q_how": "well"}).content.decode()
    assert "We did not keep what you wrote." in page and f'href="{link.path}">Sign in with my PIN' in page


def test_every_no_is_the_same_no(casa: Any, ana: Any, link: Any) -> None:
    def post(path: str) -> tuple[int, str]:
        reply = Client(headers={"accept-language": "en"}).post(path, {"q_how": "well"})
        text = re.sub(r'(nonce=|csrfmiddlewaretoken" value=|server-time" content=)"[^"]*"', "", reply.content.decode())
        return reply.status_code, text.replace(path.removesuffix("check-in/"), "")

    path = f"{link.path}check-in/"
    nobodys = path.replace(link.token, "0" * len(link.token))
    nothing_open = post(path)
    assert nothing_open[0] == 409
    assert post(nobodys) == nothing_open
    open_window(casa, ana)
    assert Client().post(path, {"q_how": "well"}).status_code == 201
    assert post(path) == nothing_open, "too soon after another"


def test_an_old_link_takes_nothing(casa: Any, ana: Any, link: Any, window: Checkin) -> None:
    from amparo.identity import actions

    with acting(casa.luz):
        actions.end_link(ana.id, by=casa.luz, at=clock.now())
    assert Client().post(f"{link.path}check-in/", {"q_how": "well"}).status_code == 409
    assert kept(casa, window) == []


def test_what_is_wrong_in_it_is_said_and_what_was_typed_stays(link: Any, window: Checkin) -> None:
    reply = Client().post(f"{link.path}check-in/", {"q_how": "nonsense", "q_tell": "hello"})
    assert reply.status_code == 422
    assert b"hello" in reply.content


def test_one_persons_link_writes_for_nobody_else(casa: Any, ana: Any, link: Any, window: Checkin) -> None:
    bea = enrol(casa, name="Bea", case_number="A222222222", contacts=[])
    hers = open_window(casa, bea)
    Client().post(f"{link.path}check-in/", {"q_how": "well"})
    assert len(kept(casa, window)) == 1 and kept(casa, hers) == []


def test_the_links_secret_travels_nowhere_from_there_either(link: Any, window: Checkin) -> None:
    path = f"{link.path}check-in/"
    for reply in (Client().get(path), Client().post(path, {"q_how": "well"}), Client().post(path, {"q_how": "well"})):
        assert reply["Referrer-Policy"] == "strict-origin"
        assert reply["Cache-Control"] == "no-store"
