"""Connections are used by one request after the other: none can leave a trap for the next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection as django_connection
from psycopg_pool import ConnectionPool

from amparo.access.rows import acting
from amparo.config import environment
from amparo.machine import secrets
from tests.contracts import catalogue

# A temporary table with a trigger would run in whoever's transaction comes next, with their row token.
TRAPS = [
    "CREATE TEMP TABLE people_person (id int)",
    "CREATE FUNCTION pg_temp.trap() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "CREATE TEMP VIEW identity_session AS SELECT 1",
]


@pytest.mark.parametrize("role", ["web", "worker", "vault"])
@pytest.mark.parametrize("trap", TRAPS)
def test_a_working_role_makes_nothing_temporary(db: None, role: Any, trap: str) -> None:
    with catalogue.opened(role) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(trap)


@pytest.fixture
def pool(db: None, monkeypatch: Any) -> Iterator[ConnectionPool]:
    """One connection, lent as Django lends it."""
    monkeypatch.setenv("AMPARO_POOL", "1")
    options = environment.database("web")["OPTIONS"]["pool"] | {"min_size": 1, "max_size": 1}
    with ConnectionPool(secrets.dsn("web"), open=True, kwargs={"autocommit": True}, **options) as lending:
        yield lending


LEFT = [
    pytest.param("SET amparo.token = 'x'", "SELECT coalesce(current_setting('amparo.token', true), '')", id="token"),
    pytest.param("SET search_path = pg_temp", "SHOW search_path", id="where names are looked up"),
    pytest.param("SET statement_timeout = 1", "SHOW statement_timeout", id="patience"),
    pytest.param("SET default_transaction_read_only = on", "SHOW default_transaction_read_only", id="read only"),
    pytest.param("SET synchronous_commit = local", "SHOW synchronous_commit", id="durability"),
    pytest.param("SET row_security = off", "SHOW row_security", id="row security"),
    pytest.param("SET timezone = 'Asia/Tokyo'", "SHOW timezone", id="time zone"),
    pytest.param(
        "SELECT pg_advisory_lock(7)",
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()",
        id="lock",
    ),
    pytest.param(
        "DECLARE kept CURSOR WITH HOLD FOR SELECT 1",
        "SELECT count(*) FROM pg_cursors WHERE is_holdable",
        id="cursor",
    ),
    pytest.param("LISTEN everything", "SELECT count(*) FROM pg_listening_channels()", id="ear"),
]


@pytest.mark.parametrize(("leave", "look"), LEFT)
def test_what_a_request_set_is_not_there_for_the_next(pool: Any, leave: str, look: str) -> None:
    with pool.connection() as connection:
        before = connection.execute(look).fetchone()
        connection.execute(leave)
        assert connection.execute(look).fetchone() != before
    for _ in range(7):  # also when the same words would be prepared by now
        with pool.connection() as connection:
            assert connection.execute(look).fetchone() == before


def test_a_request_that_ends_inside_a_transaction_leaves_none(pool: Any) -> None:
    with pool.connection() as connection:
        connection.autocommit = False
        connection.execute("SET amparo.token = 'x'")
    with pool.connection() as connection:
        assert connection.autocommit
        assert connection.execute("SELECT current_setting('amparo.token', true)").fetchone()[0] in ("", None)


def test_a_token_put_down_in_the_session_dies_with_the_transaction(casa: Any, ana: Any) -> None:
    """Text smuggled into a query copies the token it runs under, so as to outlive its transaction."""
    with acting(casa.luz), django_connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_person")
        assert cursor.fetchone()[0] == 1
        cursor.execute("SELECT set_config('amparo.token', current_setting('amparo.token'), false)")
    environment.leave_nothing(django_connection.connection)
    with django_connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_person")
        assert cursor.fetchone()[0] == 0
