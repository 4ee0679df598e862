"""What a person is told before they ask for a copy, and until when there is one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from amparo.casework.own_copy.tables import AT_ONCE
from amparo.checkins.models import Recording, Submission
from amparo.rights.models import Copy

KEPT = timedelta(days=Copy.Privacy.keep.days)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of many areas and recordings are in one copy, counted from the newest."""

    begins_with: int
    first: int
    last: int


def choices(person_id: UUID) -> list[Choice]:
    """None where all of them fit into one copy."""
    places = Submission.objects.filter(person=person_id, place__isnull=False).count()
    most = max(places, Recording.objects.filter(person=person_id, sound__isnull=False).count())
    if most <= AT_ONCE:
        return []
    return [Choice(n, n + 1, min(n + AT_ONCE, most)) for n in range(0, most, AT_ONCE)]


def until(copy: Copy) -> datetime:
    """From then on there is no copy any more."""
    return copy.asked_at + KEPT


def is_over(copy: Copy, at: datetime) -> bool:
    return at >= until(copy)
