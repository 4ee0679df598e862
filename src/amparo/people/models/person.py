"""Participants, how to reach them, what they agreed to, and who decided about their file."""

from django.db import models
from django.db.models import Q

from amparo.privacy import declared
from amparo.privacy.declared import Keep, KeepWithPerson
from amparo.privacy.rows import ProgrammeRow, SubjectRow
from amparo.programme.models import Member, Office


class Person(ProgrammeRow):
    """A participant. What names them is sealed with a key of their own; destroying it forgets them."""

    class State(models.TextChoices):
        ACTIVE = "active"
        CLOSED = "closed"
        ERASING = "erasing"
        ERASED = "erased"

    reference = models.CharField(max_length=12)
    state = models.CharField(max_length=8, choices=State, default=State.ACTIVE)
    salt = models.BinaryField(null=True)
    pseudonym = models.UUIDField()
    phone_key_x25519 = models.BinaryField(null=True)
    phone_key_p256 = models.BinaryField(null=True)
    name = models.BinaryField(null=True)
    case_number = models.BinaryField(null=True)
    language = models.CharField(max_length=8)
    # In which language pages are read aloud, where that is another: a code, or the name of one that is only spoken.
    spoken = models.CharField(max_length=60, blank=True, default="", db_default="")
    zone = models.CharField(max_length=64)
    zone_source = models.CharField(max_length=8)
    office = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, db_constraint=False)
    worker = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, db_constraint=False)
    enrolled_at = models.DateTimeField()
    enrolled_by = models.UUIDField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "reference"], name="a_reference_names_one_person"),
            models.CheckConstraint(
                condition=~Q(state="erased") | Q(salt=None, name=None, case_number=None),
                name="an_erased_person_has_no_name",
            ),
            models.CheckConstraint(
                condition=Q(zone_source__in=("zip", "place", "staff", "person", "office")),
                name="a_time_zone_has_a_source",
            ),
        ]
        indexes = [models.Index("programme_id", "worker", "state", name="person_by_worker")]

    class Privacy:
        purpose = "Know whom the programme supports, in which language and time zone."
        seen_by = (declared.PERSON, declared.CASE_WORKER, declared.SUPERVISOR)
        sealed = {"name": "to address the person", "case_number": "to match the court's notices"}
        clear = {
            "reference": "a random number to say on the phone",
            "state": "whether the programme still supports them",
            "salt": "part of their key, dies with it",
            "pseudonym": "their name in the access log",
            "phone_key_x25519": "public key: their phone seals with it",
            "phone_key_p256": "public key: older phones seal with it",
            "language": "to speak it",
            "spoken": "to read pages aloud in it; only the person says it, and takes it back",
            "zone": "to say the right hour",
            "zone_source": "how the time zone is known",
            "office": "where they can come",
            "worker": "who helps them",
            "enrolled_at": "when support began",
            "enrolled_by": "who wrote it down",
            "closed_at": "when support ended; the clock of forgetting",
        }
        keep = Keep(after="closed_at", days=365)


class Consent(SubjectRow):
    """What the person agreed to: the words they saw, in which language, when, and when they took it back."""

    what = models.CharField(max_length=40)
    words = models.TextField()
    language = models.CharField(max_length=8)
    given_at = models.DateTimeField()
    given_how = models.CharField(max_length=24)
    recorded_by = models.UUIDField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_how = models.CharField(max_length=24, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "what"], condition=Q(withdrawn_at=None), name="one_living_consent_for_a_thing"
            ),
        ]

    class Privacy:
        purpose = "Prove what the person agreed to, and stop when they take it back."
        seen_by = (declared.PERSON, declared.CASE_WORKER, declared.PRIVACY_OFFICER)
        sealed: dict[str, str] = {}
        clear = dict.fromkeys(
            ("what", "words", "language", "given_at", "given_how", "recorded_by", "withdrawn_at", "withdrawn_how"),
            "proof of consent",
        )
        keep = KeepWithPerson()


