"""One supervised process: what to start, and how it is doing."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from amparo.machine import log_file, offspring

FIRST_RETRY, SLOWEST_RETRY = 1.0, 30.0
# A child that lived this long was well: its next end counts as the first.
WELL_AFTER = 60.0


def _at_once() -> bool:
    return True


@dataclass(frozen=True)
class Child:
    """What to start. Lower `stop_order` ends first; the same number ends together."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)  # added to ours
    stop_order: int = 0
    patience: float = 15.0  # seconds between asking it to end and ending it
    ready: Callable[[], bool] = _at_once  # the next child starts when this is true


class Running:
    """A child through its lives."""

    def __init__(self, child: Child) -> None:
        self.child = child
        self.pause = 0.0
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._due_at: float | None = None
        self._code = 0

    @property
    def name(self) -> str:
        return self.child.name

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process and self.alive() else None

    def start(self) -> None:
        """The process runs, in a group of its own; what it says goes to its log file."""
        self._due_at = None
        self._started_at = time.monotonic()
        with log_file.open_for(self.name) as log:
            self._process = subprocess.Popen(
                list(self.child.argv),
                env={**os.environ, **self.child.env},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=offspring.dies_with_us(signal.SIGTERM),
            )

    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def ready(self) -> bool:
        return self.alive() and self.child.ready()

    def status(self) -> str:
        """How it ended, in a word."""
        code = self._code
        return signal.Signals(-code).name if code < 0 else f"status {code}"

    def died(self) -> bool:
        """True once for each death. What it started has ended too; the next start is due after a pause."""
        if self._process is None or self.alive():
            return False
        self.kill()
        well = time.monotonic() - self._started_at > WELL_AFTER
        self.pause = FIRST_RETRY if well or not self.pause else min(self.pause * 2, SLOWEST_RETRY)
        self._due_at = time.monotonic() + self.pause
        return True

    def due(self) -> bool:
        return self._due_at is not None and time.monotonic() >= self._due_at

    def ask_to_end(self) -> None:
        """The process knows that it should end, and is not started again."""
        self._due_at = None
        if self._process is not None and self.alive():
            self._process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """The process and everything it started have ended."""
        self._due_at = None
        if self._process is None:
            return
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self._code = self._process.wait()
        self._process = None  # its number may soon be somebody else's
