"""Who says in a check-in that they moved or have a new number is asked: that it is so is told, never what."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from amparo.access.rows import acting
from amparo.casework import today
from amparo.casework.urgency import Kind
from amparo.checkins import actions, queries, receipt
from amparo.checkins.models import Checkin, Submission
from amparo.checkins.rules import CheckinState
from amparo.foundation import clock, ids
from tests.participant.test_check_in_by_form import address
from tests.participant.test_check_in_by_script import said, sealed, send

__all__ = ["said"]

YOU_SAID = "You said that something changed."


@pytest.fixture
def news(said: Any, ana: Any) -> dict[str, Any]:
    """What the newer script sends of somebody who moved."""
    answers = sealed(ana, "answers", said["client_id"], {"address_changed": True})
    return said | {"sealed_answers": answers, "says_changed": True}


def stands(casa: Any, window: Checkin) -> tuple[Any, ...]:
    """Where the window stands, why somebody should look, and what waits for Luz."""
    with acting(casa.luz):
        now = queries.one(window.id)
        return now.state, now.looks, [need.kind for need in today.needs(by=casa.luz, at=clock.now())]


DONE_AND_ASKED = (CheckinState.DONE, ["says_changed"], [Kind.SAYS_CHANGED])


def by_form(phone: Client, window: Checkin, **typed: Any) -> Any:
    return phone.post(address(window), {"step": "send", "client_id": str(ids.new()), "question_set": "1"} | typed)


def test_by_script_it_is_done_on_time_and_somebody_asks(phone: Client, window: Checkin, news: Any, casa: Any) -> None:
    answer = send(phone, window, news)
    assert answer.status_code == 201
    assert receipt.read(receipt.from_text(answer.json()["receipt"]["text"])).on_time is True
    assert stands(casa, window) == DONE_AND_ASKED


def test_sent_twice_it_stays_one_quiet_success(phone: Client, window: Checkin, news: Any, casa: Any) -> None:
    first, again = (send(phone, window, news) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200) and first.json() == again.json()
    assert stands(casa, window) == DONE_AND_ASKED
    with acting(casa.luz):
        assert Submission.objects.get().replays == 1


def test_sent_again_after_somebody_asked_it_does_not_come_back(
    phone: Client, window: Checkin, news: Any, casa: Any
) -> None:
    send(phone, window, news)
    with acting(casa.luz):
        actions.handle_changed(queries.one(window.id), by=casa.luz, at=clock.now())
    assert send(phone, window, news).status_code == 200
    assert stands(casa, window) == (CheckinState.DONE, [], [])


def test_a_phone_with_the_older_script_is_taken_as_before(phone: Client, window: Checkin, news: Any, casa: Any) -> None:
    del news["says_changed"]
    assert send(phone, window, news).status_code == 201
    assert stands(casa, window) == (CheckinState.DONE, [], [])


@pytest.mark.parametrize("odd", ["yes", 1, None, [], {"what": "7 Tamarind Court"}])
def test_what_is_no_yes_says_nothing(phone: Client, window: Checkin, news: Any, casa: Any, odd: Any) -> None:
    assert send(phone, window, news | {"says_changed": odd}).status_code == 201
    assert stands(casa, window) == (CheckinState.DONE, [], [])


def test_a_phone_that_says_it_of_nothing_costs_one_question(
    phone: Client, window: Checkin, said: Any, casa: Any
) -> None:
    assert send(phone, window, said | {"says_changed": True}).status_code == 201
    assert stands(casa, window) == DONE_AND_ASKED


def test_the_same_key_that_says_something_else_is_noticed(phone: Client, window: Checkin, news: Any, casa: Any) -> None:
    send(phone, window, news | {"says_changed": False})
    assert send(phone, window, news).json()["code"] == "key_used_differently"
    assert stands(casa, window) == (CheckinState.DONE, [], [])


def test_nothing_in_clear_says_what_changed(phone: Client, window: Checkin, news: Any, casa: Any) -> None:
    assert "address" not in json.dumps(news)
    send(phone, window, news)
    with acting(casa.luz):
        row, now = Submission.objects.values().get(), Checkin.objects.values().get(id=window.id)
    assert bytes(row["answers"]) and "address" not in f"{row}{now}"


@pytest.mark.parametrize("question", ["q_address_changed", "q_phone_changed"])
def test_by_form_a_yes_is_told(phone: Client, window: Checkin, casa: Any, question: str) -> None:
    assert by_form(phone, window, **{question: "yes"}).status_code == 302
    assert stands(casa, window) == DONE_AND_ASKED


@pytest.mark.parametrize("typed", [{}, {"q_address_changed": "no", "q_phone_changed": "no"}])
def test_by_form_without_a_yes_nothing_waits(phone: Client, window: Checkin, casa: Any, typed: Any) -> None:
    by_form(phone, window, **typed)
    assert stands(casa, window) == (CheckinState.DONE, [], [])


def test_said_in_a_second_answer_it_is_heard(phone: Client, window: Checkin, casa: Any) -> None:
    by_form(phone, window, q_address_changed="no")
    by_form(phone, window, q_address_changed="yes")
    assert stands(casa, window) == DONE_AND_ASKED


def test_with_the_link_alone_it_waits_for_the_look_that_comes_anyway(
    link: Any, phone: Client, window: Checkin, casa: Any
) -> None:
    typed = {"client_id": str(ids.new()), "question_set": "1", "q_phone_changed": "yes"}
    assert phone.post(f"{link.path}check-in/", typed).status_code == 201
    looks = ["identity_not_confirmed", "says_changed"]
    assert stands(casa, window) == (CheckinState.NEEDS_LOOK, looks, [Kind.TO_LOOK_AT])


def test_the_receipt_says_that_it_is_seen_and_leads_on(phone: Client, window: Checkin, casa: Any) -> None:
    phone.post("/my/language/", {"language": "en"})
    there = by_form(phone, window, q_address_changed="yes")["Location"]
    page = phone.get(there).content.decode()
    assert YOU_SAID in page and page.index(YOU_SAID) < page.index("Receipt number")
    assert page.count('href="/my/address/"') == 1 and "Nothing more is asked of you" in page
    with acting(casa.luz):
        actions.handle_changed(queries.one(window.id), by=casa.luz, at=clock.now())
    later = phone.get(there).content.decode()
    assert YOU_SAID not in later and 'href="/my/address/"' in later


def test_who_says_no_reads_nothing_of_it(phone: Client, window: Checkin) -> None:
    phone.post("/my/language/", {"language": "en"})
    page = phone.get(by_form(phone, window, q_address_changed="no")["Location"]).content.decode()
    assert YOU_SAID not in page and "Did something change?" in page
