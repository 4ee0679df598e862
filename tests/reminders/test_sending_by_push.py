"""A reminder by Web Push through the whole chain: due, claimed, encrypted, decrypted by the browser, settled."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from amparo.access.rows import acting
from amparo.casework import today
from amparo.casework.urgency import Kind
from amparo.channels import providers
from amparo.foundation import clock
from amparo.people import contacts
from amparo.people.models import ContactPoint
from amparo.reminders import decency, reply_link, sending
from tests.conftest import enrol, person_actor
from tests.outside.push_service import Browser, PushService
from tests.reminders.conftest import fate, hearing, midday_zone


@pytest.fixture
def pushes(push: PushService, settings: Any, monkeypatch: Any) -> Iterator[PushService]:
    """Notifications go to the push service of the tests, whose certificate this machine trusts."""
    settings.ALLOW_LOCAL_PROVIDERS, settings.SMTP_URL, settings.SMS_ACCOUNT = True, "", ""
    monkeypatch.setenv("SSL_CERT_FILE", push.authorities)
    providers.forget()
    yield push
    providers.forget()


def reached_by(casa: Any, browser: Browser, **changes: Any) -> Any:
    """Somebody whom only this browser reaches, as the browser told us itself. It is noon where they live."""
    person = enrol(casa, contacts=[], zone=midday_zone(), **changes)
    told = browser.subscription
    address = json.dumps({"endpoint": told["address"], "keys": {name: told[name] for name in ("p256dh", "auth")}})
    me = person_actor(person)
    with acting(me):
        contacts.add_contact(person.id, "push", address, by=me, at=clock.now())
    return person


@pytest.mark.parametrize("language", ["en", "es", "ht", "ar", "zh-hans"])
def test_the_browser_reads_a_decent_reminder_in_the_persons_language(casa: Any, pushes: Any, language: str) -> None:
    browser = pushes.subscribe()
    person, at = reached_by(casa, browser, language=language), clock.now()
    reminder = hearing(casa, person, at, place="Immigration Court, 333 South Miami Avenue")
    assert [sending.send_due(casa.id, at=at), sending.send_due(casa.id, at=at)] == [1, 0]

    (shown,) = browser.received
    assert set(shown) == {"tag", "title", "body", "url"}
    assert shown["title"] and shown["body"]
    assert decency.reveals(f"{shown['title']} {shown['body']}") == []
    words = json.dumps(shown, ensure_ascii=False)
    assert not any(said in words for said in ("Ana", "Pérez", "A123456789", "Immigration", "333", str(person.id)))
    assert shown["url"] == reply_link.url(casa.programme.slug, reminder.id)
    assert int(browser.headers[0]["ttl"]) > 0

    now = fate(casa, reminder)
    assert (now.states, now.row.state, now.row.unheard_at) == ([("push", "sent")], "taken", None)


def test_what_is_sent_again_replaces_what_the_phone_shows(casa: Any, pushes: Any) -> None:
    browser = pushes.subscribe()
    person, at = reached_by(casa, browser), clock.now()
    reminder = hearing(casa, person, at)
    pushes.faults.append("drop after")
    sending.send_due(casa.id, at=at)
    for _ in range(3):
        at += timedelta(minutes=1)
        sending.send_again(casa.id, at=at)
    assert len({shown["tag"] for shown in browser.received}) == len(browser.waiting) == 1
    assert fate(casa, reminder).states == [("push", "sent")]


def test_a_browser_that_is_gone_is_retired_and_a_line_on_the_workers_day(casa: Any, pushes: Any) -> None:
    browser = pushes.subscribe()
    person, at = reached_by(casa, browser), clock.now()
    reminder = hearing(casa, person, at)
    browser.gone = True
    sending.send_due(casa.id, at=at)
    with acting(casa.system):
        (contact,) = ContactPoint.objects.filter(person=person)
    assert (contact.state, contact.state_reason, contact.settled_at) == ("retired", "gone", None)
    now = fate(casa, reminder)
    assert (now.states, browser.received) == ([("push", "failed")], [])
    assert now.row.unheard_at is not None
    with acting(casa.luz):
        lines = [line for line in today.needs(by=casa.luz, at=at) if line.row_id in (contact.id, reminder.id)]
    assert {line.kind for line in lines} >= {Kind.CONTACT_DEAD}