class ContactPoint(SubjectRow):
    """One way to reach the person; `position` is their order of preference."""

    class Kind(models.TextChoices):
        SMS = "sms"
        EMAIL = "email"
        PUSH = "push"
        VOICE = "voice"

    class State(models.TextChoices):
        ACTIVE = "active"
        STOPPED = "stopped"  # the person said STOP
        RETIRED = "retired"  # the provider said it does not exist

    kind = models.CharField(max_length=8, choices=Kind)
    address = models.BinaryField()
    position = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.ACTIVE)
    state_reason = models.CharField(max_length=40, blank=True)
    state_at = models.DateTimeField()
    added_at = models.DateTimeField()
    # A worker and the person agreed how to go on after STOP or a dead address.
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)
    last_heard_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index("person", "position", condition=Q(state="active"), name="contact_in_order"),
            models.Index(
                "programme_id",
                "state_at",
                condition=~Q(state="active") & Q(settled_at=None),
                name="contact_to_settle",
            ),
        ]

    class Privacy:
        purpose = "Reach the person about their own appointments."
        seen_by = (declared.PERSON, declared.CASE_WORKER)
        sealed = {"address": "to send to it"}
        clear = {
            "kind": "to choose how to send",
            "position": "the person's order",
            "state": "whether it may be used",
            "state_reason": "why it may not",
            "state_at": "since when",
            "added_at": "since when it is known",
            "settled_at": "another way was agreed",
            "settled_by": "who agreed it",
            "last_heard_at": "whether it still works",
        }
        keep = KeepWithPerson()


class Trusted(SubjectRow):
    """Somebody whom the person has named: a representative, or whoever may be asked how they are."""

    class Kind(models.TextChoices):
        REPRESENTATIVE = "representative"
        TRUSTED = "trusted"

    kind = models.CharField(max_length=14, choices=Kind)
    name = models.BinaryField()
    address = models.BinaryField()
    # Whoever is forgotten takes both along, in whatever order the tables come.
    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, db_constraint=False)
    named_at = models.DateTimeField()
    named_by = models.UUIDField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index("person", "named_at", condition=Q(ended_at=None), name="trusted_by")]

    class Privacy:
        purpose = "Ask somebody the person chose, when the person cannot be reached."
        seen_by = (declared.PERSON, declared.CASE_WORKER)
        sealed = {"name": "whom to ask", "address": "how to reach them"}
        clear = dict.fromkeys(
            ("kind", "consent", "named_at", "named_by", "ended_at", "ended_by"), "since when, until when, by whose word"
        )
        keep = KeepWithPerson()


class FileMove(SubjectRow):
    """A line of history: the person's file was closed, opened again, or changed by a list that was brought in."""

    class After(models.TextChoices):
        CLOSED = "closed"
        OPEN = "open"
        # One row for each field that a list changed; `why` names it.
        LISTED = "listed"

    after = models.CharField(max_length=8, choices=After)
    why = models.CharField(max_length=16, blank=True)
    by_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("person", "at", name="file_moves_of")]

    class Privacy:
        purpose = "Say when support ended or went on, or a list changed what we know. Say why, and who did it."
        seen_by = (declared.PERSON, declared.CASE_WORKER, declared.SUPERVISOR)
        sealed: dict[str, str] = {}
        clear = {
            "after": "closed, open, or changed by a list",
            "why": "why, or which field, from closed lists",
            "by_id": "who decided",
            "at": "when",
        }
        keep = KeepWithPerson()


class ForgetAsk(SubjectRow):
    """A member asked that the person be forgotten; another one signs, or it is taken back."""

    why = models.CharField(max_length=16)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    confirmed_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    taken_back_by = models.UUIDField(null=True)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(confirmed_at=None, taken_back_at=None),
                name="forgetting_is_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=models.F("asked_by")),
                name="nobody_forgets_alone",
            ),
        ]

    class Privacy:
        purpose = "Forget a person only when two colleagues have signed, and show who did."
        seen_by = (declared.PRIVACY_OFFICER, declared.ADMINISTRATOR, declared.SUPERVISOR)
        sealed: dict[str, str] = {}
        clear = {
            "why": "why, from a closed list",
            "asked_by": "who asked",
            "asked_at": "when",
            "confirmed_by": "who signed as the second",
            "confirmed_at": "when",
            "taken_back_by": "who took it back",
            "taken_back_at": "when",
        }
        keep = Keep(after="asked_at", days=365)


class BlindTag(models.Model):
    """A keyed hash by which a name part or number is found without being readable."""

    id = models.BigAutoField(primary_key=True)
    programme_id = models.UUIDField(editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_constraint=False, related_name="+", db_index=False)
    field = models.CharField(max_length=8)
    tag = models.BinaryField()

    class Meta:
        indexes = [
            models.Index("programme_id", "field", "tag", name="found_by_tag"),
            models.Index("person", name="tags_of"),
        ]

    class Privacy:
        purpose = "Find a person by name part, case number or phone. None of them is stored in words."
        seen_by = (declared.SYSTEM,)
        sealed: dict[str, str] = {}
        clear = {"field": "what kind of search", "tag": "keyed hash, 8 bytes, key in the vault"}
        keep = KeepWithPerson()
