"""Families in which one person checks in for those who agreed to it."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from amparo.households.rules import LONGEST_DAYS, Ended, Why
from amparo.people.models import Consent
from amparo.privacy import declared
from amparo.privacy.declared import Keep
from amparo.privacy.rows import ProgrammeRow, SubjectRow


class Household(ProgrammeRow):
    """One family of one programme, for a time. Only staff and the background write it."""

    why = models.CharField(max_length=16)
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    # When its time was counted anew; at first, when it was made.
    renewed_at = models.DateTimeField()
    renewed_by = models.UUIDField()
    renewals = models.PositiveSmallIntegerField(default=0)
    until = models.DateTimeField()
    # The head said yes. Without it nothing is sent for anybody.
    head_agreed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(why__in=list(Why)), name="a_family_is_set_up_for_a_known_reason"),
            models.CheckConstraint(
                condition=Q(until__lte=F("renewed_at") + models.Value(timedelta(days=LONGEST_DAYS))),
                name="a_family_lasts_ninety_days_at_most",
            ),
        ]
        indexes = [models.Index("programme_id", "until", condition=Q(ended_at=None), name="living_households")]

    class Privacy:
        purpose = "Let one of a family check in for those who agreed, until a day."
        seen_by = (declared.PERSON, declared.CASE_WORKER, declared.SUPERVISOR)
        sealed: dict[str, str] = {}
        clear = {
            "why": "why, from a closed list",
            "made_at": "since when",
            "made_by": "who set it up",
            "renewed_at": "since when its time is counted",
            "renewed_by": "who renewed it",
            "renewals": "how often it was renewed",
            "until": "it ends by itself",
            "head_agreed_at": "the head said yes",
            "ended_at": "ended before its day",
            "ended_by": "who ended it",
        }
        keep = Keep(after="ended_at", days=365)


class FamilyMember(SubjectRow):
    """One person's part in a family: asked, agreed, over. For anybody else of the family the row does not exist.

    In the row token its id stands where a person's would while the head sends for this person: see decision 21.
    """

    household = models.ForeignKey(Household, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    is_head = models.BooleanField()
    called = models.BinaryField(null=True)
    head_called = models.BinaryField(null=True)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    consent = models.ForeignKey(
        Consent, null=True, on_delete=models.SET_NULL, db_constraint=False, db_index=False, related_name="+"
    )
    agreed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at=None), name="one_living_family_a_person"),
            models.UniqueConstraint(
                fields=["programme_id", "household"], condition=Q(is_head=True), name="one_head_a_family"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended="") | Q(ended_at__isnull=False, ended__in=list(Ended)),
                name="a_part_in_a_family_ends_in_a_known_way",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(called=None, head_called=None),
                name="who_is_out_of_a_family_is_called_nothing_there",
            ),
        ]
        indexes = [models.Index("household", name="members_of_a_household")]

    class Privacy:
        purpose = "Check in for somebody only while they want it. Tell nobody when they stop."
        seen_by = (declared.PERSON, declared.HEAD, declared.CASE_WORKER, declared.SUPERVISOR)
        sealed = {
            "called": "the first name that the head sees, while it holds",
            "head_called": "the first name of whom they let send, while it holds",
        }
        clear = {
            "household": "which family",
            "is_head": "whether they send, or are sent for",
            "asked_at": "since when they are asked",
            "asked_by": "who set it up",
            "consent": "the words they agreed to",
            "agreed_at": "when they said yes",
            "ended_at": "when it ended",
            "ended": "how, from a closed list",
        }
        keep = Keep(after="ended_at", days=365, with_person=True)
