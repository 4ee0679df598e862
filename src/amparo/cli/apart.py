"""Database and vault for one command: those that run already, or ones that end with the command."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from amparo.cli import serving, upgrade
from amparo.machine import log_file
from amparo.machine.child import Running
from amparo.machine.trouble import CannotStart

PATIENCE = 30.0


@contextmanager
def ground() -> Iterator[None]:
    """Database and vault answer during the block; the database is of this version."""
    with upgrade.database_up():
        upgrade.upgrade_apart()
        with _vault():
            yield


@contextmanager
def _vault() -> Iterator[None]:
    if serving.vault_answers():
        yield
        return
    running = Running(serving.vault())
    running.start()
    try:
        deadline = time.monotonic() + PATIENCE
        while not running.ready():
            if running.died() or time.monotonic() > deadline:
                raise CannotStart(f"The vault did not start; see {log_file.of('vault')}.")
            time.sleep(0.05)
        yield
    finally:
        running.kill()
