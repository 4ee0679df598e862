"""One reader's word about one sentence in one language."""

from django.db import models
from django.db.models import Q

from amparo.privacy import declared
from amparo.privacy.declared import KeepAsLongAsProgramme
from amparo.privacy.rows import ProgrammeRow
from amparo.translations.clip_models import Clip, SpokenLanguage
from amparo.translations.rules import LONGEST, Said

__all__ = ["Clip", "Reading", "SpokenLanguage"]


class Reading(ProgrammeRow):
    """A member who reads the language natively has read this sentence as it then stood."""

    language = models.CharField(max_length=8)
    # Of the English sentence and where it is used; of the translation that was read.
    sentence = models.CharField(max_length=32)
    read = models.CharField(max_length=32)
    said = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Said])
    better = models.TextField(blank=True, max_length=LONGEST)
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme_id", "language", "sentence", "member_id"], name="a_reader_says_one_thing"
            ),
            models.CheckConstraint(
                condition=Q(said=Said.RIGHT, better="") | (Q(said=Said.BETTER) & ~Q(better="")),
                name="who_would_say_it_better_says_how",
            ),
        ]

    class Privacy:
        purpose = "Have our words read by people who grew up with them."
        seen_by = (declared.CASE_WORKER, declared.SUPERVISOR, declared.ADMINISTRATOR)
        sealed: dict[str, str] = {}
        clear = {
            "language": "which language",
            "sentence": "a hash of the English sentence",
            "read": "a hash of the words that were read",
            "said": "right, or better said so",
            "better": "the better words; they name nobody",
            "member_id": "who read it",
            "at": "when",
        }
        keep = KeepAsLongAsProgramme("about sentences of the app, not about a person")
