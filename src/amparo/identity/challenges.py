"""The question that a passkey answers: made without a row, bound to what it is for, spent when it was answered.

    random 16 | expiry 8 (seconds) | HMAC-SHA-256 of purpose, programme, whom it is about, who holds it, and the two

So asking costs no storage, and asking about a link that names nobody looks the same.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.conf import settings

from amparo.foundation.errors import Refused
from amparo.identity.models import SpentChallenge

LIVES = timedelta(minutes=5)
RANDOM, EXPIRY, MAC = 16, 8, 32


class Purpose(StrEnum):
    """What an answer is good for; for anything else it is worth nothing."""

    SIGN_IN = "sign_in"
    ADD = "add"
    SHOW = "show"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a challenge is for: `about` is the link's hash or the person, `held_by` the phone or the session."""

    purpose: Purpose
    programme_id: UUID
    about: bytes
    held_by: bytes = field(repr=False)


def ask(asked: Asked, *, at: datetime) -> bytes:
    """A new challenge."""
    head = secrets.token_bytes(RANDOM) + int((at + LIVES).timestamp()).to_bytes(EXPIRY)
    return head + _mac(asked, head)


def require(challenge: bytes, asked: Asked, *, at: datetime) -> None:
    """It is ours, for exactly this, and not over. Refused("passkey_not_taken") otherwise."""
    head, mac = challenge[: RANDOM + EXPIRY], challenge[RANDOM + EXPIRY :]
    if len(challenge) != RANDOM + EXPIRY + MAC or not hmac.compare_digest(mac, _mac(asked, head)) or _ends(head) < at:
        raise Refused("passkey_not_taken")


def spend(challenge: bytes, person_id: UUID, programme_id: UUID) -> None:
    """Nothing else can be had for it. Spent already, it is refused: of two answers at once one comes too late."""
    key = {"programme_id": programme_id, "digest": hashlib.sha256(challenge).digest()}
    about = {"person_id": person_id, "expires_at": _ends(challenge[: RANDOM + EXPIRY])}
    _, new = SpentChallenge.objects.get_or_create(**key, defaults=about)
    if not new:
        raise Refused("passkey_not_taken")


def _ends(head: bytes) -> datetime:
    return datetime.fromtimestamp(int.from_bytes(head[RANDOM:]), UTC)


def _mac(asked: Asked, head: bytes) -> bytes:
    parts = (asked.purpose.value.encode(), asked.programme_id.bytes, asked.about, asked.held_by, head)
    told = b"".join(len(part).to_bytes(2) + part for part in parts)
    return hmac.digest(
        hashlib.sha256(b"amparo.identity.challenges" + settings.SECRET_KEY.encode()).digest(), told, "sha256"
    )
