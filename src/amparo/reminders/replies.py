"""What a person answers to a reminder: one answer stands at a time, and changing one's mind replaces it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.foundation.errors import Refused
from amparo.reminders.models import Reminder, Reply
from amparo.reminders.way_in_sentences import MESSAGE, WAY_IN

# How long after the event an answer still says something.
ANSWERABLE = timedelta(days=7)
# A text answers the newest reminder, if there was one lately.
LATELY = timedelta(days=14)

Answer = Reply.Answer


def answer(reminder: Reminder, said: str, *, by: Actor, at: datetime) -> Reply:
    """The answer stands; the one before it no longer does, unless a worker has taken it up already.

    Said again, nothing changes. Help once asked for stays on the worker's day, also beside "I will go": asking
    and going go together, and only a worker, having spoken with the person, settles it.
    Codes: "unknown_answer", "too_late".
    """
    gate.require(by, Permission.REMINDER_ANSWER, reminder)
    if said not in Answer.values:
        raise Refused("unknown_answer")
    if is_over(reminder, at):
        raise Refused("too_late")
    # One at a time for one reminder: two taps at once leave one answer.
    Reminder.objects.select_for_update().get(id=reminder.id)
    _heard(reminder)
    _replace(reminder.about_id, said, by=by, at=at)
    reply, _ = Reply.objects.get_or_create(
        about_id=reminder.about_id,
        answer=said,
        handled_at=None,
        defaults={
            "programme_id": reminder.programme_id,
            "person_id": reminder.person_id,
            "reminder": reminder,
            "kind": reminder.kind,
            "at": at,
        },
    )
    return reply


def standing(reminder: Reminder) -> str:
    """What the person said last about this; empty if nothing."""
    last = last_about(reminder.about_id)
    return last.answer if last else ""


def last_about(about_id: UUID) -> Reply | None:
    """The last answer about this."""
    return Reply.objects.filter(about_id=about_id).order_by("-at").first()


def is_over(reminder: Reminder, at: datetime) -> bool:
    """Whether an answer would come too late to mean anything."""
    return at > reminder.starts_at + ANSWERABLE


def latest_to(person_ids: Sequence[UUID], at: datetime) -> Reminder | None:
    """The reminder that a text without further words answers: the newest that left lately."""
    # Of several that left together, the one about what comes next.
    left = Reminder.objects.filter(person_id__in=person_ids, state=Reminder.State.TAKEN)
    # "1" is about an appointment, also right after a word about a new way to sign in, which asks for none.
    recent = left.filter(Q(send_at__gt=at - LATELY), send_at__lte=at, starts_at__gt=at - ANSWERABLE).exclude(
        kind__in=(WAY_IN, MESSAGE)
    )
    return recent.order_by("-send_at", "starts_at").first()


def handle_reply(reply_id: UUID, *, by: Actor, at: datetime) -> None:
    """A worker has taken care of what the person asked for. Codes: "unknown_reply", "already_handled"."""
    reply = Reply.objects.select_related("person").filter(id=reply_id).first()
    if reply is None:
        raise Refused("unknown_reply")
    gate.require(by, Permission.NEED_HANDLE, reply)
    if not Reply.objects.filter(id=reply_id, handled_at=None).update(handled_at=at, handled_by=by.id):
        raise Refused("already_handled")


def settle_unheard(reminder_id: UUID, *, by: Actor, at: datetime) -> None:
    """A worker has reached the person another way. What was unheard about the same thing is settled with it."""
    reminder = Reminder.objects.select_related("person").filter(id=reminder_id).first()
    if reminder is None:
        raise Refused("unknown_reminder")
    gate.require(by, Permission.NEED_HANDLE, reminder)
    unheard = Reminder.objects.filter(
        about_id=reminder.about_id, unheard_at__isnull=False, unheard_at__lte=at, settled_at=None
    )
    if not unheard.update(settled_at=at, settled_by=by.id):
        raise Refused("already_handled")


def _replace(about_id: UUID, said: str, *, by: Actor, at: datetime) -> None:
    """ "I will go" settles "I cannot", and falls itself before any other answer. It takes back no request for help."""
    waiting = Reply.objects.filter(about_id=about_id, handled_at=None)
    if said == Answer.COMING:
        waiting.filter(answer=Answer.CANNOT).update(handled_at=at, handled_by=by.id)
    else:
        waiting.filter(answer=Answer.COMING).delete()


def _heard(reminder: Reminder) -> None:
    """Who answers has read it: nobody need try another channel."""
    Reminder.objects.filter(id=reminder.id).update(follow_up_at=None)
    Reminder.objects.filter(id=reminder.id, settled_at=None).update(unheard_at=None)
