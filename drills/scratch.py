"""A throw-away installation: database, vault, web, workers, a programme with people. For drills and benches.

with scratch.installation(**scratch.sms_settings(url)) as here:
    programme = scratch.programme()
    people = scratch.people(programme, 1000)
    worker = here.worker()
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from amparo.machine import postgres, roles

PATIENCE = 60.0
Process = subprocess.Popen[bytes]


@dataclass
class Installation:
    """What runs, and where."""

    home: Path
    server: postgres.Server
    processes: list[Process] = field(default_factory=list)

    def start(self, *argv: str, name: str, **env: str) -> Process:
        """A process of this installation; it ends with the installation at the latest."""
        with open(self.home / f"{name}.log", "ab") as log:
            started = subprocess.Popen(
                [sys.executable, *argv],
                env=os.environ | env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.processes.append(started)
        return started

    def worker(self, *options: str, name: str = "worker", **env: str) -> Process:
        """A true `amparo worker`."""
        return self.start("-m", "amparo", "worker", *options, name=name, AMPARO_ROLE="worker", **env)

    def vault(self) -> Process:
        """The vault, ready to answer."""
        from amparo.cli import serving

        started = self.start("-m", "amparo.privacy.vault", name="vault")
        await_(serving.vault_answers, "the vault", started)
        return started

    def web(self, port: int, processes: int = 2) -> Process:
        """The web pages on this port, ready to answer."""
        from amparo.cli import serving

        child = serving.web("127.0.0.1", port, processes)
        started = self.start(*child.argv[1:], name="web", AMPARO_ROLE="web")
        await_(child.ready, "the web pages", started)
        return started

    def kill_database(self) -> None:
        """The database ended as in a power cut, and is up again."""
        if self.server.pid:
            os.kill(self.server.pid, signal.SIGKILL)
        while self.server.running():  # a killed process is alive for a moment
            time.sleep(0.01)
        self.server.start()

    def said(self, name: str) -> str:
        """What the processes of this name have logged."""
        place = self.home / f"{name}.log"
        return place.read_text(errors="replace") if place.exists() else ""


@contextmanager
def installation(*, durable: bool | str = True, **settings: str) -> Iterator[Installation]:
    """An installation of its own below a new folder, gone afterwards. `settings` become AMPARO_… variables.

    Only one in the life of a process: Django reads its settings once.
    """
    home = Path(tempfile.mkdtemp(prefix="amparo-scratch-"))
    home.chmod(0o711)
    os.environ.update(
        AMPARO_HOME=str(home),
        AMPARO_ROLE="worker",
        AMPARO_POOL="0",
        AMPARO_STATIC_STORAGE="django.contrib.staticfiles.storage.StaticFilesStorage",
        DJANGO_SETTINGS_MODULE="amparo.config.settings",
        **{f"AMPARO_{name}": value for name, value in settings.items()},
    )
    # Not durable: a planted fault. The database says yes before what it promised is written.
    server = postgres.Server(options={} if durable else {"synchronous_commit": "off", "wal_writer_delay": "10s"})
    here = Installation(home, server)
    try:
        server.start()
        roles.prepare()
        subprocess.run([sys.executable, "-m", "amparo", "migrate", "--quiet"], check=True, capture_output=True)
        _set_up_django()
        here.vault()
        yield here
    finally:
        _hang_up()
        for process in here.processes:
            end(process)
        server.stop()
        _remove(home)


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def ask(url: str, path: str) -> Any:
    """What the local provider tells."""
    with urllib.request.urlopen(url + path) as told:  # noqa: S310  an address of ours
        return json.loads(told.read())


def forget(url: str) -> None:
    """The local provider has heard nothing yet."""
    with urllib.request.urlopen(f"{url}/reset", b""):  # noqa: S310
        pass


def end(process: Process, word: signal.Signals = signal.SIGKILL) -> None:
    """The process and all it started are gone."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, word)
    process.wait()


def fail(url: str, *, broken: float) -> None:
    """From now on the local provider answers this share of messages with 500."""
    with urllib.request.urlopen(f"{url}/fail?broken={broken}", b""):  # noqa: S310
        pass


@contextmanager
def provider(*options: str) -> Iterator[str]:
    """The address of a provider of texts and pushes on this machine; see bench/local_provider.py."""
    script = Path(__file__).parents[1] / "bench" / "local_provider.py"
    running = subprocess.Popen([sys.executable, str(script), *options], stdout=subprocess.PIPE, text=True)
    assert running.stdout
    try:
        yield f"http://127.0.0.1:{json.loads(running.stdout.readline())['port']}"
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait()


def sms_settings(url: str, *, idempotent: bool = False) -> dict[str, str]:
    """The settings with which texts go to that provider."""
    return {
        "SMS_URL": url,
        "SMS_ACCOUNT": "AC" + "0" * 32,
        "SMS_TOKEN": "a-secret",
        "SMS_FROM": "+15550000000",
        "SMS_IDEMPOTENT": "1" if idempotent else "",
        "ALLOW_LOCAL_PROVIDERS": "1",
        "PUBLIC_URL": "https://amparo.example.org",
    }


@contextmanager
def role(name: str) -> Iterator[None]:
    """Django's connection speaks as another role for a while."""
    from django.db import connection
    from psycopg.conninfo import conninfo_to_dict

    from amparo.machine import secrets

    before, other = dict(connection.settings_dict), conninfo_to_dict(secrets.dsn(name))  # type: ignore[arg-type]
    connection.close()
    connection.settings_dict.update(USER=other["user"], PASSWORD=other["password"])
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(USER=before["USER"], PASSWORD=before["PASSWORD"])


def superuser() -> Any:
    """A plain connection that row security does not bind: to make and count things fast."""
    from amparo.machine import database, secrets

    return database.connect("super", dbname=secrets.DATABASE, autocommit=True)


def await_(ready: Callable[[], bool], what: str, process: Process | None = None, within: float = PATIENCE) -> None:
    """Returns as soon as it is ready."""
    deadline = time.monotonic() + within
    while not ready():
        if (process and process.poll() is not None) or time.monotonic() > deadline:
            raise RuntimeError(f"{what} did not get ready")
        time.sleep(0.05)


def _set_up_django() -> None:
    import django

    django.setup()


def _hang_up() -> None:
    from django.db import connection

    connection.close()


def _remove(home: Path) -> None:
    data = home / "postgres"
    if data.is_symlink():
        shutil.rmtree(data.resolve().parent, ignore_errors=True)
    shutil.rmtree(home, ignore_errors=True)
