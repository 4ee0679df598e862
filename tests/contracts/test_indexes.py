"""No index is kept twice: each costs something at every check-in."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from tests.contracts import catalogue

REPEATED = """
WITH ours AS (
    SELECT t.relname AS at, i.relname AS name, x.indisunique AS one, x.indkey::text AS columns, x.indclass::text AS how,
           coalesce(pg_get_expr(x.indpred, x.indrelid), '') AS where
    FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
    WHERE t.relnamespace = 'public'::regnamespace AND x.indexprs IS NULL
    AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attname = 'programme_id')
)
SELECT a.at, a.name, b.name FROM ours a JOIN ours b ON a.at = b.at AND a.name <> b.name AND b.where = a.where
WHERE NOT a.one AND (b.columns || ' ') LIKE (a.columns || ' %') AND (b.how || ' ') LIKE (a.how || ' %')
ORDER BY 1, 2, 3
"""


@pytest.fixture(scope="module")
def pg(django_db_setup: None) -> Iterator[psycopg.Connection]:
    with catalogue.opened() as connection:
        yield connection


def test_no_index_begins_like_another(pg: psycopg.Connection) -> None:
    assert pg.execute(REPEATED).fetchall() == [], "leave it away: db_index=False on the foreign key"


def test_an_index_kept_twice_is_noticed(pg: psycopg.Connection) -> None:
    pg.execute("CREATE INDEX planted ON checkins_checkin (person_id)")
    assert ("checkins_checkin", "planted", "one_window_at_a_time") in pg.execute(REPEATED).fetchall()
    pg.rollback()
