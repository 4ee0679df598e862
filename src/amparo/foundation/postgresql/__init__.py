"""Django's engine for PostgreSQL, on connections that are used by one request after the other."""

from typing import Any

# All that DISCARD ALL would end, except prepared statements: the hot path lives by them.
_NOTHING_LEFT = (
    "CLOSE ALL; RESET SESSION AUTHORIZATION; RESET ALL; SET timezone = 'UTC'; UNLISTEN *; "
    "SELECT pg_advisory_unlock_all()"
)


def leave_nothing(connection: Any) -> None:
    """Nothing that a request set, held or listened to is there for the next one on this connection."""
    connection.autocommit = True
    connection.execute(_NOTHING_LEFT, prepare=False)
