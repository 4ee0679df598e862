"""The network between the phone and Amparo: it can be cut, so that even a service worker finds nobody."""

from __future__ import annotations

import socket
import threading


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


class Network:
    """Passes bytes on between `port` and the server behind it."""

    def __init__(self, server_port: int) -> None:
        self.port = free_port()
        self._server_port = server_port
        self._listener: socket.socket | None = None
        self._open: set[socket.socket] = set()
        # Bytes to the phone, whoever on it asked for them: the service worker too.
        self.carried = 0
        self.join()

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    def join(self) -> None:
        """The phone has a network."""
        if self._listener is None:
            self._listener = socket.create_server(("127.0.0.1", self.port), backlog=64)
            threading.Thread(target=self._accept, args=[self._listener], daemon=True).start()

    def cut(self) -> None:
        """Nothing gets through any more, nor do connections that were open."""
        listener, self._listener = self._listener, None
        if listener:
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        for one in list(self._open):
            _end(one)

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                phone, _ = listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self._server_port))
            except OSError:
                phone.close()
                continue
            self._open |= {phone, server}
            for one, other in ((phone, server), (server, phone)):
                threading.Thread(target=self._pass_on, args=[one, other, other is phone], daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket, to_phone: bool) -> None:
        try:
            while some := one.recv(65536):
                other.sendall(some)
                self.carried += len(some) if to_phone else 0
        except OSError:
            pass
        for end in (one, other):
            self._open.discard(end)
            _end(end)


def _end(one: socket.socket) -> None:
    try:
        one.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    one.close()
