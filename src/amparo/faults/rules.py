"""Causes and where they come from. Pure: facts in, a cause out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# Shorter trouble than this is not told as an outage: a restart, a hiccup of the network.
NOTICED_AFTER = timedelta(minutes=5)


class Cause(StrEnum):
    """Why there was no check-in, or no place, or why an attempt did not come through."""

    OUR_OUTAGE = "our_outage"
    CARRIER = "carrier"
    DEVICE = "device"
    PERMISSION = "permission"
    NO_CAPTURE = "no_capture"
    COMPARATOR = "comparator"
    LANGUAGE = "language"  # language or usability
    ASKED_TO_DEFER = "asked_to_defer"
    UNKNOWN = "unknown"


# These are never the person's doing. The system may explain a window by one of them, and by no other.
NEVER_AGAINST = frozenset({Cause.OUR_OUTAGE, Cause.CARRIER, Cause.COMPARATOR})


class Part(StrEnum):
    """What can be out of order."""

    ALL = "all"  # nothing answered, or nobody was there to ask
    WEB = "web"
    SMS = "sms"
    EMAIL = "email"
    PUSH = "push"
    VOICE = "voice"


# Without these nobody can check in by phone: windows they touch are extended.
NEEDED_TO_CHECK_IN = frozenset({Part.ALL, Part.WEB})


class Source(StrEnum):
    """How an outage is known."""

    PROBE = "probe"  # our own health record: it was asked, and did not answer
    SILENCE = "silence"  # nobody asked: missing data counts as a fault
    STAFF = "staff"  # declared by a colleague


class Trouble(StrEnum):
    """What a phone, a server or a provider tells about an attempt. Codes only: no words of the person."""

    UNREACHABLE = "unreachable"  # the phone could not reach us
    SERVER_REFUSED = "server_refused"  # we answered with an error of ours
    PLACE_PERMISSION = "place_permission"
    PLACE_UNAVAILABLE = "place_unavailable"
    PLACE_TIMEOUT = "place_timeout"
    CAMERA_DENIED = "camera_denied"
    CAMERA_MISSING = "camera_missing"
    CAMERA_FAILED = "camera_failed"
    MICROPHONE_DENIED = "microphone_denied"
    MICROPHONE_MISSING = "microphone_missing"
    MICROPHONE_FAILED = "microphone_failed"
    STORAGE_FULL = "storage_full"
    STORAGE_DENIED = "storage_denied"
    CANNOT_SEAL = "cannot_seal"  # a phone too old for the cipher
    SCRIPT_FAILED = "script_failed"
    UPLOAD_CUT = "upload_cut"
    NO_FACE = "no_face"
    INCONCLUSIVE = "inconclusive"  # the comparator could not say
    COMPARATOR_DOWN = "comparator_down"
    PASSKEY_FAILED = "passkey_failed"
    PIN_WRONG = "pin_wrong"
    NOT_DELIVERED = "not_delivered"  # a message did not arrive
    CANNOT_UNDERSTAND = "cannot_understand"  # the person says so
    ASKED_TO_DEFER = "asked_to_defer"


CAUSE_OF: dict[Trouble, Cause] = {
    Trouble.UNREACHABLE: Cause.CARRIER,
    Trouble.SERVER_REFUSED: Cause.OUR_OUTAGE,
    Trouble.PLACE_PERMISSION: Cause.PERMISSION,
    Trouble.PLACE_UNAVAILABLE: Cause.DEVICE,
    Trouble.PLACE_TIMEOUT: Cause.DEVICE,
    Trouble.CAMERA_DENIED: Cause.PERMISSION,
    Trouble.CAMERA_MISSING: Cause.DEVICE,
    Trouble.CAMERA_FAILED: Cause.DEVICE,
    Trouble.MICROPHONE_DENIED: Cause.PERMISSION,
    Trouble.MICROPHONE_MISSING: Cause.DEVICE,
    Trouble.MICROPHONE_FAILED: Cause.DEVICE,
    Trouble.STORAGE_FULL: Cause.DEVICE,
    Trouble.STORAGE_DENIED: Cause.PERMISSION,
    Trouble.CANNOT_SEAL: Cause.DEVICE,
    Trouble.SCRIPT_FAILED: Cause.OUR_OUTAGE,
    Trouble.UPLOAD_CUT: Cause.CARRIER,
    Trouble.NO_FACE: Cause.NO_CAPTURE,
    Trouble.INCONCLUSIVE: Cause.COMPARATOR,
    Trouble.COMPARATOR_DOWN: Cause.OUR_OUTAGE,
    Trouble.PASSKEY_FAILED: Cause.DEVICE,
    Trouble.PIN_WRONG: Cause.LANGUAGE,
    Trouble.NOT_DELIVERED: Cause.CARRIER,
    Trouble.CANNOT_UNDERSTAND: Cause.LANGUAGE,
    Trouble.ASKED_TO_DEFER: Cause.ASKED_TO_DEFER,
}

# Of several, the one least of the person's doing speaks first.
IN_ORDER = (
    Cause.OUR_OUTAGE,
    Cause.COMPARATOR,
    Cause.CARRIER,
    Cause.ASKED_TO_DEFER,
    Cause.DEVICE,
    Cause.PERMISSION,
    Cause.NO_CAPTURE,
    Cause.LANGUAGE,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that is known to have gone wrong about a window: what, by whose word, since when."""

    cause: Cause
    code: str
    source: str
    began_at: datetime
    ended_at: datetime | None = None
    times: int = 1


def likely(evidence: Iterable[Evidence]) -> Cause:
    """The cause that the evidence speaks for; UNKNOWN where there is none. Never a guess."""
    known = {one.cause for one in evidence}
    return next((cause for cause in IN_ORDER if cause in known), Cause.UNKNOWN)


def touches(began: datetime, ended: datetime | None, opens_at: datetime, closes_at: datetime) -> bool:
    """Whether trouble from `began` on, still going on if `ended` is None, falls into the window."""
    return began < closes_at and (ended is None or ended > opens_at)


@dataclass(frozen=True, slots=True)
class Felt:
    """What the health record says after one more look at a part."""

    ok_at: datetime
    failing_since: datetime | None
    # An outage that just came to light: (began, ended, source); `ended` is None while it goes on.
    outage: tuple[datetime, datetime | None, Source] | None = None


def feel(ok_at: datetime, failing_since: datetime | None, *, ok: bool, at: datetime, felt_at: datetime) -> Felt:
    """`ok_at`: when the part was last well; `felt_at`: when somebody last looked at all.

    Nobody looked for longer than NOTICED_AFTER: that time counts as an outage, whatever was the matter.
    """
    silent = at - felt_at >= NOTICED_AFTER
    if ok:
        if failing_since is None and not silent:
            return Felt(at, None)
        began = failing_since or felt_at
        if at - began < NOTICED_AFTER:
            return Felt(at, None)
        return Felt(at, None, (began, at, Source.SILENCE if silent and failing_since is None else Source.PROBE))
    began = failing_since or (felt_at if silent else at)
    if at - began < NOTICED_AFTER:
        return Felt(ok_at, began)
    return Felt(ok_at, began, (began, None, Source.PROBE))
