"""The worked examples of the WebAuthn standard: what verifies in them, and what our stricter rules turn away."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
from webauthn.helpers import bytes_to_base64url

from amparo.foundation.errors import Refused
from amparo.identity import webauthn_check
from amparo.identity.webauthn_check import Site
from tests.conftest import shared

HERE = Site("https://example.org", "example.org")
SECTION = re.compile(r"^## .*?\{#sctn-test-vectors-([\w-]+)\}\n(.*?)(?=^## |\Z)", re.M | re.S)
BLOCK = re.compile(r"<xmp[^>]*>(.*?)</xmp>", re.S)
VALUE = re.compile(r"^(\w+) = h'([0-9a-f]*)'", re.M)
UNLOCKED = 0x04


@cache
def examples() -> dict[str, tuple[dict[str, bytes], dict[str, bytes]]]:
    """Name: (making, using), each name → bytes."""
    text = shared("protocol/webauthn/w3c-test-vectors.bs").read_text()
    found = {}
    for name, body in SECTION.findall(text):
        blocks = [{key: bytes.fromhex(said) for key, said in VALUE.findall(block)} for block in BLOCK.findall(body)]
        if len(blocks) == 2 and "attestationObject" in blocks[0]:
            found[name] = (blocks[0], blocks[1])
    return found


def made(name: str) -> webauthn_check.Made:
    making, _ = examples()[name]
    said = _said(making["credential_id"], making, "attestationObject", "clientDataJSON")
    return webauthn_check.made(said, challenge=making["challenge"], at=HERE)


def used(name: str, key: webauthn_check.Made, **changes: Any) -> int:
    making, using = examples()[name]
    said = _said(making["credential_id"], using | changes, "authenticatorData", "clientDataJSON", "signature")
    return webauthn_check.used(
        said, challenge=using["challenge"], at=HERE, public_key=key.public_key, sign_count=key.sign_count
    )


def _said(name: bytes, parts: dict[str, bytes], *fields: str) -> dict[str, Any]:
    told = bytes_to_base64url(name)
    response = {field: bytes_to_base64url(parts[field]) for field in fields}
    return {"id": told, "rawId": told, "type": "public-key", "response": response}


def unlocked(auth_data: bytes) -> bool:
    return bool(auth_data[32] & UNLOCKED)


def test_there_are_examples() -> None:
    assert len(examples()) >= 13 and "packed-es256" in examples()


def test_what_was_made_and_used_with_the_device_unlocked_verifies_and_nothing_else_does() -> None:
    outcome = {}
    for name, (making, using) in examples().items():
        try:
            key = made(name)
            outcome[name] = used(name, key) == 0
        except Refused as no:
            outcome[name] = no.code
        # Whatever the kind of key: without the device's lock nothing is taken.
        at = making["attestationObject"].find(b"authData") + 8 + 2
        if not unlocked(making["attestationObject"][at:]) or not unlocked(using["authenticatorData"]):
            assert outcome[name] == "passkey_not_taken", name
    assert outcome["packed-es256"] is True
    assert outcome["none-es256-crossOrigin"] == "passkey_not_taken", "signed in somebody's frame"
    assert set(outcome.values()) <= {True, "passkey_not_taken"}


def test_a_changed_byte_in_any_example_that_verifies_is_noticed() -> None:
    for name, (_, using) in examples().items():
        try:
            key = made(name)
            used(name, key)
        except Refused:
            continue
        for part in ("authenticatorData", "clientDataJSON", "signature"):
            spoiled = bytes([*using[part][:-1], using[part][-1] ^ 1])
            with pytest.raises(Refused, match="passkey_not_taken"):
                used(name, key, **{part: spoiled})
