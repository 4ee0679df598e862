"""Connections are used by one request after the other: none can leave a trap for the next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import ConnectionHandler
from django.db import connection as django_connection
from psycopg_pool import ConnectionPool

from amparo.access.rows import acting, acting_in_one_go
from amparo.config import environment
from amparo.foundation import postgresql, sql
from amparo.foundation.postgresql.base import DatabaseWrapper
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
    """One connection, lent as Django lends it in the background."""
    monkeypatch.setenv("AMPARO_POOL", "1")
    options = environment.database("worker")["OPTIONS"]["pool"] | {"min_size": 1, "max_size": 1}
    with ConnectionPool(secrets.dsn("worker"), open=True, kwargs={"autocommit": True}, **options) as lending:
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


@pytest.fixture
def kept(db: None) -> Iterator[DatabaseWrapper]:
    """A connection as a thread of the pages keeps it. Both calls around a request end in its `close_if_…`."""
    wrapper = ConnectionHandler({"default": {"TIME_ZONE": None} | environment.database("web")})["default"]
    assert isinstance(wrapper, DatabaseWrapper)
    yield wrapper
    wrapper.close()


def _said(wrapper: Any, look: str) -> Any:
    with wrapper.cursor() as cursor:
        cursor.execute(look)
        return cursor.fetchone()


@pytest.mark.parametrize(("leave", "look"), LEFT)
def test_what_a_page_set_is_not_there_for_the_next(kept: Any, leave: str, look: str) -> None:
    before = _said(kept, look)
    backend = kept.connection.info.backend_pid
    with kept.cursor() as cursor:
        cursor.execute(leave)
    assert _said(kept, look) != before
    kept.close_if_unusable_or_obsolete()
    assert _said(kept, look) == before
    assert kept.connection.info.backend_pid == backend, "the connection was kept"


def test_words_in_the_place_of_a_prepared_statement_are_not_there_for_the_next(casa: Any, ana: Any) -> None:
    """Text smuggled into a query replaces the statement that names who acts, so that the next one's token stays."""
    _ask_as(casa.luz)
    with django_connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements WHERE statement LIKE '%set_config%'")
        [name] = cursor.fetchone()
        words = "SELECT set_config('amparo.token', $1, false)"
        cursor.execute(f"DEALLOCATE {name}; PREPARE {name} (text) AS {words}")
    django_connection.close_if_unusable_or_obsolete()
    assert _ask_as(casa.luz) == 1
    django_connection.close_if_unusable_or_obsolete()
    assert _said(django_connection, "SELECT count(*), current_setting('amparo.token', true) FROM people_person") in (
        (0, None),
        (0, ""),
    )


def test_a_pool_gives_no_statement_on_that_was_prepared_by_words(pool: Any) -> None:
    with pool.connection() as connection:
        connection.execute("PREPARE trap AS SELECT 1")
    with pool.connection() as connection:
        assert connection.execute("SELECT count(*) FROM pg_prepared_statements WHERE from_sql").fetchone() == (0,)


def _ask_as(by: Any) -> int:
    """How many people exist for this member, as the hot path asks."""
    with acting_in_one_go(by):
        [found] = sql.ask(django_connection, "SELECT count(*) AS people FROM people_person", {}).rows()
    return int(found.people)


def test_a_page_that_ends_inside_a_transaction_loses_the_connection(kept: Any) -> None:
    kept.ensure_connection()
    kept.close_if_unusable_or_obsolete()
    kept.connection.execute("BEGIN")  # as a hot path would that broke off
    kept.close_if_unusable_or_obsolete()
    assert kept.connection is None
    assert _said(kept, "SELECT 1") == (1,)


def test_a_connection_that_was_cut_is_made_anew(kept: Any) -> None:
    pid = _said(kept, "SELECT pg_backend_pid()")[0]
    with catalogue.opened("web") as other:
        other.execute("SELECT pg_terminate_backend(%s)", [pid])
    kept.close_if_unusable_or_obsolete()
    assert _said(kept, "SELECT pg_backend_pid()")[0] != pid


def test_the_hot_path_sets_nothing_beyond_its_transaction(casa: Any, ana: Any) -> None:
    """What `foundation.sql` asks is not followed by a clearing: its token must end by itself."""
    django_connection.close_if_unusable_or_obsolete()
    with acting_in_one_go(casa.luz):
        rows = sql.ask(django_connection, "SELECT count(*) AS people FROM people_person", {}).rows()
    assert rows[0].people == 1
    assert not django_connection.spoken
    django_connection.close_if_unusable_or_obsolete()
    with django_connection.cursor() as cursor:
        cursor.execute("SELECT count(*), current_setting('amparo.token', true) FROM people_person")
        assert cursor.fetchone() == (0, "")


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
    postgresql.leave_nothing(django_connection.connection)
    with django_connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_person")
        assert cursor.fetchone()[0] == 0
