"""Events out of an iCalendar file, and what a human must settle. Nothing is expanded or guessed."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from icalendar.prop import vDuration, vText

from amparo.foundation import wall
from amparo.foundation.errors import Refused
from amparo.foundation.table_rows import RowProblem
from amparo.hearings import rules
from amparo.hearings.calendar_lines import Component, Line, components
from amparo.hearings.calendar_zones import Zones

LONGEST_TEXT = 4_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One event. `wall` is what the file shows; `zone` is empty if nobody knows; `instant` if the file says.

    Flags for a human: recurring, one_of_a_series, all_day, floating, no_uid, zone_unknown, zone_custom,
    zone_disagrees, no_such_time, time_shown_twice.
    """

    line: int
    uid: str = field(repr=False)
    wall: datetime
    zone: str
    instant: datetime | None
    ends: timedelta | None
    sequence: int
    cancelled: bool
    status: str
    summary: str = field(repr=False)
    location: str = field(repr=False)
    description: str = field(repr=False)
    recurrence_id: str = ""
    stamped: str = ""
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """The newest version of each event, and the events that were refused, by line."""

    method: str
    entries: tuple[Entry, ...]
    problems: tuple[RowProblem, ...]


def read(data: bytes) -> CalendarFile:
    """All events of a file; a broken event is a problem with its line, a broken file is refused.

    Codes of a file: see `calendar_lines.components`. Codes of an event: start_missing, date_unreadable,
    end_unreadable, sequence_unreadable, line_unreadable, line_too_long.
    """
    outermost = components(data)
    method = next((_value(line) for top in outermost if (line := top.first("METHOD"))), "").upper()
    entries, problems = [], []
    for event, zones in _events(outermost):
        try:
            entries.append(_entry(event, zones, method))
        except Refused as refused:
            problems.append(RowProblem(int(refused.details.get("line", event.number)), refused.code))
    return CalendarFile(method, _newest(entries), tuple(problems))


def to_notice(
    entry: Entry,
    *,
    zone_for_place: Callable[[str], str | None],
    default_zone: str = "",
    case_number: str = "",
) -> rules.Notice:
    """What the entry says about a hearing, or the code of what a human must settle first.

    Codes: needs_human (flag), zone_missing, no_such_time.
    """
    blocking = entry.flags & {"recurring", "all_day", "zone_unknown", "zone_disagrees", "no_such_time"}
    if blocking:
        raise Refused("needs_human", flag=sorted(blocking)[0], line=entry.line)
    zone = entry.zone or zone_for_place(entry.location) or default_zone
    if not zone:
        raise Refused("zone_missing", line=entry.line)
    shown = entry.wall if entry.instant is None else wall.shown(entry.instant, zone)
    if not wall.exists(shown, zone):
        raise Refused("no_such_time", line=entry.line)
    return rules.Notice(
        case_number=case_number,
        wall=shown.replace(fold=0),
        zone=zone,
        external_key=entry.uid + entry.recurrence_id,
        sequence=entry.sequence,
        court_text=entry.location,
        kind=entry.summary,
        mode=rules.mode_of(entry.summary, entry.location, entry.description),
        cancelled=entry.cancelled,
        line=entry.line,
    )


def _events(outermost: list[Component]) -> Iterator[tuple[Component, Zones]]:
    for top in outermost:
        zones = Zones([child for child in top.children if child.name == "VTIMEZONE"])
        for one in (top, *top.children):
            if one.name == "VEVENT":
                yield one, zones


def _entry(event: Component, zones: Zones, method: str) -> Entry:
    _check_lines(event)
    start = event.first("DTSTART")
    if start is None:
        raise Refused("start_missing", line=event.number)
    entry = _starting(start, zones)
    uid, status = _text(event, "UID"), _text(event, "STATUS").upper()
    recurrence = event.first("RECURRENCE-ID")
    return replace(
        entry,
        uid=uid,
        summary=_text(event, "SUMMARY"),
        location=_text(event, "LOCATION"),
        description=_text(event, "DESCRIPTION"),
        ends=_length(event, entry.wall),
        sequence=_sequence(event),
        status=status,
        cancelled=status == "CANCELLED" or method == "CANCEL",
        recurrence_id=_value(recurrence) if recurrence else "",
        stamped=_stamped(event),
        flags=entry.flags | _series(event) | (frozenset() if uid else {"no_uid"}),
    )


