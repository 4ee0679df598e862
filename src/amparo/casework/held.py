"""What is held about one person, table by table, counted: read from what each table says of itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Max, Min

from amparo.access import actor, gate
from amparo.access.actor import Actor
from amparo.access.rows import acting
from amparo.access.rules import Permission
from amparo.casework import kept_words
from amparo.people.models import Person
from amparo.privacy import declared
from amparo.privacy.declared import Keep

# Whoever knows the PIN, and may be the danger, must not learn here that the person is being given a new way in.
PASSKEY_ONLY = frozenset({"identity.Recovery"})


@dataclass(frozen=True, slots=True)
class Held:
    """One kind of thing. `count` is None where nobody is told whether there is any; `oldest_goes` and `newest_goes` are
    moments where they can be said."""

    label: str
    title: str
    purpose: str
    seen_by: tuple[str, ...]
    until: str
    count: int | None
    # Rows of which nothing is left but that they were there: the person took away what they said.
    emptied: int
    oldest_goes: datetime | None
    newest_goes: datetime | None

    @property
    def is_none(self) -> bool:
        """Nothing is kept of this kind. What is not told (`count` is None) may be kept."""
        return self.count == 0 and not self.emptied


# What such rows look like, by table.
EMPTIED: dict[str, dict[str, Any]] = {
    "documents.Document": {"state": "deleted"},
    "visits.Appointment": {"removed_at__isnull": False},
}


def about_people() -> list[Any]:
    """Every table whose rows are about a person, in the order of the rooms; who they are comes first."""
    named = [model for model in apps.get_models() if hasattr(model, "Privacy") and column_of(model)]
    return sorted(named, key=lambda model: model is not Person)


def column_of(model: Any) -> str:
    """The column that says about whom a row is; empty for a table that is about nobody."""
    if model is Person:
        return "id"
    points = [field.name for field in model._meta.concrete_fields if field.related_model is Person]
    return points[0] if points else ""


def of(person: Person, *, whole: bool, by: Actor) -> list[Held]:
    """Everything, also what is counted only; what there is none of comes last. `whole`: a passkey was shown."""
    gate.require(by, Permission.COPY_OWN, person)
    told = [_told(model, person, is_open(model, whole=whole)) for model in about_people()]
    return sorted(told, key=lambda one: one.is_none)


def is_open(model: Any, *, whole: bool) -> bool:
    """Whether a person is told of their own rows of this table."""
    return whole or model._meta.label not in PASSKEY_ONLY


def rows_of(model: Any, person: Person) -> Any:
    """The person's own rows of a table."""
    return model.objects.filter(**{column_of(model): person.id})


def is_hidden(model: Any) -> bool:
    """Whether a table says that no participant sees its rows; row security says so too."""
    return declared.PERSON not in model.Privacy.seen_by


def _told(model: Any, person: Person, is_open: bool) -> Held:
    keep = model.Privacy.keep
    days = timedelta(days=keep.days) if isinstance(keep, Keep) else timedelta()
    count, emptied, first, last = None, 0, None, None
    if is_open:
        rows, first, last = _counted(model, person, keep.after if isinstance(keep, Keep) else "")
        gone = EMPTIED.get(model._meta.label)
        emptied = rows_of(model, person).filter(**gone).count() if gone else 0
        count = rows - emptied
    return Held(
        label=model._meta.label,
        title=str(kept_words.TITLES.get(model._meta.label, model._meta.verbose_name)),
        purpose=kept_words.said(model.Privacy.purpose),
        seen_by=tuple(str(kept_words.SEEN_BY[who]) for who in model.Privacy.seen_by),
        until=kept_words.until(keep),
        count=count,
        emptied=emptied,
        oldest_goes=first + days if first else None,
        newest_goes=last + days if last and last != first else None,
    )


def _counted(model: Any, person: Person, after: str) -> tuple[int, datetime | None, datetime | None]:
    """How many rows, and the first and last moment from which their days count."""
    if is_hidden(model):
        # Row security shows a participant none of these, and still they may know how many there are.
        with acting(actor.system(person.programme_id)):
            return _look(rows_of(model, person), after)
    return _look(rows_of(model, person), after)


def _look(rows: Any, after: str) -> tuple[int, datetime | None, datetime | None]:
    if not after:
        return rows.count(), None, None
    found = rows.order_by().values_list(after, flat=True)
    edges = found.aggregate(first=Min(after), last=Max(after))
    return rows.count(), edges["first"], edges["last"]
