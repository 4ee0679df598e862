"""Somebody close knew the link and the PIN: with new ones, nothing of theirs is left, and the person loses nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from amparo.access.rows import acting
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.identity import actions as identity
from amparo.people import contacts
from amparo.people import queries as people
from tests.participant.test_pages import PUSH

ENDINGS = [identity.issue_link_and_pin, identity.end_link, identity.end_all_sessions]


def subscribe(phone: Client, n: int = 0) -> int:
    said = PUSH | {"endpoint": f"https://push.example.org/{n}"}
    return int(phone.post("/my/push/", json.dumps(said), content_type="application/json").status_code)


def reached_by(casa: Any, ana: Any) -> list[str]:
    with acting(casa.luz):
        return sorted(contact.kind for contact in people.contacts_of(ana) if contact.state == "active")


@pytest.mark.parametrize("end", ENDINGS, ids=lambda end: end.__name__)
def test_their_phone_is_not_reminded_any_more(end: Any, casa: Any, ana: Any, phone: Client, luz: Client) -> None:
    assert subscribe(phone) == 204
    assert reached_by(casa, ana) == ["email", "push", "sms"]
    with acting(casa.luz):
        end(ana.id, by=casa.luz, at=clock.now())
    assert reached_by(casa, ana) == ["email", "sms"]
    with acting(casa.luz):
        assert [c.settled_by for c in people.contacts_of(ana) if c.kind == "push"] == [casa.luz.id], (
            "no line of the day"
        )


def test_whoever_signs_in_again_is_offered_it_and_can_have_it_again(casa: Any, ana: Any, phone: Client) -> None:
    subscribe(phone)
    assert b"data-reminded" in phone.get("/my/").content
    with acting(casa.luz):
        token, pin = identity.issue_link_and_pin(ana.id, by=casa.luz, at=clock.now())
    phone.post(f"/my/hello/{casa.programme.slug}/{token}/", {"pin": pin})
    assert b"data-reminded" not in phone.get("/my/").content
    assert subscribe(phone) == 204
    assert reached_by(casa, ana) == ["email", "push", "sms"]


def test_their_browsers_take_no_room_from_telephone_numbers(casa: Any, ana: Any, phone: Client) -> None:
    answers = [subscribe(phone, n) for n in range(20)]
    assert answers.count(204) == contacts.MOST_BROWSERS
    with acting(casa.luz):
        contacts.add_contact(ana.id, "sms", "+13055550777", by=casa.luz, at=clock.now())
    assert reached_by(casa, ana).count("sms") == 2


def test_a_stranger_ends_nobodys_reminders(casa: Any, ana: Any, phone: Client) -> None:
    subscribe(phone)
    with acting(casa.teo), pytest.raises(Refused, match="not_allowed"):
        contacts.end_browsers(ana.id, by=casa.teo, at=clock.now())
    assert reached_by(casa, ana) == ["email", "push", "sms"]
