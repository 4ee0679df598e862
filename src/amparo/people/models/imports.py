"""The files that partners send, while they are being looked at, and how to read them next time."""

from django.db import models
from django.db.models import Q

from amparo.privacy import declared
from amparo.privacy.declared import Keep, KeepAsLongAsProgramme
from amparo.privacy.rows import ProgrammeRow


class ImportMapping(ProgrammeRow):
    """Which column of a partner's file means what, kept for next time."""

    kind = models.CharField(max_length=8)
    name = models.CharField(max_length=80)
    columns = models.JSONField()
    saved_by = models.UUIDField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "kind", "name"], name="a_mapping_has_one_name"),
        ]

    class Privacy:
        purpose = "Read a partner's file again without asking."
        seen_by = (declared.CASE_WORKER, declared.SUPERVISOR)
        sealed: dict[str, str] = {}
        clear = dict.fromkeys(("kind", "name", "columns", "saved_by", "saved_at"), "describes a file, not a person")
        keep = KeepAsLongAsProgramme("describes a file's columns")


class ImportRun(ProgrammeRow):
    """A file that was brought in. Its rows are sealed with the run's own key, destroyed when it ends."""

    class State(models.TextChoices):
        PREVIEW = "preview"
        APPLYING = "applying"
        APPLIED = "applied"
        DISCARDED = "discarded"

    kind = models.CharField(max_length=8)
    state = models.CharField(max_length=10, choices=State, default=State.PREVIEW)
    digest = models.BinaryField()
    columns = models.JSONField()
    salt = models.BinaryField(null=True)
    pseudonym = models.UUIDField()
    counts = models.JSONField(default=dict)
    started_by = models.UUIDField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    discard_after = models.DateTimeField()

    class Meta:
        indexes = [models.Index("discard_after", condition=Q(ended_at=None), name="run_to_discard")]

    class Privacy:
        purpose = "Show what a file would change before it does."
        seen_by = (declared.CASE_WORKER, declared.SUPERVISOR)
        sealed: dict[str, str] = {}
        clear = dict.fromkeys(
            (
                "kind",
                "state",
                "digest",
                "columns",
                "salt",
                "pseudonym",
                "counts",
                "started_by",
                "started_at",
                "ended_at",
                "discard_after",
            ),
            "about the file; its rows are sealed apart",
        )
        keep = Keep(after="discard_after", days=90)


class ImportChunk(ProgrammeRow):
    """Some hundred rows of a file, sealed; unreadable once the run's key is destroyed."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    position = models.PositiveIntegerField()
    rows = models.BinaryField()
    staged_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "position"], name="chunks_are_in_order")]

    class Privacy:
        purpose = "Keep a file's rows between preview and decision."
        seen_by = (declared.CASE_WORKER, declared.SUPERVISOR)
        sealed = {"rows": "the file's rows"}
        clear = {"run": "which file", "position": "their order", "staged_at": "when"}
        keep = Keep(after="staged_at", days=2)
