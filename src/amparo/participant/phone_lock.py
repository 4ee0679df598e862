"""The key with which a phone locks what it keeps until it is sent. It comes with the page and lies on no phone."""

import hmac
from hashlib import sha256
from uuid import UUID

from django.conf import settings

from amparo.foundation import base64url


def key_for(person_id: UUID) -> str:
    """32 bytes as base64url: the same at each page of this person, and known to nobody who is not signed in."""
    key = sha256(b"amparo.participant.phone_lock" + settings.SECRET_KEY.encode()).digest()
    return base64url.encode(hmac.digest(key, person_id.bytes, "sha256"))
