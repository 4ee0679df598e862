"""When it is safe to call a person: their own words to their worker."""

from django.db import models

from amparo.privacy import declared
from amparo.privacy.declared import KeepWithPerson
from amparo.privacy.rows import SubjectRow


class CallTimes(SubjectRow):
    """What the person said last of when to call them and when not. The app never shows it again."""

    words = models.BinaryField()
    said_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], name="one_word_about_calls")]

    class Privacy:
        purpose = "Call the person only when it is safe for them."
        seen_by = (declared.CASE_WORKER, declared.SUPERVISOR)
        sealed = {"words": "their worker reads it before calling"}
        clear = {"said_at": "when they said it"}
        keep = KeepWithPerson()
