"""How often the page of an invitation may be asked for: each time, the vault makes the key of a telephone for it.

Counted by a digest of the address, for a minute; the address itself is not kept. What a link says is not asked: so
the page tells nobody, by being slow or refused, whether a link is of anybody. Each address has a few looks that nothing
uses up but itself: whoever floods the page from elsewhere does not shut out who was invited.
"""

import hashlib

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from amparo.foundation.errors import Refused

A_MINUTE = 60
FROM_ONE, ITS_OWN, FROM_ALL = 30, 5, 600


def require(request: HttpRequest) -> None:
    """One more look. Refused("too_often") for a minute at most."""
    seen = _count(f"rep-invitation-{_digest(request)}")
    if seen <= ITS_OWN:
        return
    if seen > FROM_ONE or _count("rep-invitation-all") > FROM_ALL:
        raise Refused("too_often")


def _digest(request: HttpRequest) -> str:
    return hashlib.sha256(f"{_address(request)}|invitation".encode()).hexdigest()[:32]


def _address(request: HttpRequest) -> str:
    """Behind a proxy of ours everybody comes from its address: there, what it says of who asked it."""
    said = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return said if said and settings.ALLAUTH_TRUSTED_PROXY_COUNT else request.META.get("REMOTE_ADDR", "")


def _count(key: str) -> int:
    cache.add(key, 0, timeout=A_MINUTE)
    try:
        return int(cache.incr(key))
    except ValueError:  # it expired between the two
        return 1
