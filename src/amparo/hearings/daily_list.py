"""The daily list of the UK's immigration tribunal (JSON): rooms, sessions, sittings, hearings, cases."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from amparo.foundation import wall, written_dates, zone_words
from amparo.foundation.errors import Refused
from amparo.foundation.table_rows import RowProblem
from amparo.foundation.written_dates import Ambiguous
from amparo.hearings import rules
from amparo.hearings.rules import Notice

MAX_BYTES = 10 * 1024 * 1024
MOST_CASES = 50_000

Part = Mapping[str, Any]


def read(data: bytes, *, zone: str = "Europe/London") -> list[Notice | RowProblem]:
    """One notice per listed case; `line` is the case's number in the list.

    Codes: file_too_large, not_a_daily_list, too_many_events. Per case: case_number_missing, date_unreadable,
    and those of `written_dates`.
    """
    if len(data) > MAX_BYTES:
        raise Refused("file_too_large", limit_mb=MAX_BYTES // 1024 // 1024)
    found: list[Notice | RowProblem] = []
    for number, listed in enumerate(_cases(_document(data)), 1):
        if number > MOST_CASES:
            raise Refused("too_many_events", limit=MOST_CASES)
        try:
            found.append(replace(_notice(listed, zone), line=number))
        except Refused as refused:
            found.append(RowProblem(number, refused.code))
    return found


@dataclass(frozen=True, slots=True)
class _Listed:
    """A case with everything it stands in."""

    venue: str
    room: str
    session: Part
    sitting: Part
    hearing: Part
    case: Part


def _document(data: bytes) -> Part:
    try:
        said = json.loads(data)
    # Thousands of brackets exhaust the reader's own stack.
    except (ValueError, RecursionError):
        raise Refused("not_a_daily_list") from None
    if not isinstance(said, dict) or not isinstance(said.get("courtLists"), list):
        raise Refused("not_a_daily_list")
    return said


def _cases(document: Part) -> Iterator[_Listed]:
    venue = _text(_part(document, "venue"), "venueName")
    for listed in _parts(document, "courtLists"):
        for room in _parts(_part(listed, "courtHouse"), "courtRoom"):
            for session in _parts(room, "session"):
                for sitting in _parts(session, "sittings"):
                    for hearing in _parts(sitting, "hearing"):
                        for case in _parts(hearing, "case"):
                            yield _Listed(venue, _text(room, "courtRoomName"), session, sitting, hearing, case)


def _notice(listed: _Listed, zone: str) -> Notice:
    number = rules.normal_case_number(_text(listed.case, "caseNumber"))
    if not number:
        raise Refused("case_number_missing")
    said = written_dates.read_moment(_text(listed.sitting, "sittingStart"))
    if isinstance(said.day, Ambiguous) or said.at is None:
        raise Refused("date_unreadable")
    offset = zone_words.offset_of(said.zone_text)
    if offset is None:
        raise Refused("date_unreadable")
    moment = wall.instant(datetime.combine(said.day, said.at) - offset, "UTC")
    channels = (*_words(listed.sitting, "channel"), *_words(listed.session, "sessionChannel"))
    return Notice(
        case_number=number,
        wall=wall.shown(moment, zone).replace(fold=0),
        zone=zone,
        court_text=listed.venue,
        room=listed.room,
        judge=_presiding(listed.session),
        kind=_text(listed.hearing, "hearingType"),
        mode=_mode(channels),
    )


def _mode(channels: tuple[str, ...]) -> rules.Mode:
    """One way to attend, or unknown: a list that names two leaves the choice to somebody."""
    said = {rules.mode_of(channel) for channel in channels} - {rules.Mode.UNKNOWN}
    return said.pop() if len(said) == 1 else rules.Mode.UNKNOWN


def _presiding(session: Part) -> str:
    sitting = _parts(session, "judiciary")
    first = next((one for one in sitting if one.get("isPresiding") is True), sitting[0] if sitting else {})
    return " ".join(word for word in (_text(first, "johTitle"), _text(first, "johNameSurname")) if word)


def _part(inside: Part, name: str) -> Part:
    found = inside.get(name)
    return found if isinstance(found, dict) else {}


def _parts(inside: Part, name: str) -> list[Part]:
    found = inside.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _words(inside: Part, name: str) -> tuple[str, ...]:
    found = inside.get(name)
    return tuple(one for one in found if isinstance(one, str)) if isinstance(found, list) else ()


def _text(inside: Part, name: str) -> str:
    found = inside.get(name)
    return " ".join(found.split())[:500] if isinstance(found, str) else ""
