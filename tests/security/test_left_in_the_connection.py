"""Connections are used by one request after the other: none can leave a trap for the next."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

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
