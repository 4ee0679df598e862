"""Numbers that the programme gives people to call: for a lawyer, and when they are not safe."""

from django.db import models
from django.db.models import Q

from amparo.privacy import declared
from amparo.privacy.declared import KeepAsLongAsProgramme
from amparo.privacy.rows import ProgrammeRow


class HelpLine(ProgrammeRow):
    """One number, when somebody answers, in which languages, where it is known from, and who called it when."""

    class Kind(models.TextChoices):
        LEGAL = "legal"
        SAFETY = "safety"

    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=80)
    phone = models.CharField(max_length=32)
    hours = models.CharField(max_length=120, blank=True)
    languages = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=160)
    verified_at = models.DateTimeField()
    verified_by = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "kind", "phone"], name="a_help_line_stands_once"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(phone=""), name="a_help_line_has_a_name_and_a_number"),
            models.CheckConstraint(condition=~Q(source=""), name="a_help_line_is_known_from_somewhere"),
            models.CheckConstraint(condition=Q(kind__in=("legal", "safety")), name="a_help_line_is_of_a_known_kind"),
        ]

    class Privacy:
        purpose = "Tell people whom to call when they need a lawyer or are not safe."
        seen_by = (declared.PUBLIC,)
        sealed: dict[str, str] = {}
        clear = dict.fromkeys(
            ("kind", "name", "phone", "hours", "languages", "source", "verified_at", "verified_by"), "published"
        )
        keep = KeepAsLongAsProgramme("public numbers; a supervisor takes them away")
