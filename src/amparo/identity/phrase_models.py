"""Words of a person's own, by which a human who listens knows that it is them."""

from django.db import models
from django.db.models import F, Q

from amparo.privacy import declared
from amparo.privacy.declared import Keep
from amparo.privacy.rows import SubjectRow


class Phrase(SubjectRow):
    """A person's words. Replaced, they are another row: what was said before fits it no longer."""

    words = models.BinaryField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], name="one_phrase_a_person"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="a_phrase_ends"),
        ]

    class Privacy:
        purpose = "Let a human who listens know that it is them, by words that only they were given."
        seen_by = (declared.PERSON, declared.CASE_WORKER)
        sealed = {"words": "three plain words or six digits, drawn by chance, shown to the person once"}
        clear = {"made_at": "what was said before cannot be these words", "expires_at": "they stop by themselves"}
        keep = Keep(after="expires_at", days=1)
