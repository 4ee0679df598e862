"""One mark for each check-in of a period: what became of it, never how somebody did."""

from collections.abc import Iterable
from enum import StrEnum

from amparo.checkins.rules import NEVER_AGAINST, CheckinState


class Mark(StrEnum):
    """What became of one window; the order of the legend."""

    ON_TIME = "on_time"
    ARRIVED = "arrived"  # it came, and nobody can know when it was made
    LATE = "late"
    OUR_FAULT = "our_fault"  # a cause that is never the person's
    EXPLAINED = "explained"
    ASKED = "asked"
    OPEN = "open"
    NOT_ASKED = "not_asked"


_BY_STATE = {
    CheckinState.UNANSWERED: Mark.ASKED,
    CheckinState.CANCELLED: Mark.NOT_ASKED,
    CheckinState.DUE: Mark.OPEN,
    CheckinState.PLANNED: Mark.OPEN,
}
# Arrived in time: yes, not known, no. The best of several counts.
_BY_TIME: tuple[tuple[bool | None, Mark], ...] = ((True, Mark.ON_TIME), (False, Mark.LATE), (None, Mark.ARRIVED))


def of(state: str, on_time: Iterable[bool | None], cause: str) -> Mark:
    """The mark of a window in this state; `on_time` of what arrived, `cause` of the last explanation."""
    arrived = set(on_time)
    if state in (CheckinState.DONE, CheckinState.NEEDS_LOOK):
        return next((mark for known, mark in _BY_TIME if known in arrived), Mark.ARRIVED)
    if state == CheckinState.EXPLAINED:
        return Mark.OUR_FAULT if cause in NEVER_AGAINST else Mark.EXPLAINED
    return _BY_STATE[CheckinState(state)]


def counted(marks: Iterable[str]) -> dict[str, int]:
    """How often each mark stands, all of them named."""
    found = list(marks)
    return {mark.value: found.count(mark.value) for mark in Mark}
