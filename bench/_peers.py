"""Other ways to send many messages: one job a message, by the task queues people use for it.

Each is installed into a folder of its own and does what any task that sends must do: it reads its message by its id
from the same PostgreSQL, posts the ready-made text to the same provider over a kept-alive connection, and writes the
receipt back. It opens no sealed address, writes no log and renders nothing. What cannot be had here is said to be so.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from drills import scratch
from drills.running import figure

HERE = Path(__file__).parent / "_peer_tasks"
NEEDS = ["celery[redis]==5.*", "packaging", "dramatiq[rabbitmq,redis]", "procrastinate==3.*", "psycopg[binary]"]
DATABASE = "peers"
TABLE = """
CREATE TABLE IF NOT EXISTS bench_message (id integer PRIMARY KEY, address text NOT NULL, body text NOT NULL,
    state text NOT NULL, provider_ref text, sent_at timestamptz);
TRUNCATE bench_message;
"""
FILL = """
INSERT INTO bench_message SELECT n, '+1305' || lpad(n::text, 7, '0'), repeat('w', 160), 'planned'
FROM generate_series(0, %s - 1) AS n
"""
CONCURRENCY = "2"


def measured(url: str, count: int) -> Iterator[dict[str, Any]]:
    """Messages a second of each; 0 and the reason for one that could not be run. A scratch installation must run."""
    with tempfile.TemporaryDirectory(prefix="amparo-peers-") as folder:
        try:
            python = _installed(Path(folder))
        except (subprocess.CalledProcessError, OSError) as trouble:
            yield figure("dispatch_others", 0, "messages/s", against=f"not run: {type(trouble).__name__}")
            return
        _database()
        for name, broker, command in PEERS:
            yield _one(name, broker, command, python, url, count)


def _one(
    name: str, broker: Callable[[], Any], command: Callable[[Path], list[str]], python: Path, url: str, count: int
) -> dict[str, Any]:
    try:
        with broker() as address:
            value = _rate(name, address, command(python), python, url, count)
    except (OSError, RuntimeError, subprocess.CalledProcessError) as trouble:
        return figure(f"dispatch_{name}", 0, "messages/s", against=f"not run: {trouble}"[:120])
    return figure(f"dispatch_{name}", value, "messages/s", against="one job a message, two processes")


def _rate(name: str, address: str, command: list[str], python: Path, url: str, count: int) -> float:
    """All jobs are in the queue when the workers start; measured from the first message to the last."""
    env = os.environ | {"PEER": name, "BROKER": address, "PROVIDER": f"{url}/x", "PYTHONPATH": str(HERE)}
    env["DATABASE"] = _dsn()
    _messages(count)
    scratch.forget(url)
    subprocess.run([str(python), "-m", "fill", str(count)], env=env, check=True, capture_output=True)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    workers = subprocess.Popen(command, env=env, start_new_session=True, **quiet)  # type: ignore[call-overload]
    try:
        rate = _watched(url, count)
        _all_settled(count)
        return rate
    finally:
        with suppress(ProcessLookupError):
            os.killpg(workers.pid, signal.SIGKILL)
        workers.wait()


def _watched(url: str, count: int) -> float:
    deadline, began = time.monotonic() + 180, 0.0
    while time.monotonic() < deadline:
        arrived = _accepted(url)
        if arrived and not began:
            began, first = time.monotonic(), arrived
        if arrived >= count:
            return (arrived - first) / (time.monotonic() - began)
        time.sleep(0.02)
    raise RuntimeError(f"only {_accepted(url)} of {count} in three minutes")


def _database() -> None:
    """A database of the peers' own, on the same server."""
    with scratch.superuser() as db:
        if not db.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            db.execute(f"CREATE DATABASE {DATABASE}")


def _messages(count: int) -> None:
    with _connected() as db:
        db.execute(TABLE)
        db.execute(FILL, [count])
        db.execute("ANALYZE bench_message")


def _all_settled(count: int) -> None:
    """The last receipts are written; a peer that wrote none would have been measured wrongly."""
    deadline = time.monotonic() + 20
    with _connected() as db:
        while db.execute("SELECT count(*) FROM bench_message WHERE state = 'sent'").fetchone() != (count,):
            if time.monotonic() > deadline:
                raise RuntimeError("receipts are missing")
            time.sleep(0.1)


