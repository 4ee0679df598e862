"""One visit moves, where it still is what was read; each move is the next version that calendars see."""

from datetime import datetime
from typing import Any
from uuid import UUID

from amparo.access.actor import Actor
from amparo.foundation import wall
from amparo.foundation.errors import Refused
from amparo.people import queries as people
from amparo.privacy import vault
from amparo.visits import rules
from amparo.visits.models import Visit
from amparo.visits.rules import State

LONGEST_WORDS, LONGEST_WHERE = 2000, 300


def locked(visit_id: UUID) -> Visit:
    """The visit, held until the transaction ends. Code: "no_such_visit"."""
    rows = Visit.objects.select_for_update(of=("self",)).select_related("person", "person__worker")
    found = rows.filter(id=visit_id).first()
    if found is None:
        raise Refused("no_such_visit")
    return found


def move(visit: Visit, to: State, *, by: Actor, at: datetime, **facts: Any) -> None:
    """The visit's next version. Code: "no_such_move"."""
    if not rules.may_move(visit.state, to, by.kind.value):
        raise Refused("no_such_move")
    changed = facts | {"state": to, "sequence": visit.sequence + 1, "changed_at": at}
    # What was asked for is settled by whatever comes after it.
    if to != State.ASKED:
        changed |= {"wanted": [], "note": None, "asked_at": None}
    for name, value in changed.items():
        setattr(visit, name, value)
    visit.save(update_fields=list(changed))


def on_the_wall(moment: datetime, zone: str) -> dict[str, Any]:
    """The columns that say when."""
    shown = wall.shown(moment, zone)
    return {"day": shown.date(), "time": shown.time(), "zone": zone, "starts_at": moment}


def sealed(row: Any, name: str, text: str, longest: int = LONGEST_WORDS) -> bytes | None:
    """The words under the person's key; None where there are none. Codes: "too_long", "unreadable_words"."""
    said = text.strip()
    if len(said) > longest:
        raise Refused("too_long")
    if "\0" in said:
        raise Refused("unreadable_words")
    return vault.seal(people.subject_of(row.person), f"visits.{name}", row.id, said) if said else None
