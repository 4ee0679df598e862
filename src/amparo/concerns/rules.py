"""Silence is a question. Who asks it, when, and what may follow: two tables, no chain of ifs.

Nothing here is a verdict by a machine: the system may ask, and may let go; everything that weighs on a person is a
named human's, with a second one, after the person could answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from amparo.faults.rules import NEVER_AGAINST, Cause
from amparo.foundation.errors import Refused

# The person has at least so long to answer before anybody may conclude anything.
TO_ANSWER = timedelta(hours=72)
# What was raised ends by itself.
STANDS = timedelta(days=90)


class StepKind(StrEnum):
    """How somebody reaches out."""

    MESSAGE = "message"  # by the person's own channels, one after the other
    TRUSTED = "trusted"  # a representative or trusted person whom the person has named
    CALL = "call"  # their worker calls


class StepState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    SKIPPED = "skipped"  # nobody was named, or it was no longer needed


class Outcome(StrEnum):
    """What came of a step."""

    SENT = "sent"
    REACHED = "reached"
    LEFT_WORD = "left_word"
    NO_ANSWER = "no_answer"
    NOT_POSSIBLE = "not_possible"
    NOBODY_NAMED = "nobody_named"
    NO_LONGER_NEEDED = "no_longer_needed"


class Ended(StrEnum):
    """Why nobody needs to reach out any more."""

    CHECKED_IN = "checked_in"
    EXPLAINED = "explained"
    REACHED = "reached"
    CONCERN = "concern"  # every step was tried: a human looks


class State(StrEnum):
    """Where a concern stands."""

    TO_LOOK_AT = "to_look_at"  # a human should look; nothing is concluded
    ASKED = "asked"  # the person was asked, and has time to answer
    PROPOSED = "proposed"  # a member proposes to raise it, with a reason; another one must look
    RAISED = "raised"  # two members signed; the person was told how to contest it
    CONTESTED = "contested"  # the person says it is not so: it is open again
    CLOSED = "closed"


class Mover(StrEnum):
    """Who moves it; the names of `Actor.kind`."""

    PERSON = "person"
    SYSTEM = "system"
    MEMBER = "member"


class Why(StrEnum):
    """Why a concern was closed. None of them is a fault of the person."""

    FAULT = "fault"  # ours, a carrier's, a comparator's, or the phone's
    CHECKED_IN = "checked_in"
    REACHED = "reached"  # they were reached and are well, or were helped
    NOT_NEEDED = "not_needed"
    NOT_SO = "not_so"  # what was concluded does not hold
    ENDED = "ended"  # nothing that was raised stands for ever


_P, _S, _M = Mover.PERSON, Mover.SYSTEM, Mover.MEMBER
_C = State

# From, to: who may. What is absent nobody may do. The system begins at TO_LOOK_AT and can only let go.
MOVES: dict[tuple[State, State], frozenset[Mover]] = {
    (_C.TO_LOOK_AT, _C.ASKED): frozenset({_M}),
    (_C.TO_LOOK_AT, _C.CLOSED): frozenset({_S, _M}),
    (_C.ASKED, _C.PROPOSED): frozenset({_M}),
    (_C.ASKED, _C.CLOSED): frozenset({_S, _M}),
    (_C.PROPOSED, _C.RAISED): frozenset({_M}),
    (_C.PROPOSED, _C.ASKED): frozenset({_M}),  # sent back: ask again
    (_C.PROPOSED, _C.CLOSED): frozenset({_S, _M}),
    (_C.RAISED, _C.CONTESTED): frozenset({_P}),
    (_C.RAISED, _C.CLOSED): frozenset({_S, _M}),
    (_C.CONTESTED, _C.ASKED): frozenset({_M}),
    (_C.CONTESTED, _C.CLOSED): frozenset({_S, _M}),
}

# What the background may write into the table at all: PostgreSQL holds it to these.
BACKGROUND_MAY_WRITE = frozenset({State.TO_LOOK_AT, State.CLOSED})


@dataclass(frozen=True, slots=True)
class Planned:
    """One step of reaching out: due then, but not before."""

    kind: StepKind
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Signed:
    """What must be on record before a concern is raised."""

    cause: Cause
    outreach_done_at: datetime | None
    fault_checked_at: datetime | None
    asked_at: datetime | None
    answer_until: datetime | None
    answered_at: datetime | None
    has_reason: bool
    proposed_by: object | None


def ladder(at: datetime, *, trusted_after: timedelta, call_after: timedelta) -> tuple[Planned, ...]:
    """Who reaches out and when, from the moment a window closed in silence."""
    return (
        Planned(StepKind.MESSAGE, at),
        Planned(StepKind.TRUSTED, at + trusted_after),
        Planned(StepKind.CALL, at + call_after),
    )


def counts(outcome: Outcome, *, due_at: datetime, at: datetime) -> bool:
    """Whether a member's attempt ends its step: in vain not before its turn, that is what the person was promised."""
    return outcome is Outcome.REACHED or at >= due_at


def may_move(before: State | str, after: State | str, mover: Mover | str) -> bool:
    """True if the table lets this mover make this move."""
    return mover in MOVES.get((State(before), State(after)), frozenset())


def require_move(before: State | str, after: State | str, mover: Mover | str) -> None:
    if not may_move(before, after, mover):
        raise Refused("no_such_move", before=str(before), after=str(after))


def require_proposal(signed: Signed, at: datetime) -> None:
    """Refuses a proposal for which something is missing. Codes say what, in the order in which it is done."""
    if signed.cause in NEVER_AGAINST:
        raise Refused("never_against")
    if signed.outreach_done_at is None:
        raise Refused("outreach_missing")
    if signed.fault_checked_at is None:
        raise Refused("fault_check_missing")
    if signed.asked_at is None or signed.answer_until is None:
        raise Refused("not_asked_yet")
    if signed.answered_at is None and at < signed.answer_until:
        raise Refused("still_time_to_answer")
    if not signed.has_reason:
        raise Refused("reason_missing")


def require_second(signed: Signed, second: object, at: datetime) -> None:
    """Refuses a second signature of the same member, or before the person's time to answer is over."""
    require_proposal(signed, at)
    if second == signed.proposed_by:
        raise Refused("second_must_be_another")
    if signed.answer_until is None or at < signed.answer_until:
        raise Refused("still_time_to_answer")


def rate(closed_as_fault: int, looked_at: int) -> float | None:
    """The false-concern rate: closed as a fault ÷ all that were closed or raised. None where there was none."""
    return closed_as_fault / looked_at if looked_at else None
