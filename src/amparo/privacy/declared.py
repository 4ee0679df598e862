"""What a model says about itself: why each column exists, who sees it, and when it goes.

    class Privacy:
        purpose = "Reach the person about their own appointments."
        seen_by = (PERSON, CASE_WORKER)
        sealed = {"address": "to send to it"}
        clear = {"kind": "to choose the adapter"}
        keep = Keep(after="retired_at", days=90)

Columns that only hold rows together (id, programme, person) need no entry.
"""

from dataclasses import dataclass
from typing import Any

PERSON, CASE_WORKER, SUPERVISOR = "person", "case_worker", "supervisor"
PRIVACY_OFFICER, ADMINISTRATOR, PUBLIC, SYSTEM = "privacy_officer", "administrator", "public", "system"
REPRESENTATIVE, HEAD = "representative", "head"
STRUCTURE = frozenset({"id", "programme_id", "person"})


@dataclass(frozen=True, slots=True)
class Keep:
    """A row goes `days` after the moment in `after`; a NULL moment has not begun to count.

    `with_person`: with the person's record, if that goes before. For what ties them to people who are not forgotten:
    nameless, it would still say whose relative somebody was.
    """

    after: str
    days: int
    with_person: bool = False


@dataclass(frozen=True, slots=True)
class KeepWithPerson:
    """The row goes when the person's record goes, and is unreadable as soon as their key is destroyed."""


@dataclass(frozen=True, slots=True)
class KeepAsLongAsProgramme:
    """About the programme itself, not about a person. `reason` says so."""

    reason: str


def undeclared(model: Any) -> set[str]:
    """The model's columns of which `class Privacy` says nothing."""
    said = STRUCTURE | set(model.Privacy.sealed) | set(model.Privacy.clear)
    return {field.name for field in model._meta.concrete_fields} - said
