"""What a person asks about their own data, and the copy of all of it that waits for them."""

from django.db import models
from django.db.models import Q

from amparo.privacy import declared
from amparo.privacy.declared import Keep, KeepWithPerson
from amparo.privacy.rows import SubjectRow
from amparo.rights.rules import Kind, State

ANSWERED = (State.DONE, State.REFUSED)


class Request(SubjectRow):
    """One thing that a person asks or complains about. It exists for nobody who works on their case."""

    # The page's own number for it: sent twice, it is one.
    client_id = models.UUIDField()
    kind = models.CharField(max_length=8)
    words = models.BinaryField(null=True)
    state = models.CharField(max_length=9, default=State.WAITING)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    answer = models.BinaryField(null=True)
    where = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "client_id"], name="what_is_asked_twice_is_one_request"),
            models.CheckConstraint(condition=Q(kind__in=list(Kind)), name="a_request_has_a_known_kind"),
            models.CheckConstraint(condition=Q(state__in=list(State)), name="a_request_has_a_known_state"),
            models.CheckConstraint(
                condition=~Q(state__in=ANSWERED)
                | Q(ended_at__isnull=False, answered_by__isnull=False, answer__isnull=False),
                name="who_answers_a_request_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.REFUSED) | Q(where__isnull=False), name="a_refusal_says_where_to_complain"
            ),
        ]
        indexes = [models.Index("programme_id", "due_at", condition=Q(state=State.WAITING), name="request_to_answer")]

    class Privacy:
        purpose = "Answer what a person asks or complains about. Their own case team does not see it."
        seen_by = (declared.PERSON, declared.PRIVACY_OFFICER)
        sealed = {
            "words": "what they ask, in their own words",
            "answer": "what was answered, and why",
            "where": "where they can complain about a no",
        }
        clear = {
            "client_id": "so that a request that is sent twice is one",
            "kind": "what they ask for",
            "state": "whether it was answered",
            "asked_at": "since when",
            "due_at": "until when it must be answered",
            "ended_at": "when it was answered or taken back",
            "answered_by": "who answered",
        }
        keep = KeepWithPerson()


class Copy(SubjectRow):
    """A copy of everything that is held about one person: asked for, made, and gone after a day."""

    class State(models.TextChoices):
        WAITING = "waiting"
        READY = "ready"
        FAILED = "failed"
        DROPPED = "dropped"  # the person took it away before its day was over

    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField()
    # Asked for with a passkey: whom they named and how to reach them is in it, as on the pages of a passkey.
    whole = models.BooleanField(default=False)
    # Places and recordings come so many at a time: which of them this copy begins with.
    begins_with = models.PositiveSmallIntegerField(default=0)
    language = models.CharField(max_length=8)
    made_at = models.DateTimeField(null=True)
    size = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], name="one_copy_at_a_time"),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(made_at__isnull=False), name="a_ready_copy_says_since_when"
            ),
        ]
        indexes = [models.Index("programme_id", "asked_at", condition=Q(state="waiting"), name="copy_to_make")]

    class Privacy:
        purpose = "Hand a person everything that is held about them."
        seen_by = (declared.PERSON,)
        sealed: dict[str, str] = {}
        clear = {
            "state": "whether it is ready",
            "asked_at": "the clock of forgetting",
            "whole": "whether it was asked for with a passkey",
            "begins_with": "with which of many areas and recordings it begins",
            "language": "in which language",
            "made_at": "since when it is ready",
            "size": "how large it is",
            "tries": "how often we tried to make it",
            "leased_until": "it is being made",
        }
        keep = Keep(after="asked_at", days=1)


class CopyPart(SubjectRow):
    """A piece of a copy, sealed: one is often enough."""

    copy = models.ForeignKey(Copy, on_delete=models.CASCADE, db_constraint=False, related_name="parts", db_index=False)
    number = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "copy", "number"], name="a_part_of_a_copy_stands_once"),
        ]

    class Privacy:
        purpose = "Hand a person everything that is held about them."
        seen_by = (declared.PERSON,)
        sealed = {"sealed": "a part of the copy"}
        clear = {"copy": "of which copy", "number": "where it belongs", "made_at": "the clock of forgetting"}
        keep = Keep(after="made_at", days=1)
