"""The shape of every row that is about a person or a programme."""

from django.db import models

from amparo.foundation import ids


class ProgrammeRow(models.Model):
    """A row of one programme. `access.rows.lock_down` gives its table the row policies."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    programme_id = models.UUIDField(editable=False)

    class Meta:
        abstract = True


class SubjectRow(ProgrammeRow):
    """A row about one participant: for another participant it does not exist."""

    # The composite foreign key that PostgreSQL checks is written by `lock_down`.
    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, db_constraint=False, related_name="+", db_index=False
    )

    class Meta:
        abstract = True
