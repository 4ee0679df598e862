"""One throw-away database server for a whole test session, shared by all its workers.

Loaded with `-p tests.throwaway`, before Django's settings are read, because it decides where AMPARO_HOME is.
Its server forgets on a power cut, and is otherwise the one that Amparo runs.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from amparo.machine import paths, postgres, roles

# What a test database may lose: nobody misses it after a crash.
CARELESS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}

_servers: list[postgres.Server] = []


def start_server(home: Path) -> None:
    """A prepared server answers below `home`. The first to ask starts it and owns it; the others use it."""
    _settle_in(home)
    with open(home / "throwaway.lock", "w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if (home / "prepared").exists():
            return
        server = postgres.Server(options=CARELESS)
        server.start()
        _servers.append(server)
        roles.prepare()
        (home / "prepared").touch()


def stop_server() -> None:
    """The server that this process started is gone; others' servers stay."""
    while _servers:
        _servers.pop().stop()


def make_home() -> Path:
    """A new folder for one AMPARO_HOME, short enough for a socket, open enough for another OS user."""
    home = Path(tempfile.mkdtemp(prefix="amparo-test-"))
    home.chmod(0o711)
    return home


def remove_home(home: Path) -> None:
    """The folder is gone, and what PostgreSQL had to keep elsewhere."""
    data = home / "postgres"
    if data.is_symlink():
        shutil.rmtree(data.resolve().parent, ignore_errors=True)
    shutil.rmtree(home, ignore_errors=True)


def _settle_in(home: Path) -> None:
    home.mkdir(parents=True, exist_ok=True)
    os.environ["AMPARO_HOME"] = str(home)
    os.environ["AMPARO_TEST"] = "1"
    os.environ["AMPARO_POOL"] = "0"  # one plain connection, so that a test may change its role
    os.environ["AMPARO_STATIC_STORAGE"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    for role in ("SUPER", "OWNER", "WEB", "WORKER", "VAULT"):  # a test never touches a true database
        os.environ.pop(f"AMPARO_DATABASE_URL_{role}", None)


def _is_worker() -> bool:
    return "PYTEST_XDIST_WORKER" in os.environ


def _leave_nothing(home: Path, owner: int) -> None:
    if os.getpid() == owner:
        stop_server()
        remove_home(home)


if not _is_worker():  # workers inherit the environment
    _settle_in(make_home())
    # At exit, not in a hook: by then everything that uses the database has ended, errors or not.
    atexit.register(_leave_nothing, paths.home(), os.getpid())


def pytest_configure(config: pytest.Config) -> None:
    if not _is_worker() and not config.getoption("collectonly"):
        start_server(paths.home())
