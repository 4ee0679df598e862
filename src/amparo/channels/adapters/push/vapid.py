"""Tells a push service who sends (RFC 8292): a signed statement, good for half a day at one push service."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from amparo.channels.adapters.push.encryption import CURVE, unbase64
from amparo.foundation import base64url

# A push service refuses more than 24 hours; half leaves room for clocks that are wrong.
LIFETIME = timedelta(hours=12)
RENEW_BEFORE = timedelta(hours=1)
HEADER = base64url.encode(b'{"typ":"JWT","alg":"ES256"}')


@dataclass(frozen=True, slots=True)
class Keys:
    """base64url: the private number (32 bytes) and the public point (65 bytes) that browsers are given."""

    private: str = field(repr=False)
    public: str


def new_keys() -> Keys:
    """Keys for a new installation. Replacing them later ends every subscription made with the old ones."""
    key = ec.generate_private_key(CURVE)
    number = key.private_numbers().private_value.to_bytes(32)
    return Keys(base64url.encode(number), base64url.encode(_point(key)))


class Sender:
    """Who we are, to push services. `contact` is a mailto: or https: address that exists; Apple insists."""

    def __init__(self, private: str, contact: str) -> None:
        self._key = ec.derive_private_key(int.from_bytes(unbase64(private)), CURVE)
        self._contact = contact
        self._made: dict[str, tuple[datetime, str]] = {}
        self.public = base64url.encode(_point(self._key))

    def authorization(self, origin: str, at: datetime) -> str:
        """The value of the Authorization header for one push service."""
        ends, header = self._made.get(origin, (at, ""))
        if at + RENEW_BEFORE > ends:
            ends = at + LIFETIME
            header = f"vapid t={self._token(origin, ends)}, k={self.public}"
            self._made[origin] = (ends, header)
        return header

    def _token(self, origin: str, ends: datetime) -> str:
        claims = {"aud": origin, "exp": int(ends.timestamp()), "sub": self._contact}
        signed = f"{HEADER}.{base64url.encode(json.dumps(claims, separators=(',', ':')).encode())}"
        r, s = decode_dss_signature(self._key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
        return f"{signed}.{base64url.encode(r.to_bytes(32) + s.to_bytes(32))}"


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
