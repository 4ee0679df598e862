"""Mandates, and how representatives sign in."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from amparo.mandates.rules import Area, Ended, Kind, What
from amparo.privacy import declared
from amparo.privacy.declared import Keep
from amparo.privacy.rows import ProgrammeRow, SubjectRow


class Mandate(SubjectRow):
    """What one representative may see of one person, and until when. It begins as an invitation.

    In the row token its id stands where a person's would: see decision 17.
    """

    kind = models.CharField(max_length=8)
    areas = ArrayField(models.CharField(max_length=12))
    invited_at = models.DateTimeField()
    until = models.DateTimeField()
    # The invitation's end while nobody has accepted it, then the mandate's; when it ended before, that moment.
    expires_at = models.DateTimeField()
    token_hash = models.BinaryField(null=True)
    code_tag = models.BinaryField(null=True)
    wrong = models.PositiveSmallIntegerField(default=0)
    accepted_at = models.DateTimeField(null=True)
    holder = models.BinaryField(null=True)
    name = models.BinaryField(null=True)
    organisation = models.BinaryField(null=True)
    address = models.BinaryField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "token_hash"], name="an_invitation_is_for_one_mandate"),
            models.CheckConstraint(condition=Q(kind__in=list(Kind)), name="a_representative_is_of_a_known_kind"),
            models.CheckConstraint(
                condition=Q(areas__len__gte=1) & Q(areas__contained_by=list(Area)),
                name="a_mandate_covers_known_areas",
            ),
            models.CheckConstraint(
                condition=Q(until__lte=F("invited_at") + models.Value(timedelta(days=366))),
                name="a_mandate_lasts_a_year_at_most",
            ),
            models.CheckConstraint(condition=Q(expires_at__lte=F("until")), name="a_mandate_ends_on_its_day"),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(holder__isnull=False, name__isnull=False, token_hash=None),
                name="who_accepted_is_known_and_the_link_is_used_up",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended="") | Q(ended_at__isnull=False, ended__in=list(Ended)),
                name="a_mandate_ends_in_a_known_way",
            ),
        ]
        indexes = [
            models.Index("person", "invited_at", name="mandates_of"),
            models.Index("programme_id", "expires_at", condition=Q(ended_at=None), name="living_mandates"),
        ]

    class Privacy:
        purpose = "Let a lawyer, or a friend, see what the person chose, until they say stop."
        seen_by = (declared.PERSON, declared.REPRESENTATIVE, declared.CASE_WORKER, declared.SUPERVISOR)
        sealed = {
            "name": "who accepted, as they say themselves",
            "organisation": "for whom they work",
            "address": "to tell them that there is something new, and nothing else",
        }
        clear = {
            "kind": "a lawyer, or somebody they trust",
            "areas": "what they may see",
            "invited_at": "since when",
            "until": "it ends by itself",
            "expires_at": "when it stops or stopped",
            "token_hash": "SHA-256 of a random link, until it is used",
            "code_tag": "the four digits told by voice, as Argon2id under the vault's pepper",
            "wrong": "wrong digits: after a few, this invitation is closed",
            "accepted_at": "since when they see it",
            "holder": "a hash: the sign-in that holds it, different for each person",
            "ended_at": "ended before its day",
            "ended": "by whom",
        }
        keep = Keep(after="expires_at", days=365)


class Account(ProgrammeRow):
    """How a representative signs in: a name that only they know, and the codes of their telephone.

    It holds nothing of who they are. Whom they see is in their seats, which exist for them alone.
    """

    code_hash = models.BinaryField()
    seed = models.BinaryField()
    last_step = models.BigIntegerField(default=0)
    wrong = models.PositiveSmallIntegerField(default=0)
    wrong_on = models.DateField(null=True)
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "code_hash"], name="a_sign_in_name_is_one_account"),
        ]

    class Privacy:
        purpose = "Let those whom people chose sign in. Who they are is not kept."
        seen_by = (declared.REPRESENTATIVE,)
        sealed: dict[str, str] = {}
        clear = {
            "code_hash": "SHA-256 of a random sign-in name",
            "seed": "random; with a key that only the vault has, it makes the codes of their phone",
            "last_step": "a code works once",
            "wrong": "wrong codes of a day",
            "wrong_on": "which day",
            "made_at": "since when",
            "seen_at": "the clock of forgetting",
        }
        keep = Keep(after="seen_at", days=366)


class AccountKey(ProgrammeRow):
    """A passkey of a representative: it signs only after the lock of their own device was opened."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    credential_id = models.BinaryField()
    public_key = models.BinaryField()
    sign_count = models.PositiveBigIntegerField()
    is_shared = models.BooleanField()
    added_at = models.DateTimeField()
    # As long as it was never used: when it was added.
    used_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "credential_id"], name="a_key_names_one_account"),
        ]
        indexes = [models.Index("account", name="keys_of_an_account")]

    class Privacy:
        purpose = "Let those whom people chose sign in with the lock of their own device."
        seen_by = (declared.REPRESENTATIVE,)
        sealed: dict[str, str] = {}
        clear = {
            "account": "whose",
            "credential_id": "the key's name, made by the device",
            "public_key": "checks what the key signed; nobody can sign with it",
            "sign_count": "notices a copied key",
            "is_shared": "their other devices may hold it too",
            "added_at": "since when",
            "used_at": "when it was last used",
        }
        keep = Keep(after="used_at", days=366)


