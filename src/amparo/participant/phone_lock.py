"""The key with which a phone locks what it keeps until it is sent. It comes with the page and lies on no phone."""

import hmac
from hashlib import sha256
from uuid import UUID

from django.conf import settings

from amparo.foundation import base64url
from amparo.identity import sessions


def key_for(session_id: UUID) -> str:
    """32 bytes as base64url: the same at each page of this person on this phone, until they sign out or it is locked.

    Neither the phone nor our database alone can make it. Empty where nothing may be kept."""
    seed = sessions.phone_seed(session_id)
    if seed is None:
        return ""
    key = sha256(b"amparo.participant.phone_lock" + settings.SECRET_KEY.encode()).digest()
    return base64url.encode(hmac.digest(key, seed, "sha256"))
