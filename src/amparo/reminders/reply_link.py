"""The link in a reminder that answers it without signing in: short, unguessable, kept nowhere.

23 signs: twelve bytes of the reminder's id (time and 42 random bits) and five of a keyed hash over all of it.
"""

import hashlib
import hmac
from functools import lru_cache
from uuid import UUID

from django.conf import settings

from amparo.foundation import base64url
from amparo.reminders.models import Reminder

ID_BYTES, MAC_BYTES = 12, 5


def url(slug: str, reminder_id: UUID) -> str:
    """The address that goes into the message."""
    return f"{settings.PUBLIC_URL}/r/{slug}/{token(reminder_id)}"


def token(reminder_id: UUID) -> str:
    return base64url.encode(reminder_id.bytes[:ID_BYTES] + _mac(reminder_id))


def find(text: str) -> Reminder | None:
    """The reminder of this link, among those that exist for whoever speaks."""
    try:
        raw = base64url.decode(text)
    except ValueError:
        return None
    # Its last sign has bits that say nothing: written otherwise, it is no link that we gave.
    if len(raw) != ID_BYTES + MAC_BYTES or base64url.encode(raw) != text:
        return None
    start, mac = raw[:ID_BYTES], raw[ID_BYTES:]
    low, high = UUID(bytes=start + bytes(4)), UUID(bytes=start + b"\xff" * 4)
    near = Reminder.objects.filter(id__gte=low, id__lte=high)
    return next((r for r in near if hmac.compare_digest(mac, _mac(r.id))), None)


def _mac(reminder_id: UUID) -> bytes:
    return hmac.digest(_key(settings.REPLY_LINK_KEY), b"reply" + reminder_id.bytes, "sha256")[:MAC_BYTES]


@lru_cache(maxsize=4)
def _key(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
