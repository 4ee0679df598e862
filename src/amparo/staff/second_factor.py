"""The secrets of staff members' second factors, unreadable in a copy of the database."""

import base64
import os

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE_BYTES = 12
WHAT_FOR = b"amparo staff second factor 1"


class StaffMfaAdapter(DefaultMFAAdapter):
    """Seals the one-time-code secret with a key that is not in the database, and draws its QR code."""

    def encrypt(self, text: str) -> str:
        nonce = os.urandom(NONCE_BYTES)
        return base64.b64encode(nonce + AESGCM(_key()).encrypt(nonce, text.encode(), WHAT_FOR)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        blob = base64.b64decode(encrypted_text)
        return AESGCM(_key()).decrypt(blob[:NONCE_BYTES], blob[NONCE_BYTES:], WHAT_FOR).decode()

    def build_totp_svg(self, url: str) -> str:
        """A QR code without styles or scripts, readable on dark pages too."""
        return segno.make(url, error="m").svg_inline(scale=5, border=3, light="#fff", dark="#000", omitsize=True)


def _key() -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=WHAT_FOR).derive(settings.SECRET_KEY.encode())
