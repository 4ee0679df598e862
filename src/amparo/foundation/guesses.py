"""How often something came in a while: kept in the cache for that while, and nowhere else."""

import hashlib

from django.core.cache import cache


def by(address: str, what: str, *, seconds: int) -> int:
    """How many times now from this network address; of the address only a digest is kept."""
    whose = hashlib.sha256(f"{address}|{what}".encode()).hexdigest()[:32]
    return count(f"{what}-guess-{whose}", seconds=seconds)


def count(key: str, *, seconds: int) -> int:
    """How many times now, this one included."""
    cache.add(key, 0, timeout=seconds)
    try:
        return int(cache.incr(key))
    except ValueError:  # it expired between the two
        return 1
