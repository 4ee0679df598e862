"""Reads files of unknown origin in a process of its own, which can do no harm by dying, hanging or growing.

The process is started anew, not forked; it inherits no secret, no open file, and a nearly empty environment; bytes go
in and come out by pipes only. It lives for many tasks, and is replaced when it dies, takes too long, or is old.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import weakref
from typing import Any, Final

import msgpack  # type: ignore[import-untyped]

from amparo.media.framing import read_frame, write_frame
from amparo.media.unusable import Unusable

PATIENCE: Final = 60.0  # seconds on the wall for one task; ten minutes of sound take 10 of a core
STARTING: Final = 60.0
MEGABYTES: Final = 1536  # of addresses; libraries and models take 550 of them, a picture of 40 megapixels 500
TASKS_A_LIFE: Final = 250
YIELDING: Final = 10  # whoever waits for a page goes first


class Sandbox:
    """One reading process, started with the first task. Several threads may ask; they take turns."""

    def __init__(
        self, tasks: str = "amparo.media.tasks", *, patience: float = PATIENCE, megabytes: int = MEGABYTES
    ) -> None:
        self.granted: list[str] = []  # what the kernel let the process give up: see confinement
        self._words = (tasks, str(megabytes), str(int(patience) + 1))
        self._patience = patience
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._at_our_end: weakref.finalize[..., Sandbox] | None = None
        self._starter = 0
        self._number = 0

    def ask(self, task: str, *, within: float | None = None, **given: Any) -> dict[str, Any]:
        """What the task answers; `within` so many seconds, where somebody waits for it.

        Unusable: the task's codes, and `too_slow`, `out_of_memory`, `reader_failed` and `reader_died`; the next task
        finds a new process.
        """
        with self._turn:
            answer = self._answer({"task": task, "given": given}, min(within or self._patience, self._patience))
        if "unusable" in answer:
            raise Unusable(str(answer["unusable"]))
        return dict(answer["done"])

    def close(self) -> None:
        """The process has ended."""
        with self._turn:
            self._end()

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process and self._process.poll() is None else None

    def _answer(self, request: dict[str, Any], patience: float) -> dict[str, Any]:
        process = self._running()
        self._number += 1
        answer = self._exchange(process, request | {"number": self._number}, patience)
        failed = answer.get("unusable") in ("out_of_memory", "reader_failed")
        if failed or answer.get("number") != self._number or self._number >= TASKS_A_LIFE:
            self._end()
        if answer.get("number") not in (self._number, None):  # never one person's answer for another
            return {"unusable": "reader_died"}
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self.pid is None or self._starter != os.getpid():  # a forked copy of us must not share the pipes
            self._process = None if self._starter != os.getpid() else self._process
            self._end()
            self._start()
        assert self._process
        return self._process

    def _start(self) -> None:
        command = [sys.executable, "-I", "-m", "amparo.media.sandbox_child", *self._words]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=ENVIRONMENT,
            cwd="/",
            start_new_session=True,
        )
        # Before it has a second thread: on Linux each keeps a priority of its own.
        os.setpriority(os.PRIO_PROCESS, self._process.pid, os.getpriority(os.PRIO_PROCESS, 0) + YIELDING)
        self._number, self._starter = 0, os.getpid()
        self._at_our_end = weakref.finalize(self, _kill, self._process)
        first = self._exchange(self._process, None, STARTING)
        if "ready" not in first:
            self._end()
            raise Unusable("reader_died")
        self.granted = list(first["ready"])

    def _exchange(self, process: subprocess.Popen[bytes], request: Any, patience: float) -> dict[str, Any]:
        """A watchman ends the process when it is late; the pipes then end too."""
        late = threading.Event()
        watchman = threading.Timer(patience, _end_late, (process, late))
        watchman.daemon = True
        watchman.start()
        assert process.stdin and process.stdout
        try:
            if request is not None:
                write_frame(process.stdin, msgpack.packb(request))
            answer = read_frame(process.stdout)
            told = msgpack.unpackb(answer) if answer is not None else None
        except (OSError, ValueError, msgpack.UnpackException):
            told = None
        finally:
            watchman.cancel()
        return told if isinstance(told, dict) else {"unusable": "too_slow" if late.is_set() else "reader_died"}

    def _end(self) -> None:
        if self._process is not None:
            _kill(self._process)
        if self._at_our_end is not None:
            self._at_our_end.detach()
        self._process = None


def _end_late(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    process.kill()


def _kill(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            try:
                pipe.close()
            except OSError:  # it still held what nobody will read
                continue


# One thread each: several readers share the processors. Few arenas: addresses are limited.
ENVIRONMENT: Final = {
    "LC_ALL": "C.UTF-8",
    "MALLOC_ARENA_MAX": "2",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OPENCV_LOG_LEVEL": "SILENT",
    "PYTHONDONTWRITEBYTECODE": "1",
}
