"""The verbs of reminders: promise, take back, send, follow up, hear the answer."""

from datetime import datetime

from amparo.access.actor import Actor
from amparo.channels import actions as channels
from amparo.channels.receipts import Receipt, State
from amparo.reminders.models import Reminder
from amparo.reminders.planning import Occasion, ask_to_cancel, cancel, cancelled, confirm, plan, plan_anew
from amparo.reminders.replies import answer, handle_reply, settle_unheard
from amparo.reminders.sending import follow_up, hasten, send_again, send_due

__all__ = [
    "Occasion",
    "answer",
    "ask_to_cancel",
    "cancel",
    "cancelled",
    "confirm",
    "follow_up",
    "handle_reply",
    "hear_receipt",
    "plan",
    "plan_anew",
    "send_again",
    "send_due",
    "settle_unheard",
]

FAILED = (State.FAILED, State.UNDELIVERED)


def hear_receipt(receipt: Receipt, *, by: Actor, at: datetime) -> bool:
    """The delivery stands where the provider says; one that failed no longer keeps the next channel waiting."""
    delivery = channels.record_receipt(receipt, by=by, at=at)
    if delivery is None:
        return False
    reminder = Reminder.objects.filter(id=delivery.about_id)
    if delivery.state == State.DELIVERED:
        reminder.filter(follow_up_at__isnull=False).update(follow_up_at=None)
        # It arrived late, after everything had seemed in vain.
        reminder.filter(unheard_at__isnull=False, settled_at=None).update(unheard_at=None)
    elif delivery.state in FAILED:
        hasten([delivery.about_id], at=at)
    return True
