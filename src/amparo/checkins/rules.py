"""What a check-in can be, who may move it, and what a submission makes of it.

No state says that a person failed. A window that closed in silence is `unanswered`: a question somebody has
to ask, first of all of our own machines. What a named human later concludes is a concern, in another room.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from amparo.checkins.clock_evidence import TOLERANCE as CLOCK_TOLERANCE
from amparo.checkins.clock_evidence import Standing
from amparo.faults.rules import NEVER_AGAINST, Cause
from amparo.foundation.errors import Refused

__all__ = ["EARLY", "MOVES", "NEVER_AGAINST", "Cause", "CheckinState", "Look", "Mover", "Verdict"]

# A capture up to this long before the window opens is the check-in of that window.
EARLY = timedelta(hours=24)
# A selfie for a check-in counts if it was taken so long before that was sent, or so long after.
SELFIE_BEFORE, SELFIE_AFTER = timedelta(hours=1), timedelta(hours=24)


class CheckinState(StrEnum):
    """Where one window stands."""

    PLANNED = "planned"  # not yet open
    DUE = "due"  # open: the person can check in
    DONE = "done"  # checked in; nothing more is asked for this window
    NEEDS_LOOK = "needs_look"  # something arrived that a member must look at; the person has done their part
    UNANSWERED = "unanswered"  # closed in silence: a question, never a verdict
    EXPLAINED = "explained"  # no check-in was possible or needed, and the cause is written down
    CANCELLED = "cancelled"  # no longer asked for


class Mover(StrEnum):
    """Who moves it; the names of `Actor.kind`."""

    PERSON = "person"
    SYSTEM = "system"
    MEMBER = "member"


class Look(StrEnum):
    """Why a member should look. None of them undoes the check-in."""

    LATE = "late"
    TOO_EARLY = "too_early"
    CLOCK_DOUBTFUL = "clock_doubtful"
    NO_PLACE = "no_place"
    WANTS_HELP = "wants_help"
    SAYS_CHANGED = "says_changed"  # they moved or have a new number: that it is so, never what
    VOICE_TO_HEAR = "voice_to_hear"  # it was spoken: somebody must listen before it can be answered
    IDENTITY_NOT_CONFIRMED = "identity_not_confirmed"  # sent without showing that it was them


# What somebody says of themselves is heard in a second answer too.
HEARD_AGAIN = frozenset({Look.WANTS_HELP, Look.SAYS_CHANGED})

_P, _S, _M = Mover.PERSON, Mover.SYSTEM, Mover.MEMBER
_C = CheckinState

# From, to: who may. What is absent nobody may do.
# DONE and CANCELLED are final: after a receipt nothing more is asked, and no hand can take a receipt back.
# Nothing leads from NEEDS_LOOK to UNANSWERED: who cannot accept what was sent asks again (DUE).
MOVES: dict[tuple[CheckinState, CheckinState], frozenset[Mover]] = {
    (_C.PLANNED, _C.DUE): frozenset({_S}),
    (_C.PLANNED, _C.DONE): frozenset({_P, _M}),
    (_C.PLANNED, _C.NEEDS_LOOK): frozenset({_P}),
    (_C.PLANNED, _C.EXPLAINED): frozenset({_S, _M}),
    (_C.PLANNED, _C.CANCELLED): frozenset({_S, _M}),
    (_C.DUE, _C.DONE): frozenset({_P, _M}),
    (_C.DUE, _C.NEEDS_LOOK): frozenset({_P}),
    (_C.DUE, _C.UNANSWERED): frozenset({_S}),
    (_C.DUE, _C.EXPLAINED): frozenset({_S, _M}),
    (_C.DUE, _C.CANCELLED): frozenset({_S, _M}),
    # An outage came to light, or the person asked for another time: the window is open again.
    (_C.UNANSWERED, _C.DUE): frozenset({_P, _S, _M}),
    (_C.UNANSWERED, _C.DONE): frozenset({_P, _M}),
    # By a member: they heard the person's own words, and something else about it waits for a human.
    (_C.UNANSWERED, _C.NEEDS_LOOK): frozenset({_P, _M}),
    (_C.UNANSWERED, _C.EXPLAINED): frozenset({_S, _M}),
    (_C.UNANSWERED, _C.CANCELLED): frozenset({_S, _M}),
    (_C.NEEDS_LOOK, _C.DONE): frozenset({_P, _M}),
    (_C.NEEDS_LOOK, _C.DUE): frozenset({_M}),
    (_C.NEEDS_LOOK, _C.EXPLAINED): frozenset({_S, _M}),
    (_C.NEEDS_LOOK, _C.CANCELLED): frozenset({_M}),
    (_C.EXPLAINED, _C.DONE): frozenset({_P, _M}),  # the captured check-in arrived after all
    (_C.EXPLAINED, _C.NEEDS_LOOK): frozenset({_P}),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a submission makes of its window. `on_time` is None where nobody can know, or it was settled."""

    on_time: bool | None
    to: CheckinState
    looks: tuple[Look, ...] = ()


