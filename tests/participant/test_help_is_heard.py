"""Whoever asks for help reads that it was heard, until somebody has taken care of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from amparo.access.rows import acting
from amparo.checkins import actions
from amparo.checkins.models import Checkin
from amparo.foundation import clock, ids

HEARD = "Your team sees it, and somebody will call you."
CALL = 'href="tel:'


@pytest.fixture(autouse=True)
def english(phone: Client) -> None:
    phone.post("/my/language/", {"language": "en"})


def sent(phone: Client, window: Checkin, **answers: Any) -> str:
    """The receipt of a check-in with these answers."""
    typed = {"step": "send", "client_id": str(ids.new()), "question_set": "1"} | answers
    return phone.post(f"/my/check-in/{window.id}/", typed)["Location"]


def shown(phone: Client, address: str) -> str:
    answer = phone.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.parametrize("answers", [{"q_how": "bad"}, {"q_needs": ["food"]}], ids=["very bad", "a need"])
def test_the_receipt_says_that_somebody_will_call_and_gives_the_number(
    phone: Client, window: Checkin, answers: Any
) -> None:
    receipt = shown(phone, sent(phone, window, **answers))
    assert HEARD in receipt and CALL in receipt and "Nothing more is asked of you" in receipt


def test_without_a_call_for_help_no_page_tells_of_one(phone: Client, window: Checkin) -> None:
    receipt = shown(phone, sent(phone, window, q_needs=["none"]))
    assert "You asked for help." not in receipt + shown(phone, "/my/")


def test_what_is_next_says_so_until_somebody_took_care(phone: Client, window: Checkin, casa: Any) -> None:
    receipt = sent(phone, window, q_needs=["food"])
    assert HEARD in shown(phone, "/my/") and CALL in shown(phone, "/my/")
    with acting(casa.luz):
        actions.handle_help(Checkin.objects.get(id=window.id), by=casa.luz, at=clock.now() + timedelta(seconds=1))
    assert "You asked for help." not in shown(phone, "/my/")
    assert HEARD not in shown(phone, receipt) and "Your team took care of it." in shown(phone, receipt)


def test_asked_for_on_the_page_for_more_time_it_stands_on_what_is_next_too(phone: Client, window: Checkin) -> None:
    phone.post(f"/my/check-in/{window.id}/cannot/", {"kind": "help"})
    assert HEARD in shown(phone, "/my/")


def test_without_a_pin_too_the_receipt_says_that_it_is_seen(link: Any, phone: Client, window: Checkin) -> None:
    typed = {"client_id": str(ids.new()), "question_set": "1", "q_needs": ["food"]}
    answer = phone.post(f"{link.path}check-in/", typed)
    assert answer.status_code == 201 and HEARD in answer.content.decode()
