"""What shows that it is the person: a link, a PIN, a session on a phone."""

from django.db import models
from django.db.models import Q

from amparo.identity.face_models import FaceMove, FaceTemplate, FaceTry
from amparo.privacy import declared
from amparo.privacy.declared import Keep, KeepWithPerson
from amparo.privacy.rows import ProgrammeRow, SubjectRow

__all__ = ["AttemptPool", "FaceMove", "FaceTemplate", "FaceTry", "PersonalLink", "Pin", "Session"]


class PersonalLink(SubjectRow):
    """A link that says which person is meant; the PIN says that it is them."""

    token_hash = models.BinaryField()
    issued_by = models.UUIDField()
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme_id", "token_hash"], name="a_link_names_one_person")]

    class Privacy:
        purpose = "Bring the person to their own page."
        seen_by = (declared.PERSON, declared.CASE_WORKER)
        sealed: dict[str, str] = {}
        clear = {
            "token_hash": "SHA-256 of a random link",
            "issued_by": "who gave it",
            "issued_at": "when",
            "expires_at": "until when",
            "ended_at": "replaced or taken back",
        }
        keep = Keep(after="expires_at", days=30)


class Pin(SubjectRow):
    """Six digits issued at random by us; the pepper that makes them worth something is the vault's."""

    tag = models.BinaryField()
    issued_by = models.UUIDField()
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], name="one_pin_a_person")]

    class Privacy:
        purpose = "Show that it is the person."
        seen_by = (declared.SYSTEM,)
        sealed: dict[str, str] = {}
        clear = {"tag": "Argon2id under the vault's pepper", "issued_by": "who gave it", "issued_at": "when"}
        keep = KeepWithPerson()


class Session(SubjectRow):
    """A phone on which the person is signed in."""

    key_hash = models.BinaryField()
    device_hash = models.BinaryField()
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index("person", condition=Q(ended_at=None), name="living_sessions")]

    class Privacy:
        purpose = "Keep the person signed in on their own phone."
        seen_by = (declared.PERSON,)
        sealed: dict[str, str] = {}
        clear = {
            "key_hash": "SHA-256 of a random key",
            "device_hash": "SHA-256 of a random cookie: the same browser again",
            "started_at": "since when",
            "expires_at": "until when",
            "ended_at": "signed out",
        }
        keep = Keep(after="expires_at", days=30)


class AttemptPool(ProgrammeRow):
    """Wrong PINs of one pool of devices in one day. Only the pool is slowed, never the person's account."""

    person = models.ForeignKey(
        "people.Person", null=True, on_delete=models.CASCADE, db_constraint=False, related_name="+", db_index=False
    )
    pool = models.BinaryField()
    day = models.DateField()
    wrong = models.PositiveIntegerField(default=0)
    wait_until = models.DateTimeField(null=True)
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "pool", "day"], nulls_distinct=False, name="one_pool_a_day"),
        ]

    class Privacy:
        purpose = "Slow down somebody who guesses."
        seen_by = (declared.SYSTEM,)
        sealed: dict[str, str] = {}
        clear = {
            "pool": "hash of a device cookie, or all unknown devices together",
            "day": "the budget's day",
            "wrong": "how many",
            "wait_until": "the pool's pause",
            "last_at": "the clock of forgetting",
        }
        keep = Keep(after="last_at", days=7)
