"""How the vault and its callers speak: frames of four length bytes and msgpack."""

import socket
from io import BufferedReader
from typing import Any

import msgpack  # type: ignore[import-untyped]

LONGEST_FRAME = 16 * 1024 * 1024


class Broken(Exception):
    """The other side stopped speaking, or speaks something else."""


class TooLong(Exception):
    """The frame does not fit; nothing was sent."""


def send(line: socket.socket, message: Any) -> None:
    """The other side has been handed the message."""
    body: bytes = msgpack.packb(message)
    if len(body) > LONGEST_FRAME:
        raise TooLong
    line.sendall(len(body).to_bytes(4) + body)


def receive(reader: BufferedReader) -> Any:
    """The next message; None when the other side has closed between two frames."""
    head = reader.read(4)
    if not head:
        return None
    length = int.from_bytes(head)
    if len(head) < 4 or length > LONGEST_FRAME:
        raise Broken
    body = reader.read(length)
    if len(body) < length:
        raise Broken
    try:
        return msgpack.unpackb(body)
    except ValueError as wrong:  # msgpack's errors are ValueErrors
        raise Broken from wrong
