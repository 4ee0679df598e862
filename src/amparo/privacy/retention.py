"""Nothing is kept longer than said: what each model says in `class Privacy` is carried out here, for all.

A row with a key of its own (a `salt`) goes only after its key: without the row nobody would find the key.
"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import structlog
from django.apps import apps
from django.db.models import QuerySet

from amparo.access import actor
from amparo.access.rows import acting
from amparo.privacy.declared import Keep, KeepWithPerson

log = structlog.get_logger("amparo.privacy")

AT_ONCE = 1_000
# A sweep comes back within the hour; it must not hold up the others.
MOST_BATCHES = 50


def models_kept(kind: type) -> list[Any]:
    """The models whose rows are kept so (`Keep`, `KeepWithPerson` …), in the order of their names."""
    found = [m for m in apps.get_models() if isinstance(getattr(_privacy(m), "keep", None), kind)]
    return sorted(found, key=lambda model: model._meta.label)


def expire(model: Any, at: datetime, limit: int = AT_ONCE) -> int:
    """At most `limit` rows whose time is over are gone, with all that hangs on them. Returns how many."""
    keep = model.Privacy.keep
    over = model.objects.filter(**{f"{keep.after}__lte": at - timedelta(days=keep.days)})
    return _delete(model, over, limit)


def let_go_with_person(person_id: UUID) -> int:
    """No row is left that was kept only as long as this person. Returns how many there were."""
    return sum(model.objects.filter(person=person_id).delete()[0] for model in _with_person())


def counted(person_id: UUID) -> tuple[dict[str, int], dict[str, int]]:
    """(rows that go at once with the person, rows that stay nameless until their time is over), by model."""
    going = {model._meta.label: model.objects.filter(person=person_id).count() for model in _with_person()}
    timed = [model for model in models_kept(Keep) if _has(model, "person") and not model.Privacy.keep.with_person]
    staying = {model._meta.label: model.objects.filter(person=person_id).count() for model in timed}
    return {k: n for k, n in going.items() if n}, {k: n for k, n in staying.items() if n}


def sweep(programme_id: UUID, at: datetime) -> dict[str, int]:
    """Everything whose time is over in this programme is gone; says how many rows of which model."""
    batches = [(model._meta.label, partial(expire, model, at)) for model in models_kept(Keep)]
    batches += [(model._meta.label, partial(_orphans, model)) for model in _with_person()]
    gone: Counter[str] = Counter()
    for label, batch in batches:
        gone[label] += _in_batches(programme_id, label, batch)
    return {label: count for label, count in gone.items() if count}


def _orphans(model: Any) -> int:
    """What was still written while the person was being forgotten is gone."""
    return _delete(model, model.objects.filter(person__salt=None), AT_ONCE)


def _in_batches(programme_id: UUID, label: str, batch: Callable[[], int]) -> int:
    """How many rows are gone. What cannot go now, the next sweep tries again; other tables do not wait for it."""
    gone = 0
    for _ in range(MOST_BATCHES):
        try:
            with acting(actor.system(programme_id)):
                count = batch()
        except Exception as trouble:
            log.error("not_expired_yet", table=label, trouble=type(trouble).__name__)
            break
        gone += count
        if count < AT_ONCE:
            break
    return gone


def _delete(model: Any, rows: QuerySet[Any], limit: int) -> int:
    if _has(model, "salt"):
        rows = rows.filter(salt=None)
    # No lock: some tables may not be updated, and two sweeps at once do no harm.
    chosen = list(rows.values_list("pk", flat=True)[:limit])
    model.objects.filter(pk__in=chosen).delete()
    return len(chosen)


def _with_person() -> list[Any]:
    ties = [model for model in models_kept(Keep) if model.Privacy.keep.with_person]
    return [model for model in models_kept(KeepWithPerson) if _has(model, "person")] + ties


def _privacy(model: Any) -> Any:
    return getattr(model, "Privacy", None)


def _has(model: Any, name: str) -> bool:
    return any(field.name == name for field in model._meta.concrete_fields)
