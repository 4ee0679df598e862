"""The cookie of a representative's browser, and what a set-up page carries. Read without the database.

sitting   home programme(16) | account(16) | sitting(16) | secret(32)
set-up    account(16) | seed(16), for an hour
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.core import signing

from amparo.foundation import base64url, ids

NAME = "amparo_rep"
SECRET_BYTES = 32
SEED_BYTES = 16
SET_UP = timedelta(hours=1)
_SITTING, _SET_UP = "amparo.mandates.sitting", "amparo.mandates.set_up"


@dataclass(frozen=True, slots=True)
class Held:
    """What a cookie says. Whether the sitting lives, the database knows."""

    programme_id: UUID
    account_id: UUID
    sitting_id: UUID
    secret: bytes = field(repr=False)

    @property
    def key_hash(self) -> bytes:
        """What is kept of the secret."""
        return hashlib.sha256(self.secret).digest()


@dataclass(frozen=True, slots=True)
class SetUp:
    """An account that is being made: it exists on the page alone until an invitation was accepted with it."""

    account_id: UUID
    seed: bytes = field(repr=False)


def new_held(programme_id: UUID, account_id: UUID) -> Held:
    return Held(programme_id, account_id, ids.new(), secrets.token_bytes(SECRET_BYTES))


def write(held: Held) -> str:
    """The cookie's value."""
    raw = held.programme_id.bytes + held.account_id.bytes + held.sitting_id.bytes + held.secret
    return signing.Signer(salt=_SITTING, algorithm="sha256").sign(base64url.encode(raw))


def read(value: str | None) -> Held | None:
    """What a cookie says, None unless we signed exactly this."""
    if not value or len(value) > 400:
        return None
    try:
        raw = base64url.decode(signing.Signer(salt=_SITTING, algorithm="sha256").unsign(value))
    except (signing.BadSignature, ValueError):
        return None
    if len(raw) != 48 + SECRET_BYTES:
        return None
    programme, account, sitting = (UUID(bytes=raw[at : at + 16]) for at in (0, 16, 32))
    return Held(programme, account, sitting, raw[48:])


def new_set_up() -> SetUp:
    return SetUp(ids.new(), secrets.token_bytes(SEED_BYTES))


def write_set_up(made: SetUp) -> str:
    """What the page's form carries."""
    raw = base64url.encode(made.account_id.bytes + made.seed)
    return signing.TimestampSigner(salt=_SET_UP, algorithm="sha256").sign(raw)


def read_set_up(value: str) -> SetUp | None:
    """The account that this page has begun, None unless it is ours and young."""
    if not value or len(value) > 400:
        return None
    try:
        signed = signing.TimestampSigner(salt=_SET_UP, algorithm="sha256").unsign(value, max_age=SET_UP)
        raw = base64url.decode(signed)
    except (signing.BadSignature, ValueError):
        return None
    return SetUp(UUID(bytes=raw[:16]), raw[16:]) if len(raw) == 16 + SEED_BYTES else None
