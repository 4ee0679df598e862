"""Between the clock on the wall and the one instant it means: the only place that does zone arithmetic."""

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

from amparo.foundation.errors import Refused

Overlap = Literal["earlier", "later"]
# "after": a time the clock jumped over means as long after the jump (02:30 becomes 03:30, as RFC 5545 says).
# "before": as long before the jump (02:30 becomes 01:30). "refuse": the code "no_such_time".
Gap = Literal["after", "before", "refuse"]


def instant(wall: datetime, zone: str, *, gap: Gap = "after", overlap: Overlap = "earlier") -> datetime:
    """The moment, in UTC, at which clocks in `zone` show `wall` (naive).

    A time shown twice is the first showing unless `overlap="later"`.
    Windows open with "earlier" and close with "later": the person gets the longer one.
    """
    if not exists(wall, zone):
        if gap == "refuse":
            raise Refused("no_such_time")
        return _to_utc(wall, zone, fold=0 if gap == "after" else 1)
    return _to_utc(wall, zone, fold=1 if overlap == "later" else 0)


def exists(wall: datetime, zone: str) -> bool:
    """False for a time that clocks in `zone` jumped over."""
    first, second = _offsets(wall, zone)
    return first >= second


def is_ambiguous(wall: datetime, zone: str) -> bool:
    """True for a time that clocks in `zone` showed twice."""
    first, second = _offsets(wall, zone)
    return first > second


def shown(moment: datetime, zone: str) -> datetime:
    """What clocks in `zone` show at `moment`: naive, its fold kept."""
    _require_aware(moment)
    try:
        return moment.astimezone(zone_named(zone)).replace(tzinfo=None)
    except (OverflowError, ValueError):
        raise Refused("no_such_date") from None


def days_before(moment: datetime, zone: str, n: int) -> datetime:
    """The instant at which clocks in `zone` showed the same time `n` calendar days before."""
    wall = shown(moment, zone)
    try:
        target = wall - timedelta(days=n)
    except OverflowError:
        raise Refused("no_such_date") from None
    # Zero days before the second 01:30 of a night is that second 01:30.
    return instant(target, zone, overlap="later" if wall.fold else "earlier")


def is_zone(name: str) -> bool:
    """True if `name` is an IANA zone this machine knows."""
    try:
        zone_named(name)
    except Refused:
        return False
    return True


@cache
def _loaded(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def zone_named(name: str) -> ZoneInfo:
    """The zone, or the code "unknown_zone"."""
    try:
        return _loaded(name)
    # A name is also a path on disk: a folder ("America") raises other errors than "not found".
    except (KeyError, ValueError, OSError):
        raise Refused("unknown_zone") from None


def _offsets(wall: datetime, zone: str) -> tuple[timedelta, timedelta]:
    if wall.tzinfo is not None:
        raise ValueError("a wall time has no zone of its own")
    info = zone_named(zone)
    first = wall.replace(tzinfo=info, fold=0).utcoffset()
    second = wall.replace(tzinfo=info, fold=1).utcoffset()
    assert first is not None and second is not None
    return first, second


def _to_utc(wall: datetime, zone: str, *, fold: int) -> datetime:
    try:
        return wall.replace(tzinfo=zone_named(zone), fold=fold).astimezone(UTC)
    except OverflowError:
        raise Refused("no_such_date") from None


def _require_aware(moment: datetime) -> None:
    if moment.tzinfo is None:
        raise ValueError("an instant carries its zone")
