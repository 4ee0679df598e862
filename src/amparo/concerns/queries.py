"""Reads about outreach and concerns that more than one caller needs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from amparo.access import gate
from amparo.access.actor import Actor, Kind
from amparo.access.rules import Permission
from amparo.concerns import rules
from amparo.concerns.models import Concern, ConcernMove, Outreach, Step
from amparo.concerns.rules import State, Why
from amparo.foundation.errors import Refused
from amparo.people import queries as people
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose
from amparo.privacy.vault import OpenItem

WORDS = ("question", "answer", "reason", "contest")


def concern(concern_id: UUID, *, by: Actor) -> Concern:
    """One concern. Code: "unknown_concern"."""
    rows = Concern.objects.select_related("person", "person__worker", "outreach")
    found = rows.filter(id=concern_id).first()
    if found is None:
        raise Refused("unknown_concern")
    gate.require(by, Permission.CONCERN_VIEW, found)
    return found


def of_person(person_id: UUID) -> QuerySet[Concern]:
    """The person's concerns, the newest first."""
    return Concern.objects.filter(person_id=person_id).order_by("-opened_at")


def outreach_of(person_id: UUID) -> QuerySet[Outreach]:
    """Every time somebody reached out, the newest first, with its steps."""
    return Outreach.objects.filter(person_id=person_id).prefetch_related("steps").order_by("-begun_at")


def steps_of(outreach_id: UUID) -> list[Step]:
    return list(Step.objects.filter(outreach_id=outreach_id).order_by("turn"))


def step(step_id: UUID) -> Step | None:
    return Step.objects.select_related("person", "outreach").filter(id=step_id).first()


def moves_of(concern_id: UUID) -> list[ConcernMove]:
    return list(ConcernMove.objects.filter(concern_id=concern_id).order_by("at", "id"))


def contested_of(found: Concern) -> set[UUID]:
    """Who had signed what the person contested: it is not theirs any more."""
    if found.contested_at is None:
        return set()
    signed = ConcernMove.objects.filter(concern=found, after__in=(State.PROPOSED, State.RAISED))
    return set(signed.filter(at__lte=found.contested_at).values_list("by_id", flat=True))


def words(found: Concern, *, by: Actor, at: datetime) -> dict[str, str]:
    """What was asked, answered, concluded and contested, opened for a reason that the person reads in their log."""
    gate.require(by, Permission.CONCERN_VIEW, found)
    person, why = found.person, Purpose.OWN_RECORD if by.kind is Kind.PERSON else Purpose.CONCERN_REVIEW
    subject = people.subject_of(person)
    items = [OpenItem(subject, f"concerns.{name}", found.id, _bytes(getattr(found, name))) for name in WORDS]
    opened = vault.open_text(items, by=by, why=why, at=at)
    return {name: said for name, said in zip(WORDS, opened, strict=True) if said is not None}


def notes(steps: Sequence[Step], person: Any, *, by: Actor, at: datetime) -> dict[UUID, str]:
    """What was written down at each step, by step."""
    gate.require(by, Permission.CONCERN_VIEW, person)
    why = Purpose.OWN_RECORD if by.kind is Kind.PERSON else Purpose.CONCERN_REVIEW
    subject = people.subject_of(person)
    items = [OpenItem(subject, "concerns.note", step.id, _bytes(step.note)) for step in steps]
    opened = vault.open_text(items, by=by, why=why, at=at)
    return {step.id: said for step, said in zip(steps, opened, strict=True) if said}


def counts(*, since: datetime, until: datetime) -> dict[str, int]:
    """How many concerns were opened in this time, closed as a fault, closed otherwise, raised, and still open."""
    rows = Concern.objects.filter(opened_at__gte=since, opened_at__lt=until)
    fault = Q(state=State.CLOSED, closed_because=Why.FAULT)
    told: dict[str, int] = rows.aggregate(
        all=Count("id"),
        closed_as_fault=Count("id", filter=fault),
        closed_otherwise=Count("id", filter=Q(state=State.CLOSED) & ~fault),
        raised=Count("id", filter=Q(state__in=(State.RAISED, State.CONTESTED))),
    )
    told["open"] = told["all"] - told["closed_as_fault"] - told["closed_otherwise"] - told["raised"]
    return told


def false_concern_rate(told: dict[str, int]) -> float | None:
    """Closed as a fault ÷ all that humans have closed or raised; None where there was none."""
    return rules.rate(told["closed_as_fault"], told["all"] - told["open"])


def _bytes(blob: Any) -> bytes | None:
    return bytes(blob) if blob else None
