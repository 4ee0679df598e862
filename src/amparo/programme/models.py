"""Programmes, their offices, staff and dated policy."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from amparo.foundation import ids
from amparo.privacy import declared
from amparo.privacy.declared import KeepAsLongAsProgramme
from amparo.privacy.rows import ProgrammeRow
from amparo.programme.help_models import HelpLine

__all__ = ["HelpLine", "Member", "MemberChange", "Office", "Policy", "Programme", "StaffAccount"]


class Programme(models.Model):
    """A programme's public face. Nothing here is secret: it stands on the public pages."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    slug = models.SlugField(max_length=24, unique=True)
    name = models.CharField(max_length=120)
    # What a lock screen may show: never an agency, a status, the word for a court.
    neutral_name = models.CharField(max_length=40)
    country = models.CharField(max_length=2)
    zone = models.CharField(max_length=64)
    phone = models.CharField(max_length=32)
    receipt_key = models.BinaryField()
    created_at = models.DateTimeField()

    class Privacy:
        purpose = "Say who runs the programme and how to reach it."
        seen_by = (declared.PUBLIC,)
        sealed: dict[str, str] = {}
        clear = dict.fromkeys(
            ("slug", "name", "neutral_name", "country", "zone", "phone", "receipt_key", "created_at"),
            "published",
        )
        keep = KeepAsLongAsProgramme("the programme itself")


class Office(ProgrammeRow):
    """A place where people can come and check in."""

    name = models.CharField(max_length=120)
    address = models.CharField(max_length=240)
    phone = models.CharField(max_length=32)
    zone = models.CharField(max_length=64)
    hours = models.CharField(max_length=240, blank=True)

    class Privacy:
        purpose = "Tell people where to come."
        seen_by = (declared.PUBLIC,)
        sealed: dict[str, str] = {}
        clear = dict.fromkeys(("name", "address", "phone", "zone", "hours"), "published")
        keep = KeepAsLongAsProgramme("an office is a public place")


class Policy(ProgrammeRow):
    """The programme's rules from `valid_from` until the next policy's. Never changed, only followed by another."""

    valid_from = models.DateTimeField()
    document = models.JSONField()
    author_id = models.UUIDField(null=True)
    why = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "valid_from"], name="policy_is_one_at_a_time"),
        ]

    class Privacy:
        purpose = "Say which rules applied when."
        seen_by = (declared.PUBLIC,)
        sealed: dict[str, str] = {}
        clear = {
            "valid_from": "to find the rules of a day",
            "document": "the rules: no person is named in them",
            "author_id": "who decided",
            "why": "why they decided",
        }
        keep = KeepAsLongAsProgramme("rules must stay checkable as long as their effects")


class StaffAccounts(BaseUserManager):
    """Accounts are made by an administrator; nobody signs up."""

    def get_by_natural_key(self, email: str) -> "StaffAccount":
        """The account, whatever the case of the address."""
        return self.get(email__iexact=email)


class StaffAccount(AbstractBaseUser):
    """How a staff member signs in. What they may do is said by their memberships."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    # Somebody else has seen it: nothing opens until they have chosen one of their own.
    password_is_first = models.BooleanField(default=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = StaffAccounts()

    class Privacy:
        purpose = "Let a staff member sign in."
        seen_by = (declared.ADMINISTRATOR,)
        sealed: dict[str, str] = {}
        clear = {
            "email": "to sign in with",
            "password": "a salted Argon2id hash",
            "is_active": "to end access",
            "password_is_first": "to have them choose one of their own",
            "last_login": "to notice a stranger",
        }
        keep = KeepAsLongAsProgramme("staff, not participants; ended by the administrator")


class Member(ProgrammeRow):
    """A staff member of one programme, with roles, for a time."""

    account = models.ForeignKey(StaffAccount, on_delete=models.PROTECT, related_name="memberships")
    name = models.CharField(max_length=120)
    roles = ArrayField(models.CharField(max_length=24))
    office = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, db_constraint=False)
    caseload_cap = models.PositiveSmallIntegerField(default=60)
    active_from = models.DateTimeField()
    active_until = models.DateTimeField(null=True)
    away_from = models.DateTimeField(null=True)
    away_until = models.DateTimeField(null=True)
    cover = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, db_constraint=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "account"], name="one_membership_per_programme"),
            models.CheckConstraint(
                condition=models.Q(away_from__isnull=True) | models.Q(away_until__gt=models.F("away_from")),
                name="an_absence_ends_after_it_begins",
            ),
        ]

    class Privacy:
        purpose = "Know who works here, what they may do, and who stands in for them."
        seen_by = (declared.PERSON, declared.CASE_WORKER, declared.ADMINISTRATOR)
        sealed: dict[str, str] = {}
        clear = {
            "account": "to sign in",
            "name": "people see who helps them and who looked",
            "roles": "what they may do",
            "office": "where they work",
            "caseload_cap": "so that nobody has too many people",
            "active_from": "access is for a time",
            "active_until": "access is for a time",
            "away_from": "leave cover",
            "away_until": "leave cover",
            "cover": "leave cover",
        }
        keep = KeepAsLongAsProgramme("the access log names staff for as long as it can be read")


class MemberChange(ProgrammeRow):
    """A line of history: an administrator changed what a colleague may do, or how they come in."""

    class What(models.TextChoices):
        ROLES = "roles"
        SIGN_IN = "sign_in"  # a new first password, and the second factor set up anew
        SESSIONS = "sessions"
        SUSPENDED = "suspended"
        BACK = "back"

    member = models.ForeignKey(Member, on_delete=models.PROTECT, db_constraint=False, related_name="+")
    what = models.CharField(max_length=12, choices=What)
    roles_before = ArrayField(models.CharField(max_length=24), default=list)
    roles_after = ArrayField(models.CharField(max_length=24), default=list)
    by_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("programme_id", "at", name="member_changes")]

    class Privacy:
        purpose = "Show who changed what a colleague may do, and when."
        seen_by = (declared.ADMINISTRATOR,)
        sealed: dict[str, str] = {}
        clear = {
            "member": "whose access it is",
            "what": "what was changed",
            "roles_before": "what they could do before",
            "roles_after": "what they could do afterwards",
            "by_id": "who changed it",
            "at": "when",
        }
        keep = KeepAsLongAsProgramme("who could see what must stay checkable as long as the access log")
