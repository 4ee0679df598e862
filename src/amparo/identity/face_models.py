"""A person's face as numbers, the selfies on their way to be compared with it, and a line for each that was made or
destroyed. Everything here needs the person's living consent: PostgreSQL says so (`0006_faces_need_consent`)."""

from django.db import models
from django.db.models import Q

from amparo.identity.face_rules import SHOWS, WITH_PICTURE, State, Turns, What
from amparo.people.models import Consent
from amparo.privacy import declared
from amparo.privacy.declared import Keep, KeepWithPerson
from amparo.privacy.rows import SubjectRow


class FaceTemplate(SubjectRow):
    """The numbers of the face of a person who agreed. One person's are opened at a time; there is no search."""

    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, db_constraint=False)
    template = models.BinaryField()
    made_at = models.DateTimeField()
    used_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], name="one_face_a_person")]

    class Privacy:
        purpose = "Compare a selfie with the one person who said yes to it, on our own machine."
        seen_by = (declared.SYSTEM,)
        sealed = {"template": "128 numbers to compare their selfie with"}
        clear = {
            "consent": "it exists only while the person agrees",
            "made_at": "since when",
            "used_at": "the clock of forgetting",
        }
        # A day after `comparing.let_go`, which writes a line of history as well.
        keep = Keep(after="used_at", days=181)


class FaceTry(SubjectRow):
    """One selfie: sealed while it waits, and what became of it. The picture is gone with the answer."""

    client_id = models.UUIDField()
    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, db_constraint=False)
    what = models.CharField(max_length=8)
    about_id = models.UUIDField(null=True)
    picture = models.BinaryField(null=True)
    state = models.CharField(max_length=14, default=State.WAITING)
    code = models.CharField(max_length=20, blank=True)
    received_at = models.DateTimeField()
    judged_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    looks = models.PositiveSmallIntegerField(default=0)
    for_human_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    turns_asked = models.CharField(max_length=40, blank=True)
    turns = models.CharField(max_length=14, blank=True)
    counted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index("programme_id", "received_at", condition=Q(state="waiting"), name="selfie_waiting"),
            models.Index("programme_id", "for_human_at", condition=Q(picture__isnull=False), name="selfie_kept"),
            models.Index("person", "received_at", name="selfies_of"),
            models.Index(
                "programme_id", "received_at", condition=Q(state__in=SHOWS, counted_at=None), name="selfie_shows"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person", "client_id"], name="one_row_a_selfie"),
            models.CheckConstraint(condition=Q(what__in=list(What)), name="a_selfie_is_for_something"),
            models.CheckConstraint(condition=Q(turns__in=list(Turns)), name="turns_are_seen_or_not_seen"),
            # There is no word for "it is not them", and none can be written.
            models.CheckConstraint(condition=Q(state__in=list(State)), name="a_selfie_has_a_known_state"),
            models.CheckConstraint(
                condition=Q(picture=None) | Q(state__in=list(WITH_PICTURE)), name="the_picture_goes_with_the_answer"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("it_is_them", "will_ask")) | Q(decided_by__isnull=False, picture=None),
                name="a_human_decides_about_a_face",
            ),
        ]

    class Privacy:
        purpose = "Compare one selfie with its person's own face, once."
        seen_by = (declared.PERSON, declared.CASE_WORKER)
        sealed = {"picture": "the selfie, until it is compared; if a human must look, seven days at most"}
        clear = {
            "client_id": "the same selfie again is not a second one",
            "consent": "it exists only while the person agrees",
            "what": "to begin with, or to compare",
            "about_id": "at which check-in",
            "state": "what became of it",
            "code": "what the person can do about the picture",
            "received_at": "the clock of forgetting",
            "judged_at": "when it was compared",
            "leased_until": "it is being compared",
            "looks": "how often we could not",
            "for_human_at": "since when a human should look",
            "decided_at": "when a human looked",
            "decided_by": "who looked",
            "turns_asked": "which turns of the head were asked for",
            "turns": "whether they were seen; no guarantee of anything",
            "counted_at": "when its check-in was told",
        }
        keep = Keep(after="received_at", days=30)


class FaceMove(SubjectRow):
    """A line of history: the person's template was made, or destroyed, and why."""

    after = models.CharField(max_length=10)
    why = models.CharField(max_length=12)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("person", "at", name="face_moves_of")]
        constraints = [
            models.CheckConstraint(condition=Q(after__in=("made", "destroyed")), name="a_face_is_made_or_destroyed")
        ]

    class Privacy:
        purpose = "Show the person when the numbers of their face were made and destroyed, and why."
        seen_by = (declared.PERSON, declared.CASE_WORKER, declared.PRIVACY_OFFICER)
        sealed: dict[str, str] = {}
        clear = {"after": "made or destroyed", "why": "why", "at": "when"}
        keep = KeepWithPerson()
