"""The reading process: shuts itself in, then does one task after the other, until its standard input closes.

Started by `sandbox` as `python -m amparo.media.sandbox_child TASKS MEGABYTES SECONDS`, where TASKS is a module with a
table of that name: what a task is called, and the function that does it.
"""

import importlib
import importlib.util
import os
import sys
from pathlib import Path
from typing import BinaryIO

import msgpack  # type: ignore[import-untyped]

import amparo
from amparo.media import confinement
from amparo.media.framing import read_frame, write_frame
from amparo.media.unusable import Unusable

# Where Python, its packages and the system's libraries lie; nothing of ours that is secret does.
SYSTEM = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/proc/self", "/proc/cpuinfo", "/sys/devices/system/cpu")


def main(tasks: str, megabytes: int, seconds: int) -> None:
    requests, answers = _pipes()
    granted = confinement.shut_in(megabytes, _readable(tasks))
    table = importlib.import_module(tasks).TASKS
    write_frame(answers, msgpack.packb({"ready": granted}))
    while (request := read_frame(requests)) is not None:
        asked = msgpack.unpackb(request)
        confinement.allow_seconds(seconds)
        answer, well = _done(table, asked)
        write_frame(answers, msgpack.packb({"number": asked["number"]} | answer))
        if not well:
            return  # whatever went wrong may have left something behind: the next task gets a new process


def _done(table: dict[str, object], asked: dict[str, object]) -> tuple[dict[str, object], bool]:
    try:
        return {"done": table[str(asked["task"])](**asked["given"])}, True  # type: ignore[operator, arg-type]
    except Unusable as trouble:
        return {"unusable": trouble.code}, True
    except MemoryError:
        return {"unusable": "out_of_memory"}, False
    except Exception:  # its words may hold parts of the file: they stay here
        return {"unusable": "reader_failed"}, False


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """What libraries print to standard output must not reach the answers."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return sys.stdin.buffer, answers


def _readable(tasks: str) -> list[Path]:
    """The code that is run here, and no other folder: a checkout may hold keys beside it."""
    found = importlib.util.find_spec(tasks)
    ours = [Path(found.origin).parent] if found and found.origin else []
    ours += [Path(place) for place in amparo.__path__]
    return ours + [Path(place) for place in (sys.prefix, sys.base_prefix, *SYSTEM)]


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
