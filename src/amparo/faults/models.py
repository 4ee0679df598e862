"""The health record, outages, and what went wrong at single attempts."""

from django.db import models
from django.db.models import F, Q

from amparo.faults.rules import Cause, Part, Source, Trouble
from amparo.privacy import declared
from amparo.privacy.declared import Keep, KeepAsLongAsProgramme
from amparo.privacy.rows import ProgrammeRow, SubjectRow


class Pulse(ProgrammeRow):
    """One part of the installation, felt every minute."""

    part = models.CharField(max_length=8)
    felt_at = models.DateTimeField()
    ok_at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "part"], name="one_pulse_a_part"),
            models.CheckConstraint(condition=Q(part__in=list(Part)), name="a_pulse_is_of_a_known_part"),
        ]

    class Privacy:
        purpose = "Notice when our own machines fail. That never counts against a person."
        seen_by = (declared.SYSTEM,)
        sealed: dict[str, str] = {}
        clear = dict.fromkeys(("part", "felt_at", "ok_at", "failing_since"), "about a machine, not a person")
        keep = KeepAsLongAsProgramme("one line a part")


class Outage(ProgrammeRow):
    """From when to when something of ours, or a carrier, did not work. Windows it touches get their full length."""

    part = models.CharField(max_length=8)
    cause = models.CharField(max_length=16)
    source = models.CharField(max_length=8)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=240, blank=True)
    declared_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    # Windows were extended, and people told, for all of it.
    applied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(part__in=list(Part)), name="an_outage_is_of_a_known_part"),
            models.CheckConstraint(condition=Q(source__in=list(Source)), name="an_outage_has_a_known_source"),
            models.CheckConstraint(
                condition=Q(cause__in=(Cause.OUR_OUTAGE, Cause.CARRIER)), name="an_outage_is_ours_or_a_carriers"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gt=F("began_at")), name="an_outage_ends_after_it_began"
            ),
            models.UniqueConstraint(
                fields=["programme_id", "part"],
                condition=Q(ended_at=None, source=Source.PROBE),
                name="one_outage_of_a_part_goes_on",
            ),
        ]
        indexes = [
            models.Index("programme_id", "began_at", name="outages_by_time"),
            models.Index("programme_id", "ended_at", condition=Q(applied_at=None), name="outage_to_apply"),
        ]

    class Privacy:
        purpose = "Extend every window that a fault of ours touched."
        seen_by = (declared.PERSON, declared.CASE_WORKER, declared.SUPERVISOR)
        sealed: dict[str, str] = {}
        clear = dict.fromkeys(
            ("part", "cause", "source", "began_at", "ended_at", "note", "declared_by", "made_at", "applied_at"),
            "about a machine, not a person",
        )
        keep = Keep(after="ended_at", days=365)


class Attempt(SubjectRow):
    """Something did not work for the person: a code and how often, never a word of theirs."""

    # The window it was about; this room does not know what that is.
    about_id = models.UUIDField(null=True)
    code = models.CharField(max_length=24)
    cause = models.CharField(max_length=16)
    source = models.CharField(max_length=8)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "about_id", "code", "source"],
                nulls_distinct=False,
                name="one_line_for_each_trouble",
            ),
            models.CheckConstraint(condition=Q(code__in=list(Trouble)), name="trouble_is_a_known_code"),
            models.CheckConstraint(condition=Q(cause__in=list(Cause)), name="an_attempt_has_a_known_cause"),
        ]

    class Privacy:
        purpose = "Find out what went wrong before we ask the person."
        seen_by = (declared.PERSON, declared.CASE_WORKER)
        sealed: dict[str, str] = {}
        clear = {
            "about_id": "which window",
            "code": "what went wrong",
            "cause": "whose doing it is",
            "source": "phone, server or provider",
            "first_at": "when",
            "last_at": "when",
            "times": "how often",
        }
        keep = Keep(after="last_at", days=365)
