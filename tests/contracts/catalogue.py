"""What PostgreSQL itself says about tables, policies, keys, grants, functions and roles."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg

from amparo.machine import secrets

APP_ROLES = ("amp_app", "amp_web", "amp_worker")


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the public schema."""

    name: str
    in_programme: bool
    row_security: bool
    forced: bool


@dataclass(frozen=True, slots=True)
class Policy:
    name: str
    permissive: bool
    command: str
    roles: tuple[str, ...]
    using: str
    check: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key: its columns, and the table and columns that it points to."""

    name: str
    columns: tuple[str, ...]
    target: str
    target_columns: tuple[str, ...]


@contextmanager
def opened(role: secrets.Role = "super") -> Iterator[psycopg.Connection]:
    """A connection to the tests' database; all that is changed on it is undone."""
    with psycopg.connect(secrets.dsn(role), autocommit=False) as connection:
        yield connection
        connection.rollback()


def tables(db: psycopg.Connection) -> dict[str, Table]:
    rows = db.execute(
        """
        SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, EXISTS (
            SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'programme_id' AND NOT a.attisdropped)
        FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
        """
    )
    return {name: Table(name, mine, rls, forced) for name, rls, forced, mine in rows}


def policies(db: psycopg.Connection, table: str) -> dict[str, Policy]:
    rows = db.execute(
        "SELECT policyname, permissive = 'PERMISSIVE', cmd, roles::text[], "
        "coalesce(qual, ''), coalesce(with_check, '') "
        "FROM pg_policies WHERE schemaname = 'public' AND tablename = %s",
        [table],
    )
    return {row[0]: Policy(row[0], row[1], row[2], tuple(row[3]), squeezed(row[4]), squeezed(row[5])) for row in rows}


def squeezed(expression: str) -> str:
    """An expression without PostgreSQL's brackets, aliases and line breaks."""
    plain = expression.replace("(", " ").replace(")", " ").replace("::character varying", "").replace("::text", "")
    plain = plain.replace("[]", "")
    for alias in ("AS programme", "AS person", "AS hears"):
        plain = plain.replace(alias, "")
    return " ".join(plain.split())


def references(db: psycopg.Connection, table: str) -> list[Reference]:
    rows = db.execute(
        """
        SELECT k.conname, k.confrelid::regclass::text,
          ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY n (num, place)
                JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = n.num ORDER BY n.place),
          ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY n (num, place)
                JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = n.num ORDER BY n.place)
        FROM pg_constraint k WHERE k.contype = 'f' AND k.conrelid = ('public.' || %s)::regclass
        """,
        [table],
    )
    return [Reference(name, tuple(columns), target, tuple(theirs)) for name, target, columns, theirs in rows]


def grants(
    db: psycopg.Connection, table: str, roles: tuple[str, ...] = (*APP_ROLES, "amp_vault")
) -> set[tuple[str, str]]:
    """(role, privilege) that the table gives by itself, and what it gives to everybody."""
    rows = db.execute(
        "SELECT grantee::text, privilege_type FROM information_schema.role_table_grants "
        "WHERE table_schema = 'public' AND table_name = %s AND grantee = ANY (%s) "
        "UNION SELECT 'PUBLIC', a.privilege_type FROM pg_class c, aclexplode(c.relacl) a "
        "WHERE c.oid = ('public.' || %s)::regclass AND a.grantee = 0",
        [table, list(roles), table],
    )
    return {(role, privilege) for role, privilege in rows}


def column_grants(db: psycopg.Connection) -> set[tuple[str, str, str, str]]:
    """(table, column, role, privilege) that single columns give: easily overlooked."""
    rows = db.execute(
        "SELECT a.attrelid::regclass::text, a.attname::text, g.grantee::regrole::text, g.privilege_type "
        "FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid, aclexplode(a.attacl) g "
        "WHERE c.relnamespace::regnamespace::text IN ('public', 'sec', 'audit')"
    )
    return {(table, column, role, right) for table, column, role, right in rows}
