"""What shows that it is the person: a link, a PIN, a session on a phone."""

from django.db import models
from django.db.models import Q

from amparo.identity.face_models import FaceMove, FaceTemplate, FaceTry
from amparo.identity.kiosk_models import Kiosk
from amparo.identity.lock_models import Lock, Recovery
from amparo.identity.phrase_models import Phrase
from amparo.identity.ways import Device, Way
from amparo.privacy import declared
from amparo.privacy.declared import Keep, KeepWithPerson
from amparo.privacy.rows import ProgrammeRow, SubjectRow

__all__ = [
    "AttemptPool",
    "FaceMove",
    "FaceTemplate",
    "FaceTry",
    "Kiosk",
    "Lock",
    "PersonalLink",
    "PhoneKey",
    "Phrase",
    "Pin",
    "Recovery",
    "Session",
]


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
    # Until then it opens nothing new: staff gave it in place of another.
    settles_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], name="one_pin_a_person")]

    class Privacy:
        purpose = "Show that it is the person."
        seen_by = (declared.SYSTEM,)
        sealed: dict[str, str] = {}
        clear = {
            "tag": "Argon2id under the vault's pepper",
            "issued_by": "who gave it",
            "issued_at": "when",
            "settles_at": "given anew by staff: it opens little in its first days",
        }
        keep = KeepWithPerson()


class Session(SubjectRow):
    """A phone on which the person is signed in, and how and when they last showed that it is them."""

    key_hash = models.BinaryField()
    device_hash = models.BinaryField()
    way = models.CharField(max_length=16, default=Way.PIN)
    shown_at = models.DateTimeField(null=True)
    # Until then this phone opens nothing new: its link and PIN were given anew by staff.
    settles_at = models.DateTimeField(null=True)
    # New passkeys up to this moment were shown on this phone, and the person said that it was them.
    told_at = models.DateTimeField(null=True)
    # On a tablet that others use as well: it ends within minutes and opens little.
    kiosk_id = models.UUIDField(null=True)
    # On a phone that is not theirs: it ends soon, and nothing of it is kept there.
    borrowed = models.BooleanField(default=False)
    # They left in a hurry: nothing is shown until they show again that it is them.
    left_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index("person", condition=Q(ended_at=None), name="living_sessions")]
        constraints = [
            models.CheckConstraint(
                condition=Q(way__in=(Way.PIN, Way.PASSKEY)), name="a_session_is_shown_by_pin_or_passkey"
            )
        ]

    class Privacy:
        purpose = "Keep the person signed in on their own phone."
        seen_by = (declared.PERSON,)
        sealed: dict[str, str] = {}
        clear = {
            "key_hash": "SHA-256 of a random key",
            "device_hash": "SHA-256 of a random cookie: the same browser again",
            "way": "by PIN or by passkey",
            "shown_at": "when they last showed it",
            "settles_at": "a new link from staff opens little in its first days",
            "told_at": "told of new passkeys until then",
            "kiosk_id": "on which tablet at an office, if on one",
            "borrowed": "on a phone that is not theirs: it ends soon",
            "left_at": "they left in a hurry: it asks again who is there",
            "started_at": "since when",
            "expires_at": "until when",
            "ended_at": "signed out",
        }
        keep = Keep(after="expires_at", days=30)


class PhoneKey(SubjectRow):
    """From this comes the key with which one phone locks what it keeps until it is sent. The phone never has it."""

    device_hash = models.BinaryField()
    seed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "device_hash"], name="a_phone_locks_with_one_key")]

    class Privacy:
        purpose = "Lock what their phone keeps until it is sent. It goes at sign-out, and nothing opens then."
        seen_by = (declared.SYSTEM,)
        sealed: dict[str, str] = {}
        clear = {
            "device_hash": "SHA-256 of a random cookie: the same browser again",
            "seed": "random: a phone's key is made from it",
        }
        keep = KeepWithPerson()


class Passkey(SubjectRow):
    """A key in a phone or computer of the person's: it signs only after that device's own lock was opened."""

    credential_id = models.BinaryField()
    public_key = models.BinaryField()
    sign_count = models.PositiveBigIntegerField()
    device = models.CharField(max_length=10)
    is_shared = models.BooleanField()
    added_in = models.UUIDField()
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "credential_id"], name="a_passkey_names_one_person"),
            models.CheckConstraint(condition=Q(device__in=list(Device)), name="a_passkey_is_in_a_known_kind_of_device"),
        ]
        indexes = [models.Index("person", name="passkeys_of")]

    class Privacy:
        purpose = "Show that it is the person, without a PIN."
        seen_by = (declared.PERSON,)
        sealed: dict[str, str] = {}
        clear = {
            "credential_id": "the key's name, made by the device",
            "public_key": "checks what the key signed; nobody can sign with it",
            "sign_count": "notices a copied key",
            "device": "the person's word for where it is, from a closed list",
            "is_shared": "their other devices may hold it too",
            "added_in": "in which session",
            "added_at": "when, so that the person can tell whether it was them",
            "used_at": "when it was last used",
        }
        keep = KeepWithPerson()


class SpentChallenge(SubjectRow):
    """A question that a passkey has answered. The same answer is worth nothing a second time."""

    digest = models.BinaryField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme_id", "digest"], name="a_challenge_is_answered_once")]

    class Privacy:
        purpose = "Notice a passkey's answer that is sent again."
        seen_by = (declared.SYSTEM,)
        sealed: dict[str, str] = {}
        clear = {"digest": "SHA-256 of random bytes", "expires_at": "the question is over"}
        keep = Keep(after="expires_at", days=1)


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
            "pool": "hash of a phone's cookie, or all unknown phones as one",
            "day": "the budget's day",
            "wrong": "how many",
            "wait_until": "the pool's pause",
            "last_at": "the clock of forgetting",
        }
        keep = Keep(after="last_at", days=7)
