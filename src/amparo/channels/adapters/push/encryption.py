"""Encrypts a notification for one browser (RFC 8291), padded so that its length tells little.

Own code instead of `http_ece`, which cannot pad: a push service would learn which of our few messages it
carries. Checked against the example of RFC 8291 and against `http_ece`.
"""

from __future__ import annotations

import hmac
import os
import struct

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from amparo.foundation import base64url

RECORD_SIZE = 4096
STEP = 512
LARGEST = 3072
CURVE = ec.SECP256R1()


def seal(
    plaintext: bytes,
    p256dh: bytes,
    auth: bytes,
    *,
    key: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
    step: int = STEP,
) -> bytes:
    """The body of a push request. Raises ValueError for a subscription that is none, or a text too long."""
    if len(plaintext) > LARGEST or len(auth) != 16:
        raise ValueError("not for this browser")
    key, salt = key or ec.generate_private_key(CURVE), salt or os.urandom(16)
    browser = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, p256dh)
    ours = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    secret = _hkdf(auth, key.exchange(ec.ECDH(), browser), b"WebPush: info\0" + p256dh + ours, 32)
    content_key = _hkdf(salt, secret, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _hkdf(salt, secret, b"Content-Encoding: nonce\0", 12)
    sealed = AESGCM(content_key).encrypt(nonce, _padded(plaintext, step), None)
    return salt + struct.pack("!IB", RECORD_SIZE, len(ours)) + ours + sealed


def unbase64(text: str) -> bytes:
    """Bytes from base64url with or without padding, as browsers differ."""
    return base64url.decode(text.rstrip("="))


def _padded(plaintext: bytes, step: int) -> bytes:
    # 0x02 ends the text of the last record; zeros follow.
    ended = plaintext + b"\x02"
    return ended + b"\0" * (-len(ended) % step) if step else ended


def _hkdf(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    """HKDF-SHA256 (RFC 5869) for at most one block."""
    extracted = hmac.digest(salt, secret, "sha256")
    return hmac.digest(extracted, info + b"\x01", "sha256")[:length]
