"""How many messages a channel may carry now, kept in the database so that all workers share it."""

from datetime import datetime, timedelta
from uuid import UUID

from amparo.channels.adapters import pace
from amparo.channels.adapters.pace import Bucket
from amparo.channels.models import Pace

# Faster than any provider: a channel that was only ever paused is not slowed down otherwise.
UNBOUNDED = 1_000_000.0


def grants(programme_id: UUID, channels: tuple[str, ...], wanted: int, at: datetime) -> dict[str, int]:
    """How many of `wanted` each channel may send now; a channel without a pace is only bounded by `wanted`."""
    rows = {row.channel: row for row in Pace.objects.select_for_update().filter(programme_id=programme_id)}
    granted = {}
    for channel in channels:
        row = rows.get(channel)
        if row is None:
            granted[channel] = wanted
            continue
        granted[channel], bucket = pace.take(_bucket(row), wanted, at)
        _keep(row, bucket)
    return granted


def give_back(programme_id: UUID, unused: dict[str, int]) -> None:
    """What was granted and not needed may be used by the next."""
    left = {channel: count for channel, count in unused.items() if count > 0}
    for row in Pace.objects.select_for_update().filter(programme_id=programme_id, channel__in=left):
        _keep(row, pace.give_back(_bucket(row), left[row.channel]))


def pause(programme_id: UUID, channel: str, retry_after: timedelta | None, at: datetime) -> None:
    """The provider asked for silence: no worker speaks to it before."""
    row, _ = Pace.objects.select_for_update().get_or_create(
        programme_id=programme_id,
        channel=channel,
        defaults={"rate": UNBOUNDED, "burst": UNBOUNDED, "tokens": 0.0, "updated_at": at},
    )
    _keep(row, pace.pause(_bucket(row), retry_after, at))


def set_pace(programme_id: UUID, channel: str, *, rate: float, burst: float, at: datetime) -> None:
    """At most `rate` messages a second, `burst` at once."""
    Pace.objects.update_or_create(
        programme_id=programme_id,
        channel=channel,
        defaults={"rate": rate, "burst": burst, "tokens": burst, "updated_at": at, "closed_until": None},
    )


def _bucket(row: Pace) -> Bucket:
    return Bucket(row.rate, row.burst, row.tokens, row.updated_at, row.closed_until)


def _keep(row: Pace, bucket: Bucket) -> None:
    row.tokens, row.updated_at, row.closed_until = bucket.tokens, bucket.updated_at, bucket.closed_until
    row.save(update_fields=["tokens", "updated_at", "closed_until"])
