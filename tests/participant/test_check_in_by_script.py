"""A check-in that a phone has sealed: kept as it is, answered with a receipt, any number of times."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from django.db import OperationalError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from amparo.access.rows import acting
from amparo.checkins import actions, queries, receipt
from amparo.checkins.models import Checkin, Submission
from amparo.checkins.rules import CheckinState
from amparo.foundation import clock, ids
from amparo.foundation.errors import Refused
from amparo.identity import cookie
from amparo.participant import from_phone

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_128_GCM)


def sealed(person: Any, field: str, client_id: Any, value: Any) -> str:
    """As seal.js does it."""
    key = X25519PublicKey.from_public_bytes(bytes(person.phone_key_x25519))
    info = f"amparo/phone/1|{field}|{person.programme_id}|{person.id}|{client_id}"
    blob = b"\x02" + SUITE.encrypt(json.dumps(value).encode(), key, info.encode())
    return base64.urlsafe_b64encode(blob).rstrip(b"=").decode()


@pytest.fixture
def said(ana: Any) -> dict[str, Any]:
    client_id, now = ids.new(), clock.now()
    return {
        "client_id": str(client_id),
        "captured_at": now.isoformat(),
        "clock": {"device_now": now.isoformat(), "last_server_at": None, "device_at_last_server": None},
        "sealed_answers": sealed(ana, "answers", client_id, {"how": "well"}),
        "sealed_place": sealed(ana, "place", client_id, {"latitude": 25.8, "longitude": -80.2}),
        "place_cause": None,
        "wants_help": False,
        "question_set": "1",
        "language": "es",
    }


def send(phone: Client, window: Checkin, said: Any, **headers: str) -> Any:
    body = said if isinstance(said, str | bytes) else json.dumps(said)
    headers.setdefault("x_device_time", clock.now().isoformat())
    return phone.post(
        f"/my/check-in/{window.id}/",
        body,
        content_type="application/json",
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )


def test_a_sealed_capture_is_kept_as_it_came_and_has_a_receipt(
    phone: Client, window: Checkin, said: Any, casa: Any, ana: Any
) -> None:
    answer = send(phone, window, said)
    assert answer.status_code == 201
    told = answer.json()
    signed = receipt.from_text(told["receipt"]["text"])
    kept = receipt.verify(signed, bytes(casa.programme.receipt_key))
    assert (str(kept.client_id), kept.on_time) == (said["client_id"], True)
    assert phone.get(told["next"]).status_code == 200
    with acting(casa.luz):
        row = Submission.objects.get()
        assert queries.answers(row, ana, by=casa.luz, at=clock.now()) == {"how": "well"}
        assert queries.place(row, ana, by=casa.luz, at=clock.now())["latitude"] == 25.8


def test_the_same_bytes_again_are_the_same_receipt(phone: Client, window: Checkin, said: Any) -> None:
    first, again = (send(phone, window, said) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()


def test_the_same_key_with_other_bytes_is_noticed(phone: Client, window: Checkin, said: Any) -> None:
    send(phone, window, said)
    answer = send(phone, window, said | {"wants_help": True})
    assert (answer.status_code, answer.json()["code"]) == (422, "key_used_differently")


def test_captured_offline_and_sent_two_days_later_is_on_time(
    phone: Client, window: Checkin, said: Any, casa: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    captured = window.closes_at - timedelta(hours=2)
    seen = captured - timedelta(hours=5)
    evidence = {"device_now": str(captured), "last_server_at": str(seen), "device_at_last_server": str(seen)}
    later = window.closes_at + timedelta(days=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    answer = send(phone, window, said | {"captured_at": str(captured), "clock": evidence}, x_device_time=str(later))
    assert receipt.read(receipt.from_text(answer.json()["receipt"]["text"])).on_time is True


def test_a_phone_that_lives_in_2012_is_believed_where_its_clock_ran_steadily(
    phone: Client, window: Checkin, said: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = datetime(2012, 1, 1, tzinfo=UTC) - clock.now()
    captured, seen = window.closes_at - timedelta(hours=2), window.closes_at - timedelta(hours=5)
    evidence = {"last_server_at": str(seen), "device_at_last_server": str(seen + wrong)}
    later = window.closes_at + timedelta(hours=30)
    monkeypatch.setattr(clock, "now", lambda: later)
    changed = said | {"captured_at": str(captured + wrong), "clock": evidence}
    answer = send(phone, window, changed, x_device_time=str(later + wrong))
    assert receipt.read(receipt.from_text(answer.json()["receipt"]["text"])).on_time is True


def test_a_clock_that_says_nothing_goes_to_a_human_and_is_never_refused(
    phone: Client, window: Checkin, said: Any, casa: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = window.closes_at + timedelta(hours=30)
    monkeypatch.setattr(clock, "now", lambda: later)
    answer = send(phone, window, said | {"captured_at": "2012-01-01T00:00:00Z", "clock": None}, x_device_time="?")
    assert answer.status_code == 201
    with acting(casa.luz):
        assert queries.one(window.id).state == CheckinState.NEEDS_LOOK


def test_nobody_signed_in_is_told_so_and_the_capture_waits(phone: Client, window: Checkin, said: Any) -> None:
    del phone.cookies[cookie.SESSION_NAME]
    answer = send(phone, window, said)
    assert (answer.status_code, answer.json()["code"]) == (401, "signed_out")


def test_a_check_in_that_is_not_asked_any_more_is_said_in_words(phone: Client, window: Checkin, said: Any) -> None:
    answer = phone.post(f"/my/check-in/{ids.new()}/", json.dumps(said), content_type="application/json")
    assert answer.status_code == 409
    assert set(answer.json()) == {"code", "message", "what_to_do"}


@pytest.mark.parametrize("fault", [Refused("vault_unavailable"), OperationalError("away")], ids=["vault", "database"])
def test_our_own_fault_asks_the_phone_to_try_again(
    phone: Client, window: Checkin, said: Any, fault: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise fault

    with monkeypatch.context() as away:
        away.setattr(actions, "submit", broken)
        answer = send(phone, window, said)
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert send(phone, window, said).status_code == 201


UNREADABLE = [
    pytest.param("{", id="broken"),
    pytest.param("[]", id="a list"),
    pytest.param("[" * 60_000, id="very deep"),
    pytest.param({"client_id": "x"}, id="no key"),
    pytest.param({"sealed_answers": None}, id="no answers"),
    pytest.param({"sealed_answers": "AAAA"}, id="not sealed"),
    pytest.param({"sealed_answers": "!!!!"}, id="not base64"),
    pytest.param({"sealed_place": "é"}, id="a place that is none"),
]


@pytest.mark.parametrize("wrong", UNREADABLE)
def test_what_cannot_be_kept_at_all_is_said_in_words(phone: Client, window: Checkin, said: Any, wrong: Any) -> None:
    answer = send(phone, window, said | wrong if isinstance(wrong, dict) else wrong)
    assert (answer.status_code, answer.json()["code"]) == (400, "unreadable")


def test_more_than_a_check_in_can_be_is_not_read(phone: Client, window: Checkin, said: Any) -> None:
    answer = send(phone, window, said | {"sealed_answers": "A" * 100_000})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize("odd", [{"language": "xx"}, {"question_set": []}, {"wants_help": "yes"}, {"place_cause": 5}])
def test_whatever_is_merely_odd_is_kept(phone: Client, window: Checkin, said: Any, odd: Any) -> None:
    assert send(phone, window, said | odd | {"sealed_place": None}).status_code == 201


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
NAMES = ("client_id", "captured_at", "clock", "sealed_answers", "sealed_place", "place_cause", "question_set")


@given(st.dictionaries(st.sampled_from(NAMES), anything), st.text(max_size=30), st.text(max_size=30))
def test_whatever_a_phone_sends_is_read_or_refused_and_nothing_else(
    said: dict[str, Any], device_now: str, since: str
) -> None:
    try:
        from_phone.capture(json.dumps(said).encode(), device_now=device_now, since_capture=since)
    except Refused as no:
        assert no.code in ("unreadable", "too_large")


@given(anything, st.text(max_size=30), anything)
def test_whatever_a_clock_says_the_capture_is_read(clock_: Any, device_now: str, captured: Any) -> None:
    good = base64.urlsafe_b64encode(b"\x02" + b"x" * 60).decode()
    said = {"client_id": str(ids.new()), "sealed_answers": good, "clock": clock_, "captured_at": captured}
    read = from_phone.capture(json.dumps(said).encode(), device_now=device_now, since_capture="5")
    assert read.sealed_answers
