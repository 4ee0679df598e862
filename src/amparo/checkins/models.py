"""When a person says how they are, and what they said."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from amparo.checkins.rules import CheckinState
from amparo.checkins.voice_models import Recording, RecordingPiece
from amparo.identity.ways import Way
from amparo.privacy import declared
from amparo.privacy.declared import Keep
from amparo.privacy.rows import SubjectRow

__all__ = [
    "Checkin",
    "CheckinMove",
    "Deferral",
    "Recording",
    "RecordingPiece",
    "Schedule",
    "Submission",
]


class Schedule(SubjectRow):
    """The cadence, day and hours the person chose. A change ends it and begins another."""

    weeks = models.PositiveSmallIntegerField()
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    hours = models.PositiveSmallIntegerField()
    anchor = models.DateField()
    zone = models.CharField(max_length=64)
    begun_at = models.DateTimeField()
    begun_by = models.UUIDField()
    # Windows exist up to here; the sweep that plans ahead starts from it.
    planned_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at=None), name="one_living_schedule_a_person"),
            models.CheckConstraint(condition=Q(weeks__range=(1, 8)), name="a_cadence_is_one_to_eight_weeks"),
            models.CheckConstraint(condition=Q(hours__gte=24), name="a_window_is_at_least_a_day"),
            models.CheckConstraint(condition=Q(weekday__range=(0, 6)), name="a_week_has_seven_days"),
        ]
        indexes = [
            models.Index("programme_id", "planned_until", condition=Q(ended_at=None), name="schedule_to_plan"),
        ]

    class Privacy:
        purpose = "Ask at the day and hours the person chose."
        seen_by = (declared.PERSON, declared.CASE_WORKER)
        sealed: dict[str, str] = {}
        clear = dict.fromkeys(
            ("weeks", "weekday", "opens", "hours", "anchor", "zone", "begun_at", "begun_by", "planned_until",
             "ended_at"),
            "to know when to ask",
        )  # fmt: skip
        keep = Keep(after="ended_at", days=365)


class Checkin(SubjectRow):
    """One window in which the person checks in. What may follow what stands in rules.MOVES."""

    schedule = models.ForeignKey(Schedule, null=True, on_delete=models.SET_NULL, db_constraint=False)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    state = models.CharField(max_length=12)
    state_at = models.DateTimeField()
    looks = ArrayField(models.CharField(max_length=24), default=list)
    wants_help = models.BooleanField(default=False)
    help_words = models.BinaryField(null=True)
    help_asked_at = models.DateTimeField(null=True)
    help_handled_at = models.DateTimeField(null=True)
    help_handled_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "opens_at"], name="one_window_at_a_time"),
            models.CheckConstraint(condition=Q(state__in=list(CheckinState)), name="a_checkin_has_a_known_state"),
            models.CheckConstraint(
                condition=Q(closes_at__gte=models.F("opens_at") + models.Value(timedelta(hours=24))),
                name="a_checkin_window_is_at_least_a_day",
            ),
        ]
        indexes = [
            models.Index("programme_id", "closes_at", condition=Q(state="due"), name="checkin_overdue"),
            models.Index(
                "programme_id",
                "state_at",
                condition=Q(state__in=("needs_look", "unanswered")),
                name="checkin_to_look_at",
            ),
            models.Index(
                "programme_id",
                "state_at",
                condition=Q(wants_help=True, help_handled_at=None),
                name="checkin_needs_help",
            ),
            models.Index(
                "programme_id",
                "state_at",
                condition=Q(looks__contains=["says_changed"]),
                name="checkin_says_changed",
            ),
        ]

    class Privacy:
        purpose = "Keep track of each window, and who needs help."
        seen_by = (declared.PERSON, declared.CASE_WORKER)
        sealed = {"help_words": "what they want to say when they ask for help"}
        clear = {
            "schedule": "which cadence made it",
            "opens_at": "the window",
            "closes_at": "the window",
            "zone": "to say the right hour",
            "state": "where it stands",
            "state_at": "since when",
            "looks": "why a human should look",
            "wants_help": "so that help comes today, not after reading everything",
            "help_asked_at": "since when it waits",
            "help_handled_at": "somebody took care",
            "help_handled_by": "who",
        }
        keep = Keep(after="closes_at", days=365)


class Submission(SubjectRow):
    """One capture that arrived, any number of times; `client_id` makes them one."""

    checkin = models.ForeignKey(Checkin, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    client_id = models.UUIDField()
    body_hash = models.BinaryField()
    channel = models.CharField(max_length=10)
    identity = models.CharField(max_length=16)
    said_at = models.DateTimeField()
    received_at = models.DateTimeField()
    clock = models.CharField(max_length=10)
    clock_offset = models.FloatField(default=0)
    answers = models.BinaryField(null=True)
    place = models.BinaryField(null=True)
    place_cause = models.CharField(max_length=16, blank=True)
    question_set = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=8)
    on_time = models.BooleanField(null=True)
    replays = models.PositiveIntegerField(default=0)
    receipt_number = models.CharField(max_length=16)
    receipt = models.BinaryField()
    # By the person themselves, and not with the link alone.
    signed_in = models.BooleanField(default=False)
    # By the head of their family: the person's own row in the household, under which it was sent.
    sent_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_by=None) & ~Q(identity="family")
                | Q(sent_by__isnull=False, identity="family", answers=None, place=None, signed_in=False),
                name="a_head_sends_no_words_and_no_place",
            ),
            models.UniqueConstraint(
                fields=["programme_id", "person", "client_id"], name="the_same_key_is_one_submission"
            ),
            models.UniqueConstraint(fields=["programme_id", "receipt_number"], name="a_receipt_number_is_given_once"),
            models.CheckConstraint(condition=Q(identity__in=list(Way)), name="somebody_is_shown_in_a_known_way"),
        ]
        indexes = [models.Index("checkin", name="submissions_of")]

    class Privacy:
        purpose = "Keep what the person said, and prove that they said it in time."
        seen_by = (declared.PERSON, declared.CASE_WORKER)
        sealed = {
            "answers": "to know how the person is; sealed on their phone where it can",
            "place": "a coarse cell, sealed on their phone; opened one at a time",
        }
        clear = {
            "checkin": "which window",
            "client_id": "the phone's own number for it",
            "body_hash": "so that a repeated key with other words is noticed",
            "channel": "how it came",
            "identity": "how the person showed who they are",
            "said_at": "when, by the phone's checked clock",
            "received_at": "when it reached us",
            "clock": "whether the phone's clock can be believed",
            "clock_offset": "how far it was off, seconds",
            "place_cause": "why there is no place",
            "question_set": "which questions were asked",
            "language": "in which language",
            "on_time": "captured within the window; unknown when the clock is doubtful",
            "replays": "how often the phone repeated it",
            "receipt_number": "to speak about it on the phone",
            "receipt": "the signed receipt, the same each time",
            "signed_in": "whether a selfie of the person may count for it",
            "sent_by": "the head of the family sent it, under this row of the household; empty: nobody else did",
        }
        keep = Keep(after="received_at", days=365)


class Deferral(SubjectRow):
    """The person cannot check in now, and asks for more time or another day. Always answered."""

    class Kind(models.TextChoices):
        LATER = "later"  # more time
        OTHER_DAY = "other_day"

    class State(models.TextChoices):
        WAITING = "waiting"
        GRANTED = "granted"
        DECLINED = "declined"
        TAKEN_BACK = "taken_back"

    checkin = models.ForeignKey(Checkin, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State)
    words = models.BinaryField(null=True)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    wanted = models.DateField(null=True)
    # A worker answers by then; until then the window stays open.
    answer_due = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    reply = models.BinaryField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "granted", "declined", "taken_back")),
                name="a_deferral_has_a_known_state",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | Q(decided_by__isnull=False, reply__isnull=False),
                name="a_human_who_declines_says_why",
            ),
            models.UniqueConstraint(
                fields=["checkin"], condition=Q(state="waiting"), name="one_question_for_time_waits"
            ),
        ]
        indexes = [
            models.Index("programme_id", "answer_due", condition=Q(state="waiting"), name="deferral_to_answer"),
            models.Index("checkin", "asked_at", name="deferrals_of"),
        ]

    class Privacy:
        purpose = "Hear that somebody cannot check in now, and give them time."
        seen_by = (declared.PERSON, declared.CASE_WORKER)
        sealed = {"words": "why they cannot, if they want to say", "reply": "what the worker answered"}
        clear = {
            "checkin": "which window",
            "kind": "more time or another day",
            "state": "what became of it",
            "asked_at": "when",
            "asked_by": "the person, or a worker for them",
            "wanted": "which day they would like",
            "answer_due": "until when a worker answers",
            "decided_at": "when",
            "decided_by": "who",
            "until": "how long the window lasts now",
        }
        keep = Keep(after="asked_at", days=365)


class CheckinMove(SubjectRow):
    """Every change of a check-in's state: from what to what, when, by whom, why."""

    checkin = models.ForeignKey(Checkin, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    before = models.CharField(max_length=12)
    after = models.CharField(max_length=12)
    at = models.DateTimeField()
    by_kind = models.CharField(max_length=8)
    by_id = models.UUIDField()
    cause = models.CharField(max_length=24, blank=True)
    note = models.BinaryField(null=True)

    class Meta:
        indexes = [models.Index("checkin", "at", name="moves_of_a_checkin")]

    class Privacy:
        purpose = "Explain every step, to the person first."
        seen_by = (declared.PERSON, declared.CASE_WORKER)
        sealed = {"note": "what the worker wrote down"}
        clear = {
            "checkin": "which window",
            "before": "from",
            "after": "to",
            "at": "when",
            "by_kind": "a person, a member or the system",
            "by_id": "who",
            "cause": "why, from a closed list",
        }
        keep = Keep(after="at", days=365)
