"""The facts of a pack in sentences, in the language that is spoken now: one list of chapters, each of lines."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from amparo.casework.evidence import wording
from amparo.foundation import languages

One = Mapping[str, Any]
# Signs that turn the direction of what follows: inside a name they could turn our own sentence around.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C])


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened. `quote` is somebody's own words, in the language they were said in."""

    text: str
    at: str | None = None
    quote: str = ""
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Chapter:
    code: str
    title: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Writes days and hours on one clock in one language."""

    code: str
    zone: str

    def moment(self, at: str | None, zone: str = "") -> str:
        if not at:
            return ""
        when, where = datetime.fromisoformat(at), zone or self.zone
        return f"{languages.spelled_date(when, where, self.code)}, {languages.spelled_time(when, where, self.code)}"

    def day(self, day: str, clock: str | None = None) -> str:
        spelled = languages.spelled_day(date.fromisoformat(day), self.code)
        return f"{spelled}, {languages.spelled_clock(time.fromisoformat(clock), self.code)}" if clock else spelled


def chapters(facts: One, speaker: Speaker) -> list[Chapter]:
    """The whole pack, in the order of the document."""
    return [
        Chapter(code, str(wording.TITLES[code]), list(_told(facts, parts, speaker))) for code, parts in CHAPTERS.items()
    ]


def _told(facts: One, parts: "Parts", speaker: Speaker) -> Iterator[Line]:
    for part, tell in parts:
        for one in facts[part]:
            yield from tell(one, speaker)


def isolated(text: Any) -> str:
    """Somebody's words inside a sentence of ours: they keep their direction, and do not turn ours around."""
    return f"\u2068{clean(text)}\u2069"


