"""Somebody moved, as their worker sees it: the address, every office to tell, and what shows that it was told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from amparo.access.actor import Actor
from amparo.addresses import actions, queries
from amparo.addresses.models import NewAddress, Telling
from amparo.addresses.queries import Proof, Task


@dataclass(frozen=True, slots=True)
class Move:
    """One move; `address` and `proofs` are opened, and stand in the person's log."""

    found: NewAddress
    tasks: list[Task]
    address: str
    proofs: dict[UUID, Proof]


def read(new_address_id: UUID, *, by: Actor, at: datetime) -> Move:
    """What stands on its page. Pictures stay sealed until somebody asks for one."""
    found = queries.new_address(new_address_id, by=by)
    tasks = queries.tasks(found, at)
    told = [task.row for task in tasks if task.row.number is not None or task.row.note is not None]
    address = queries.address_of(found, by=by, at=at)
    return Move(found, tasks, address, queries.proofs(told, found.person, by=by, at=at))


def see(row: NewAddress, *, by: Actor, at: datetime) -> None:
    actions.see(row.id, by=by, at=at)


def handle_help(row: Telling, *, by: Actor, at: datetime) -> None:
    actions.handle_help(row.id, by=by, at=at)


def standing(person: Any, at: datetime) -> tuple[NewAddress | None, list[Task]]:
    """For the person's page: since when they live elsewhere, and which offices must still be told."""
    found = queries.current(person.id)
    return found, [task for task in queries.tasks(found, at) if task.row.needed] if found else []
