"""Encryption and signature of web push, against the standards' own numbers."""

from __future__ import annotations

import json
import os
from datetime import timedelta

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.channels.adapters.push import encryption, vapid
from amparo.foundation import base64url, clock
from tests.conftest import shared

AT = clock.now()


def test_the_example_of_rfc_8291_comes_out_byte_for_byte() -> None:
    example = json.loads(shared("protocol/webpush/rfc8291.json").read_text())
    key = ec.derive_private_key(int(example["as_private"], 16), ec.SECP256R1())
    public, auth, salt = (bytes.fromhex(example[name]) for name in ("ua_public", "auth_secret", "salt"))
    sealed = encryption.seal(example["plaintext"].encode(), public, auth, key=key, salt=salt, step=0)
    assert sealed.hex() == example["ciphertext"]


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=encryption.LARGEST))
def test_another_implementation_opens_what_we_seal(plaintext: bytes) -> None:
    key, auth = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    sealed = encryption.seal(plaintext, point, auth)
    assert http_ece.decrypt(sealed, private_key=key, auth_secret=auth) == plaintext
    assert len(sealed) <= 4096


def test_no_two_messages_share_a_key() -> None:
    key, auth = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    first, second = (encryption.seal(b"same", point, auth) for _ in range(2))
    assert first[:16] != second[:16] and first[21:86] != second[21:86]


def test_too_long_a_text_is_refused() -> None:
    with pytest.raises(ValueError):
        encryption.seal(b"x" * (encryption.LARGEST + 1), b"", os.urandom(16))


@pytest.mark.parametrize("text", ["AQID", "AQID=", "_-8", "_-8="])
def test_browsers_pad_or_not(text: str) -> None:
    assert base64url.encode(encryption.unbase64(text)) == text.rstrip("=")


def test_one_statement_serves_a_push_service_for_half_a_day() -> None:
    sender = vapid.Sender(vapid.new_keys().private, "mailto:office@amparo.example")
    first = sender.authorization("https://a.example", AT)
    assert sender.authorization("https://a.example", AT + timedelta(hours=10)) == first
    assert sender.authorization("https://b.example", AT) != first
    assert sender.authorization("https://a.example", AT + timedelta(hours=11, minutes=1)) != first


def test_new_keys_are_a_pair_and_do_not_print_the_private_one() -> None:
    keys = vapid.new_keys()
    assert vapid.Sender(keys.private, "mailto:office@amparo.example").public == keys.public
    assert len(encryption.unbase64(keys.public)) == 65 and keys.private not in repr(keys)
