"""A programme and many people in it, made fast: what drills and benches work on."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from drills import scratch

AT_ONCE = 2_000

PERSON = """
COPY people_person (id, programme_id, reference, state, salt, pseudonym, language, zone, zone_source, enrolled_at,
                    enrolled_by) FROM STDIN
"""
CONTACT = """
COPY people_contactpoint (id, programme_id, person_id, kind, address, position, state, state_reason, state_at,
                          added_at) FROM STDIN
"""
DUE = """
INSERT INTO reminders_reminder (id, programme_id, person_id, kind, about_id, step, sequence, starts_at, zone, place,
                                confirmed_at, send_at, not_after, state, tries)
SELECT uuidv7(), %(programme)s, p.id, 'hearing', uuidv7(), '-3d', 0, %(at)s + interval '3 days', p.zone,
       '26 Main Street, Springfield', %(at)s, %(at)s, %(at)s + interval '2 days', 'planned', 0
FROM people_person p WHERE p.id = ANY(%(people)s)
"""


def programme(slug: str = "drill", zone: str = "America/New_York") -> Any:
    """A programme."""
    from amparo.foundation import clock
    from amparo.programme import actions

    with scratch.role("owner"):
        return actions.set_up(
            slug=slug,
            name="Casa Amparo",
            neutral_name="Casa",
            country="US",
            zone=zone,
            phone="+1 305 555 0100",
            at=clock.now(),
        )


def people(programme: Any, count: int, *, zone: str = "", keys: bool = True, first: int = 0) -> list[UUID]:
    """So many people with a telephone each, numbered from `first`. Without `keys` nothing of them can be opened."""
    made: list[UUID] = []
    with scratch.superuser() as db:
        for start in range(0, count, AT_ONCE):
            some = _subjects(programme.id, min(AT_ONCE, count - start), keys)
            _copy(db, programme.id, some, zone or midday_zone(), first + start, keys)
            made += [subject.id for subject in some]
        db.execute("ANALYZE people_person, people_contactpoint")
    return made


def hearings_due(programme: Any, person_ids: Sequence[UUID], at: datetime) -> None:
    """A reminder for each of these people, due at `at`, of an appointment three days later."""
    with scratch.superuser() as db:
        db.execute(DUE, {"programme": programme.id, "people": list(person_ids), "at": at})
        db.execute("ANALYZE reminders_reminder")


def midday_zone() -> str:
    """A zone in which it is the middle of the day now."""
    from amparo.foundation import clock

    ahead = 12 - clock.now().hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


def _subjects(programme_id: UUID, count: int, keys: bool) -> list[Any]:
    from amparo.foundation import ids
    from amparo.privacy import vault

    new = [ids.new() for _ in range(count)]
    if keys:
        return vault.new_subjects(programme_id, new)
    return [vault.NewSubject(i, os.urandom(16), ids.new(), b"", b"") for i in new]


def _copy(db: Any, programme_id: UUID, some: list[Any], zone: str, start: int, keys: bool) -> None:
    from amparo.foundation import clock, ids

    at, nobody = clock.now(), UUID(int=0)
    contacts = [ids.new() for _ in some]
    blobs = _addresses(programme_id, some, contacts, start) if keys else [b"-"] * len(some)
    with db.transaction(), db.cursor() as cursor:
        with cursor.copy(PERSON) as rows:
            for n, s in enumerate(some):
                facts = (f"D{start + n:08d}", "active", s.salt, s.pseudonym, ("es", "en")[n % 2], zone, "staff")
                rows.write_row((s.id, programme_id, *facts, at, nobody))
        with cursor.copy(CONTACT) as rows:
            for s, contact, blob in zip(some, contacts, blobs, strict=True):
                rows.write_row((contact, programme_id, s.id, "sms", blob, 0, "active", "", at, at))


def _addresses(programme_id: UUID, some: list[Any], contacts: list[UUID], start: int) -> list[Any]:
    from amparo.privacy import vault
    from amparo.privacy.vault import SealItem, Subject

    return vault.seal_many(
        [
            SealItem(Subject(programme_id, s.id, s.salt), "people.address", contact, f"+1305{start + n:07d}")
            for n, (s, contact) in enumerate(zip(some, contacts, strict=True))
        ]
    )
