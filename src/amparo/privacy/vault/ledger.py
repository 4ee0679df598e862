"""The vault's own connections to the access log. What `append` was given is committed when it returns."""

import logging
import threading
from collections.abc import Sequence
from uuid import UUID

import psycopg

from amparo.access.actor import Actor
from amparo.foundation.errors import Refused
from amparo.privacy.purposes import Budget

log = logging.getLogger("amparo.vault")

APPEND = "SELECT audit.append_many(%b, %b, %b)"
APPEND_COUNTED = "SELECT audit.append_counted(%b, %b, %b, %b, %b, %b::int, %b::int)"
BUDGET_SPENT = "AM001"
# A commit must be on the disk (and on the standby, where there is one) whatever the role's defaults say.
OPTIONS = "-c synchronous_commit=on -c statement_timeout=10s -c lock_timeout=5s"


class Ledger:
    """Connections are taken and given back; a broken one is replaced, once per call."""

    def __init__(self, dsn: str, *, most: int = 8) -> None:
        self._dsn = dsn
        self._free: list[psycopg.Connection] = []
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(most)

    def append(
        self, programme: UUID, entries: Sequence[tuple[UUID, bytes]], *, by: Actor, counted: Budget | None
    ) -> None:
        """The entries are committed, and counted where the budget still allowed it."""
        subjects, bodies = [s for s, _ in entries], [b for _, b in entries]
        if counted is None:
            self._run(APPEND, (programme, subjects, bodies))
            return
        limits = (counted.name, by.id, counted.per_actor_hour, counted.per_programme_day)
        self._run(APPEND_COUNTED, (programme, subjects, bodies, *limits))

    def answers(self) -> bool:
        """Whether the database is there and the log can be written."""
        try:
            return bool(self._run("SELECT to_regproc('audit.append_many') IS NOT NULL", ()))
        except Refused:
            return False

    def _run(self, statement: str, values: tuple[object, ...]) -> object:
        with self._places:
            try:
                return self._once(self._take(), statement, values)
            except (psycopg.OperationalError, psycopg.InterfaceError):
                # Perhaps only the answer was lost: then the look is logged twice, never less.
                self._forget_all()
            except psycopg.Error as wrong:
                raise _refusal(wrong) from None
            try:
                return self._once(self._connect(), statement, values)
            except psycopg.Error as wrong:
                raise _refusal(wrong) from None

    def _once(self, line: psycopg.Connection, statement: str, values: tuple[object, ...]) -> object:
        try:
            found = line.execute(statement, values, prepare=True).fetchone()
        except psycopg.Error:
            if not line.broken:
                self._give_back(line)
            raise
        self._give_back(line)
        return found[0] if found else None

    def _take(self) -> psycopg.Connection:
        with self._lock:
            if self._free:
                return self._free.pop()
        return self._connect()

    def _give_back(self, line: psycopg.Connection) -> None:
        with self._lock:
            self._free.append(line)

    def _forget_all(self) -> None:
        with self._lock:
            old, self._free = self._free, []
        for line in old:
            line.close()

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(
            self._dsn, autocommit=True, connect_timeout=3, options=OPTIONS, application_name="amparo-vault"
        )


def _refusal(wrong: psycopg.Error) -> Refused:
    if wrong.sqlstate == BUDGET_SPENT:
        return Refused("budget_spent")
    log.error("access log not written: %s %s", type(wrong).__name__, wrong.sqlstate)
    return Refused("vault_log_unavailable")
