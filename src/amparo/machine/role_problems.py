"""What is wrong with the database's roles, in words for whoever runs this installation."""

from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
from psycopg import conninfo, sql
from psycopg.rows import class_row

from amparo.machine import database, roles, secrets

OLDEST = 150000


@dataclass(frozen=True)
class _Facts:
    name: str
    is_super: bool
    bypasses: bool
    creates_roles: bool
    creates_databases: bool
    replicates: bool
    owns: int
    groups: list[str]


_FACTS = """
SELECT rolname AS name, rolsuper AS is_super, rolbypassrls AS bypasses, rolcreaterole AS creates_roles,
       rolcreatedb AS creates_databases, rolreplication AS replicates,
       (SELECT count(*) FROM pg_class WHERE relowner = r.oid AND relkind IN ('r', 'p', 'v', 'm')
        AND relpersistence <> 't') AS owns,
       ARRAY(SELECT g.rolname::text FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
             WHERE m.member = r.oid ORDER BY 1) AS groups
FROM pg_roles r WHERE rolname = %s
"""


def problems() -> list[str]:
    """A sentence for each thing that is not as `roles.prepare` leaves it; none when all is well."""
    unreachable = [p for role in roles.LOGINS if (p := _cannot_connect(role))]
    if unreachable:
        return unreachable
    with database.connect("owner") as connection:
        found = list(_about_server(connection))
        for role in roles.LOGINS:
            found += _about_role(connection, role)
        return found + list(_about_schema(connection))


def _cannot_connect(role: secrets.Role) -> str | None:
    try:
        database.connect(role).close()
    except psycopg.OperationalError:
        return f"The database does not let in {_login(role)}: is it running, and is the password right?"
    return None


def _login(role: secrets.Role) -> str:
    return str(conninfo.conninfo_to_dict(secrets.dsn(role)).get("user") or secrets.ROLE_NAMES[role])


def _about_server(connection: psycopg.Connection) -> Iterator[str]:
    if connection.info.server_version < OLDEST:
        yield "PostgreSQL is older than 15."
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        row = connection.execute("SELECT current_setting(%s)", (setting,)).fetchone()
        if row and row[0] in ("off", "local"):
            yield f"{setting} is {row[0]}: an accepted check-in could be lost."


def _about_role(connection: psycopg.Connection, role: secrets.Role) -> Iterator[str]:
    name = _login(role)
    with connection.cursor(row_factory=class_row(_Facts)) as cursor:
        facts = cursor.execute(_FACTS, (name,)).fetchone()
    if facts is None:
        yield f"The database role {name} is missing."
        return
    yield from (f"The database role {name} {what}." for what in _too_much(facts, role))
    needed = {roles.GROUP} if role in roles.MEMBERS else set()
    yield from (f"The database role {name} does not belong to {g}." for g in sorted(needed - {*facts.groups}))
    yield from (f"The database role {name} belongs to {g}." for g in sorted({*facts.groups} - needed))


def _too_much(facts: _Facts, role: secrets.Role) -> Iterator[str]:
    if facts.is_super:
        yield "is a superuser"
    if facts.bypasses:
        yield "passes by row security"
    if facts.creates_roles:
        yield "may create roles"
    if facts.creates_databases and not (role == "owner" and roles.testing()):
        yield "may create databases"
    if facts.replicates:
        yield "may copy the whole server"
    if facts.owns and role != "owner":
        yield f"owns {facts.owns} tables"


def _about_schema(connection: psycopg.Connection) -> Iterator[str]:
    for role in roles.LOGINS:
        if role == "owner":
            continue
        row = connection.execute("SELECT has_schema_privilege(%s, 'public', 'CREATE')", (_login(role),)).fetchone()
        if row and row[0]:
            yield f"The database role {_login(role)} may create tables."
    known = {row[0] for row in connection.execute(sql.SQL("SELECT extname FROM pg_extension"))}
    yield from (f"The database extension {e} is missing." for e in roles.EXTENSIONS if e not in known)
