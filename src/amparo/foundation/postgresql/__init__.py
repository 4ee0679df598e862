"""Django's engine for PostgreSQL, on connections that are used by one request after the other."""

from typing import Any

import psycopg

# All that DISCARD ALL would end, except prepared statements: the hot path lives by them. Ours are prepared without a
# word of SQL; one that was made by words may lie in the place of one of ours, and would run in the next one's name.
_NOTHING_LEFT = (
    "CLOSE ALL; RESET SESSION AUTHORIZATION; RESET ALL; SET timezone = 'UTC'; UNLISTEN *; "
    "SELECT pg_advisory_unlock_all(); SELECT count(*) FROM pg_prepared_statements WHERE from_sql"
)


def leave_nothing(connection: Any) -> None:
    """Nothing that a request set, held or listened to is there for the next one on this connection.

    Raises psycopg.Error where that cannot be promised: whoever lends the connection closes it.
    """
    connection.autocommit = True
    said = connection.execute(_NOTHING_LEFT, prepare=False)
    while said.nextset():
        pass
    if said.fetchone()[0]:
        raise psycopg.OperationalError("a statement was prepared by words")
