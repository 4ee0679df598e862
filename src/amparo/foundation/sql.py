"""Statements written by hand, for the two or three hot paths: prepared by PostgreSQL, rows by name."""

from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg.rows import namedtuple_row

Row = Any


def rows_of(connection: Any, statement: str, values: Mapping[str, Any], *, binary: bool = False) -> list[Row]:
    """The statement's rows, inside the transaction that is open on Django's connection.

    `binary` is several times faster for many rows with moments and ids.
    """
    with psycopg.Cursor(connection.connection, row_factory=namedtuple_row) as cursor:
        cursor.execute(statement, values, prepare=True, binary=binary)
        return cursor.fetchall() if cursor.description else []
