"""`amparo serve`: every process of this installation, under one supervisor."""

import os
import sys
from collections.abc import Callable
from ipaddress import ip_address

from rich.console import Console

from amparo.cli import upgrade
from amparo.machine import paths, postgres, secrets, supervisor
from amparo.machine.child import Child
from amparo.machine.trouble import CannotStart

console = Console()


def run(
    *,
    host: str,
    port: int,
    web_workers: int = 2,
    workers: int = 1,
    ready: Callable[[], None] | None = None,
) -> None:
    """All of it runs until Ctrl-C. The database is upgraded first. CannotStart: another program has the port."""
    require_free(_here(host), port)
    os.environ.setdefault("AMPARO_PUBLIC_URL", f"http://localhost:{port}")
    os.environ.setdefault("AMPARO_PROBE_URL", f"http://{_here(host)}:{port}")
    server = postgres.Server() if secrets.embedded() else None
    if server:
        server.start()
    prepare()
    children = [vault(), web(host, port, web_workers), *(worker(n) for n in range(workers))]
    raise SystemExit(supervisor.run(children, server=server, say=console.print, ready=ready or _say(port)))


def require_free(host: str, port: int) -> None:
    """CannotStart if somebody answers there already: it would look as if that were Amparo."""
    if _listens(host, port):
        raise CannotStart(f"Port {port} is taken by another program. Choose another one: --port {port + 1}")


def _here(host: str) -> str:
    """Where this machine reaches what listens on `host`: all addresses include its own."""
    everywhere = ip_address(host).is_unspecified if host[:1].isdigit() or ":" in host else False
    return "127.0.0.1" if everywhere else host


def prepare() -> None:
    """Tables, words and static files are this version's."""
    applied = upgrade.upgrade_apart()
    if applied:
        console.print(f"Database brought up to date: {applied} steps.")


def vault() -> Child:
    return Child("vault", [sys.executable, "-m", "amparo.privacy.vault"], stop_order=2, ready=vault_answers)


def web(host: str, port: int, processes: int) -> Child:
    """The web pages. Granian runs Django in `processes` processes of four threads each."""
    argv = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", str(processes), "--blocking-threads", "4", "--no-ws", "--http", "1"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "10", "--log-level", "warning"),
        "amparo.config.wsgi:application",
    ]
    return Child("web", argv, env={"AMPARO_ROLE": "web"}, stop_order=0, ready=lambda: _listens(host, port))


def worker(number: int) -> Child:
    argv = [sys.executable, "-m", "amparo", "worker"]
    return Child(f"worker-{number}", argv, env={"AMPARO_ROLE": "worker"}, stop_order=1)


def vault_answers() -> bool:
    from amparo.foundation.errors import Refused
    from amparo.privacy import vault as asked

    try:
        return bool(asked.health())
    except Refused:
        return False


def _listens(host: str, port: int) -> bool:
    import socket

    with socket.socket() as knock:
        knock.settimeout(0.2)
        return knock.connect_ex((host, port)) == 0


def _say(port: int) -> Callable[[], None]:
    def say() -> None:
        console.print(f"Amparo is ready: http://localhost:{port}/staff/   (Ctrl-C stops it; logs in {paths.logs()})")

    return say
