"""The database and its roles: who owns, who works under row security, and that nobody may do more."""

import os
from typing import Any

import psycopg
from psycopg import conninfo, sql

from amparo.machine import secrets

GROUP = "amp_app"  # what row policies and grants name; the doors and the worker belong to it
MEMBERS: tuple[secrets.Role, ...] = ("web", "worker")
LOGINS: tuple[secrets.Role, ...] = ("owner", "web", "worker", "vault")
EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")

# A person waits for the web and the vault, nobody for the worker; a migration takes what it takes.
LIMITS: dict[secrets.Role, dict[str, str]] = {
    "owner": {"lock_timeout": "10s"},
    "web": {
        # Only the statements of the hot paths are prepared; planning them anew each time cost more than running them.
        "plan_cache_mode": "force_generic_plan",
        "statement_timeout": "15s",
        "idle_in_transaction_session_timeout": "30s",
        "lock_timeout": "5s",
    },
    "worker": {
        "statement_timeout": "5min",
        "idle_in_transaction_session_timeout": "2min",
        "lock_timeout": "15s",
    },
    "vault": {
        "statement_timeout": "15s",
        "idle_in_transaction_session_timeout": "30s",
        "lock_timeout": "5s",
    },
}


def prepare() -> None:
    """The database `amparo` and its roles are as they should be, whatever was there before."""
    address = secrets.dsn("super")
    with _open(address, "postgres") as connection:
        _group(connection)
        for role in LOGINS:
            _login(connection, role)
        _database(connection)
        _doors_of(connection, "postgres", to=("owner",) if testing() else ())
    with _open(address, secrets.DATABASE) as connection:
        _schema(connection)
    if testing():  # the databases that tests create are copies of template1
        with _open(address, "template1") as connection:
            _extensions(connection)


def _open(address: str, database: str) -> psycopg.Connection:
    return psycopg.connect(conninfo.make_conninfo(address, dbname=database), autocommit=True)


def testing() -> bool:
    """True when the owner may create databases, as tests need."""
    return bool(os.environ.get("AMPARO_TEST"))


def _name(role: secrets.Role) -> sql.Identifier:
    return sql.Identifier(secrets.ROLE_NAMES[role])


def _group(connection: psycopg.Connection) -> None:
    _create_role(connection, GROUP)
    connection.execute(
        sql.SQL("ALTER ROLE {} NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION").format(
            sql.Identifier(GROUP)
        )
    )


def _login(connection: psycopg.Connection, role: secrets.Role) -> None:
    _create_role(connection, secrets.ROLE_NAMES[role])
    connection.execute(
        sql.SQL("ALTER ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION {} {} PASSWORD {}").format(
            _name(role),
            sql.SQL("CREATEDB" if role == "owner" and testing() else "NOCREATEDB"),
            sql.SQL("INHERIT" if role in MEMBERS else "NOINHERIT"),
            sql.Literal(_verifier(connection, role)),
        )
    )
    _limit(connection, role)
    if role in MEMBERS:
        connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(GROUP), _name(role)))


def _create_role(connection: psycopg.Connection, name: str) -> None:
    if not _exists(connection, sql.SQL("SELECT 1 FROM pg_roles WHERE rolname = %s"), name):
        connection.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(name)))


def _verifier(connection: psycopg.Connection, role: secrets.Role) -> str:
    # Made here, so that the password itself never travels in a statement.
    name, password = secrets.ROLE_NAMES[role], secrets.load()[f"database_{role}"]
    return connection.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256").decode()


def _limit(connection: psycopg.Connection, role: secrets.Role) -> None:
    connection.execute(sql.SQL("ALTER ROLE {} RESET ALL").format(_name(role)))
    # Temporary objects last: nobody shadows a table by a temporary one.
    connection.execute(sql.SQL("ALTER ROLE {} SET search_path = public, pg_temp").format(_name(role)))
    for setting, value in LIMITS[role].items():
        connection.execute(
            sql.SQL("ALTER ROLE {} SET {} = {}").format(_name(role), sql.Identifier(setting), sql.Literal(value))
        )


def _database(connection: psycopg.Connection) -> None:
    name = sql.Identifier(secrets.DATABASE)
    if not _exists(connection, sql.SQL("SELECT 1 FROM pg_database WHERE datname = %s"), secrets.DATABASE):
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0").format(name, _name("owner"))
        )
    connection.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(name, _name("owner")))
    _doors_of(connection, secrets.DATABASE, to=LOGINS)


def _doors_of(connection: psycopg.Connection, database: str, *, to: tuple[secrets.Role, ...]) -> None:
    name = sql.Identifier(database)
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    for role in to:
        connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, _name(role)))
        # What one request leaves in a pooled connection would run in the next one's transaction.
        wish = "GRANT TEMPORARY ON DATABASE {} TO {}" if role == "owner" else "REVOKE TEMPORARY ON DATABASE {} FROM {}"
        connection.execute(sql.SQL(wish).format(name, _name(role)))


def _schema(connection: psycopg.Connection) -> None:
    connection.execute(sql.SQL("ALTER SCHEMA public OWNER TO {}").format(_name("owner")))
    connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    for role in LOGINS:
        connection.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(_name(role)))
    _extensions(connection)


def _extensions(connection: psycopg.Connection) -> None:
    for extension in EXTENSIONS:
        connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {} SCHEMA public").format(sql.Identifier(extension)))


def _exists(connection: psycopg.Connection, question: sql.SQL, *about: Any) -> bool:
    return connection.execute(question, about).fetchone() is not None
