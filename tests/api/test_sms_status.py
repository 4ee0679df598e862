"""Receipts arrive late, twice, out of order and forged."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.test import Client

from amparo.access.rows import acting
from amparo.people.models import ContactPoint
from amparo.reminders import sending
from tests.conftest import enrol
from tests.reminders.conftest import at_noon, fate, hearing

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def sent(casa: Any, ana: Any, texts: Any) -> Any:
    """A reminder that the provider has taken."""
    reminder = hearing(casa, ana, at_noon(ana))
    sending.send_due(casa.id, at=at_noon(ana))
    return reminder


def tell(url: str, form: dict[str, str], signature: str) -> int:
    where = urlsplit(url)
    answer = Client().post(
        f"{where.path}?{where.query}", urlencode(form), content_type=FORM, headers={"X-Twilio-Signature": signature}
    )
    assert not answer.content
    return answer.status_code


def test_a_delivered_text_needs_no_other_channel(casa, ana, texts, sent) -> None:
    assert tell(*texts.call_back(texts.messages[0], "delivered")) == 204
    now = fate(casa, sent)
    assert (now.states, now.row.follow_up_at) == ([("sms", "delivered")], None)
    with acting(casa.system):
        assert ContactPoint.objects.get(person=ana, kind="sms").last_heard_at is not None


@pytest.mark.parametrize("order", [("sent", "delivered", "sent"), ("delivered", "undelivered"), ("delivered",) * 3])
def test_whatever_the_order_delivered_stays_delivered(casa, texts, sent, order) -> None:
    for status in order:
        assert tell(*texts.call_back(texts.messages[0], status)) == 204
    assert fate(casa, sent).states == [("sms", "delivered")]


def test_an_undelivered_text_makes_the_next_channel_follow_at_once(casa, ana, texts, sent) -> None:
    before = fate(casa, sent).row.follow_up_at
    tell(*texts.call_back(texts.messages[0], "undelivered", "30003"))
    assert fate(casa, sent).row.follow_up_at < before
    with acting(casa.system):
        assert ContactPoint.objects.get(person=ana, kind="sms").state == "active"


def test_a_number_that_is_nobodys_any_more_is_retired(casa, ana, texts, sent) -> None:
    tell(*texts.call_back(texts.messages[0], "undelivered", "30005"))
    with acting(casa.system):
        assert ContactPoint.objects.get(person=ana, kind="sms").state == "retired"


def test_a_late_proof_of_delivery_takes_the_line_off_the_workers_day(casa, texts) -> None:
    person = enrol(casa, contacts=[("sms", "+13055550123")])
    at = at_noon(person)
    reminder = hearing(casa, person, at)
    sending.send_due(casa.id, at=at)
    sending.follow_up(casa.id, at=at + timedelta(hours=1))
    assert fate(casa, reminder).row.unheard_at is not None
    tell(*texts.call_back(texts.messages[0], "delivered"))
    assert fate(casa, reminder).row.unheard_at is None


def test_a_receipt_comes_before_the_answer_to_our_own_request(casa, texts) -> None:
    person = enrol(casa, zone="Etc/GMT", contacts=[("sms", "+13055550123")])
    at = at_noon(person)
    reminder = hearing(casa, person, at)
    texts.faults.append("drop after")
    sending.send_due(casa.id, at=at)
    tell(*texts.call_back(texts.messages[0], "delivered"))
    assert sending.send_again(casa.id, at=at + timedelta(minutes=5)) == 0
    assert (len(texts.messages), fate(casa, reminder).states) == (1, [("sms", "delivered")])


@pytest.mark.parametrize("forged", ["other form", "other address", "no signature", "other programme"])
def test_a_forged_receipt_is_refused_without_a_word(casa, elsewhere, texts, sent, forged) -> None:
    url, form, signature = texts.call_back(texts.messages[0], "delivered")
    if forged == "other form":
        form["MessageStatus"] = "failed"
    elif forged == "other address":
        url = url.replace("ref=", "ref=0")
    elif forged == "other programme":
        url = url.replace(casa.programme.slug, elsewhere.programme.slug)
    else:
        signature = ""
    assert tell(url, form, signature) == 403
    assert fate(casa, sent).states == [("sms", "sent")]


def test_a_receipt_for_nothing_we_know_changes_nothing(casa, texts, sent) -> None:
    from amparo.channels import providers
    from amparo.channels.adapters.sms import callbacks
    from tests.outside.sms_provider import SECRET

    url = f"{providers.status_url(casa.programme.slug)}?ref=nonsense"
    form = {"MessageSid": "SMnobody", "MessageStatus": "delivered"}
    assert tell(url, form, callbacks.signature(url, form.items(), SECRET)) == 204
