"""One person's messages as a member sees them: the thread, whose turn it is, and what hangs on it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from amparo.access import gate, rules
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.casework import whose
from amparo.conversations import actions, queries
from amparo.conversations.models import Attachment, Message
from amparo.conversations.rules import PERSON, Conversation, State
from amparo.foundation.errors import Refused
from amparo.people import queries as people
from amparo.privacy.purposes import Purpose
from amparo.programme import queries as programmes

# So many files are shown at once, of messages that wait for an answer; each of the others after a click.
SHOWN_AT_ONCE = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One message, opened. `words` is None where nobody can open it; `shown` are files to see or hear at once."""

    row: Message
    words: str | None
    files: list[Attachment]
    shown: dict[UUID, bytes]


@dataclass(frozen=True, slots=True)
class Desk:
    """A page of the thread. `name` is empty for whoever is only called for something urgent."""

    talk: Conversation
    name: str
    lines: list[Line]
    has_older: bool
    waiting: int


def read(person_id: UUID, *, by: Actor, at: datetime, page: int = 1, look: bool = True) -> Desk:
    """That page of the thread, newest last. Each look stands in the person's log, and the person sees that they were
    read; with `look` false nothing is marked."""
    talk = queries.conversation(person_id, at=at)
    gate.require(by, Permission.MESSAGE_VIEW, talk)
    rows, older = queries.thread(person_id, page=page)
    words, files = queries.words(talk, rows, by=by, at=at), queries.attached_to(rows)
    # Before they are marked, what was read is what waits.
    shown = _shown(rows, files, by, at)
    if look:
        actions.mark_read(talk, rows, by=by, at=at)
    known = rules.allows(by, Permission.PERSON_VIEW, talk.person)
    name = people.names([talk.person], by=by, why=Purpose.MESSAGE_READ, at=at).get(person_id, "") if known else ""
    lines = [
        Line(row, words.get(row.id), files[row.id], {f.id: shown[f.id] for f in files[row.id] if f.id in shown})
        for row in rows
    ]
    return Desk(talk, name, lines, older, queries.waiting_for(person_id))


def calls(*, by: Actor, at: datetime, everybody: bool) -> list[tuple[Message, Any]]:
    """(urgent message, its person) of people who are not this member's, and for whom nobody is there now."""
    if not (rules.case_worker(by, by) or rules.supervisor(by, by)):
        return []
    rows = queries.unanswered().filter(urgent=True).exclude(whose.mine(by, everybody=everybody))
    found: dict[UUID, tuple[Message, Any]] = {}
    for row in rows.select_related("person")[:100]:
        away = row.person.worker_id is not None and not programmes.is_looked_after(row.person.worker_id, at)
        if away and row.person.state == row.person.State.ACTIVE:
            found.setdefault(row.person_id, (row, row.person))
    return list(found.values())


def _shown(rows: list[Message], files: dict[UUID, list[Attachment]], by: Actor, at: datetime) -> dict[UUID, bytes]:
    """Pictures of what waits, opened one by one, as far as the vault's count allows."""
    waiting = [one for row in rows if row.writer == PERSON and row.handled_at is None for one in files[row.id]]
    shown: dict[UUID, bytes] = {}
    for one in [one for one in waiting if one.state == State.READY][-SHOWN_AT_ONCE:]:
        try:
            shown[one.id] = queries.file(one.id, by=by, at=at)[1]
        except Refused as no:
            if no.code not in ("budget_spent", "unknown_message", "not_ready"):
                raise
    return shown
