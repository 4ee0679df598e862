"""Which need comes first. Pure: facts in, an order out. It orders what waits for a worker, never people."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class Kind(StrEnum):
    """What may wait for a worker."""

    URGENT_MESSAGE = "urgent_message"
    ASKED_FOR_HELP = "asked_for_help"
    NEEDS_HELP_TO_COME = "needs_help_to_come"
    CANNOT_COME = "cannot_come"
    TEXT_FOR_HELP = "text_for_help"
    HEARING_EARLIER = "hearing_earlier"
    HEARING_DISAGREE = "hearing_disagree"
    HEARING_GONE = "hearing_gone"
    HEARING_ODD = "hearing_odd"
    REMINDER_UNHEARD = "reminder_unheard"
    UNANSWERED = "unanswered"
    ASKED_FOR_TIME = "asked_for_time"
    VISIT_TO_ANSWER = "visit_to_answer"
    TO_REACH = "to_reach"
    CONCERN_ANSWERED = "concern_answered"
    CONCERN_CONTESTED = "concern_contested"
    CONCERN_TO_LOOK_AT = "concern_to_look_at"
    CONCERN_TO_SECOND = "concern_to_second"
    PAGE_LOCKED = "page_locked"
    CONTACT_DEAD = "contact_dead"
    CONTACT_STOPPED = "contact_stopped"
    SAYS_CHANGED = "says_changed"
    MESSAGE_TO_ANSWER = "message_to_answer"
    TEXT_TO_READ = "text_to_read"
    HEARING_UNANSWERED = "hearing_unanswered"
    TO_LOOK_AT = "to_look_at"
    FACE_TO_LOOK_AT = "face_to_look_at"
    DOCUMENT_TO_LOOK_AT = "document_to_look_at"
    HEARING_UNCONFIRMED = "hearing_unconfirmed"
    ADDRESS_HELP = "address_help"
    ADDRESS_LATE = "address_late"
    ADDRESS_NEW = "address_new"


# 0 asked for help; 1 a date may be missed; 2 perhaps out of reach; 3 to look at; 4 to make sure.
WEIGHT: dict[Kind, int] = {
    # A request for help with the shortest clock of all.
    Kind.URGENT_MESSAGE: 0,
    Kind.ASKED_FOR_HELP: 0,
    Kind.NEEDS_HELP_TO_COME: 0,
    Kind.CANNOT_COME: 0,
    Kind.TEXT_FOR_HELP: 0,
    Kind.HEARING_EARLIER: 1,
    Kind.HEARING_DISAGREE: 1,
    Kind.HEARING_GONE: 1,
    Kind.REMINDER_UNHEARD: 1,
    Kind.CONCERN_CONTESTED: 1,
    Kind.ASKED_FOR_TIME: 1,
    Kind.VISIT_TO_ANSWER: 1,
    Kind.HEARING_ODD: 2,
    Kind.TO_REACH: 2,
    Kind.CONCERN_ANSWERED: 2,
    Kind.CONCERN_TO_LOOK_AT: 2,
    Kind.CONCERN_TO_SECOND: 3,
    Kind.UNANSWERED: 2,
    Kind.PAGE_LOCKED: 2,
    Kind.CONTACT_DEAD: 2,
    Kind.CONTACT_STOPPED: 2,
    Kind.SAYS_CHANGED: 2,
    Kind.MESSAGE_TO_ANSWER: 3,
    Kind.TEXT_TO_READ: 3,
    Kind.HEARING_UNANSWERED: 3,
    Kind.TO_LOOK_AT: 3,
    Kind.FACE_TO_LOOK_AT: 3,
    Kind.DOCUMENT_TO_LOOK_AT: 3,
    Kind.HEARING_UNCONFIRMED: 4,
    Kind.ADDRESS_HELP: 0,
    # A court that writes to the old address decides without them.
    Kind.ADDRESS_LATE: 2,
    Kind.ADDRESS_NEW: 3,
}


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that waits: about whom, since when, until when it should be done."""

    kind: Kind
    row_id: UUID
    since: datetime
    due: datetime
    # The participant's row; None for a text message of a number nobody knows.
    person: Any = None
    # What it concerns, to say and to open: moments, a channel, a step. Nothing sealed.
    facts: dict[str, Any] = field(default_factory=dict)

    def is_overdue(self, at: datetime) -> bool:
        return at > self.due


def in_order(needs: Iterable[Need], at: datetime) -> list[Need]:
    """Most pressing first: by weight, where being overdue counts one step; then by when it is due."""
    return sorted(needs, key=lambda need: rank(need, at))


def rank(need: Need, at: datetime) -> tuple[int, bool, bool, datetime, datetime, str]:
    """Nothing overtakes a request for help, except an older one, and what somebody says is urgent."""
    weight = WEIGHT[need.kind]
    late = need.is_overdue(at)
    lifted = max(weight - 1, 1) if late and weight else weight
    return (lifted, need.kind is not Kind.URGENT_MESSAGE, not late, need.due, need.since, str(need.row_id))
