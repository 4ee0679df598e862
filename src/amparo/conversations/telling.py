"""The person hears that there is something new, on their own channels, and nothing of what it says.

One notice is enough for any number of messages: until they were read, or a day has passed, there is no other. It
waits for the morning like every message, and whoever has read by then is not told any more.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from amparo.conversations import rules
from amparo.conversations.models import Message
from amparo.conversations.rules import MEMBER
from amparo.programme import queries as programmes
from amparo.reminders import actions as reminders
from amparo.reminders.planning import Occasion
from amparo.reminders.way_in_sentences import MESSAGE, NEW_MESSAGE


def tell(person: Any, row: Message, *, at: datetime) -> int:
    """Returns how many notices were promised: 0 where one is under way or was given lately."""
    since = at - rules.QUIET_BETWEEN
    before = Message.objects.filter(person=person.id, writer=MEMBER, read_at=None, received_at__gt=since)
    if before.exclude(id=row.id).exists():
        return 0
    said = Occasion(MESSAGE, row.id, person.id, at + rules.NOTICE_WITHIN, person.zone)
    policy = programmes.rules_at(person.programme_id, at)
    return reminders.plan(person.programme_id, [said], steps=(NEW_MESSAGE,), policy=policy, at=at)


def take_back(message_ids: Sequence[UUID], *, at: datetime) -> int:
    """They were read: nothing more is said about them."""
    return reminders.cancel(message_ids, at=at)
