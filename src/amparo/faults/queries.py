"""What is known to have gone wrong."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from amparo.faults.models import Attempt, Outage
from amparo.faults.rules import NEEDED_TO_CHECK_IN, Cause, Evidence

MOST_SHOWN = 50


def outages(*, since: datetime, until: datetime) -> QuerySet[Outage]:
    """Outages that fall into the time, the oldest first."""
    return Outage.objects.filter(Q(ended_at=None) | Q(ended_at__gt=since), began_at__lt=until).order_by("began_at")


def going_on() -> QuerySet[Outage]:
    """Outages that have not ended."""
    return Outage.objects.filter(ended_at=None).order_by("began_at")


def hold_windows_open() -> bool:
    """Whether something that is needed to check in does not work now, or did and its time is still to be given back.

    Nothing is called unanswered meanwhile.
    """
    open_ones = Outage.objects.filter(Q(ended_at=None) | Q(applied_at=None))
    return open_ones.filter(part__in=NEEDED_TO_CHECK_IN).exists()


def recent() -> list[Outage]:
    """The latest outages, newest first."""
    return list(Outage.objects.order_by("-began_at")[:MOST_SHOWN])


def attempts_of(person_id: UUID) -> QuerySet[Attempt]:
    return Attempt.objects.filter(person_id=person_id).order_by("-last_at")


def evidence(person_id: UUID, about_id: UUID, *, opens_at: datetime, closes_at: datetime) -> list[Evidence]:
    """Everything known to have gone wrong for this person in this window, ours first."""
    told = [
        Evidence(Cause(row.cause), row.part, row.source, row.began_at, row.ended_at)
        for row in outages(since=opens_at, until=closes_at)
    ]
    # Trouble before anybody knew which window it was about counts for the window it fell into.
    mine = Q(about_id=about_id) | Q(about_id=None, first_at__lt=closes_at, last_at__gt=opens_at)
    told += [
        Evidence(Cause(row.cause), row.code, row.source, row.first_at, row.last_at, row.times)
        for row in attempts_of(person_id).filter(mine)
    ]
    return told
