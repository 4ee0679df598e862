"""How fast a provider may be spoken to: a token bucket as plain values, so that a row can hold it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

# A provider that names no moment gets this long; one that names an absurd one is not believed beyond a day.
PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bucket:
    """`rate` messages a second, `burst` at once; nothing at all before `closed_until`."""

    rate: float
    burst: float
    tokens: float
    updated_at: datetime
    closed_until: datetime | None = None


def take(bucket: Bucket, wanted: int, at: datetime) -> tuple[int, Bucket]:
    """How many of `wanted` may go now, and the bucket after they went."""
    filled = _filled(bucket, at)
    granted = 0 if _closed(bucket, at) else max(0, min(wanted, int(filled.tokens)))
    return granted, replace(filled, tokens=filled.tokens - granted)


def give_back(bucket: Bucket, unused: int) -> Bucket:
    """Grants that were not used may be used by somebody else."""
    return replace(bucket, tokens=min(bucket.burst, bucket.tokens + unused))


def pause(bucket: Bucket, retry_after: timedelta | None, at: datetime) -> Bucket:
    """Closed for as long as the provider asked, never shorter than before, and empty when it opens."""
    length = min(max(retry_after or PAUSE, timedelta(0)), LONGEST_PAUSE)
    until = max(at + length, bucket.closed_until or at)
    return replace(bucket, tokens=0.0, updated_at=max(until, bucket.updated_at), closed_until=until)


def _closed(bucket: Bucket, at: datetime) -> bool:
    return bucket.closed_until is not None and at < bucket.closed_until


def _filled(bucket: Bucket, at: datetime) -> Bucket:
    # Two machines' clocks differ: an earlier moment than the row's adds nothing and takes nothing away.
    passed = max(0.0, (at - bucket.updated_at).total_seconds())
    tokens = min(bucket.burst, bucket.tokens + passed * bucket.rate)
    return replace(bucket, tokens=tokens, updated_at=max(at, bucket.updated_at))
