"""What an adapter is handed, and what it says became of it. Plain values: no rows, no network, no clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal, TypeVar
from uuid import UUID


class Kind(StrEnum):
    ACCEPTED = "accepted"  # the provider has it; its receipts tell the rest
    SENT = "sent"  # it went as far as we can see; no receipt follows
    DELIVERED = "delivered"  # the far end has it, as the provider said at once
    RETRY_LATER = "retry_later"  # surely not sent; the same message may work later
    PERMANENT = "permanent"  # surely not sent; the same message will never work this way
    UNKNOWN = "unknown"  # may or may not have been sent: ask before trying again


class Why(StrEnum):
    """What a failure says. Only STOPPED, BAD_ADDRESS and GONE say something about the contact point."""

    NONE = ""
    STOPPED = "stopped"  # the person asked the provider for silence
    BAD_ADDRESS = "bad_address"  # nobody can be reached there this way
    GONE = "gone"  # the browser's subscription has ended
    UNREACHABLE = "unreachable"  # the phone is off, the mailbox is full
    FILTERED = "filtered"  # a carrier or mail server did not like the message or its sender
    TOO_LARGE = "too_large"
    MALFORMED = "malformed"  # we built something nobody can send
    BUSY = "busy"  # too fast for the provider
    OUTAGE = "outage"  # the provider, or the way to it, does not work
    OURS = "ours"  # credentials or settings an operator must repair


# Failures after which the contact point itself needs a look; all others leave it in good standing.
ABOUT_THE_ADDRESS = frozenset({Why.STOPPED, Why.BAD_ADDRESS, Why.GONE})


@dataclass(frozen=True, slots=True)
class Verdict:
    kind: Kind
    why: Why = Why.NONE


@dataclass(frozen=True, slots=True)
class Outcome:
    reference: UUID
    kind: Kind
    provider_ref: str = ""
    # The provider's own code; never its message, which may repeat the address.
    code: str = ""
    retry_after: timedelta | None = None
    why: Why = Why.NONE
    segments: int = 0


@dataclass(frozen=True, slots=True)
class Text:
    """A text message. The provider is asked to forget it when it could not leave before `expires_at`."""

    reference: UUID
    address: str = field(repr=False)
    text: str = field(repr=False)
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """An invitation (REQUEST) or its withdrawal (CANCEL), as the bytes of one iCalendar file."""

    method: Literal["REQUEST", "CANCEL"]
    ics: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Mail:
    reference: UUID
    address: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    html: str = field(default="", repr=False)
    calendar: Calendar | None = None
    unsubscribe_url: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Push:
    """A notification for one browser; `address`, `p256dh` and `auth` are its subscription as it gave them."""

    reference: UUID
    address: str = field(repr=False)
    p256dh: str = field(repr=False)
    auth: str = field(repr=False)
    title: str = field(repr=False)
    text: str = field(repr=False)
    link: str = field(default="", repr=False)
    expires_at: datetime | None = None
    urgency: Literal["very-low", "low", "normal", "high"] = "high"


Out = TypeVar("Out", Text, Mail, Push, contravariant=True)
