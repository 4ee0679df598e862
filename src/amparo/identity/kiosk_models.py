"""A tablet at an office on which anybody of the programme can check in."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from amparo.privacy import declared
from amparo.privacy.declared import Keep
from amparo.privacy.rows import ProgrammeRow


class Kiosk(ProgrammeRow):
    """One tablet. It opens nothing by itself: whoever stands before it says who they are, each time."""

    office = models.ForeignKey(
        "programme.Office", on_delete=models.CASCADE, db_constraint=False, related_name="+", db_index=False
    )
    name = models.CharField(max_length=60)
    # The link that sets a tablet up: used once, within a day.
    setup_hash = models.BinaryField(null=True)
    setup_until = models.DateTimeField()
    key_hash = models.BinaryField(null=True)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "setup_hash"], name="a_setup_link_names_one_kiosk"),
            models.CheckConstraint(condition=~Q(name=""), name="a_kiosk_has_a_name"),
            models.CheckConstraint(
                condition=Q(expires_at__lte=F("made_at") + models.Value(timedelta(days=366))),
                name="a_kiosk_ends_within_a_year",
            ),
        ]

    class Privacy:
        purpose = "Let people check in at the office without a phone."
        seen_by = (declared.SUPERVISOR,)
        sealed: dict[str, str] = {}
        clear = {
            "office": "where it stands",
            "name": "what the team calls it",
            "setup_hash": "SHA-256 of a random link that works once",
            "setup_until": "the link works until then",
            "key_hash": "SHA-256 of a random key in the tablet",
            "made_by": "which member made it",
            "made_at": "when",
            "expires_at": "it stops by itself",
            "ended_at": "taken back",
            "ended_by": "by which member",
        }
        keep = Keep(after="expires_at", days=30)
