"""What a person and those who work with them write to each other. Once written it does not change."""

from django.db import models
from django.db.models import Q

from amparo.conversations.rules import MEMBER, PERSON, Kind, State
from amparo.privacy import declared
from amparo.privacy.declared import Keep
from amparo.privacy.rows import SubjectRow


class Message(SubjectRow):
    """One message. PostgreSQL lets nobody change it but for who has read it, and whether it waits."""

    # The writer's own number for it: any number of tries are one message.
    client_id = models.UUIDField()
    digest = models.BinaryField()
    writer = models.CharField(max_length=8)
    member_id = models.UUIDField(null=True)
    body = models.BinaryField()
    urgent = models.BooleanField(default=False)
    promised = models.PositiveSmallIntegerField(default=0)
    said_at = models.DateTimeField()
    received_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_by = models.UUIDField(null=True)
    handled_at = models.DateTimeField(null=True)
    handled_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "client_id"], name="a_message_is_kept_once"),
            models.CheckConstraint(condition=Q(writer__in=(PERSON, MEMBER)), name="a_message_has_a_known_writer"),
            models.CheckConstraint(
                condition=Q(writer=MEMBER, member_id__isnull=False) | Q(writer=PERSON, member_id=None),
                name="a_members_message_says_whose_it_is",
            ),
            models.CheckConstraint(
                condition=Q(writer=PERSON) | Q(urgent=False, handled_at=None), name="only_a_persons_message_waits"
            ),
        ]
        indexes = [
            models.Index("person", "received_at", name="messages_of"),
            models.Index(
                "programme_id",
                "received_at",
                condition=Q(writer=PERSON, handled_at=None),
                name="message_to_answer",
            ),
        ]

    class Privacy:
        purpose = "Let a person and their case worker write to each other."
        seen_by = (declared.PERSON, declared.CASE_WORKER, declared.SUPERVISOR)
        sealed = {"body": "what was written"}
        clear = {
            "client_id": "the writer's own number for it, to keep it once",
            "digest": "to notice the same number with other words",
            "writer": "whether the person wrote it or a member",
            "member_id": "which member",
            "urgent": "whether somebody must look at once",
            "promised": "how many pictures or recordings belong to it",
            "said_at": "when it was written, by the phone's clock",
            "received_at": "when we had it",
            "read_at": "when it was read, for whoever wrote it",
            "read_by": "which member read it",
            "handled_at": "when it was answered",
            "handled_by": "by whom",
        }
        keep = Keep(after="received_at", days=365)


class Attachment(SubjectRow):
    """A picture, recording or paper. `clean` is what we wrote anew of it; what was sent is gone once it is read."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    client_id = models.UUIDField()
    digest = models.BinaryField()
    kind = models.CharField(max_length=8)
    state = models.CharField(max_length=10, default=State.RECEIVED)
    code = models.CharField(max_length=20, blank=True)
    raw = models.BinaryField(null=True)
    clean = models.BinaryField(null=True)
    arrived_at = models.DateTimeField()
    judged_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    looks = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "client_id"], name="an_attachment_is_kept_once"),
            models.CheckConstraint(condition=Q(kind__in=list(Kind)), name="an_attachment_has_a_known_kind"),
            models.CheckConstraint(condition=Q(state__in=list(State)), name="an_attachment_has_a_known_state"),
            models.CheckConstraint(
                condition=Q(raw=None) | Q(state=State.RECEIVED), name="what_was_sent_goes_when_it_is_read"
            ),
            models.CheckConstraint(condition=Q(clean=None) | Q(state=State.READY), name="only_what_is_clean_is_kept"),
        ]
        indexes = [
            models.Index("message", "arrived_at", name="attachments_of"),
            models.Index("programme_id", "arrived_at", condition=Q(state="received"), name="attachment_waiting"),
        ]

    class Privacy:
        purpose = "See or hear what belongs to a message."
        seen_by = (declared.PERSON, declared.CASE_WORKER, declared.SUPERVISOR)
        sealed = {
            "raw": "the file as it was sent, for minutes",
            "clean": "the same written anew, without what it said about place, time and device",
        }
        clear = {
            "message": "of which message",
            "client_id": "the phone's own number for it, to keep it once",
            "digest": "to notice the same number with another file",
            "kind": "picture, recording or paper",
            "state": "what became of it",
            "code": "what the person can do about it",
            "arrived_at": "the clock of forgetting",
            "judged_at": "when it was ready",
            "leased_until": "it is being made ready",
            "looks": "how often we could not",
        }
        keep = Keep(after="arrived_at", days=365)
