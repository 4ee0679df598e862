"""What exists for you: row-level security, set at the start of each transaction by a signed token.

The token names the programme and, for a participant, the person. PostgreSQL checks its signature
(`sql/row_token.sql`), so text smuggled into a query can neither forge nor change it. No token, no rows.
"""

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations import RunSQL

from amparo.access.actor import Actor, Kind, is_outside_the_team
from amparo.foundation import clock
from amparo.foundation.sql import ask, in_one_go

TOKEN_SECONDS = 900
NAMING = "SELECT set_config('amparo.token', %(token)s, true)"


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """A transaction in which exactly the rows of the actor's programme (a participant: their own) exist."""
    nested = connection.in_atomic_block
    with transaction.atomic():
        with connection.cursor() as cursor:
            before = _token_now(cursor) if nested else ""
            _set_token(cursor, token(actor.programme_id, actor.row_id, hears=hears(actor)))
        yield
        if nested:
            with connection.cursor() as cursor:
                _set_token(cursor, before)


@contextmanager
def acting_in_one_go(actor: Actor) -> Iterator[None]:
    """As `acting`, for the hot path: see `foundation.sql.in_one_go`, whose statements alone may be used inside."""
    with in_one_go(connection):
        ask(connection, NAMING, {"token": token(actor.programme_id, actor.row_id, hears=hears(actor))})
        yield


def hears(actor: Actor) -> bool:
    """Whether complaints exist for this actor: a privacy officer who works on nobody's case, and our own sweeps."""
    return actor.kind is Kind.SYSTEM or is_outside_the_team(actor)


def token(programme_id: UUID, person_id: UUID | None, *, hears: bool = False) -> str:
    """The signed token for this connection; it is worth nothing on another one."""
    pid = connection.connection.info.backend_pid
    expires = int(clock.now().timestamp()) + TOKEN_SECONDS
    claims = f"{programme_id}|{person_id or ('+' if hears else '-')}|{expires}|{pid}"
    return f"{claims}|{hmac.digest(_key(), claims.encode(), 'sha256').hex()}"


def _token_now(cursor) -> str:  # type: ignore[no-untyped-def]
    cursor.execute("SELECT coalesce(current_setting('amparo.token', true), '')")
    return str(cursor.fetchone()[0])


def _set_token(cursor, value: str) -> None:  # type: ignore[no-untyped-def]
    cursor.execute(NAMING, {"token": value})


@lru_cache(maxsize=1)
def _hashed(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()


def _key() -> bytes:
    return _hashed(settings.ROW_TOKEN_KEY)


def install_key(cursor) -> None:  # type: ignore[no-untyped-def]
    """PostgreSQL knows the key that signs row tokens (run as the owner, after migrating)."""
    padded = _key().ljust(64, b"\0")
    pads = [bytes(b ^ 0x36 for b in padded), bytes(b ^ 0x5C for b in padded)]
    cursor.execute(
        "INSERT INTO sec.row_key (inner_pad, outer_pad) VALUES (%s, %s) "
        "ON CONFLICT (only_one) DO UPDATE SET inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad",
        pads,
    )


def for_who_hears(table: str) -> RunSQL:
    """A migration step: of this table, rows exist for their person and for who hears complaints, and for no other
    member of the programme."""
    condition = "(SELECT sec.person()) IS NOT NULL OR (SELECT sec.hears())"
    policy = f"CREATE POLICY heard ON {table} AS RESTRICTIVE USING ({condition}) WITH CHECK ({condition})"
    return RunSQL(policy, reverse_sql=RunSQL.noop)


def lock_down(
    table: str,
    *,
    participants: str = "own",
    person: str = "person_id",
    references: Sequence[tuple[str, str]] = (),
    referenced: bool = False,
    grants: str = "SELECT, INSERT, UPDATE, DELETE",
) -> RunSQL:
    """A migration step: row policies, composite foreign keys and the grants of one table of a programme.

    `participants` says which of its rows exist for a participant: their "own" (column `person`), "all" of
    the programme, or "none". `references` lists (column, table): each points at a row of the *same programme*,
    because an ordinary foreign key is checked without row security and would let one programme attach a row
    to another's person. `referenced` makes the table a target of such keys.
    """
    steps = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY programme ON {table} USING (programme_id = (SELECT sec.programme())) "
        "WITH CHECK (programme_id = (SELECT sec.programme()))",
        f"GRANT {grants} ON {table} TO amp_app",
    ]
    for_participants = {
        "own": f"coalesce((SELECT sec.person()), {person}) IS NOT DISTINCT FROM {person}",  # noqa: S608  # nosec B608  a migration's own words
        "none": "(SELECT sec.person()) IS NULL",
        "all": None,
    }[participants]
    if for_participants:
        steps.append(
            f"CREATE POLICY participants ON {table} AS RESTRICTIVE "
            f"USING ({for_participants}) WITH CHECK ({for_participants})"
        )
    if referenced:
        steps.append(f"ALTER TABLE {table} ADD CONSTRAINT {table}_of_programme UNIQUE (programme_id, id)")
    if not any(target == "people_person" for _, target in references):
        references = [*references, ("", "programme_programme")]
    steps += [_same_programme(table, column, target) for column, target in references]
    return RunSQL(";\n".join(steps) + ";", reverse_sql=RunSQL.noop)


def _same_programme(table: str, column: str, target: str) -> str:
    if not column:
        return (
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_lives_in_a_programme "
            f"FOREIGN KEY (programme_id) REFERENCES {target} (id)"
        )
    return (
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_same_programme "
        f"FOREIGN KEY (programme_id, {column}) REFERENCES {target} (programme_id, id) "
        "DEFERRABLE INITIALLY DEFERRED"
    )
