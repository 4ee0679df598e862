"""A person's page that was locked at their word, and the two checks by which they sign in anew."""

from django.db import models
from django.db.models import F, Q

from amparo.identity.checks import Check, LockedBy
from amparo.privacy import declared
from amparo.privacy.declared import Keep
from amparo.privacy.rows import SubjectRow


class Lock(SubjectRow):
    """From when to when nobody could sign in as this person. It takes nothing away and costs them nothing."""

    locked_at = models.DateTimeField()
    locked_by = models.CharField(max_length=6)
    # The member who did it at the person's word; nobody where the person did it themselves.
    member_id = models.UUIDField(null=True)
    unlocked_at = models.DateTimeField(null=True)
    unlocked_by = models.UUIDField(null=True)
    check_done = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(unlocked_at=None), name="a_page_is_locked_once"),
            models.CheckConstraint(condition=Q(locked_by__in=list(LockedBy)), name="a_lock_comes_by_a_known_way"),
            models.CheckConstraint(
                condition=Q(unlocked_at=None) | Q(check_done__in=list(Check)), name="a_lock_is_opened_after_a_check"
            ),
        ]

    class Privacy:
        purpose = "Keep all others out while a phone is lost. That time never counts against the person."
        seen_by = (declared.PERSON, declared.CASE_WORKER, declared.SUPERVISOR)
        sealed: dict[str, str] = {}
        clear = {
            "locked_at": "since when",
            "locked_by": "on the app, by text, at a kiosk or by the team",
            "member_id": "which member, if one did",
            "unlocked_at": "until when",
            "unlocked_by": "which member opened it",
            "check_done": "how they knew that it was the person, from a closed list",
        }
        keep = Keep(after="locked_at", days=365)


class Recovery(SubjectRow):
    """A person signs in anew: one member says how they knew them, another one confirms it in a different way."""

    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    first_check = models.CharField(max_length=10)
    # A telephone number that is new, sealed; both members read it before it is used.
    number = models.BinaryField(null=True)
    confirmed_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    second_check = models.CharField(max_length=10, blank=True)
    # It was carried out, or it was taken back.
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at=None), name="one_new_way_in_is_asked_for"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("asked_by")), name="nobody_knows_a_person_alone"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(second_check=F("first_check")), name="two_checks_are_of_two_kinds"
            ),
            models.CheckConstraint(
                condition=Q(first_check__in=list(Check)) & Q(second_check__in=["", *Check]),
                name="a_check_is_from_the_list",
            ),
        ]

    class Privacy:
        purpose = "Give a new link only after two members knew the person in two ways."
        seen_by = (declared.CASE_WORKER, declared.SUPERVISOR)
        sealed = {"number": "the new number, to be added"}
        clear = {
            "asked_by": "who knew them first",
            "asked_at": "when",
            "first_check": "how, from a closed list",
            "confirmed_by": "who confirmed it",
            "confirmed_at": "when",
            "second_check": "how, from a closed list",
            "ended_at": "carried out or taken back",
            "ended_by": "by whom",
        }
        keep = Keep(after="asked_at", days=365)
