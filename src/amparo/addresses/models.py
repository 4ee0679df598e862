"""Where a person says they live now, and the offices to tell of it."""

from django.db import models
from django.db.models import Q

from amparo.addresses.rules import State
from amparo.privacy import declared
from amparo.privacy.declared import KeepWithPerson
from amparo.privacy.rows import SubjectRow


class NewAddress(SubjectRow):
    """Where somebody lives now, and since when. The one before ends with it."""

    client_id = models.UUIDField()
    address = models.BinaryField()
    moved_on = models.DateField()
    said_at = models.DateTimeField()
    said_by = models.UUIDField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "client_id"], name="an_address_is_said_once"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None), name="a_person_lives_at_one_address"
            ),
        ]
        indexes = [
            models.Index(
                "programme_id", "said_at", condition=Q(seen_at=None, ended_at=None), name="address_to_look_at"
            ),
        ]  # fmt: skip

    class Privacy:
        purpose = "Know where the person lives, so that no letter of a court goes wrong."
        seen_by = (declared.PERSON, declared.CASE_WORKER, declared.SUPERVISOR)
        sealed = {"address": "where they live now"}
        clear = {
            "client_id": "the same form sent again is not a second move",
            "moved_on": "the clocks of the offices begin then",
            "said_at": "when they said it",
            "said_by": "who wrote it down",
            "seen_at": "when a worker looked at it",
            "seen_by": "who looked at it",
            "ended_at": "when they said another one",
        }
        # Where they live now goes with the person; a former address a year after it ended: `actions.let_go_former`.
        keep = KeepWithPerson()


class Telling(SubjectRow):
    """One office to tell of a new address: by when, whether it is done, and what shows it."""

    new_address = models.ForeignKey(
        NewAddress, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="tellings"
    )
    office = models.CharField(max_length=12)
    needed = models.BooleanField()
    last_day = models.DateField(null=True)
    due_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, default=State.OPEN)
    state_at = models.DateTimeField()
    state_by = models.UUIDField()
    told_on = models.DateField(null=True)
    number = models.BinaryField(null=True)
    note = models.BinaryField(null=True)
    picture = models.BinaryField(null=True)
    help_asked_at = models.DateTimeField(null=True)
    help_handled_at = models.DateTimeField(null=True)
    help_handled_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "new_address", "office"], name="an_office_is_told_once"),
            models.CheckConstraint(condition=Q(state__in=list(State)), name="a_telling_has_a_known_state"),
            models.CheckConstraint(
                condition=~Q(state=State.DONE)
                | (
                    Q(told_on__isnull=False)
                    & (Q(number__isnull=False) | Q(note__isnull=False) | Q(picture__isnull=False))
                ),
                name="what_is_told_has_a_day_and_a_proof",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.NOT_NEEDED) | Q(needed=False) | Q(note__isnull=False),
                name="what_must_be_told_is_left_for_a_reason",
            ),
        ]
        indexes = [
            models.Index("person", "office", name="tellings_of"),
            models.Index(
                "programme_id", "due_at", condition=Q(state=State.OPEN, due_at__isnull=False), name="telling_due"
            ),
            models.Index(
                "programme_id",
                "help_asked_at",
                condition=Q(help_asked_at__isnull=False, help_handled_at=None),
                name="telling_asks_for_help",
            ),
        ]

    class Privacy:
        purpose = "Help the person tell every office in time, and show that they did."
        seen_by = (declared.PERSON, declared.CASE_WORKER, declared.SUPERVISOR)
        sealed = {
            "number": "the number that the office gave",
            "note": "how they told it, or why it is not needed",
            "picture": "a picture of the form, letter or slip",
        }
        clear = {
            "new_address": "of which move",
            "office": "whom to tell",
            "needed": "whether it must be told",
            "last_day": "by when",
            "due_at": "the same as an instant",
            "state": "whether it is done",
            "state_at": "since when",
            "state_by": "who said so",
            "told_on": "on which day the office was told",
            "help_asked_at": "when they asked for help with it",
            "help_handled_at": "when somebody took care",
            "help_handled_by": "who took care",
        }
        # With the address it is about at the latest: that row takes these along.
        keep = KeepWithPerson()
