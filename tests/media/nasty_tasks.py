"""What a file could make the reading process do."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import time
from pathlib import Path
from typing import Any

from amparo.media.unusable import Unusable


def echo(**given: Any) -> dict[str, Any]:
    return given


def refuse() -> dict[str, Any]:
    raise Unusable("some_code")


def hang() -> dict[str, Any]:
    time.sleep(3600)
    return {}


def spin() -> dict[str, Any]:
    while True:
        pass


def grow() -> dict[str, Any]:
    return {"length": len(bytearray(8 << 30))}


def die(how: int) -> dict[str, Any]:
    os.kill(os.getpid(), how)
    return {}


def fall() -> dict[str, Any]:
    ctypes.string_at(0)
    return {}


def fail() -> dict[str, Any]:
    raise RuntimeError("a secret of the file")


def babble() -> dict[str, Any]:
    os.write(1, b"what a library prints")
    print("what a library prints", flush=True)
    return {"well": True}


def lie() -> dict[str, Any]:
    """Speaks on the pipe of the answers itself, as a taken-over process would."""
    os.write(3, b"\xff\xff\xff\xff rubbish")
    return {}


def surroundings() -> dict[str, Any]:
    return {"environment": dict(os.environ), "open": len(os.listdir("/proc/self/fd"))}


def read(path: str) -> dict[str, Any]:
    try:
        return {"read": len(Path(path).read_bytes())}
    except OSError as refused:
        return {"refused": type(refused).__name__}


def write(path: str) -> dict[str, Any]:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        return {"written": Path(path).write_bytes(b"x")}
    except OSError:
        return {"refused": True}


def call(port: int) -> dict[str, Any]:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
        return {"reached": True}
    except OSError:
        return {"reached": False}


TASKS = {
    task.__name__: task
    for task in (
        *(echo, refuse, hang, spin, grow, die, fall, fail, babble, lie, surroundings, read, write),
        call,
    )
}
