"""Bytes as signs that stand in an address or in JSON: RFC 4648, section 5, without padding."""

import base64


def encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """The bytes. ValueError for anything else than these signs."""
    if "+" in text or "/" in text:  # the library takes them as well, from the alphabet that is not for addresses
        raise ValueError("not of this alphabet")
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
