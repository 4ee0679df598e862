"""How often something came in a while: kept in the cache for that while, and nowhere else."""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest

from amparo.foundation import clock

# What was counted in a while that is over goes with the rest of the cache.
ONE_MORE = """
INSERT INTO cache_entry AS counted (cache_key, value, expires) VALUES (%(key)s, '1', %(until)s)
ON CONFLICT (cache_key) DO UPDATE SET
    value = CASE WHEN counted.expires <= %(at)s THEN '1' ELSE (counted.value::int + 1)::text END,
    expires = CASE WHEN counted.expires <= %(at)s THEN excluded.expires ELSE counted.expires END
RETURNING value
"""


def by(request: HttpRequest, what: str, *, seconds: int) -> int:
    """How many times now from whoever asks; of their network address only a digest is kept."""
    whose = hashlib.sha256(f"{_address(request)}|{what}".encode()).hexdigest()[:32]
    return count(f"{what}-guess-{whose}", seconds=seconds)


def count(key: str, *, seconds: int) -> int:
    """How many times now, this one included; after so many seconds from the first it begins anew.

    One statement over the cache's own table: two at once are two, and none moves the end. The cache's `incr` reads,
    then writes, and gives what it wrote an end of its own, in five minutes.
    """
    with connection.cursor() as cursor:
        at = clock.now()
        cursor.execute(
            ONE_MORE, {"key": cache.make_key(key, version=2), "at": at, "until": at + timedelta(seconds=seconds)}
        )
        return int(cursor.fetchone()[0])


def _address(request: HttpRequest) -> str:
    """Behind proxies of ours everybody comes from their address: there, what the outermost says of who asked it.

    Of all that is said only the last so many come from our proxies; what stands before is whatever somebody sent.
    """
    ours = int(settings.ALLAUTH_TRUSTED_PROXY_COUNT or 0)
    said = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",") if one.strip()]
    return said[-ours] if 0 < ours <= len(said) else request.META.get("REMOTE_ADDR", "")