class AnsweredQuestion(ProgrammeRow):
    """A question that a representative's passkey has answered. The same answer is worth nothing a second time."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    digest = models.BinaryField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "digest"], name="a_question_is_answered_once"),
        ]

    class Privacy:
        purpose = "Notice a passkey's answer that is sent again."
        seen_by = (declared.SYSTEM,)
        sealed: dict[str, str] = {}
        clear = {
            "account": "whose",
            "digest": "SHA-256 of random bytes",
            "expires_at": "the question is over",
        }
        keep = Keep(after="expires_at", days=1)


class Sitting(ProgrammeRow):
    """A browser in which a representative is signed in."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    key_hash = models.BinaryField()
    # Which passkey began it; empty where it was a code of the telephone.
    passkey = models.UUIDField(null=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index("account", condition=Q(ended_at=None), name="living_sittings")]

    class Privacy:
        purpose = "Keep a representative signed in for a while."
        seen_by = (declared.REPRESENTATIVE,)
        sealed: dict[str, str] = {}
        clear = {
            "account": "whose",
            "key_hash": "SHA-256 of a random key",
            "passkey": "with which passkey, so that it ends with that",
            "started_at": "since when",
            "seen_at": "it ends when nobody looks for a while",
            "expires_at": "until when",
            "ended_at": "signed out",
        }
        keep = Keep(after="expires_at", days=7)


class Seat(ProgrammeRow):
    """Which mandate an account holds, in which programme. For anybody but that account it does not exist."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    in_programme = models.UUIDField()
    mandate = models.UUIDField()
    taken_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "account", "mandate"], name="a_seat_is_taken_once"),
        ]

    class Privacy:
        purpose = "Show those whom people chose their own list. Each programme is kept apart."
        seen_by = (declared.REPRESENTATIVE,)
        sealed: dict[str, str] = {}
        clear = {
            "account": "whose",
            "in_programme": "in which programme to ask",
            "mandate": "a random number: what it opens is asked there, each time",
            "taken_at": "since when",
            "expires_at": "it is of no use after that",
        }
        keep = Keep(after="expires_at", days=30)


class Notice(SubjectRow):
    """Something of which the person was told, and of which their representative hears that it is there."""

    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    what = models.CharField(max_length=12)
    about_id = models.UUIDField()
    version = models.CharField(max_length=40)
    noted_at = models.DateTimeField()
    # Nothing is sent about what was there before the mandate, nor without an address.
    send_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mandate", "about_id", "version"], name="a_notice_is_given_once"),
            models.CheckConstraint(condition=Q(what__in=list(What)), name="a_notice_is_of_a_known_kind"),
        ]
        indexes = [
            models.Index("programme_id", "send_at", condition=Q(send_at__isnull=False), name="notice_to_send"),
        ]

    class Privacy:
        purpose = "Say that there is something new to see, and no more than that."
        seen_by = (declared.PERSON, declared.REPRESENTATIVE)
        sealed: dict[str, str] = {}
        clear = {
            "mandate": "for whom",
            "what": "a court date, a visit, or a question to the person",
            "about_id": "which one",
            "version": "so that each change is told once",
            "noted_at": "when",
            "send_at": "when a message leaves",
            "tries": "how often it was tried",
            "sent_at": "when it left",
        }
        keep = Keep(after="noted_at", days=365)
