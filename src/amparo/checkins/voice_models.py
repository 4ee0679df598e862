"""What a person says instead of writing: the recordings of a check-in, and the pieces in which they arrive."""

from django.db import models
from django.db.models import Q

from amparo.checkins.voice_rules import State
from amparo.privacy import declared
from amparo.privacy.declared import Keep
from amparo.privacy.rows import SubjectRow


class Recording(SubjectRow):
    """One spoken answer. `sound` is Opus that we wrote anew; what the phone sent is gone as soon as it is read."""

    checkin = models.ForeignKey("checkins.Checkin", on_delete=models.CASCADE, db_constraint=False, db_index=False)
    client_id = models.UUIDField()
    about = models.CharField(max_length=24)
    state = models.CharField(max_length=10, default=State.RECEIVING)
    code = models.CharField(max_length=20, blank=True)
    size = models.PositiveIntegerField()
    arrived = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True)
    judged_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    looks = models.PositiveSmallIntegerField(default=0)
    sent_with = models.UUIDField(null=True)
    # A worker heard the person's own words in it.
    known_at = models.DateTimeField(null=True)
    known_by = models.UUIDField(null=True)
    sound = models.BinaryField(null=True)
    seconds = models.FloatField(null=True)
    speech_seconds = models.FloatField(null=True)

    class Meta:
        indexes = [
            models.Index("programme_id", "arrived_at", condition=Q(state="received"), name="recording_waiting"),
            models.Index("checkin", "begun_at", name="recordings_of"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person", "client_id"], name="one_row_a_recording"),
            models.CheckConstraint(condition=Q(state__in=list(State)), name="a_recording_has_a_known_state"),
            models.CheckConstraint(condition=Q(arrived__lte=models.F("size")), name="no_more_arrives_than_was_said"),
            models.CheckConstraint(
                condition=Q(sound=None) | Q(state=State.READY), name="only_a_ready_recording_is_kept"
            ),
        ]

    class Privacy:
        purpose = "Hear what the person said instead of writing it."
        seen_by = (declared.PERSON, declared.CASE_WORKER)
        sealed = {"sound": "their voice, for the worker's ear; no voiceprint is made of it"}
        clear = {
            "checkin": "which window",
            "client_id": "the phone's own number for it",
            "about": "which question it answers",
            "state": "what became of it",
            "code": "what the person can do about it",
            "size": "to know when all of it is here",
            "arrived": "where the phone goes on after a cut",
            "begun_at": "the clock of forgetting",
            "arrived_at": "when all of it was here",
            "judged_at": "when it was made ready to be heard",
            "leased_until": "it is being made ready",
            "looks": "how often we could not",
            "sent_with": "with which check-in it was sent",
            "known_at": "when somebody heard the person's own words in it",
            "known_by": "who heard them",
            "seconds": "how long it is",
            "speech_seconds": "how much of it is speech",
        }
        keep = Keep(after="begun_at", days=365)


class RecordingPiece(SubjectRow):
    """A piece of what the phone sent, sealed as it came; gone when the recording is read, erased or given up."""

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, db_constraint=False)
    start = models.PositiveIntegerField()
    sealed = models.BinaryField()
    came_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "recording", "start"], name="a_piece_stands_once")
        ]

    class Privacy:
        purpose = "Take a recording over a line that breaks."
        seen_by = (declared.SYSTEM,)
        sealed = {"sealed": "some seconds of what the phone recorded"}
        clear = {
            "recording": "of which recording",
            "start": "where it belongs",
            "came_at": "the clock of forgetting",
        }
        keep = Keep(after="came_at", days=7)
