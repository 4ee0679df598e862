"""How often something came in a while: kept in the cache for that while, and nowhere else."""

import hashlib

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


def by(request: HttpRequest, what: str, *, seconds: int) -> int:
    """How many times now from whoever asks; of their network address only a digest is kept."""
    whose = hashlib.sha256(f"{_address(request)}|{what}".encode()).hexdigest()[:32]
    return count(f"{what}-guess-{whose}", seconds=seconds)


def count(key: str, *, seconds: int) -> int:
    """How many times now, this one included."""
    cache.add(key, 0, timeout=seconds)
    try:
        return int(cache.incr(key))
    except ValueError:  # it expired between the two
        return 1


def _address(request: HttpRequest) -> str:
    """Behind proxies of ours everybody comes from their address: there, what the outermost says of who asked it.

    Of all that is said only the last so many come from our proxies; what stands before is whatever somebody sent.
    """
    ours = int(settings.ALLAUTH_TRUSTED_PROXY_COUNT or 0)
    said = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",") if one.strip()]
    return said[-ours] if 0 < ours <= len(said) else request.META.get("REMOTE_ADDR", "")
