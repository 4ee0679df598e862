"""A scanner of known harmful files (ClamAV's clamd), where an installation has one: asked by its own protocol.

See clamd(8), INSTREAM: pieces, each with its length before it, then a length of nothing; one answer.
"""

import socket
from enum import StrEnum
from typing import Final

PIECE: Final = 256 * 1024
PATIENCE: Final = 30.0  # seconds for each step of it
LONGEST_ANSWER: Final = 4096


class Verdict(StrEnum):
    """What the scanner said."""

    CLEAN = "clean"
    HARMFUL = "harmful"
    NOT_SCANNED = "not_scanned"  # there is no scanner, or it takes no file as large as this
    AWAY = "away"  # there is one, and it does not answer: ask again


def scan(data: bytes, place: str, *, patience: float = PATIENCE) -> Verdict:
    """`place` is `unix:/run/clamav/clamd.ctl`, `tcp:host:3310`, or empty: there is none."""
    if not place:
        return Verdict.NOT_SCANNED
    try:
        with _line(place, patience) as line:
            try:
                _send(line, data)
            except (BrokenPipeError, ConnectionResetError):
                pass  # it stops listening where a file is too large for it, and says so
            return _verdict(_answer(line))
    except (OSError, ValueError):
        return Verdict.AWAY


def _line(place: str, patience: float) -> socket.socket:
    kind, _, where = place.partition(":")
    if kind == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(patience)
        try:
            line.connect(where)
        except OSError:
            line.close()
            raise
        return line
    host, _, port = where.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=patience)


def _send(line: socket.socket, data: bytes) -> None:
    line.sendall(b"zINSTREAM\0")
    for start in range(0, len(data), PIECE):
        piece = data[start : start + PIECE]
        line.sendall(len(piece).to_bytes(4) + piece)
    line.sendall((0).to_bytes(4))


def _answer(line: socket.socket) -> bytes:
    told = b""
    while b"\0" not in told and len(told) < LONGEST_ANSWER:
        more = line.recv(LONGEST_ANSWER)
        if not more:
            break
        told += more
    return told.partition(b"\0")[0]


def _verdict(told: bytes) -> Verdict:
    """`stream: OK`, `stream: NAME FOUND`, `… ERROR`. The name of what was found is not carried on."""
    if told.endswith(b" FOUND"):
        return Verdict.HARMFUL
    if told == b"stream: OK":
        return Verdict.CLEAN
    if b"size limit exceeded" in told:
        return Verdict.NOT_SCANNED
    return Verdict.AWAY
