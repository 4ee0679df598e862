"""Answers sealed on a phone are a stranger's bytes: whatever they are, the worker's page opens."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from django.test import Client

from amparo.access.rows import acting
from amparo.checkins.models import Checkin, Submission
from amparo.foundation import clock, ids

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_128_GCM)

STRANGE = {
    "an object for an answer": b'{"how": {"a": 1}}',
    "lists in lists": b'{"needs": [["food"], {"b": 2}]}',
    "no text": b"\xff\xfe",
    "half a sign": b'{"how": "\\ud800", "\\udfff": ["\\ud800"]}',
    "deeper than Python goes": b"[" * 20_000,
    "an object that deep": b'{"a":' * 900 + b"1" + b"}" * 900,
    "no number": b'{"how": NaN, "x": 1e999}',
    "a list": b"[1, 2]",
    "nothing": b"",
    "markup": b'{"<script>alert(1)</script>": "<img src=x onerror=alert(1)>"}',
}


def sealed(person: Any, field: str, client_id: Any, raw: bytes) -> str:
    key = X25519PublicKey.from_public_bytes(bytes(person.phone_key_x25519))
    info = f"amparo/phone/1|{field}|{person.programme_id}|{person.id}|{client_id}"
    return base64.urlsafe_b64encode(b"\x02" + SUITE.encrypt(raw, key, info.encode())).rstrip(b"=").decode()


def send(phone: Client, person: Any, window: Checkin, raw: bytes) -> None:
    client_id = ids.new()
    said = {
        "client_id": str(client_id),
        "captured_at": clock.now().isoformat(),
        "sealed_answers": sealed(person, "answers", client_id, raw),
        "sealed_place": sealed(person, "place", client_id, raw[:1000]),
    }
    answer = phone.post(f"/my/check-in/{window.id}/", json.dumps(said), content_type="application/json")
    assert answer.status_code == 201


@pytest.mark.parametrize("raw", STRANGE.values(), ids=STRANGE.keys())
def test_the_workers_page_opens_whatever_was_sealed(
    raw: bytes, casa: Any, ana: Any, phone: Client, window: Checkin, luz: Client
) -> None:
    send(phone, ana, window, raw)
    with acting(casa.luz):
        submission = Submission.objects.get(checkin=window)
    answers = luz.post(f"/staff/checkins/{window.id}/answers/")
    place = luz.post(f"/staff/checkins/{window.id}/place/{submission.id}/")
    assert (answers.status_code, place.status_code) == (200, 200)
    assert b"<script>alert" not in answers.content and b"<img src=x" not in answers.content


@pytest.mark.parametrize(
    "path", ["/my/who-looked/?before=%C2%B2", "/my/receipts/%00/", "/my/receipts/a%00/receipt.txt"]
)
def test_an_address_that_nobody_gave_out_is_no_fault_of_ours(phone: Client, path: str) -> None:
    assert phone.get(path).status_code in (200, 404)
