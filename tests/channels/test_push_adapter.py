"""Web push: readable by one browser only, signed by us, replaced instead of repeated."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from amparo.channels.adapters.push import vapid
from amparo.channels.adapters.push.webpush import WebPush, topic
from amparo.channels.outcomes import Kind, Outcome, Push, Why
from amparo.foundation import clock, ids
from tests.outside.push_service import Browser, PushService

AT = clock.now()
SENDER = vapid.Sender(vapid.new_keys().private, "mailto:office@amparo.example")


def a_push(browser: Browser, **more: object) -> Push:
    known = {"title": "Mañana", "text": "Tienes una cita", "link": "/next"} | browser.subscription
    return Push(ids.new(), **(known | more))  # type: ignore[arg-type]


def send(service: PushService, *pushes: Push, **line: object) -> dict[UUID, Outcome]:
    adapter = WebPush(SENDER, line=service.line(**line))
    outcomes = {outcome.reference: outcome for outcome in adapter.send(pushes, at=AT)}
    adapter.close()
    return outcomes


def test_a_browser_reads_what_was_written(push: PushService) -> None:
    browser = push.subscribe()
    sent = a_push(browser)
    assert send(push, sent)[sent.reference] == Outcome(sent.reference, Kind.SENT)
    words = {"title": "Mañana", "body": "Tienes una cita", "url": "/next"}
    assert browser.received == [words | {"tag": topic(sent.reference)}]


def test_the_same_message_again_replaces_the_one_that_waits(push: PushService) -> None:
    browser = push.subscribe()
    sent = a_push(browser)
    send(push, sent, sent)
    assert len(browser.received) == 2 and len(browser.waiting) == 1


def test_it_waits_no_longer_than_it_is_useful(push: PushService) -> None:
    browser = push.subscribe()
    send(
        push,
        a_push(browser, expires_at=AT + timedelta(hours=2)),
        a_push(browser, expires_at=AT - timedelta(1)),
    )
    assert sorted(headers["ttl"] for headers in browser.headers) == ["0", "7200"]


def test_different_words_have_one_length(push: PushService) -> None:
    browser = push.subscribe()
    send(push, a_push(browser, text="x"), a_push(browser, text="a much longer sentence about tomorrow"))
    assert len({headers["content-length"] for headers in browser.headers}) == 1


@pytest.mark.parametrize(
    ("status", "kind", "why"),
    [
        (404, Kind.PERMANENT, Why.GONE),
        (410, Kind.PERMANENT, Why.GONE),
        (413, Kind.PERMANENT, Why.TOO_LARGE),
        (403, Kind.PERMANENT, Why.OURS),
        (400, Kind.PERMANENT, Why.MALFORMED),
        (429, Kind.RETRY_LATER, Why.BUSY),
        (406, Kind.RETRY_LATER, Why.BUSY),
        (500, Kind.RETRY_LATER, Why.OUTAGE),
        (503, Kind.RETRY_LATER, Why.OUTAGE),
        ("drop after", Kind.UNKNOWN, Why.OUTAGE),
    ],
)
def test_each_refusal_has_its_meaning(push: PushService, status: int | str, kind: Kind, why: Why) -> None:
    push.faults.append(status)
    sent = a_push(push.subscribe())
    outcome = send(push, sent)[sent.reference]
    assert (outcome.kind, outcome.why) == (kind, why)
    assert outcome.retry_after == (timedelta(seconds=7) if status in (429, 503) else None)


def test_a_browser_that_left_is_gone(push: PushService) -> None:
    browser = push.subscribe()
    browser.gone = True
    sent = a_push(browser)
    assert send(push, sent)[sent.reference].why is Why.GONE


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ({"p256dh": "AAAA"}, "subscription_keys"),
        ({"p256dh": "B" + "A" * 86}, "subscription_keys"),
        ({"auth": "***"}, "subscription_keys"),
        ({"auth": "AAAA"}, "subscription_keys"),
        ({"text": "x" * 4000}, "payload"),
    ],
    ids=["key too short", "key not on the curve", "not base64", "secret too short", "too long"],
)
def test_one_bad_message_does_not_stop_the_others(push: PushService, broken: dict[str, str], code: str) -> None:
    bad, good = a_push(push.subscribe(), **broken), a_push(push.subscribe())
    outcomes = send(push, bad, good)
    assert (outcomes[bad.reference].kind, outcomes[bad.reference].code) == (Kind.PERMANENT, code)
    assert outcomes[good.reference].kind is Kind.SENT


def test_an_endpoint_inside_our_network_is_never_called(push: PushService) -> None:
    inside, hidden = a_push(push.subscribe()), a_push(push.subscribe(), address="https://10.0.0.1/x")
    outcomes = send(push, inside, hidden, allow_local=False)
    assert {outcome.why for outcome in outcomes.values()} == {Why.BAD_ADDRESS}


def test_nobody_can_be_asked(push: PushService) -> None:
    sent = a_push(push.subscribe())
    adapter = WebPush(SENDER, line=push.line())
    assert adapter.seen([sent], since=AT) == {sent.reference: Outcome(sent.reference, Kind.UNKNOWN)}
    assert (adapter.can_be_asked, adapter.repeats_are_harmless) == (False, True)


def test_nothing_of_the_person_is_printed(push: PushService) -> None:
    sent = a_push(push.subscribe())
    assert push.origin not in repr(sent) and "cita" not in repr(sent)