def may_move(before: CheckinState | str, after: CheckinState | str, mover: Mover | str) -> bool:
    """True if the table lets this mover make this move."""
    return mover in MOVES.get((CheckinState(before), CheckinState(after)), frozenset())


def require_move(
    before: CheckinState | str,
    after: CheckinState | str,
    mover: Mover | str,
    *,
    cause: Cause | str | None = None,
) -> None:
    """Refuses a move that the table does not list, and an explanation without a cause its mover may give."""
    if not may_move(before, after, mover):
        raise Refused("no_such_move", before=str(before), after=str(after))
    if after == CheckinState.EXPLAINED and not may_explain(mover, cause):
        raise Refused("no_such_cause")


def may_explain(mover: Mover | str, cause: Cause | str | None) -> bool:
    """A member may give any cause; the system only those that are never the person's doing."""
    if cause is None or cause not in {*Cause}:
        return False
    return mover == Mover.MEMBER or (mover == Mover.SYSTEM and cause in NEVER_AGAINST)


def verify(
    *,
    opens_at: datetime,
    closes_at: datetime,
    said_at: datetime | None,
    received_at: datetime,
    clock: Standing = Standing.TRUSTED,
    done_already: bool = False,
    has_place: bool = True,
    place_cause: Cause | None = None,
    wants_help: bool = False,
    says_changed: bool = False,
    identity_confirmed: bool = True,
    by_voice: bool = False,
) -> Verdict:
    """What a submission makes of its window: never a refusal, whatever it lacks.

    `closes_at` includes extensions. `said_at` is by our clock (None where the channel has no clock of its
    own, such as a telephone call: then it was said when it was received). `has_place=False` only where a
    place was asked for; "no place, because" is accepted. `identity_confirmed`: in any way, all count the same.
    """
    placed = has_place or place_cause is not None
    looks = _looks_of_content(has_place=placed, wants_help=wants_help, says_changed=says_changed)
    if done_already:
        # A second answer proves nothing more.
        return Verdict(None, CheckinState.DONE, tuple(look for look in looks if look in HEARD_AGAIN))
    on_time, to, look = _timing(opens_at, closes_at, said_at, received_at, clock)
    if by_voice:
        looks = (*looks, Look.VOICE_TO_HEAR)
        to = CheckinState.NEEDS_LOOK
    if not identity_confirmed:
        looks = (*looks, Look.IDENTITY_NOT_CONFIRMED)
        to = CheckinState.NEEDS_LOOK
    return Verdict(on_time, to, (look, *looks) if look else looks)


