"""What was handed to whom, when, and whether it arrived; never what it said."""

from django.db import models
from django.db.models import Q

from amparo.privacy import declared
from amparo.privacy.declared import Keep, KeepAsLongAsProgramme
from amparo.privacy.rows import ProgrammeRow, SubjectRow


class Delivery(SubjectRow):
    """One message on its way to one contact point. `id` is the reference that providers and phones see."""

    class State(models.TextChoices):
        SENDING = "sending"  # leased by a worker
        SENT = "sent"  # the provider took it
        DELIVERED = "delivered"
        UNDELIVERED = "undelivered"  # the provider gave up
        FAILED = "failed"  # refused for good
        DROPPED = "dropped"  # its moment passed

    contact_point = models.ForeignKey(
        "people.ContactPoint", on_delete=models.CASCADE, db_constraint=False, related_name="+", db_index=False
    )
    channel = models.CharField(max_length=8)
    # The reminder it carries; this room does not know what that is.
    about_id = models.UUIDField()
    state = models.CharField(max_length=12, choices=State, default=State.SENDING)
    attempt = models.PositiveSmallIntegerField(default=1)
    lease_until = models.DateTimeField(null=True)
    not_after = models.DateTimeField()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    provider_ref = models.CharField(max_length=80, blank=True)
    code = models.CharField(max_length=40, blank=True)
    segments = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index("programme_id", "lease_until", condition=Q(state="sending"), name="delivery_leased"),
            models.Index("about_id", name="delivery_about"),
            models.Index("person", "made_at", name="deliveries_of"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("sending", "sent", "delivered", "undelivered", "failed", "dropped")),
                name="a_delivery_has_a_known_state",
            ),
        ]

    class Privacy:
        purpose = "Know whether a message reached the person."
        seen_by = (declared.PERSON, declared.CASE_WORKER)
        sealed: dict[str, str] = {}
        clear = {
            "contact_point": "where it went",
            "channel": "how",
            "about_id": "which reminder",
            "state": "what became of it",
            "attempt": "fences a slow worker",
            "lease_until": "who may send it now",
            "not_after": "too late to be useful",
            "made_at": "when it was made",
            "sent_at": "when the provider took it",
            "settled_at": "when its fate was known",
            "provider_ref": "to ask the provider",
            "code": "why it failed",
            "segments": "what it cost",
        }
        keep = Keep(after="made_at", days=365)


class InboundText(ProgrammeRow):
    """A text message that somebody sent us; the provider's id makes a repeated call-back harmless."""

    person = models.ForeignKey(
        "people.Person", null=True, on_delete=models.CASCADE, db_constraint=False, related_name="+", db_index=False
    )
    provider_ref = models.CharField(max_length=80)
    meaning = models.CharField(max_length=8)
    body = models.BinaryField(null=True)
    received_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)
    handled_by = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme_id", "provider_ref"], name="a_text_is_heard_once")]
        indexes = [
            models.Index("programme_id", "received_at", condition=Q(handled_at=None), name="text_to_read"),
            models.Index("person", "received_at", name="texts_of"),
        ]

    class Privacy:
        purpose = "Hear what people answer."
        seen_by = (declared.PERSON, declared.CASE_WORKER)
        sealed = {"body": "to read it"}
        clear = {
            "provider_ref": "to hear it once",
            "meaning": "stop, start, help, lock or other",
            "received_at": "when",
            "handled_at": "somebody took care",
            "handled_by": "who",
        }
        keep = Keep(after="received_at", days=365)


class Pace(ProgrammeRow):
    """How fast a provider may be spoken to: one token bucket a programme and channel."""

    channel = models.CharField(max_length=8)
    rate = models.FloatField()
    burst = models.FloatField()
    tokens = models.FloatField()
    updated_at = models.DateTimeField()
    closed_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme_id", "channel"], name="one_pace_a_channel")]

    class Privacy:
        purpose = "Respect a provider's limits."
        seen_by = (declared.SYSTEM,)
        sealed: dict[str, str] = {}
        clear = dict.fromkeys(
            ("channel", "rate", "burst", "tokens", "updated_at", "closed_until"), "about a provider, not a person"
        )
        keep = KeepAsLongAsProgramme("settings of a channel")