def _check_lines(event: Component) -> None:
    """Every line of ordinary length can be read, but for makers' own: half an event is no event."""
    for line in event.lines:
        if len(line.text) <= 2_000 and not line.is_private:
            line.parts()


def _starting(line: Line, zones: Zones) -> Entry:
    params, value = line.parts()
    shown, utc, all_day = _moment(line, params, value)
    blank = Entry(line.number, "", shown, "", None, None, 0, False, "", "", "", "")
    if all_day:
        return replace(blank, flags=frozenset({"all_day"}))
    if utc:
        return replace(blank, instant=shown.replace(tzinfo=UTC))
    if not params.get("TZID"):
        return replace(blank, flags=frozenset({"floating"}))
    found = zones.resolve(params["TZID"], shown)
    return replace(
        blank,
        zone=found.zone,
        instant=found.instant,
        flags=frozenset(found.flags) | _clock_changes(shown, found.zone),
    )


def _clock_changes(shown: datetime, zone: str) -> frozenset[str]:
    if zone and not wall.exists(shown, zone):
        return frozenset({"no_such_time"})
    return frozenset({"time_shown_twice"}) if zone and wall.is_ambiguous(shown, zone) else frozenset()


def _moment(line: Line, params: dict[str, str], value: str) -> tuple[datetime, bool, bool]:
    """What the clock shows, whether that is UTC, and whether it is a whole day."""
    found = re.fullmatch(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z)?)?", value.upper())
    dated = params.get("VALUE", "").upper() == "DATE"
    if found is None or (dated and found[4]):
        raise Refused("date_unreadable", line=line.number)
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
        if not found[4]:
            return datetime.combine(day, datetime.min.time()), False, True
        # A leap second is written 60.
        second = min(int(found[6] or 0), 59)
        shown = datetime.combine(day, datetime.min.time().replace(int(found[4]), int(found[5]), second))
    except ValueError:
        raise Refused("no_such_date", line=line.number) from None
    return shown, bool(found[7]), False


def _length(event: Component, starts: datetime) -> timedelta | None:
    """How long it lasts, as written. An end in another zone is not compared: nobody acts on it."""
    end, start = event.first("DTEND"), event.first("DTSTART")
    if end is not None and start is not None:
        params, value = end.parts()
        same = params.get("TZID") == start.parts()[0].get("TZID")
        try:
            ends = _moment(end, params, value)[0]
        except Refused:
            raise Refused("end_unreadable", line=end.number) from None
        return ends - starts if same and ends >= starts else None
    lasting = event.first("DURATION")
    if lasting is None:
        return None
    try:
        found: timedelta = vDuration.from_ical(lasting.parts()[1])  # type: ignore[no-untyped-call]
    # The library refuses some durations with ValueError and stumbles over others.
    except Exception:
        raise Refused("end_unreadable", line=lasting.number) from None
    return found if found >= timedelta(0) else None


def _sequence(event: Component) -> int:
    line = event.first("SEQUENCE")
    if line is None:
        return 0
    value = line.parts()[1]
    if not re.fullmatch(r"\d{1,9}", value):
        raise Refused("sequence_unreadable", line=line.number)
    return int(value)


def _series(event: Component) -> frozenset[str]:
    found = set()
    if any(line.name in ("RRULE", "RDATE") and _value(line) for line in event.lines):
        found.add("recurring")
    if event.first("RECURRENCE-ID") is not None:
        found.add("one_of_a_series")
    return frozenset(found)


def _stamped(event: Component) -> str:
    line = event.first("LAST-MODIFIED") or event.first("DTSTAMP")
    value = _value(line) if line else ""
    return value if re.fullmatch(r"\d{8}T\d{6}Z?", value) else ""


def _text(event: Component, name: str) -> str:
    line = event.first(name)
    if line is None:
        return ""
    plain = str(vText.from_ical(line.parts()[1]))[:LONGEST_TEXT]
    # Control characters, and those that turn the direction of what follows.
    return re.sub("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", "", plain).strip()


def _value(line: Line) -> str:
    return line.text.partition(":")[2].strip()


def _newest(entries: list[Entry]) -> tuple[Entry, ...]:
    """One entry per event: the highest sequence, then the latest stamp, then the one that stands last."""
    found: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        key = (entry.uid, entry.recurrence_id) if entry.uid else (f"line {entry.line}", "")
        before = found.get(key)
        if before is None or (entry.sequence, entry.stamped) >= (before.sequence, before.stamped):
            found[key] = entry
    return tuple(found.values())
