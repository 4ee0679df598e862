"""When to remind: facts in, moments out. The same facts give the same plan, whenever and however often."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from amparo.foundation import wall
from amparo.foundation.errors import Refused
from amparo.reminders import moments
from amparo.reminders.moments import NIGHT, Quiet

# Two messages about one thing so close together are one message.
APART = timedelta(hours=3)
# Told at once, or in the morning.
AT_ONCE = frozenset(
    {
        *("scheduled", "moved", "cancelled", "question", "extended", "answered", "asked", "raised", "closed"),
        *("new_passkey", "new_words", "new_face", "new_calendar", "new_message", "new_reader", "reader_left"),
        *("locked", "unlocked", "new_link"),
    }
)
OPENS, MIDDLE = "opens", "middle"
_BEFORE = re.compile(r"-([1-9][0-9]{0,2})([dh])\Z")


@dataclass(frozen=True, slots=True)
class Policy:
    """Which steps, which hours are quiet, how many at most.

    For a check-in the limit counts every reminder of one window, sent or to be sent. For a hearing each step
    is a window of its own (a week before, the day before, …), in which one reminder goes out: there the limit
    is None.
    """

    steps: tuple[str, ...]
    quiet: Quiet = NIGHT
    limit: int | None = None

    def left(self, sent: int) -> int | None:
        """How many more may be planned after so many were sent; the `limit` of a second plan for the same
        window."""
        return None if self.limit is None else max(0, self.limit - sent)


HEARING = Policy(("scheduled", "-7d", "-3d", "-1d", "-2h"))
CHECKIN = Policy((OPENS, MIDDLE, "-3h"), limit=3)


@dataclass(frozen=True, slots=True)
class Planned:
    """One reminder: send it at `send_at`, or as soon after as can be, but not after `not_after`."""

    step: str
    send_at: datetime
    not_after: datetime


def plan(
    starts_at: datetime,
    zone: str,
    steps: Sequence[str],
    at: datetime,
    *,
    quiet: Quiet = NIGHT,
    limit: int | None = None,
    opens_at: datetime | None = None,
) -> tuple[Planned, ...]:
    """The reminders still to be sent about what starts (or, for a check-in, closes) at `starts_at`, in order.

    Days are counted on the wall, hours on the stopwatch. None is quiet, none is past, none is at or after the
    start. Of two within three hours the first stays; beyond `limit`, the first and the last ones stay.
    Each gives way to the next: a reminder that could not be sent until then is not sent at all.
    """
    fixed = _fixed(starts_at, zone, tuple(steps), quiet, opens_at)
    waiting = [(moment, step) for moment, step in fixed if moment >= at]
    told = next((step for step in steps if step in AT_ONCE), None)
    if told and (now := moments.next_allowed(at, zone, quiet)) < starts_at:
        waiting = [(now, told), *(entry for entry in waiting if entry[0] >= now)]
    kept = _limited(_apart(waiting), limit)
    ends = (*(moment for moment, _ in kept[1:]), starts_at)
    return tuple(Planned(step, moment, ends[n]) for n, (moment, step) in enumerate(kept))


@lru_cache(maxsize=65_536)
def plan_cached(
    starts_wall: datetime,
    zone: str,
    steps: tuple[str, ...],
    at: datetime,
    *,
    quiet: Quiet = NIGHT,
    limit: int | None = None,
    opens_wall: datetime | None = None,
) -> tuple[Planned, ...]:
    """`plan` by what clocks show; many thousand people share the same few starts, so most answers are
    known."""
    starts_at = wall.instant(starts_wall, zone, overlap="earlier")
    opens_at = None if opens_wall is None else wall.instant(opens_wall, zone, overlap="earlier")
    return plan(starts_at, zone, steps, at, quiet=quiet, limit=limit, opens_at=opens_at)


def require_steps(steps: Sequence[str]) -> None:
    """Refuses a name that is no step."""
    for step in steps:
        if step not in AT_ONCE and step not in (OPENS, MIDDLE) and not _BEFORE.match(step):
            raise Refused("unknown_step")


@lru_cache(maxsize=65_536)
def _fixed(
    starts_at: datetime, zone: str, steps: tuple[str, ...], quiet: Quiet, opens_at: datetime | None
) -> tuple[tuple[datetime, str], ...]:
    """Every step that hangs on the event, moved out of quiet hours, in the order of time."""
    require_steps(steps)
    found = []
    for step in steps:
        moment = _moment(step, starts_at, zone, quiet, opens_at)
        if moment is not None and moment < starts_at and (opens_at is None or moment >= opens_at):
            found.append((moment, step))
    # Stable: of two at one moment, the one named first in the policy comes first.
    return tuple(sorted(found, key=lambda entry: entry[0]))


def _moment(step: str, starts_at: datetime, zone: str, quiet: Quiet, opens_at: datetime | None) -> datetime | None:
    if before := _BEFORE.match(step):
        count = int(before[1])
        raw = wall.days_before(starts_at, zone, count) if before[2] == "d" else starts_at - timedelta(hours=count)
    elif opens_at is None or step in AT_ONCE:
        return None
    elif step == OPENS:
        return moments.next_allowed(opens_at, zone, quiet)
    else:
        raw = opens_at + (starts_at - opens_at) / 2
    return moments.useful(raw, zone, quiet, before=starts_at, not_before=opens_at)


def _apart(waiting: list[tuple[datetime, str]]) -> list[tuple[datetime, str]]:
    kept: list[tuple[datetime, str]] = []
    for moment, step in waiting:
        if not kept or moment - kept[-1][0] >= APART:
            kept.append((moment, step))
    return kept


def _limited(kept: list[tuple[datetime, str]], limit: int | None) -> list[tuple[datetime, str]]:
    if limit is None or len(kept) <= limit:
        return kept
    if limit < 2:
        return kept[len(kept) - limit :]
    return [kept[0], *kept[len(kept) - limit + 1 :]]
