"""What a phone's script sends, read into a capture. Only what cannot be kept at all is refused."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from amparo.checkins import questions
from amparo.checkins.capture import Capture, Channel, PlaceCause, hash_of
from amparo.checkins.clock_evidence import Evidence
from amparo.foundation import base64url, languages
from amparo.foundation.errors import Refused
from amparo.identity.ways import Way

LONGEST_BODY = 64 * 1024
LONGEST_ANSWERS, LONGEST_PLACE = 48 * 1024, 2 * 1024
# How a value sealed on a phone begins: for X25519, for P-256.
SEALED_MARKS = (0x02, 0x03)
MOST_RECORDINGS = 60
LONGEST_STOPWATCH = timedelta(days=365)
# A clock that shows anything else is read as showing these: at the edge of the calendar no page can write it.
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def capture(body: bytes, *, device_now: str = "", since_capture: str = "") -> Capture:
    """The capture in the body. `device_now` and `since_capture` (milliseconds) say what the phone's clock and
    stopwatch show as it sends: the body stays the same at each try, so they come beside it."""
    said = read_object(body)
    place = read_sealed(said.get("sealed_place"), LONGEST_PLACE)
    return Capture(
        client_id=read_id(said.get("client_id")),
        channel=Channel.APP,
        identity=Way.NONE if said.get("way") == Way.NONE else Way.PIN,
        language=_language(said.get("language")),
        body_hash=hash_of(body),
        evidence=_evidence(said, device_now, since_capture),
        sealed_answers=required(read_sealed(said.get("sealed_answers"), LONGEST_ANSWERS)),
        sealed_place=place,
        place_cause=None if place else _cause(said.get("place_cause")),
        wants_help=said.get("wants_help") is True,
        # A phone that has not loaded the newer script does not say; what it sealed is read as ever.
        says_changed=said.get("says_changed") is True,
        question_set=_small_number(said.get("question_set")),
    )


def spoken(body: bytes, *, device_now: str = "", since_capture: str = "") -> tuple[Capture, list[UUID]]:
    """The capture in the body, and the recordings it consists of. The clocks are as for `capture`."""
    said = read_object(body)
    recordings = said.get("recordings")
    if not isinstance(recordings, list) or len(recordings) > MOST_RECORDINGS:
        raise Refused("unreadable")
    capture = Capture(
        client_id=read_id(said.get("client_id")),
        channel=Channel.VOICE,
        identity=Way.PIN,
        language=_language(said.get("language")),
        body_hash=hash_of(body),
        evidence=_evidence(said, device_now, since_capture),
        place_cause=PlaceCause.NOT_ASKED,
        wants_help=said.get("wants_help") is True,
        question_set=_small_number(said.get("question_set")),
    )
    return capture, [read_id(one) for one in recordings]


def number(request: HttpRequest, header: str, otherwise: int) -> int:
    """A size or an offset that stands in a header. Code: "unreadable"."""
    text = request.headers.get(header, str(otherwise))
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Refused("unreadable")
    return int(text)


def read_object(body: bytes, *, longest: int = LONGEST_BODY) -> dict[str, Any]:
    """What a script of ours sent. Codes: "too_large", "unreadable"."""
    if len(body) > longest:
        raise Refused("too_large")
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise Refused("unreadable") from None
    if not isinstance(said, dict):
        raise Refused("unreadable")
    return said


def read_id(value: Any) -> UUID:
    """Code: "unreadable"."""
    try:
        return UUID(value)
    except (ValueError, TypeError, AttributeError):
        raise Refused("unreadable") from None


def read_sealed(value: Any, longest: int) -> bytes | None:
    """A value sealed on the phone, in at most so many signs; None where there is none. Code: "unreadable"."""
    if value is None:
        return None
    if not isinstance(value, str) or not value.isascii() or len(value) > longest:
        raise Refused("unreadable")
    try:
        blob = base64url.decode(value)
    except ValueError:
        raise Refused("unreadable") from None
    if not blob or blob[0] not in SEALED_MARKS:
        raise Refused("unreadable")
    return blob


def required(blob: bytes | None) -> bytes:
    if blob is None:
        raise Refused("unreadable")
    return blob


def moment(value: Any) -> datetime:
    """What a phone's clock showed. Code: "unreadable"."""
    found = _moment(value)
    if found is None:
        raise Refused("unreadable")
    return found


def count(value: Any) -> int:
    """How many of something a phone says there are; 0 where it says nothing that could be."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1000 else 0


def _cause(value: Any) -> PlaceCause:
    return PlaceCause(value) if isinstance(value, str) and value in {*PlaceCause} else PlaceCause.NOT_ASKED


def _language(value: Any) -> str:
    return value if isinstance(value, str) and value in languages.LANGUAGES else languages.DEFAULT


def _small_number(value: Any) -> int:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else questions.VERSION


def _evidence(said: Mapping[str, Any], device_now: str, since_capture: str) -> Evidence | None:
    captured_at = _moment(said.get("captured_at"))
    if captured_at is None:
        return None
    told = said.get("clock")
    clock: Mapping[str, Any] = told if isinstance(told, dict) else {}
    at_capture, since = _stopwatch(clock.get("monotonic_ms")), _stopwatch(since_capture)
    return Evidence(
        captured_at=captured_at,
        device_now=_moment(device_now),
        last_server_at=_moment(clock.get("last_server_at")),
        device_at_last_server=_moment(clock.get("device_at_last_server")),
        elapsed_at_capture=at_capture,
        elapsed_now=at_capture + since if at_capture is not None and since is not None else None,
    )


def _moment(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
        return min(max(moment.astimezone(UTC), EARLIEST), LATEST) if moment.tzinfo else None
    except (ValueError, TypeError, OverflowError):
        return None


def _stopwatch(value: Any) -> timedelta | None:
    try:
        span = timedelta(milliseconds=float(value))
    except (ValueError, TypeError, OverflowError):
        return None
    return span if timedelta(0) <= span <= LONGEST_STOPWATCH else None
