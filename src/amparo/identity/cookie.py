"""The cookies of a person's phone: who is signed in, and which phone it is; and of a tablet that is a kiosk.

Read without the database.

session   programme(16) | person(16) | session(16) | secret(32)
device    32 random bytes
kiosk     programme(16) | kiosk(16) | secret(32)
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from uuid import UUID

from django.core import signing

from amparo.foundation import base64url

SESSION_NAME, DEVICE_NAME, KIOSK_NAME = "amparo_me", "amparo_phone", "amparo_kiosk"
# Says only that this phone is not theirs, so that a page for nobody knows what must go. It ends with the browser.
BORROWED_NAME = "amparo_borrowed"
SECRET_BYTES = DEVICE_BYTES = 32
_SESSION = "amparo.identity.session"
_DEVICE = "amparo.identity.device"
_KIOSK = "amparo.identity.kiosk"


@dataclass(frozen=True, slots=True)
class Held:
    """What a session cookie says. Whether the session lives, the database knows: `queries.living_session`."""

    programme_id: UUID
    person_id: UUID
    session_id: UUID
    secret: bytes = field(repr=False)

    @property
    def key_hash(self) -> bytes:
        """What is kept of the secret."""
        return hashlib.sha256(self.secret).digest()


@dataclass(frozen=True, slots=True)
class Tablet:
    """What a kiosk's cookie says. Whether the kiosk lives, the database knows: `kiosks.lives`."""

    programme_id: UUID
    kiosk_id: UUID
    secret: bytes = field(repr=False)

    @property
    def key_hash(self) -> bytes:
        """What is kept of the secret."""
        return hashlib.sha256(self.secret).digest()


def new_secret() -> bytes:
    return secrets.token_bytes(SECRET_BYTES)


def write(held: Held) -> str:
    """The cookie's value."""
    return _signed(held.programme_id.bytes + held.person_id.bytes + held.session_id.bytes + held.secret, _SESSION)


def read(value: str | None) -> Held | None:
    """What a cookie says, None unless we signed exactly this."""
    raw = _unsigned(value, _SESSION)
    if raw is None or len(raw) != 48 + SECRET_BYTES:
        return None
    programme, person, session = (UUID(bytes=raw[at : at + 16]) for at in (0, 16, 32))
    return Held(programme, person, session, raw[48:])


def write_tablet(tablet: Tablet) -> str:
    """The value of a kiosk's cookie."""
    return _signed(tablet.programme_id.bytes + tablet.kiosk_id.bytes + tablet.secret, _KIOSK)


def read_tablet(value: str | None) -> Tablet | None:
    """Which kiosk a tablet says it is, None unless we signed exactly this."""
    raw = _unsigned(value, _KIOSK)
    if raw is None or len(raw) != 32 + SECRET_BYTES:
        return None
    return Tablet(UUID(bytes=raw[:16]), UUID(bytes=raw[16:32]), raw[32:])


def new_device() -> str:
    """The value of a new phone's cookie."""
    return _signed(secrets.token_bytes(DEVICE_BYTES), _DEVICE)


def device_hash(value: str | None) -> bytes | None:
    """What is kept of a phone's cookie, None unless we gave it."""
    raw = _unsigned(value, _DEVICE)
    return hashlib.sha256(raw).digest() if raw and len(raw) == DEVICE_BYTES else None


def _signed(raw: bytes, salt: str) -> str:
    return signing.Signer(salt=salt, algorithm="sha256").sign(base64url.encode(raw))


def _unsigned(value: str | None, salt: str) -> bytes | None:
    if not value or len(value) > 400:
        return None
    try:
        return base64url.decode(signing.Signer(salt=salt, algorithm="sha256").unsign(value))
    except (signing.BadSignature, ValueError):
        return None