def _connected() -> Any:
    from amparo.machine import database

    return database.connect("super", dbname=DATABASE, autocommit=True)


def _dsn() -> str:
    from psycopg.conninfo import make_conninfo

    from amparo.machine import secrets

    return make_conninfo(secrets.dsn("super"), dbname=DATABASE)


@contextmanager
def _same_server() -> Iterator[str]:
    yield ""


def _accepted(url: str) -> int:
    return int(scratch.ask(url, "/seen")["accepted"])


def _installed(folder: Path) -> Path:
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, capture_output=True)
    python = folder / "bin" / "python"
    subprocess.run([str(python), "-m", "pip", "install", "-q", *NEEDS], check=True, capture_output=True)
    return python


@contextmanager
def _redis() -> Iterator[str]:
    server, port = _program("redis-server"), _free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    running = subprocess.Popen([server, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _listening(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        running.terminate()
        running.wait()


@contextmanager
def _rabbitmq() -> Iterator[str]:
    """A broker of our own, as its own user's program starts it; with its plugins left out."""
    server, port, names_port = _program("rabbitmq-server"), _free_port(), _free_port()
    with tempfile.TemporaryDirectory(prefix="amparo-rabbit-") as home:
        env = os.environ | {
            # A name server of our own, which can be ended with it.
            "ERL_EPMD_PORT": str(names_port),
            "RABBITMQ_CONF_ENV_FILE": f"{home}/none",
            "RABBITMQ_NODENAME": f"amparo{port}@localhost",
            "RABBITMQ_NODE_PORT": str(port),
            "RABBITMQ_DIST_PORT": str(_free_port()),
            "RABBITMQ_MNESIA_BASE": home,
            "RABBITMQ_LOG_BASE": home,
            "RABBITMQ_ENABLED_PLUGINS_FILE": f"{home}/plugins",
            "RABBITMQ_PID_FILE": f"{home}/pid",
            "HOME": home,
        }
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        names = subprocess.Popen([_program("epmd"), "-port", str(names_port)], **quiet)  # type: ignore[call-overload]
        running = subprocess.Popen([server], env=env, start_new_session=True, **quiet)  # type: ignore[call-overload]
        try:
            _listening(port)
            yield f"amqp://guest:guest@127.0.0.1:{port}//"
        finally:
            with suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)
            running.wait()
            names.terminate()
            names.wait()


def _program(name: str) -> str:
    """Where the program is; Debian's package of it is installed when that may be done."""
    # RabbitMQ's own script first: the one on the path changes to another user, who may not write to our folder.
    places = "/usr/lib/rabbitmq/bin:" + os.environ.get("PATH", "") + ":/usr/sbin"
    if found := shutil.which(name, path=places):
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        env = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", name], env=env, capture_output=True
        )
    if found := shutil.which(name, path=places):
        return found
    raise RuntimeError(f"{name} is not on this machine")


def _listening(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                time.sleep(0.5)
                return
        time.sleep(0.1)
    raise RuntimeError("the broker did not start")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _celery(python: Path) -> list[str]:
    options = ["worker", "--loglevel=ERROR", "--concurrency", CONCURRENCY, "--without-gossip", "--without-mingle"]
    return [str(python), "-m", "celery", "-A", "celery_tasks", *options, "--without-heartbeat"]


def _dramatiq(python: Path) -> list[str]:
    return [str(python), "-m", "dramatiq", "dramatiq_tasks", "--processes", CONCURRENCY, "--threads", "8"]


def _procrastinate(python: Path) -> list[str]:
    options = ["--concurrency", "8", "--no-listen-notify", "--delete-jobs", "always"]
    return [str(python), "-m", "procrastinate", "--app", "procrastinate_tasks.app", "worker", *options]


PEERS: tuple[tuple[str, Callable[[], Any], Callable[[Path], list[str]]], ...] = (
    ("celery_redis", _redis, _celery),
    ("celery_rabbitmq", _rabbitmq, _celery),
    ("dramatiq_redis", _redis, _dramatiq),
    ("dramatiq_rabbitmq", _rabbitmq, _dramatiq),
    ("procrastinate", _same_server, _procrastinate),
)
