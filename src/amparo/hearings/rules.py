"""What a notice of a hearing means beside what we know: pure, and by table."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from amparo.foundation import wall

# A hearing this far ahead is more often a slip of the hand (2050 for 2020) than a date.
FARTHEST = timedelta(days=366 * 8)
# Of fewer hearings than this, any number may go at once without the source being doubted.
FEW = 4


class Mode(StrEnum):
    IN_PERSON = "in_person"
    VIDEO = "video"
    PHONE = "phone"
    UNKNOWN = ""


class State(StrEnum):
    SCHEDULED = "scheduled"
    # A human must look before anybody relies on it: moved earlier, or sources disagree.
    IN_QUESTION = "in_question"
    # The source no longer lists it; that is not a cancellation.
    GONE_FROM_FEED = "gone_from_feed"
    CANCELLED = "cancelled"
    HELD = "held"


class Verdict(StrEnum):
    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    MOVED_EARLIER = "moved_earlier"
    CANCELLED = "cancelled"
    GONE = "gone"
    SOURCES_DISAGREE = "sources_disagree"
    IN_THE_PAST = "in_the_past"
    TOO_FAR = "too_far"


@dataclass(frozen=True, slots=True)
class Notice:
    """What one source says about one hearing. Case number, judge and place stay out of `repr`."""

    case_number: str = field(repr=False)
    wall: datetime
    zone: str
    # The source's own id (an iCalendar UID, a key column); empty where it has none.
    external_key: str = field(default="", repr=False)
    sequence: int = 0
    court_text: str = field(default="", repr=False)
    court_code: str = ""
    room: str = field(default="", repr=False)
    judge: str = field(default="", repr=False)
    kind: str = field(default="", repr=False)
    mode: Mode = Mode.UNKNOWN
    cancelled: bool = False
    # Where it stood in the file; not part of what it says.
    line: int = field(default=0, compare=False)

    @property
    def starts_at(self) -> datetime:
        """The instant, in UTC."""
        return wall.instant(self.wall, self.zone)

    def says(self) -> tuple[object, ...]:
        """What a person would act on: when and where, and with whom."""
        words = (self.court_text, self.court_code, self.room, self.judge, self.kind)
        return (self.wall, self.zone, self.mode, *(" ".join(word.casefold().split()) for word in words))


@dataclass(frozen=True, slots=True)
class Known:
    """A hearing as we hold it."""

    notice: Notice
    state: State = State.SCHEDULED


def compare(known: Known | None, notice: Notice | None, other_sources: Sequence[Notice], at: datetime) -> Verdict:
    """The first line of the table that holds. `notice` is None when the source no longer lists it."""
    facts = _Facts(known, notice, tuple(other_sources), at)
    return next(verdict for verdict, holds in _TABLE if holds(facts))


def needs_human(verdict: Verdict) -> bool:
    """True if nobody may be told the new date before a worker has looked."""
    return verdict in _FOR_A_HUMAN


def state_after(verdict: Verdict) -> State | None:
    """The state a hearing moves to; None: it stays (or, never recorded, is not made)."""
    return _STATE_AFTER[verdict]


def may_move(before: State, after: State) -> bool:
    """True if a hearing may go from one state to the other."""
    return after in MOVES[before]


def is_suspicious(*, expected: int, vanished: int, read: int) -> bool:
    """True if a source rather than the court seems to have lost its hearings: nothing is marked then.

    An empty list where something was, or more than half gone at once. Of three or fewer, all may go:
    a small programme's hearings do end.
    """
    if not vanished:
        return False
    return read == 0 or (expected >= FEW and vanished * 2 > expected)


def normal_case_number(text: str) -> str:
    """One writing for one number: A-numbers as A and nine digits, others in capitals without blanks."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in ("Cf", "Cc"))
    plain = re.sub(r"\s", "", re.sub(r"[\u2010-\u2015\u2212]", "-", plain)).upper()
    if _A_NUMBER.fullmatch(plain):
        return "A" + re.sub(r"\D", "", plain).zfill(9)
    return unicodedata.normalize("NFC", plain)


def mode_of(*texts: str) -> Mode:
    """How one attends, if the words say so; otherwise unknown."""
    said = " ".join(texts).casefold()
    return next((mode for mode, words in _MODE_WORDS if re.search(words, said)), Mode.UNKNOWN)


@dataclass(frozen=True, slots=True)
class _Facts:
    known: Known | None
    notice: Notice | None
    others: tuple[Notice, ...]
    at: datetime


def _is_over(facts: _Facts) -> bool:
    """Held, or no longer listed because its day has passed: sources drop the past every night."""
    if facts.known is None:
        return False
    if facts.known.state is State.HELD:
        return True
    unlisted = facts.known.state in (State.GONE_FROM_FEED, State.CANCELLED)
    return facts.notice is None and (unlisted or facts.known.notice.starts_at < facts.at)


