"""How patient sign-in is with wrong PINs. Pure.

Wrong PINs are counted by pool and day: each phone that has signed in before has a pool of its own, all other
phones together have one. Only the pool is slowed. Ten of a million a day: a guesser's chance is 1 in 100,000.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from amparo.identity.ways import Way

KNOWN_DEVICE, UNKNOWN_DEVICES = 5, 10
# By the short number, which is no secret, a tablet takes so many wrong tries of a day from everybody together: whoever
# tries PINs on many numbers has 40 in a million. After that it takes the link on the card, as always.
BY_NUMBER_ON_A_TABLET = 40
# Seconds to wait after so many wrong PINs; a finger that slips twice does not wait.
WAITS = (0, 0, 0, 15, 30, 60, 300, 900, 1800, 3600)
PIN_DIGITS = 6
# How long showing who it is counts as just now.
JUST_NOW = timedelta(minutes=10)
# A link and PIN that staff gave anew open nothing new for this long: time for the owner to notice.
SETTLING = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Pool:
    """What is known of one pool on one day."""

    wrong: int = 0
    wait_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What a session knows of whoever holds it."""

    way: Way
    at: datetime
    settles_at: datetime | None = None
    at_kiosk: bool = False
    # The phone is not theirs; and they left in a hurry, and have not shown anew that it is them.
    borrowed: bool = False
    has_left: bool = False


def is_just_now(shown: Shown, at: datetime) -> bool:
    """Whether they showed who it is moments ago, not by a phone that was left signed in."""
    return shown.at > at - JUST_NOW


def has_settled(shown: Shown, at: datetime) -> bool:
    """Whether nothing was given anew lately by somebody who may have been deceived."""
    return shown.settles_at is None or shown.settles_at <= at


def most_wrong(known_device: bool) -> int:
    """The pool's budget of a day."""
    return KNOWN_DEVICE if known_device else UNKNOWN_DEVICES


def may_try(pool: Pool, *, known_device: bool, at: datetime) -> bool:
    """Whether a PIN from this pool is looked at now."""
    waits = pool.wait_until is not None and pool.wait_until > at
    return pool.wrong < most_wrong(known_device) and not waits


def after_wrong(pool: Pool, *, known_device: bool, at: datetime) -> Pool:
    """The pool after one more wrong PIN."""
    wrong = pool.wrong + 1
    if wrong >= most_wrong(known_device):
        return Pool(wrong, end_of(at))
    seconds = WAITS[min(wrong, len(WAITS) - 1)]
    return Pool(wrong, at + timedelta(seconds=seconds) if seconds else None)


def seconds_to_wait(pool: Pool, *, known_device: bool, at: datetime) -> int:
    """How long until this pool is looked at again; 0 if it is now."""
    until = end_of(at) if pool.wrong >= most_wrong(known_device) else pool.wait_until
    return max(0, int((until - at).total_seconds()) + 1) if until and until > at else 0


def day_of(at: datetime) -> date:
    """The day whose budget is used: days of UTC, the same for everybody."""
    return at.astimezone(UTC).date()


def end_of(at: datetime) -> datetime:
    """When the next day's budget begins."""
    return datetime.combine(day_of(at) + timedelta(days=1), time(), tzinfo=UTC)


def readable_pin(text: str) -> str | None:
    """The six digits somebody typed, in whatever numerals their keyboard has; None if it cannot be a PIN."""
    digits = [str(int(c)) for c in text if c.isdecimal()]
    others = [c for c in text if not c.isdecimal() and not c.isspace() and c != "-"]
    return "".join(digits) if len(digits) == PIN_DIGITS and not others else None
