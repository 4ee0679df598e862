"""A whole installation for these tests: a database server and the real vault process, free to be killed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import amparo
from amparo.access.actor import Actor, Kind, Role
from amparo.foundation import clock, ids
from amparo.foundation.errors import Refused
from amparo.machine import database, paths, postgres, roles
from amparo.privacy import vault
from amparo.privacy.vault import NewSubject, OpenItem, Subject, line
from tests import throwaway

SQL = Path(amparo.__file__).parent / "privacy" / "sql"
AUDIT = ("audit.sql", "audit_counts_each.sql")
AT = clock.now()


class VaultProcess:
    """`python -m amparo.privacy.vault`, as the supervisor starts it."""

    def start(self, **environment: str) -> None:
        line.hang_up()
        with open(paths.home() / "vault.log", "ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "amparo.privacy.vault"], env=os.environ | environment, stderr=log
            )
        wait_for(self._answers)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)

    def _answers(self) -> bool:
        assert self.process.poll() is None, "the vault ended at once"
        try:
            return bool(vault.health())
        except Refused:
            return False


class Installation:
    def __init__(self) -> None:
        self.server = postgres.Server(options=throwaway.CARELESS)
        self.server.start()
        roles.prepare()
        with database.connect("owner", autocommit=True) as connection:
            for file in AUDIT:
                connection.execute((SQL / file).read_text())
        self.vault = VaultProcess()
        self.vault.start()

    def stop(self) -> None:
        line.hang_up()
        self.vault.stop()
        self.server.stop()

    def entries(self, pseudonym: UUID | None = None) -> list[tuple[int, bytes, bytes, bytes]]:
        """(seq, prev, body, leaf) of one log, or of all."""
        asked = "SELECT seq, prev, body, leaf FROM audit.entry WHERE %s::uuid IS NULL OR subject = %s ORDER BY id"
        with database.connect("super") as connection:
            return connection.execute(asked, (pseudonym, pseudonym)).fetchall()


class Somebody:
    """A person with a key share, and what opens their record."""

    def __init__(self, programme: UUID, known: NewSubject) -> None:
        self.known, self.subject = known, Subject(programme, known.id, known.salt)
        self.actor = Actor(Kind.PERSON, known.id, programme)

    def sealed(self, value: str | None, field: str = "people.name") -> OpenItem:
        row = ids.new()
        blob = None if value is None else vault.seal(self.subject, field, row, value)
        return OpenItem(self.subject, field, row, blob)


def somebody(programme: UUID) -> Somebody:
    return Somebody(programme, vault.new_subjects(programme, [ids.new()])[0])


def worker(programme: UUID, *held: Role) -> Actor:
    return Actor(Kind.MEMBER, ids.new(), programme, frozenset(held or {Role.CASE_WORKER}))


def wait_for(ready: Callable[[], bool], *, seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.03)
