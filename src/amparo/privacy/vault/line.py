"""A caller's connection to the vault: one for each thread, made anew once when it has broken."""

import os
import socket
import threading
from pathlib import Path
from typing import Any

from amparo.foundation.errors import Refused
from amparo.machine import paths
from amparo.privacy.vault import wire

TIMEOUT_SECONDS = 15.0

_mine = threading.local()


class _Gone(Exception):
    """The vault closed the connection before it answered."""


class _Line:
    def __init__(self, place: Path) -> None:
        self.key = _key()
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.settimeout(TIMEOUT_SECONDS)
        self._socket.connect(str(place))
        self._reader = self._socket.makefile("rb")

    def ask(self, message: list[Any]) -> Any:
        wire.send(self._socket, message)
        answer = wire.receive(self._reader)
        if answer is None:
            raise _Gone
        return answer

    def close(self) -> None:
        self._reader.close()
        self._socket.close()


def ask(name: str, question: dict[str, Any]) -> Any:
    """The vault's answer, or Refused with its code; `vault_unavailable` when it cannot be reached.

    Every question can be asked twice without harm, so a broken connection is tried again once.
    """
    try:
        answered, *rest = _ask_twice([name, question])
    except wire.TooLong:
        raise Refused("too_large") from None
    except (OSError, _Gone, wire.Broken):
        hang_up()
        raise Refused("vault_unavailable") from None
    if answered:
        return rest[0]
    raise Refused(rest[0], **rest[1])


def hang_up() -> None:
    """This thread has no connection any more."""
    line: _Line | None = getattr(_mine, "line", None)
    _mine.line = None
    if line:
        line.close()


def _ask_twice(message: list[Any]) -> Any:
    try:
        return _line().ask(message)
    except TimeoutError:
        raise  # the vault is there, and slow: asking again would only add to it
    except (OSError, _Gone):
        hang_up()
        return _line().ask(message)


def _line() -> _Line:
    line: _Line | None = getattr(_mine, "line", None)
    if line and line.key == _key():
        return line
    hang_up()
    _mine.line = _Line(paths.vault_socket())
    made: _Line = _mine.line
    return made


def _key() -> tuple[str | None, int]:
    """Of which installation and process a connection is. A child process must not share its parent's."""
    return os.environ.get("AMPARO_HOME"), os.getpid()
