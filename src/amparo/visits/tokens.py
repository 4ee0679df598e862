"""The secret part of a calendar's address.

33 signs: 20 random bytes and five of a keyed hash over them and the programme. Guesses are told from ours without a
question to the database; what is kept is a keyed hash of all of it, by which nobody finds the address.
`whose` keeps the addresses of persons and of workers apart: one is a guess at the other's door.
"""

import hashlib
import hmac
import secrets
from functools import lru_cache
from uuid import UUID

from django.conf import settings

from amparo.foundation import base64url
from amparo.programme import queries as programmes

RANDOM_BYTES, MAC_BYTES = 20, 5
PERSONS, WORKERS = b"calendar", b"calendar of a worker"


def new(programme_id: UUID, whose: bytes) -> str:
    """A new one, of this programme."""
    raw = secrets.token_bytes(RANDOM_BYTES)
    return base64url.encode(raw + _mac(raw, programme_id, whose))


def programme_of(token: str, whose: bytes) -> UUID | None:
    """Whose address it is, if it is one that we gave."""
    try:
        raw = base64url.decode(token)
    except ValueError:
        return None
    # Written otherwise (its last sign has bits that say nothing), it is no address that we gave.
    if len(raw) != RANDOM_BYTES + MAC_BYTES or base64url.encode(raw) != token:
        return None
    random, mac = raw[:RANDOM_BYTES], raw[RANDOM_BYTES:]
    ours = (one.id for one in programmes.all_programmes())
    return next((one for one in ours if hmac.compare_digest(mac, _mac(random, one, whose))), None)


def hashed(token: str, whose: bytes) -> bytes:
    """What is kept of it."""
    return hmac.digest(_key(settings.REPLY_LINK_KEY), whose + b" kept" + token.encode(), "sha256")


def _mac(raw: bytes, programme_id: UUID, whose: bytes) -> bytes:
    return hmac.digest(_key(settings.REPLY_LINK_KEY), whose + programme_id.bytes + raw, "sha256")[:MAC_BYTES]


@lru_cache(maxsize=4)
def _key(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
