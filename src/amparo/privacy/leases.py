"""What waits in a row to be read elsewhere: whose turn it is, for how long, and when it is tried again.

Never inside one transaction: taking the row, reading, and writing what came of it are three steps, and whoever takes a
row away in between finds nothing written. A room says what waits, how it is read, and what is kept of it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from amparo.access.actor import Actor, system
from amparo.access.rows import acting

AWAY_AGAIN_AFTER: Final = timedelta(minutes=1)
# After a fault of ours: soon, then later, and at last when whatever broke had an hour to be mended. What somebody sent
# cannot be made again, so nobody gives it up within seconds.
AGAIN_AFTER: Final = tuple(timedelta(seconds=n) for n in (5, 60, 600, 3600))
MOST_LOOKS: Final = len(AGAIN_AFTER) + 1
NOT_READ: Final = "not_read"  # the fault was ours


class Later(NamedTuple):
    """Nobody takes the row before this moment, and so many looks count."""

    at: datetime
    looks: int


def take(
    waiting: QuerySet[Any], *, oldest: str, most: int, lease: timedelta, at: datetime, looks: str = "looks", **also: Any
) -> list[Any]:
    """Rows that wait, the oldest first, are this worker's alone until the lease ends; `also` is written on them."""
    free = waiting.exclude(leased_until__gt=at).select_related("person").order_by(oldest)
    rows = list(free.select_for_update(skip_locked=True, of=("self",))[:most])
    for row in rows:
        changed = also | {"leased_until": at + lease, looks: getattr(row, looks) + 1}
        for name, value in changed.items():
            setattr(row, name, value)
        row.save(update_fields=list(changed))
    return rows


def held(waiting: QuerySet[Any], claimed: Any) -> Any | None:
    """The row, locked, if it still waits and nobody took it since."""
    row = waiting.select_for_update(of=("self",)).filter(id=claimed.id).first()
    return row if row is not None and row.leased_until == claimed.leased_until else None


def later(looks: int, *, away: bool, known: bool, at: datetime) -> Later | None:
    """When it is tried again; None when what is known of it, or that we cannot read it, is to be written now.

    `away`: whoever has to open it does not answer. For as long as that lasts it waits, and no look is used up.
    """
    if away:
        return Later(at + AWAY_AGAIN_AFTER, looks - 1)
    if known or looks >= MOST_LOOKS:
        return None
    return Later(at + AGAIN_AFTER[max(looks, 1) - 1], looks)


def each(
    programme_id: UUID,
    at: datetime,
    *,
    claim: Callable[..., list[Any]],
    read: Callable[[Any, Actor], Any],
    settle: Callable[..., bool],
) -> int:
    """Everything of one room that waits is read, one row at a time. Returns how many."""
    by = system(programme_id)
    with acting(by):
        rows = claim(programme_id, by=by, at=at)
    for row in rows:
        found = read(row, by)
        with acting(by):
            settle(row, found, by=by, at=at)
    return len(rows)
