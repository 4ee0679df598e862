"""Whether the phone's claim "I did this at …" can be believed, and what time it was by our clock.

The phone keeps the last server time it saw, with what its own clock showed then. If its clock is as far from
ours when it sends as it was then, the clock ran steadily in between, and everything it noted in between can
be corrected by that distance: a phone set to 2012 is as good as any other. Nothing here is ever held against
the person: a clock that cannot be believed leads to a human look, and only where the time of arrival does not
already answer the question.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# The sending itself, and a clock that was corrected by the network meanwhile.
TOLERANCE = timedelta(minutes=2)
# Cheap phone clocks wander by up to about five seconds a day (60 ppm); this is twice that.
DRIFT_PER_DAY = timedelta(seconds=10)
# The longest time between two check-ins (8 weeks) and some days: older evidence says nothing.
OLDEST = timedelta(days=62)
# Without any server time seen before, what was noted this shortly before sending is dated from its arrival.
IN_ONE_BREATH = timedelta(minutes=15)
ZERO = timedelta(0)


class Standing(StrEnum):
    """What the phone's clock is worth."""

    TRUSTED = "trusted"
    DOUBTFUL = "doubtful"


class Reason(StrEnum):
    """Why, for the member who looks; never a reproach."""

    STEADY = "steady"  # as far from ours now as before
    STOPWATCH = "stopwatch"  # the clock was changed, the phone's stopwatch was not
    JUST_NOW = "just_now"  # captured and sent in one breath
    NO_EVIDENCE = "no_evidence"
    CLOCK_CHANGED = "clock_changed"
    OUT_OF_ORDER = "out_of_order"  # captured before the last server time, or after sending
    TOO_OLD = "too_old"
    SERVER_TIME_AHEAD = "server_time_ahead"  # the server time it says it saw has not come yet


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a submission says about its own clock.

    Times named `device_…` and `captured_at` are by the phone's clock; `last_server_at` is ours, as the phone
    kept it. The two `elapsed_…` are the phone's stopwatch since that server time, if it never stopped.
    """

    captured_at: datetime
    device_now: datetime | None = None
    last_server_at: datetime | None = None
    device_at_last_server: datetime | None = None
    elapsed_at_capture: timedelta | None = None
    elapsed_now: timedelta | None = None


@dataclass(frozen=True, slots=True)
class ClockVerdict:
    """Trusted: `said_at` is the moment of capture by our clock. Doubtful: there is none."""

    standing: Standing
    reason: Reason
    offset: timedelta | None = None
    said_at: datetime | None = None


def judge(evidence: Evidence, received_at: datetime) -> ClockVerdict:
    """What the phone's clock is worth, and when the capture was by ours: never after it was received."""
    try:
        return _judge(evidence, received_at)
    except OverflowError:  # a clock at the very edge of the calendar
        return _doubt(Reason.OUT_OF_ORDER)


def _judge(it: Evidence, received_at: datetime) -> ClockVerdict:
    if it.last_server_at is None or it.device_at_last_server is None:
        return _from_arrival(it, received_at, otherwise=Reason.NO_EVIDENCE)
    age = received_at - it.last_server_at
    if age < -TOLERANCE:
        return _from_arrival(it, received_at, otherwise=Reason.SERVER_TIME_AHEAD)
    if age > OLDEST:
        return _from_arrival(it, received_at, otherwise=Reason.TOO_OLD)
    allowed = _allowed(age)
    by_stopwatch = _by_stopwatch(it, it.last_server_at, received_at, allowed)
    if by_stopwatch is not None:
        return by_stopwatch
    if it.device_now is None:
        return _doubt(Reason.NO_EVIDENCE)
    offset = received_at - it.device_now
    if abs(offset - (it.last_server_at - it.device_at_last_server)) > allowed:
        return _from_arrival(it, received_at, otherwise=Reason.CLOCK_CHANGED)
    if not it.device_at_last_server - allowed <= it.captured_at <= it.device_now + TOLERANCE:
        return _doubt(Reason.OUT_OF_ORDER)
    return _trust(Reason.STEADY, offset, it, received_at)


def _by_stopwatch(
    it: Evidence, last_server_at: datetime, received_at: datetime, allowed: timedelta
) -> ClockVerdict | None:
    """Believed only where it agrees with our clock end to end: many phones stop it while they sleep."""
    if it.elapsed_at_capture is None or it.elapsed_now is None:
        return None
    if not ZERO <= it.elapsed_at_capture <= it.elapsed_now:
        return None
    if abs(last_server_at + it.elapsed_now - received_at) > allowed:
        return None
    offset = last_server_at + it.elapsed_at_capture - it.captured_at
    return _trust(Reason.STOPWATCH, offset, it, received_at)


def _from_arrival(it: Evidence, received_at: datetime, *, otherwise: Reason) -> ClockVerdict:
    """Captured moments before sending: the arrival dates it, whatever the clock shows."""
    if it.device_now is None or not ZERO <= it.device_now - it.captured_at <= IN_ONE_BREATH:
        return _doubt(otherwise)
    return _trust(Reason.JUST_NOW, received_at - it.device_now, it, received_at)


def _trust(reason: Reason, offset: timedelta, it: Evidence, received_at: datetime) -> ClockVerdict:
    return ClockVerdict(Standing.TRUSTED, reason, offset, min(it.captured_at + offset, received_at))


def _doubt(reason: Reason) -> ClockVerdict:
    return ClockVerdict(Standing.DOUBTFUL, reason)


def _allowed(age: timedelta) -> timedelta:
    return TOLERANCE + DRIFT_PER_DAY * (max(age, ZERO) / timedelta(days=1))
