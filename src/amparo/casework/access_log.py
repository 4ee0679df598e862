"""Who looked at a person's record: read by the person from the log, checked, and given out as proof."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from amparo.access import gate
from amparo.access.actor import Actor, Kind
from amparo.access.rules import Permission
from amparo.foundation.sql import Row, rows_of
from amparo.mandates import queries as mandates
from amparo.people import queries as people
from amparo.people.models import Person
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose
from amparo.privacy.vault import verify_log
from amparo.programme import queries as programme

AT_ONCE = 100
IN_ONE_GO = 2_000

ENTRIES = "SELECT seq, prev, body, leaf FROM audit.entry WHERE subject = %(subject)s ORDER BY seq DESC"


@dataclass(frozen=True, slots=True)
class Look:
    """One look: who (a name if a member), in which roles, what they did with which fields, and why."""

    at: datetime
    kind: str
    name: str
    roles: tuple[str, ...]
    action: str
    fields: tuple[str, ...]
    purpose: str
    actor_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Log:
    """Some looks, newest first; whether the whole chain fits together; where the older ones begin.

    `head` names the newest entry, as the verifier and the person's phone know it: "SEQ:LEAF", empty for an empty log.
    """

    looks: list[Look]
    whole: bool
    next_before: int | None
    head: str


def read(person: Person, *, before: int | None = None, by: Actor, at: datetime) -> Log:
    """The looks before that number (the newest without one), and the check of the whole chain."""
    gate.require(by, Permission.LOG_READ_OWN, person)
    entries = _entries(person)
    # The chain begins at 1: those older than `before` are simply the last of the list.
    older = [entry for entry in entries if before is None or entry.seq < before]
    page = older[:AT_ONCE]
    subject = people.subject_of(person)
    lines = vault.log_read(subject, [bytes(entry.body) for entry in page], by=by, at=at) if page else []
    names = programme.names_of_members() | _representatives(lines, person, by=by, at=at)
    return Log(
        looks=[_look(line, names) for line in lines],
        whole=not any(verify_log.faults(_written(person, entries[::-1]))),
        next_before=page[-1].seq if len(older) > len(page) else None,
        head=_name_of(entries[0]) if entries else "",
    )


def exported(person: Person, *, since: int = 0, by: Actor) -> list[dict[str, Any]]:
    """The entries from this number on, as the verifier reads them, oldest first."""
    gate.require(by, Permission.LOG_READ_OWN, person)
    return _written(person, [entry for entry in _entries(person)[::-1] if entry.seq >= since])


def everything(person: Person, *, by: Actor, at: datetime) -> list[Look]:
    """Every look there ever was, newest first, for the person's own copy."""
    gate.require(by, Permission.LOG_READ_OWN, person)
    entries, names, subject = _entries(person), programme.names_of_members(), people.subject_of(person)
    looks: list[Look] = []
    for start in range(0, len(entries), IN_ONE_GO):
        bodies = [bytes(entry.body) for entry in entries[start : start + IN_ONE_GO]]
        looks += [_look(line, names) for line in vault.log_read(subject, bodies, by=by, at=at)]
    return looks


def _entries(person: Person) -> list[Row]:
    return rows_of(connection, ENTRIES, {"subject": person.pseudonym})


def _name_of(entry: Row) -> str:
    return f"{entry.seq}:{bytes(entry.leaf).hex()}"


def _look(line: vault.LogRecord, names: dict[UUID, str]) -> Look:
    return Look(
        at=line.at,
        kind=line.actor_kind,
        name=names.get(line.actor_id, ""),
        roles=line.roles,
        action=line.action,
        fields=line.fields,
        purpose=line.purpose,
        actor_id=line.actor_id,
    )


def _representatives(lines: Sequence[vault.LogRecord], person: Person, *, by: Actor, at: datetime) -> dict[UUID, str]:
    """Who looked in the person's name, as they call themselves."""
    looked = {line.actor_id for line in lines if line.actor_kind == Kind.REPRESENTATIVE}
    rows = [row for row in mandates.of_person(person.id) if row.id in looked] if looked else []
    shown = mandates.shown(rows, person, by=by, why=Purpose.OWN_RECORD, at=at)
    return {mandate_id: who.name for mandate_id, who in shown.items()}


def _written(person: Person, entries: Sequence[Row]) -> list[dict[str, Any]]:
    owner = {"programme": str(person.programme_id), "subject": str(person.pseudonym)}
    return [
        owner | {"seq": entry.seq} | {part: bytes(getattr(entry, part)).hex() for part in ("prev", "body", "leaf")}
        for entry in entries
    ]
