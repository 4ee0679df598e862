"""Court dates that a human must decide, and those that come: the rows behind the hearing pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.casework import whose
from amparo.foundation.errors import Refused
from amparo.hearings.models import Hearing, Question, Sighting

MOST = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """One open question with what each source last said."""

    question: Question
    sightings: list[Sighting]


def questions(*, by: Actor, everybody: bool = False) -> list[Asked]:
    """Open questions about the member's people, the nearest hearing first."""
    gate.require_any(by, Permission.TODAY_VIEW)
    rows = list(
        Question.objects.filter(whose.mine(by, everybody=everybody), decided_at=None)
        .select_related("person", "hearing", "hearing__court", "hearing__source", "source")
        .order_by("hearing__starts_at")[:MOST]
    )
    seen = _sightings(row.hearing_id for row in rows)
    return [Asked(row, seen.get(row.hearing_id, [])) for row in rows]


def upcoming(*, by: Actor, at: datetime, days: int = 60, everybody: bool = False) -> list[Hearing]:
    """Hearings of the coming days, soonest first."""
    gate.require_any(by, Permission.TODAY_VIEW)
    return list(
        Hearing.objects.filter(
            whose.mine(by, everybody=everybody), starts_at__gt=at, starts_at__lt=at + timedelta(days=days)
        )
        .exclude(state__in=("cancelled", "held"))
        .select_related("person", "court", "source")
        .order_by("starts_at")[:MOST]
    )


def question(question_id: UUID, *, by: Actor) -> Asked:
    """One question, open or decided, if this member may see it."""
    found = (
        Question.objects.select_related("person", "hearing", "hearing__court", "hearing__source", "source")
        .filter(id=question_id)
        .first()
    )
    if found is None:
        raise Refused("no_such_question")
    gate.require(by, Permission.HEARING_VIEW, found)
    return Asked(found, _sightings([found.hearing_id]).get(found.hearing_id, []))


def _sightings(hearing_ids: Iterable[UUID]) -> dict[UUID, list[Sighting]]:
    found: dict[UUID, list[Sighting]] = {}
    rows = Sighting.objects.filter(hearing_id__in=set(hearing_ids)).select_related("source").order_by("-seen_at")
    for row in rows:
        found.setdefault(row.hearing_id, []).append(row)
    return found
