"""What we promised to say, when; and what the person answered."""

from django.db import models
from django.db.models import Q

from amparo.privacy import declared
from amparo.privacy.declared import Keep
from amparo.privacy.rows import SubjectRow


class Reminder(SubjectRow):
    """A promise to speak at a moment, with the facts to say. Words are chosen when it is sent."""

    class State(models.TextChoices):
        PLANNED = "planned"
        TAKEN = "taken"  # its deliveries tell the rest
        DROPPED = "dropped"  # its moment passed, or nobody could be reached

    kind = models.CharField(max_length=10)
    about_id = models.UUIDField()
    step = models.CharField(max_length=12)
    sequence = models.PositiveIntegerField(default=0)
    starts_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    place = models.CharField(max_length=400, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    send_at = models.DateTimeField()
    not_after = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    tries = models.PositiveSmallIntegerField(default=0)
    # Heard by then? If not, the next channel. NULL when there is nothing to wait for.
    follow_up_at = models.DateTimeField(null=True)
    # Every channel was tried in vain: a line on the worker's day until somebody takes it.
    unheard_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)
    # To this contact point and no other: a warning must reach the channels that were there before.
    only_to = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["about_id", "step", "sequence"], name="a_thing_is_said_once"),
        ]
        indexes = [
            models.Index("programme_id", "send_at", condition=Q(state="planned"), name="reminder_due"),
            models.Index("person", "send_at", name="reminders_of"),
            models.Index(
                "programme_id", "follow_up_at", condition=Q(follow_up_at__isnull=False), name="reminder_to_follow"
            ),
            models.Index(
                "programme_id",
                "unheard_at",
                condition=Q(unheard_at__isnull=False, settled_at=None),
                name="reminder_unheard",
            ),
        ]

    class Privacy:
        purpose = "Nobody misses an appointment for want of a word."
        seen_by = (declared.PERSON, declared.CASE_WORKER)
        sealed: dict[str, str] = {}
        clear = {
            "kind": "what it is about",
            "about_id": "which one",
            "step": "which reminder of the plan",
            "sequence": "which version of the appointment",
            "starts_at": "to say it",
            "zone": "to say the right hour",
            "place": "a public place, to say it",
            "confirmed_at": "to say how sure the date is",
            "send_at": "when to speak",
            "not_after": "when it is too late",
            "state": "whether it was taken up",
            "tries": "how many channels were tried",
            "follow_up_at": "when to try the next one",
            "unheard_at": "nobody was reached",
            "settled_at": "a worker took care",
            "settled_by": "who",
            "only_to": "which contact point a warning goes to",
        }
        keep = Keep(after="starts_at", days=365)


class Reply(SubjectRow):
    """What the person answered to a reminder, by its link or by text."""

    class Answer(models.TextChoices):
        COMING = "coming"
        HELP = "help"
        CANNOT = "cannot"

    reminder = models.ForeignKey(Reminder, null=True, on_delete=models.SET_NULL, db_constraint=False)
    kind = models.CharField(max_length=10)
    about_id = models.UUIDField()
    answer = models.CharField(max_length=8, choices=Answer)
    at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)
    handled_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["about_id", "answer"], condition=Q(handled_at=None), name="an_open_answer_stands_once"
            ),
        ]
        indexes = [
            models.Index(
                "programme_id",
                "at",
                condition=Q(handled_at=None) & ~Q(answer="coming"),
                name="reply_to_answer",
            ),
            models.Index("person", "at", name="replies_of"),
        ]

    class Privacy:
        purpose = "Hear who comes and who needs help."
        seen_by = (declared.PERSON, declared.CASE_WORKER)
        sealed: dict[str, str] = {}
        clear = {
            "reminder": "which message was answered",
            "kind": "what it is about",
            "about_id": "which one",
            "answer": "coming, help or cannot",
            "at": "when",
            "handled_at": "a worker answered",
            "handled_by": "who",
        }
        keep = Keep(after="at", days=365)
