"""Statements written by hand, for the two or three hot paths: prepared by PostgreSQL, rows by name."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from psycopg.rows import namedtuple_row

Row = Any


class Asked:
    """A statement on its way to PostgreSQL."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    def rows(self) -> list[Row]:
        """What it returned, once. Inside `in_one_go` everything asked so far goes out now, in one round trip."""
        with self._cursor as cursor:
            found: list[Row] = cursor.fetchall()
            return found


def rows_of(connection: Any, statement: str, values: Mapping[str, Any], *, binary: bool = False) -> list[Row]:
    """The rows of a statement that returns some, inside the transaction that is open on Django's connection.

    `binary` is several times faster for many rows with moments and ids.
    """
    return ask(connection, statement, values, binary=binary).rows()


def ask(connection: Any, statement: str, values: Mapping[str, Any], *, binary: bool = False) -> Asked:
    """As `rows_of`, to be read later: inside `in_one_go` it waits for company."""
    cursor = psycopg.Cursor(connection.connection, row_factory=namedtuple_row)
    cursor.execute(statement, values, prepare=True, binary=binary)
    return Asked(cursor)


@contextmanager
def in_one_go(connection: Any) -> Iterator[None]:
    """A transaction whose statements travel together as far as nobody waits for an answer: BEGIN and the first
    questions, the last questions and so on. A round trip costs as much as a statement.

    For statements of this module only: Django knows nothing of the transaction, and its ORM would not learn how many
    rows it changed. What goes wrong undoes all of it and is raised as Django's own errors.
    """
    connection.ensure_connection()
    if not connection.get_autocommit():
        raise RuntimeError("a transaction is open already")
    plain = connection.connection
    with connection.wrap_database_errors:
        try:
            with plain.pipeline():
                plain.execute("BEGIN")
                yield
                ended = plain.execute("COMMIT")
            if ended.statusmessage != "COMMIT":  # PostgreSQL answers ROLLBACK when something had failed unheard
                raise psycopg.errors.InFailedSqlTransaction
        except BaseException:
            with suppress(psycopg.Error):  # a line that broke has undone it by itself
                plain.rollback()
            raise
