"""Hearings, where we know them from, and what a human must decide."""

from django.db import models
from django.db.models import Q

from amparo.directory.models import Court
from amparo.hearings.rules import State
from amparo.privacy import declared
from amparo.privacy.declared import Keep, KeepAsLongAsProgramme
from amparo.privacy.rows import ProgrammeRow, SubjectRow


class Source(ProgrammeRow):
    """Where dates come from: a partner's table, a calendar file or feed, or a colleague's hand."""

    class Kind(models.TextChoices):
        TABLE = "table"
        CALENDAR = "calendar"
        FEED = "feed"
        HAND = "hand"

    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=Kind)
    url = models.URLField(max_length=500, blank=True)
    zone = models.CharField(max_length=64)
    columns = models.JSONField(default=dict)
    read_at = models.DateTimeField(null=True)
    read_next_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme_id", "name"], name="a_source_has_one_name")]
        indexes = [
            models.Index(
                "programme_id", "read_next_at", condition=Q(read_next_at__isnull=False), name="source_to_read"
            ),
        ]  # fmt: skip

    class Privacy:
        purpose = "Know where a date comes from."
        seen_by = (declared.CASE_WORKER, declared.SUPERVISOR)
        sealed: dict[str, str] = {}
        clear = dict.fromkeys(
            ("name", "kind", "url", "zone", "columns", "read_at", "read_next_at", "problem"), "about a source"
        )
        keep = KeepAsLongAsProgramme("describes a source, not a person")


class Hearing(SubjectRow):
    """One appointment before a court, on the court's own wall clock."""

    kind = models.CharField(max_length=80, blank=True)
    court = models.ForeignKey(Court, null=True, on_delete=models.PROTECT)
    place = models.CharField(max_length=300, blank=True)
    room = models.CharField(max_length=80, blank=True)
    judge = models.CharField(max_length=120, blank=True)
    mode = models.CharField(max_length=12, default="in_person")
    day = models.DateField()
    time = models.TimeField()
    zone = models.CharField(max_length=64)
    starts_at = models.DateTimeField()
    state = models.CharField(max_length=16, default=State.SCHEDULED)
    sequence = models.PositiveIntegerField(default=0)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, db_constraint=False)
    last_confirmed_at = models.DateTimeField()
    confirmed_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index("person", "starts_at", name="hearings_of"),
            models.Index("programme_id", "starts_at", name="hearing_soon"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(State)), name="a_hearing_has_a_known_state"),
        ]

    class Privacy:
        purpose = "Nobody misses a hearing."
        seen_by = (declared.PERSON, declared.CASE_WORKER)
        sealed: dict[str, str] = {}
        clear = {
            "kind": "what to expect",
            "court": "a public building",
            "place": "as the source wrote it",
            "room": "where to go",
            "judge": "who hears it",
            "mode": "in person, by video or by phone",
            "day": "the court's wall clock",
            "time": "the court's wall clock",
            "zone": "the court's time zone",
            "starts_at": "the instant, for sorting",
            "state": "where it stands",
            "sequence": "which version calendars have",
            "source": "where the date comes from",
            "last_confirmed_at": "how sure it is",
            "confirmed_by": "who confirmed it by hand",
            "made_at": "since when it is known",
        }
        keep = Keep(after="starts_at", days=365)


class Sighting(SubjectRow):
    """What one source last said of a hearing."""

    hearing = models.ForeignKey(Hearing, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    source = models.ForeignKey(Source, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    # A keyed hash of the source's own id for the entry: it may contain a name or number.
    key = models.BinaryField()
    day = models.DateField()
    time = models.TimeField()
    zone = models.CharField(max_length=64, default="")
    court_code = models.CharField(max_length=12, blank=True, default="")
    kind = models.CharField(max_length=80, blank=True, default="")
    cancelled = models.BooleanField(default=False)
    sequence = models.PositiveIntegerField(default=0)
    seen_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key", "person"], name="a_source_says_one_thing")]
        indexes = [models.Index("hearing", name="sightings_of")]

    class Privacy:
        purpose = "Notice when sources disagree or a date moves."
        seen_by = (declared.CASE_WORKER,)
        sealed: dict[str, str] = {}
        clear = dict.fromkeys(
            ("hearing", "source", "key", "day", "time", "zone", "court_code", "kind", "cancelled", "sequence",
             "seen_at", "gone_at"),
            "what a source said",
        )  # fmt: skip
        keep = Keep(after="seen_at", days=365)


class Question(SubjectRow):
    """Something about a date that a human must decide; the person is told what is known meanwhile."""

    hearing = models.ForeignKey(Hearing, on_delete=models.CASCADE, db_constraint=False)
    source = models.ForeignKey(Source, null=True, on_delete=models.SET_NULL, db_constraint=False)
    kind = models.CharField(max_length=20)
    day = models.DateField(null=True)
    time = models.TimeField(null=True)
    zone = models.CharField(max_length=64, blank=True, default="")
    opened_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decision = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hearing", "kind"], condition=Q(decided_at=None), name="a_question_is_asked_once"
            ),
        ]
        indexes = [
            models.Index("programme_id", "opened_at", condition=Q(decided_at=None), name="question_open"),
        ]

    class Privacy:
        purpose = "Let a human decide what no machine may."
        seen_by = (declared.PERSON, declared.CASE_WORKER)
        sealed: dict[str, str] = {}
        clear = {
            "hearing": "which one",
            "source": "who said otherwise",
            "kind": "what is unclear",
            "day": "what the source says now",
            "time": "what the source says now",
            "zone": "on whose clock the source says it",
            "opened_at": "since when",
            "decided_at": "when it was decided",
            "decided_by": "by whom",
            "decision": "what",
            "reason": "why; the person reads it",
        }
        keep = Keep(after="opened_at", days=365)
