"""A passkey in software: what a browser and a device answer together, with every part to be spoiled on purpose."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

ORIGIN, RP_ID = "http://localhost:8080", "localhost"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class SoftPasskey:
    """One key. `counts`: synced keys always say 0."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    count: int = 0
    counts: bool = True

    def make(self, asked: dict[str, Any], **spoil: Any) -> dict[str, Any]:
        numbers = self.key.public_key().public_numbers()
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)})
        about = bytes(16) + len(self.credential_id).to_bytes(2) + self.credential_id + public
        data = self._data(ATTESTED, spoil) + about
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", asked, spoil)
        return self._said({"attestationObject": attestation, "clientDataJSON": client})

    def sign(self, asked: dict[str, Any], **spoil: Any) -> dict[str, Any]:
        self.count += self.counts
        data, client = self._data(0, spoil), self._client("webauthn.get", asked, spoil)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._said({"authenticatorData": data, "clientDataJSON": client, "signature": signature})

    def _data(self, flags: int, spoil: dict[str, Any]) -> bytes:
        flags |= PRESENT | (0 if spoil.get("unlocked") is False else VERIFIED)
        rp = hashlib.sha256(spoil.get("rp_id", RP_ID).encode()).digest()
        return rp + bytes([flags]) + spoil.get("count", self.count).to_bytes(4)

    def _client(self, kind: str, asked: dict[str, Any], spoil: dict[str, Any]) -> bytes:
        told = {
            "type": spoil.get("type", kind),
            "challenge": spoil.get("challenge", asked["challenge"]),
            "origin": spoil.get("origin", ORIGIN),
            "crossOrigin": spoil.get("framed", False),
        }
        return json.dumps(told).encode()

    def _said(self, parts: dict[str, bytes]) -> dict[str, Any]:
        name = bytes_to_base64url(self.credential_id)
        response = {part: bytes_to_base64url(value) for part, value in parts.items()}
        return {"id": name, "rawId": name, "type": "public-key", "response": response}


def turned(text: str) -> str:
    """The same with its last byte changed."""
    raw = bytearray(base64url_to_bytes(text))
    raw[-1] ^= 1
    return bytes_to_base64url(bytes(raw))