def clean(text: Any) -> str:
    """Without signs that nobody sees."""
    turned = str(text).translate(_TURNING)
    return "".join(c for c in turned if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs", "Cn"))


def say(group: Mapping[str, Any], code: str, **facts: Any) -> str:
    """The sentence of this code; the bare code where we have no word yet."""
    text = str(group.get(code, code.replace("_", " "))).format_map(facts)
    for value in facts.values():
        # An hour that ends in "p. m." ends the sentence too.
        if str(value).endswith("."):
            text = text.replace(f"{value}.", str(value))
    return text


def _checkin(one: One, s: Speaker) -> Iterator[Line]:
    mark = say(wording.MARKS, one["mark"])
    told = [(row["received_at"], 0, _arrived(row, s)) for row in one["receipts"]]
    told += [(move["at"], 1, _move(move)) for move in one["moves"]]
    # What happened in one minute is one line: it came in, and with it the window was done.
    minutes = {minute: " ".join(text for *_, text in same) for minute, same in groupby(sorted(told), key=_minute)}
    window = say(wording.CHECKINS, "window", closes=s.moment(one["closes_at"]), mark=mark)
    with_it = minutes.pop(_minute((one["opens_at"],)), "")
    yield Line(f"{window} {with_it}".strip(), one["opens_at"], begins=True)
    for minute, text in minutes.items():
        yield Line(text, minute)


def _minute(told: tuple[Any, ...]) -> str:
    return f"{told[0][:16]}:00Z"


def _move(move: One) -> str:
    code = "again" if move["after"] == "due" and move["before"] != "planned" else move["after"]
    return " ".join([say(wording.CHECKINS, code), *_cause(move["cause"]), *_by(move)])


def _arrived(row: One, s: Speaker) -> str:
    channel = say(wording.CHANNELS, row["channel"])
    way = "arrived_by_head" if row.get("by_head") else "arrived"
    told = say(wording.CHECKINS, way, channel=channel, number=row["number"], mark=_in_time(row["on_time"]))
    # Made and received within one minute, one moment is enough to read.
    if row["said_at"] and row["said_at"][:16] != row["received_at"][:16]:
        told += " " + say(wording.CHECKINS, "captured", said=s.moment(row["said_at"]))
    return told


def _in_time(on_time: bool | None) -> str:
    return say(wording.MARKS, {True: "on_time", False: "late", None: "arrived"}[on_time])


def _cause(cause: str) -> list[str]:
    return [say(wording.CHECKINS, "cause", cause=say(wording.CAUSES, cause))] if cause else []


def _by(move: One) -> list[str]:
    if move["by"] == "system":
        # What happens by the clock needs no author, but a reader may ask.
        return [say(wording.CHECKINS, "by", who=say(wording.WHO, "system"))]
    who = isolated(move["by_name"]) if move["by_name"] else say(wording.WHO, move["by"])
    return [say(wording.CHECKINS, "by", who=who)]


def _named(name: str) -> list[str]:
    return [say(wording.CHECKINS, "by", who=isolated(name))] if name else []


def _deferral(one: One, s: Speaker) -> Iterator[Line]:
    wanted = [say(wording.DEFERRALS, "wanted", day=s.day(one["wanted"]))] if one["wanted"] else []
    yield Line(" ".join([say(wording.DEFERRALS, one["kind"]), *wanted]), one["asked_at"], begins=True)
    yield from _quoted(wording.DEFERRALS, "words", one)
    until = [say(wording.DEFERRALS, "until", until=s.moment(one["until"]))] if one["until"] else []
    yield Line(" ".join([say(wording.DEFERRALS, one["state"]), *until, *_named(one["decided_by"])]), one["decided_at"])
    yield from _quoted(wording.DEFERRALS, "reply", one)


def _help(one: One, s: Speaker) -> Iterator[Line]:
    channel = one["channel"] and say(wording.CHANNELS, one["channel"])
    asked = say(wording.HELP, "asked", channel=channel) if channel else say(wording.HELP, "alone")
    yield Line(asked, one["asked_at"], begins=True)
    if one["handled_at"]:
        yield Line(" ".join([say(wording.HELP, "handled"), *_named(one["handled_by"])]), one["handled_at"])
    else:
        yield Line(say(wording.HELP, "waiting"))


def _outage(one: One, s: Speaker) -> Iterator[Line]:
    code, what = "from_to" if one["ended_at"] else "going_on", say(wording.PARTS, one["part"])
    parts = [say(wording.FAULTS, code, what=what, ended=s.moment(one["ended_at"])), say(wording.SOURCES, one["source"])]
    yield Line(" ".join([*parts, *_cause(one["cause"]), say(wording.FAULTS, "never")]), one["began_at"])


def _trouble(one: One, s: Speaker) -> Iterator[Line]:
    what, last = say(wording.TROUBLES, one["code"]), s.moment(one["last_at"])
    parts = [say(wording.FAULTS, "trouble", what=what, n=one["times"], ended=last), say(wording.SOURCES, one["source"])]
    never = [say(wording.FAULTS, "never")] if one["never_against"] else []
    yield Line(" ".join([*parts, *_cause(one["cause"]), *never]), one["first_at"])


def _lost(one: One, s: Speaker) -> Iterator[Line]:
    text = say(wording.FAULTS, "message", channel=say(wording.CHANNELS, one["channel"]))
    yield Line(f"{text} {say(wording.FAULTS, 'never')}", one["at"])


def _outreach(one: One, s: Speaker) -> Iterator[Line]:
    yield Line(say(wording.OUTREACH, "begun", closes=s.moment(one["closes_at"])), one["begun_at"], begins=True)
    for step in one["steps"]:
        due = say(wording.OUTREACH, "due", due=s.moment(step["due_at"]))
        outcome = say(wording.OUTCOMES, step["outcome"]) if step["outcome"] else due
        text = say(wording.OUTREACH, step["kind"], outcome=outcome)
        yield Line(" ".join([text, *_named(step["by_name"])]), step["done_at"])
    if one["ended"]:
        yield Line(say(wording.ENDED, one["ended"]), one["ended_at"])


def _concern(one: One, s: Speaker) -> Iterator[Line]:
    cause = say(wording.CAUSES, one["cause"])
    yield Line(say(wording.CONCERNS, "opened", cause=cause), one["opened_at"], begins=True)
    if one["fault_checked_at"]:
        checked = [say(wording.CONCERNS, "checked"), *_named(one["fault_checked_by"])]
        yield Line(" ".join(checked), one["fault_checked_at"])
    for move in one["moves"]:
        if move["before"]:
            yield Line(" ".join([say(wording.CONCERNS, move["after"]), *_by(move)]), move["at"])
    yield from _quoted(wording.CONCERNS, "question", one, one["asked_at"])
    if one["answer_until"]:
        yield Line(say(wording.CONCERNS, "until", until=s.moment(one["answer_until"])))
    yield from _quoted(wording.CONCERNS, "answer", one, one["answered_at"])
    yield from _quoted(wording.CONCERNS, "reason", one)
    yield from _quoted(wording.CONCERNS, "contest", one, one["contested_at"])
    if one["closed_because"]:
        yield Line(say(wording.WHYS, one["closed_because"]), one["closed_at"])


def _quoted(group: Mapping[str, Any], code: str, one: One, at: str | None = None) -> Iterator[Line]:
    if one[code]:
        yield Line(say(group, code), at, quote=clean(one[code]))


def _hearing(one: One, s: Speaker) -> Iterator[Line]:
    parts = [say(wording.HEARINGS, "hearing", starts=s.day(one["day"], one["time"]))]
    parts += [say(wording.HEARINGS, name, **{name: isolated(one[name])}) for name in ("kind", "court") if one[name]]
    parts.append(
        say(wording.HEARINGS, "source", source=isolated(one["source"]), confirmed=s.moment(one["confirmed_at"]))
    )
    yield Line(" ".join([*parts, say(wording.HEARINGS, one["state"])]), one["known_since"], begins=True)
    for question in one["questions"]:
        yield from _question(question, s)
    for reply in one["replies"]:
        yield Line(say(wording.HEARINGS, reply["answer"]), reply["at"])


def _question(one: One, s: Speaker) -> Iterator[Line]:
    claim = []
    if one["day"] and one["source"]:
        claim = [say(wording.HEARINGS, "claim", source=isolated(one["source"]), day=s.day(one["day"], one["time"]))]
    code = one["kind"] if one["kind"] in wording.HEARINGS else "question"
    yield Line(" ".join([say(wording.HEARINGS, code), *claim]), one["opened_at"])
    if not one["decided_at"]:
        yield Line(say(wording.HEARINGS, "undecided"))
        return
    decided = " ".join([say(wording.HEARINGS, one["decision"]), *_named(one["decided_by"])])
    yield Line(decided, one["decided_at"])
    yield from _quoted(wording.HEARINGS, "reason", one)


def _message(one: One, s: Speaker) -> Iterator[Line]:
    about = say(wording.ABOUT, one["about"], starts=s.moment(one["starts_at"], one["zone"]))
    told = [say(wording.MESSAGES, code, n=one["counts"][code]) for code in wording.MESSAGES if code in one["counts"]]
    yield Line(f"{about} {'; '.join(told)}.")


def _written(one: One, s: Speaker) -> Iterator[Line]:
    wrote = "urgent" if one["urgent"] else one["writer"]
    parts = [say(wording.WRITTEN, wrote), *_named(one["by_name"])]
    if one["said_at"][:16] != one["received_at"][:16]:
        parts.append(say(wording.CHECKINS, "captured", said=s.moment(one["said_at"])))
    if one["files"]:
        parts.append(say(wording.WRITTEN, "files", n=len(one["files"])))
    yield Line(" ".join(parts), one["received_at"], quote=clean(one["words"] or ""), begins=True)
    if not one["read_at"]:
        yield Line(say(wording.WRITTEN, "unread"))
        return
    reader = "read" if one["writer"] == "person" else "read_by_person"
    yield Line(" ".join([say(wording.WRITTEN, reader), *_named(one["read_by"])]), one["read_at"])
    if one["answered_at"]:
        yield Line(" ".join([say(wording.WRITTEN, "answered"), *_named(one["answered_by"])]), one["answered_at"])


def _visit(one: One, s: Speaker) -> Iterator[Line]:
    starts, kind = s.moment(one["starts_at"], one["zone"]), say(wording.VISITS, one["kind"])
    parts = [say(wording.VISITS, "visit", starts=starts, kind=kind, n=one["minutes"])]
    if one["office"]:
        parts.append(say(wording.HEARINGS, "court", court=isolated(one["office"])))
    said = [say(wording.VISITS, f"said_by_{one['said_by']}"), *_named(one["offered_by"])]
    yield Line(" ".join([*parts, *said]), one["said_at"], begins=True)
    if one["asked_at"]:
        wanted = [say(wording.VISITS, "wanted", when=s.moment(when, one["zone"])) for when in one["wanted"]]
        yield Line(" ".join([say(wording.VISITS, "other_time"), *wanted]), one["asked_at"])
    yield from _quoted(wording.VISITS, "note", one)
    moved = [say(wording.VISITS, "moved", n=one["moved"])] if one["moved"] else []
    yield Line(" ".join([*moved, say(wording.VISITS, one["state"])]), one["changed_at"])


def _consent(one: One, s: Speaker) -> Iterator[Line]:
    yield Line(say(wording.CONSENTS, "given", how=_how(one["given_how"])), one["given_at"], begins=True)
    yield from _quoted(wording.CONSENTS, "words", one)
    if one["withdrawn_at"]:
        yield Line(say(wording.CONSENTS, "withdrawn", how=_how(one["withdrawn_how"])), one["withdrawn_at"])


def _how(code: str) -> str:
    return say(wording.HOWS, code if code in wording.HOWS else "other")


Parts = tuple[tuple[str, Callable[[One, Speaker], Iterator[Line]]], ...]
CHAPTERS: dict[str, Parts] = {
    "checkins": (("checkins", _checkin),),
    "faults": (("outages", _outage), ("troubles", _trouble), ("lost_messages", _lost)),
    "deferrals": (("deferrals", _deferral),),
    "help": (("help", _help),),
    "outreach": (("outreach", _outreach),),
    "concerns": (("concerns", _concern),),
    "hearings": (("hearings", _hearing),),
    "messages": (("messages", _message),),
    "conversation": (("conversation", _written),),
    "visits": (("visits", _visit),),
    "consents": (("consents", _consent),),
}