def _timing(
    opens_at: datetime, closes_at: datetime, said_at: datetime | None, received_at: datetime, clock: Standing
) -> tuple[bool | None, CheckinState, Look | None]:
    if clock == Standing.DOUBTFUL:
        # What arrived in time was said in time: no clock but ours is needed for that.
        if opens_at - EARLY <= received_at <= closes_at:
            return True, CheckinState.DONE, None
        return None, CheckinState.NEEDS_LOOK, Look.CLOCK_DOUBTFUL
    said = min(said_at or received_at, received_at)
    if said < opens_at - EARLY:
        return None, CheckinState.NEEDS_LOOK, Look.TOO_EARLY
    # A corrected clock is right to within its tolerance; the person gets the benefit of it.
    if said <= closes_at + (CLOCK_TOLERANCE if said < received_at else timedelta(0)):
        return True, CheckinState.DONE, None
    return False, CheckinState.DONE, Look.LATE


def _looks_of_content(*, has_place: bool, wants_help: bool, says_changed: bool) -> tuple[Look, ...]:
    """None of them moves the window: it is done, and somebody should read or ask."""
    said = {Look.WANTS_HELP: wants_help, Look.SAYS_CHANGED: says_changed, Look.NO_PLACE: not has_place}
    return tuple(look for look, is_so in said.items() if is_so)


def has_done_their_part(verdict: Verdict) -> bool:
    """Nobody reminds them of this window any more: it is done, or only waits for a worker's ear."""
    if Look.VOICE_TO_HEAR not in verdict.looks:
        return verdict.to is CheckinState.DONE
    return verdict.on_time is not None and Look.IDENTITY_NOT_CONFIRMED not in verdict.looks


def state_after(before: CheckinState | str, verdict: Verdict) -> CheckinState:
    """Where the window stands after a capture: the verdict's state, if the table lets a capture lead there.

    What nobody has confirmed does not answer a silence: a human has been asked about it already, and whoever holds
    a link must not be able to make that question smaller.
    """
    if before == CheckinState.UNANSWERED and Look.IDENTITY_NOT_CONFIRMED in verdict.looks:
        return CheckinState.UNANSWERED
    return verdict.to if may_move(before, verdict.to, Mover.PERSON) else CheckinState(before)


def selfie_counts(*, taken_at: datetime, sent_at: datetime) -> bool:
    """Whether a selfie that was taken then can show who sent a check-in at `sent_at`."""
    return sent_at - SELFIE_BEFORE <= taken_at <= sent_at + SELFIE_AFTER


def once_shown(before: CheckinState | str, looks: Iterable[str]) -> tuple[CheckinState, list[str]]:
    """Where a window stands, and why a human should look, when what came without is shown to be the person's.

    It stands where it would if they had shown it at once: only what else a human must judge holds it open.
    """
    left = sorted({*looks} - {Look.IDENTITY_NOT_CONFIRMED.value})
    waits = before in (CheckinState.NEEDS_LOOK, CheckinState.UNANSWERED)
    held = {Look.TOO_EARLY.value, Look.CLOCK_DOUBTFUL.value, Look.VOICE_TO_HEAR.value} & {*left}
    if not waits or len(left) == len({*looks}):
        return CheckinState(before), left
    return (CheckinState.NEEDS_LOOK if held else CheckinState.DONE), left


def waits_only_for_an_ear(looks: Iterable[str]) -> bool:
    """Whether what was spoken is all a human must still hear: then nobody reminds the person of it any more."""
    others = {Look.TOO_EARLY.value, Look.CLOCK_DOUBTFUL.value, Look.IDENTITY_NOT_CONFIRMED.value}
    return Look.VOICE_TO_HEAR.value in looks and not others & {*looks}


def extended_close(
    opens_at: datetime,
    closes_at: datetime,
    outages: Iterable[tuple[datetime, datetime]],
    *,
    length: timedelta | None = None,
) -> datetime:
    """When the window closes after outages (from, until): each that touches it gives its full length again.

    The same outages in any order, told once or twice, give the same moment. `length` is the window's own:
    without it, a window that was extended before counts as that long.
    """
    length = length or closes_at - opens_at
    for began, ended in sorted(outages):
        if began < closes_at and ended > opens_at:
            closes_at = max(closes_at, ended + length)
    return closes_at
