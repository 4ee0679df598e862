"""Pages of the person's app, read aloud by colleagues, and the languages that are spoken here and not written."""

from django.db import models
from django.db.models import F, Q

from amparo.privacy import declared
from amparo.privacy.declared import KeepAsLongAsProgramme
from amparo.privacy.rows import ProgrammeRow
from amparo.translations import clip_rules as rules


class SpokenLanguage(ProgrammeRow):
    """A language that people hear and nobody writes here, by its own name; its readers read from `read_from`."""

    endonym = models.CharField(max_length=rules.LONGEST_NAME)
    read_from = models.CharField(max_length=8)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "endonym"], name="a_spoken_language_stands_once"),
            models.CheckConstraint(condition=~Q(endonym=""), name="a_spoken_language_has_a_name"),
        ]

    class Privacy:
        purpose = "Read the app aloud in languages that it is not written in."
        seen_by = (declared.PUBLIC,)
        sealed: dict[str, str] = {}
        clear = {
            "endonym": "how the language calls itself",
            "read_from": "which language its readers read",
            "added_by": "who added it",
            "added_at": "when",
        }
        keep = KeepAsLongAsProgramme("about a language, not about a person")


class Clip(ProgrammeRow):
    """One page read aloud in one language, as its words then stood. Nobody it is played for is in it."""

    page = models.CharField(max_length=24)
    # The code of one of ours, or the endonym of a SpokenLanguage.
    language = models.CharField(max_length=rules.LONGEST_NAME)
    # The words that were read: in which language, and a hash of them.
    read_from = models.CharField(max_length=8)
    read = models.CharField(max_length=32)
    sound = models.BinaryField()
    seconds = models.FloatField()
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()
    # Somebody else listened, and found that it says what the page says.
    heard_by = models.UUIDField(null=True)
    heard_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "language", "page"], name="a_page_has_one_clip_a_language"),
            models.CheckConstraint(
                condition=Q(heard_by=None, heard_at=None) | (Q(heard_by__isnull=False, heard_at__isnull=False)),
                name="who_heard_a_clip_did_so_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(heard_by=None) | ~Q(heard_by=F("recorded_by")), name="nobody_approves_their_own_clip"
            ),
        ]

    class Privacy:
        purpose = "Read the pages of the app aloud to people who do not read them."
        seen_by = (declared.PUBLIC,)
        sealed: dict[str, str] = {}
        clear = {
            "page": "which page is read",
            "language": "in which language",
            "read_from": "which language its readers read",
            "read": "a hash of the words that were read",
            "sound": "the voice of a colleague, without what a file says about place, time and device",
            "seconds": "how long it is",
            "recorded_by": "who recorded it",
            "recorded_at": "when",
            "heard_by": "who listened and found it right",
            "heard_at": "when",
        }
        keep = KeepAsLongAsProgramme("words of the app, read by a colleague, who can take it away")
