"""A small HTTP/1.1 server in a thread, for the fakes that are spoken to by HTTP."""

from __future__ import annotations

import collections
import contextlib
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol


@dataclass
class Asked:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Told:
    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


class Provider(Protocol):
    """`faults`, first in first out: a status number, "drop before", "drop after", or "slow"."""

    faults: collections.deque[int | str]

    def answer(self, asked: Asked) -> Told: ...


@contextlib.contextmanager
def serving(provider: Provider, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """The provider answers on the port given, until the end of the block."""
    server = _Server(("127.0.0.1", 0), _handler(provider))
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are what some tests are about."""


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            fault = provider.faults.popleft() if provider.faults else None
            if fault == "drop before":
                self.close_connection = True
                return
            if isinstance(fault, int):
                return self._tell(Told(fault, b"{}", {"Retry-After": "7"} if fault in (429, 503) else {}))
            told = provider.answer(Asked(self.command, self.path, headers, body))
            if fault == "drop after":
                self.close_connection = True
                return
            if fault == "slow":
                time.sleep(1.0)
            self._tell(told)

        do_GET = do_POST

        def _tell(self, told: Told) -> None:
            self.send_response(told.status)
            for name, value in told.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(told.body)))
            self.end_headers()
            with contextlib.suppress(OSError):
                self.wfile.write(told.body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    return Handler