def _is_gone(facts: _Facts) -> bool:
    return facts.notice is None


def _is_cancelled(facts: _Facts) -> bool:
    return facts.notice is not None and facts.notice.cancelled


def _is_cancelled_by_one_alone(facts: _Facts) -> bool:
    return _is_cancelled(facts) and any(not other.cancelled for other in facts.others)


def _is_stale(facts: _Facts) -> bool:
    """An older version that arrives late changes nothing."""
    return bool(facts.known and facts.notice and facts.notice.sequence < facts.known.notice.sequence)


def _is_same(facts: _Facts) -> bool:
    if facts.known is None or facts.notice is None:
        return False
    if facts.known.state is State.CANCELLED:
        return facts.notice.cancelled
    settled = facts.known.state is not State.GONE_FROM_FEED and not facts.notice.cancelled
    return settled and facts.known.notice.says() == facts.notice.says()


def _is_past(facts: _Facts) -> bool:
    return facts.notice is not None and facts.notice.starts_at < facts.at


def _is_too_far(facts: _Facts) -> bool:
    return facts.notice is not None and facts.notice.starts_at > facts.at + FARTHEST


def _is_earlier(facts: _Facts) -> bool:
    return bool(facts.known and facts.notice and facts.notice.starts_at < facts.known.notice.starts_at)


def _others_disagree(facts: _Facts) -> bool:
    return facts.notice is not None and any(_differ(facts.notice, other) for other in facts.others)


def _differ(one: Notice, other: Notice) -> bool:
    places = bool(one.court_code and other.court_code and one.court_code != other.court_code)
    return places or one.starts_at != other.starts_at or one.cancelled != other.cancelled


_TABLE: tuple[tuple[Verdict, Callable[[_Facts], bool]], ...] = (
    (Verdict.SAME, _is_over),
    (Verdict.GONE, _is_gone),
    (Verdict.SAME, _is_stale),
    (Verdict.SAME, _is_same),
    # Told "you need not go" while another source still lists it, somebody would miss a hearing.
    (Verdict.SOURCES_DISAGREE, _is_cancelled_by_one_alone),
    (Verdict.CANCELLED, _is_cancelled),
    (Verdict.IN_THE_PAST, _is_past),
    (Verdict.TOO_FAR, _is_too_far),
    (Verdict.MOVED_EARLIER, _is_earlier),
    (Verdict.SOURCES_DISAGREE, _others_disagree),
    (Verdict.NEW, lambda facts: facts.known is None),
    (Verdict.CHANGED, lambda facts: True),
)

_FOR_A_HUMAN = frozenset(
    {Verdict.MOVED_EARLIER, Verdict.SOURCES_DISAGREE, Verdict.IN_THE_PAST, Verdict.TOO_FAR, Verdict.GONE}
)

_STATE_AFTER: dict[Verdict, State | None] = {
    Verdict.NEW: State.SCHEDULED,
    Verdict.SAME: None,
    Verdict.CHANGED: State.SCHEDULED,
    Verdict.MOVED_EARLIER: State.IN_QUESTION,
    Verdict.CANCELLED: State.CANCELLED,
    Verdict.GONE: State.GONE_FROM_FEED,
    Verdict.SOURCES_DISAGREE: State.IN_QUESTION,
    Verdict.IN_THE_PAST: None,
    Verdict.TOO_FAR: State.IN_QUESTION,
}

MOVES: dict[State, frozenset[State]] = {
    State.SCHEDULED: frozenset({State.SCHEDULED, State.IN_QUESTION, State.GONE_FROM_FEED, State.CANCELLED, State.HELD}),
    State.IN_QUESTION: frozenset(
        {State.SCHEDULED, State.IN_QUESTION, State.GONE_FROM_FEED, State.CANCELLED, State.HELD}
    ),
    State.GONE_FROM_FEED: frozenset({State.SCHEDULED, State.IN_QUESTION, State.CANCELLED, State.HELD}),
    # Courts take a cancellation back.
    State.CANCELLED: frozenset({State.SCHEDULED, State.IN_QUESTION}),
    State.HELD: frozenset(),
}


# Seven to nine digits after an A, eight or nine without it: older numbers lack the zeros in front.
_A_NUMBER = re.compile(r"A[-#:.]*(\d{7,9}|\d{2,3}-\d{3}-\d{3})|\d{8,9}|\d{3}-\d{3}-\d{3}")

_MODE_WORDS = (
    (Mode.VIDEO, r"\b(video|webex|zoom|teams|cvp|televideo|virtual)"),
    (Mode.PHONE, r"\b(telephon|by phone|phone hearing|teléfono|telefono|dial-in)"),
    (Mode.IN_PERSON, r"\b(in[ -]person|in the presence|attended|presencial)"),
)
