"""Keeps Amparo's processes alive, and ends them in order, together with the embedded database."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from itertools import groupby
from types import FrameType

from amparo.machine import log_file, postgres
from amparo.machine.child import Child, Running
from amparo.machine.trouble import CannotStart

TICK = 0.2
LOOK_AT_LOGS_EVERY = 60.0
READY_WITHIN = 60.0
SLOWEST_RETRY = 30.0


class Stopping(Exception):
    """Somebody asked us to stop while we waited for something."""


class Supervisor:
    """The children in the order they start, and the database they need, if it is ours."""

    def __init__(
        self,
        children: Sequence[Child],
        *,
        server: postgres.Server | None = None,
        say: Callable[[str], None] = print,
    ) -> None:
        self._running = [Running(child) for child in children]
        self._server = server
        self._server_retry_at = 0.0
        self._say = say
        self._asked = 0
        self._logs_at = time.monotonic()

    def run(self, ready: Callable[[], None] = lambda: None) -> int:
        """Everything ran until somebody asked to stop, and has ended. The exit status to give.

        `ready` is called once all children are up.
        The first Ctrl-C or SIGTERM stops in order, a second at once.
        """
        before = {s: signal.signal(s, self._on_signal) for s in (signal.SIGINT, signal.SIGTERM)}
        try:
            self._start_all()
            ready()
            while not self._asked:
                self.look()
                time.sleep(TICK)
        except Stopping:
            pass
        finally:
            self.stop()
            for number, handler in before.items():
                signal.signal(number, handler)
        return 0 if self._asked < 2 else 130

    def look(self) -> None:
        """Whatever died is running again, or waits for its turn after failing often."""
        self._look_at_server()
        for running in self._running:
            if running.died():
                self._say(f"{running.name} ended ({running.status()}), starts again in {running.pause:.0f} s")
            if running.due():
                running.start()
        if time.monotonic() - self._logs_at > LOOK_AT_LOGS_EVERY:
            self._logs_at = time.monotonic()
            for name in ("postgres", *(r.name for r in self._running)):
                log_file.keep_small(name)

    def stop(self) -> None:
        """All have ended, lowest `stop_order` first, the database last."""
        in_order = sorted(self._running, key=lambda r: r.child.stop_order)
        for _, group in groupby(in_order, key=lambda r: r.child.stop_order):
            self._stop_together(list(group))
        if self._server is not None:
            self._stop_server(self._server)

    def pids(self) -> dict[str, int]:
        """The process number of each child that runs."""
        return {r.name: r.pid for r in self._running if r.pid is not None}

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._asked += 1
        if self._asked == 2:
            for running in self._running:
                running.kill()
            if self._server is not None and self._server.pid is not None:
                os.kill(self._server.pid, signal.SIGQUIT)

    def _start_all(self) -> None:
        if self._server is not None:
            self._server.start(progress=self._stop_if_asked)
        for running in self._running:
            running.start()
            self._await_ready(running)

    def _await_ready(self, running: Running) -> None:
        deadline = time.monotonic() + READY_WITHIN
        while not running.ready():
            self._stop_if_asked()
            self.look()
            if time.monotonic() > deadline:
                raise CannotStart(f"{running.name} did not get ready; see {log_file.of(running.name)}.")
            time.sleep(TICK / 4)

    def _stop_if_asked(self, _waited: float = 0) -> None:
        if self._asked:
            raise Stopping

    def _look_at_server(self) -> None:
        server = self._server
        if server is None or server.running() or time.monotonic() < self._server_retry_at:
            return
        try:
            server.start(progress=self._stop_if_asked)
        except CannotStart as trouble:
            self._say(f"{trouble} Trying again in {SLOWEST_RETRY:.0f} s.")
            self._server_retry_at = time.monotonic() + SLOWEST_RETRY

    def _stop_together(self, group: list[Running]) -> None:
        for running in group:
            running.ask_to_end()
        deadline = time.monotonic() + max(r.child.patience for r in group)
        while self._asked < 2 and time.monotonic() < deadline and any(r.alive() for r in group):
            time.sleep(TICK / 4)
        for running in group:
            running.kill()

    def _stop_server(self, server: postgres.Server) -> None:
        try:
            server.stop_at_once() if self._asked >= 2 else server.stop()
        except subprocess.TimeoutExpired:
            self._say("PostgreSQL did not end")


def run(
    children: Sequence[Child],
    *,
    server: postgres.Server | None = None,
    say: Callable[[str], None] = print,
    ready: Callable[[], None] = lambda: None,
) -> int:
    """Everything ran until somebody asked to stop, and has ended. The exit status to give."""
    return Supervisor(children, server=server, say=say).run(ready)
