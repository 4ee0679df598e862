"""Reaching out after silence, and what humans conclude. What may follow what stands in rules.MOVES."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from amparo.concerns.rules import Ended, Outcome, State, StepKind, StepState, Why
from amparo.faults.rules import NEVER_AGAINST, Cause
from amparo.privacy import declared
from amparo.privacy.declared import Keep
from amparo.privacy.rows import SubjectRow

WEIGHS = (State.PROPOSED, State.RAISED, State.CONTESTED)


class Outreach(SubjectRow):
    """One silence, and everything that was done to reach the person."""

    # The window that closed; this room does not know what that is.
    about_id = models.UUIDField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme_id", "about_id"], condition=Q(ended_at=None), name="one_outreach_goes_on_a_window"
            ),
            models.CheckConstraint(condition=Q(ended__in=["", *Ended]), name="outreach_ends_in_a_known_way"),
        ]
        indexes = [
            models.Index("programme_id", "begun_at", condition=Q(ended_at=None), name="outreach_going_on"),
            models.Index("person", "begun_at", name="outreach_of"),
        ]

    class Privacy:
        purpose = "Ask how the person is before anybody concludes anything."
        seen_by = (declared.PERSON, declared.CASE_WORKER, declared.SUPERVISOR)
        sealed: dict[str, str] = {}
        clear = {
            "about_id": "which window",
            "opens_at": "to look for faults in that time",
            "closes_at": "to look for faults in that time",
            "zone": "to say the right hour",
            "begun_at": "since when",
            "ended_at": "until when",
            "ended": "how it ended",
        }
        keep = Keep(after="ended_at", days=365)


class Step(SubjectRow):
    """One way of reaching out: when it is due, who did it, what came of it."""

    outreach = models.ForeignKey(
        Outreach, on_delete=models.CASCADE, db_constraint=False, related_name="steps", db_index=False
    )
    kind = models.CharField(max_length=8)
    turn = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, default=StepState.WAITING)
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    outcome = models.CharField(max_length=16, blank=True)
    note = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["outreach", "turn"], name="steps_are_in_order"),
            models.CheckConstraint(condition=Q(kind__in=list(StepKind)), name="a_step_has_a_known_kind"),
            models.CheckConstraint(condition=Q(state__in=list(StepState)), name="a_step_has_a_known_state"),
            models.CheckConstraint(condition=Q(outcome__in=["", *Outcome]), name="a_step_has_a_known_outcome"),
            models.CheckConstraint(
                condition=Q(state="waiting") | (Q(done_at__isnull=False) & ~Q(outcome="")),
                name="what_came_of_a_step_is_on_record",
            ),
        ]
        indexes = [models.Index("programme_id", "due_at", condition=Q(state="waiting"), name="step_to_do")]

    class Privacy:
        purpose = "Show who tried to reach the person, when and how."
        seen_by = (declared.PERSON, declared.CASE_WORKER, declared.SUPERVISOR)
        sealed = {"note": "what was said on the telephone"}
        clear = {
            "outreach": "of which silence",
            "kind": "how",
            "turn": "in which order",
            "due_at": "by when",
            "state": "whether it was tried",
            "done_at": "when",
            "done_by": "by whom",
            "outcome": "what came of it",
        }
        keep = Keep(after="done_at", days=365)


class Concern(SubjectRow):
    """A human should look. What follows is theirs, with a second signature, after the person could answer."""

    outreach = models.ForeignKey(Outreach, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    about_id = models.UUIDField()
    state = models.CharField(max_length=10, default=State.TO_LOOK_AT)
    state_at = models.DateTimeField()
    cause = models.CharField(max_length=16)
    opened_at = models.DateTimeField()
    outreach_done_at = models.DateTimeField(null=True)
    fault_checked_at = models.DateTimeField(null=True)
    fault_checked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField(null=True)
    asked_by = models.UUIDField(null=True)
    asked_in = models.CharField(max_length=8, blank=True)
    question = models.BinaryField(null=True)
    answer_until = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.BinaryField(null=True)
    reason = models.BinaryField(null=True)
    proposed_at = models.DateTimeField(null=True)
    proposed_by = models.UUIDField(null=True)
    seconded_at = models.DateTimeField(null=True)
    seconded_by = models.UUIDField(null=True)
    contested_at = models.DateTimeField(null=True)
    contest = models.BinaryField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)
    closed_because = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["outreach"], name="one_concern_a_silence"),
            models.CheckConstraint(condition=Q(state__in=list(State)), name="a_concern_has_a_known_state"),
            models.CheckConstraint(condition=Q(cause__in=list(Cause)), name="a_concern_has_a_known_cause"),
            models.CheckConstraint(
                condition=~Q(state__in=WEIGHS) | ~Q(cause__in=sorted(NEVER_AGAINST)),
                name="what_is_never_the_persons_never_weighs",
            ),
            models.CheckConstraint(
                condition=Q(answer_until=None) | Q(answer_until__gte=F("asked_at") + models.Value(timedelta(hours=72))),
                name="a_person_has_three_days_to_answer",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=WEIGHS)
                | Q(
                    outreach_done_at__isnull=False,
                    fault_checked_at__isnull=False,
                    asked_at__isnull=False,
                    answer_until__isnull=False,
                    reason__isnull=False,
                    proposed_by__isnull=False,
                ),
                name="nothing_is_proposed_before_it_was_asked",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(State.RAISED, State.CONTESTED))
                | (Q(seconded_by__isnull=False, seconded_at__gte=F("answer_until")) & ~Q(seconded_by=F("proposed_by"))),
                name="two_sign_after_the_time_to_answer",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.CLOSED) | (Q(closed_at__isnull=False) & Q(closed_because__in=list(Why))),
                name="a_closed_concern_says_why",
            ),
        ]
        indexes = [
            models.Index("programme_id", "state_at", condition=~Q(state="closed"), name="concern_open"),
            models.Index("person", "opened_at", name="concerns_of"),
        ]

    class Privacy:
        purpose = "Let humans look at a silence and hear the person. They decide as two, or not at all."
        seen_by = (declared.PERSON, declared.CASE_WORKER, declared.SUPERVISOR)
        sealed = {
            "question": "what the person was asked",
            "answer": "what the person says to it",
            "reason": "why members concluded it; the person reads it",
            "contest": "why the person says it is not so",
        }
        clear = dict.fromkeys(
            (
                "outreach",
                "about_id",
                "state",
                "state_at",
                "cause",
                "opened_at",
                "outreach_done_at",
                "fault_checked_at",
                "fault_checked_by",
                "asked_at",
                "asked_by",
                "asked_in",
                "answer_until",
                "answered_at",
                "proposed_at",
                "proposed_by",
                "seconded_at",
                "seconded_by",
                "contested_at",
                "closed_at",
                "closed_by",
                "closed_because",
            ),
            "so that each step is on record and nothing is skipped",
        )
        keep = Keep(after="closed_at", days=365)


class ConcernMove(SubjectRow):
    """One line of a concern's history."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    before = models.CharField(max_length=10, blank=True)
    after = models.CharField(max_length=10)
    at = models.DateTimeField()
    by_kind = models.CharField(max_length=8)
    by_id = models.UUIDField()
    cause = models.CharField(max_length=16)

    class Meta:
        indexes = [models.Index("concern", "at", name="moves_of_a_concern")]

    class Privacy:
        purpose = "Show the person and auditors who did what, and when."
        seen_by = (declared.PERSON, declared.CASE_WORKER, declared.SUPERVISOR)
        sealed: dict[str, str] = {}
        clear = {
            "concern": "which one",
            "before": "where it stood",
            "after": "where it stands",
            "at": "when",
            "by_kind": "person, member or system",
            "by_id": "who",
            "cause": "what was known of the cause",
        }
        keep = Keep(after="at", days=365)
