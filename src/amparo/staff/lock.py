"""A screen left alone locks itself; the page behind it stays as it was."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

SEEN = "seen_at"
# Written at most once a minute, so that reading pages does not write to the database each time.
GRAIN = 60


def is_locked(seen_at: float | None, now: float, minutes: int) -> bool:
    """True when nobody has been seen for longer than the programme allows."""
    return seen_at is not None and now - seen_at > timedelta(minutes=minutes).total_seconds()


def is_on(session: Any, at: datetime) -> bool:
    return is_locked(session.get(SEEN), at.timestamp(), settings.STAFF_LOCK_MINUTES)


def note_sign_of_life(session: Any, at: datetime) -> None:
    """Somebody is here."""
    if at.timestamp() - session.get(SEEN, 0) >= GRAIN:
        session[SEEN] = int(at.timestamp())


def open_again(session: Any, at: datetime) -> None:
    session[SEEN] = int(at.timestamp())


def lock_now(session: Any) -> None:
    """The next page asks who is there."""
    session[SEEN] = 0


def stays_open(path: str) -> bool:
    """What a locked screen may still ask for: to be unlocked, or to sign out."""
    return path in {reverse(name) for name in ("staff:unlock", "account_logout", "account_login")}
