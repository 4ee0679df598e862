"""What is neither a hearing nor a check-in: visits that a worker offers, and dates of the person's own."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Value

from amparo.privacy import declared
from amparo.privacy.declared import Keep
from amparo.privacy.rows import ProgrammeRow, SubjectRow
from amparo.programme.models import Office
from amparo.visits.rules import LIVING, NOTICE, Kind, State

WHEN = {
    "day": "on the wall where it is",
    "time": "on the wall where it is",
    "zone": "whose clock that is",
    "starts_at": "the instant, for sorting",
    "sequence": "which version calendars have",
    "changed_at": "so that calendars know what is new",
}


class Visit(SubjectRow):
    """A visit that a worker offered. What may follow what stands in rules.MOVES."""

    kind = models.CharField(max_length=8)
    # Where it is, if it is at an office; a visit at home needs no address written down once more.
    office = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, db_constraint=False, db_index=False)
    where = models.BinaryField(null=True)
    words = models.BinaryField(null=True)
    day = models.DateField()
    time = models.TimeField()
    zone = models.CharField(max_length=64)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default=State.OFFERED)
    sequence = models.PositiveIntegerField(default=0)
    offered_by = models.UUIDField()
    # When this time was said, and by whom: the notice of two days is counted from here.
    said_at = models.DateTimeField()
    said_by_person = models.BooleanField(default=False)
    # What the person asked for instead, and how often they did.
    wanted = ArrayField(models.DateTimeField(), default=list)
    note = models.BinaryField(null=True)
    asked_at = models.DateTimeField(null=True)
    moved = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index("person", "starts_at", name="visits_of"),
            models.Index("programme_id", "asked_at", condition=Q(state="asked"), name="visit_to_answer"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(Kind)), name="a_visit_has_a_known_kind"),
            models.CheckConstraint(condition=Q(state__in=list(State)), name="a_visit_has_a_known_state"),
            models.CheckConstraint(condition=Q(minutes__range=(15, 120)), name="a_visit_lasts_two_hours_at_most"),
            models.CheckConstraint(
                condition=Q(said_by_person=True) | Q(starts_at__gte=F("said_at") + Value(NOTICE)),
                name="nobody_is_visited_with_less_than_two_days_notice",
            ),
            models.CheckConstraint(
                condition=Q(wanted__len__lte=3) & (~Q(state="asked") | Q(wanted__len__gte=1, asked_at__isnull=False)),
                name="who_asks_for_another_time_names_one",
            ),
        ]

    class Privacy:
        purpose = "Agree with the person when to meet."
        seen_by = (declared.PERSON, declared.CASE_WORKER, declared.SUPERVISOR)
        sealed = {
            "where": "where to meet, if it is not an office",
            "words": "what it is about and what to bring",
            "note": "what the person says about another time",
        }
        clear = WHEN | {
            "kind": "at an office, at home or by video",
            "office": "a public place",
            "minutes": "how long it takes",
            "state": "where it stands",
            "offered_by": "who offers it",
            "said_at": "nobody is visited without notice",
            "said_by_person": "the person named this time",
            "wanted": "the times that the person proposes",
            "asked_at": "since when an answer is due",
            "moved": "how often the person moved it",
        }
        keep = Keep(after="starts_at", days=365)

    @property
    def ends_at(self):  # type: ignore[no-untyped-def]
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def is_living(self) -> bool:
        """Still to come, or still to be settled."""
        return self.state in LIVING


class Appointment(SubjectRow):
    """A date of the person's own. Nobody else opens it; taken away, its words are gone at once."""

    title = models.BinaryField(null=True)
    where = models.BinaryField(null=True)
    day = models.DateField()
    time = models.TimeField()
    zone = models.CharField(max_length=64)
    starts_at = models.DateTimeField()
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    # For a while calendars must still hear that it is off; nothing but its time is left.
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index("person", "starts_at", name="appointments_of")]
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at=None, title__isnull=False) | Q(removed_at__isnull=False, title=None, where=None),
                name="what_was_taken_away_has_no_words",
            ),
        ]

    class Privacy:
        purpose = "Let the person keep their own dates beside the others."
        seen_by = (declared.PERSON,)
        sealed = {"title": "what the person calls it", "where": "where it is"}
        clear = WHEN | {"removed_at": "it is off"}
        keep = Keep(after="starts_at", days=90)


class CalendarLink(SubjectRow):
    """The address at which a person's own calendar program reads their dates. Ended, the row is gone."""

    # A keyed hash: who reads the table cannot read the calendar.
    token_hash = models.BinaryField()
    full_titles = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], name="one_calendar_link_a_person")]
        indexes = [models.Index("programme_id", "token_hash", name="calendar_link_by_token")]

    class Privacy:
        purpose = "Let the person's own calendar show their dates."
        seen_by = (declared.PERSON,)
        sealed: dict[str, str] = {}
        clear = {
            "token_hash": "to know the address again without knowing it",
            "full_titles": "the person chose what a calendar says",
            "made_at": "since when it works",
            "used_at": "on which day a calendar read it last",
        }
        keep = Keep(after="used_at", days=365)


class WorkerLink(ProgrammeRow):
    """The address at which a worker's own calendar program reads when their visits and hearings are. Ended, the row
    is gone."""

    member_id = models.UUIDField()
    # A keyed hash: who reads the table cannot read the calendar.
    token_hash = models.BinaryField()
    made_at = models.DateTimeField()
    used_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme_id", "member_id"], name="one_calendar_link_a_worker")]
        indexes = [models.Index("programme_id", "token_hash", name="worker_link_by_token")]

    class Privacy:
        purpose = "Let a worker's own calendar show when something is, without a name or a place."
        seen_by = (declared.CASE_WORKER, declared.SUPERVISOR)
        sealed: dict[str, str] = {}
        clear = {
            "member_id": "whose calendar",
            "token_hash": "to know the address again without knowing it",
            "made_at": "since when it works",
            "used_at": "on which day a calendar read it last",
        }
        keep = Keep(after="used_at", days=365)
