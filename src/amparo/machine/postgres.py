"""The embedded PostgreSQL: one server, started and stopped by one supervisor, reachable by password only."""

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from io import IOBase
from pathlib import Path
from types import TracebackType
from typing import Self

from amparo.machine import binaries, cluster, database, log_file, offspring, os_user, paths, placement
from amparo.machine.trouble import CannotStart

# Crash recovery replays up to max_wal_size; a slow disk needs its time.
PATIENCE = 60.0
POLITE, FIRM = 30.0, 10.0
# What a new server says for a moment while the kernel still buries a killed one.
STILL_BURIED = ("postmaster.pid", "still in use")


def _silent(_seconds: float) -> None:
    pass


class Server:
    """The server of this AMPARO_HOME. `options` loosen or tighten single settings, for throw-away servers."""

    def __init__(self, *, options: Mapping[str, str] | None = None) -> None:
        self._options = dict(options or {})
        self._process: subprocess.Popen[bytes] | None = None
        self._lock: IOBase | None = None

    def start(self, *, within: float = PATIENCE, progress: Callable[[float], None] = _silent) -> None:
        """The server answers. `progress` is told about every second how long we have waited; it may raise."""
        if self.running():
            return
        self._take_lock()
        try:
            self._prepare()
            self._await(within, progress)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """The server has ended: connections cut, everything written. Stopping twice is harmless."""
        if self._process is not None:
            for word, patience in ((signal.SIGINT, POLITE), (signal.SIGQUIT, FIRM), (signal.SIGKILL, FIRM)):
                if _ended(self._process, word, patience):
                    break
        self._process = None
        self._release_lock()

    def stop_at_once(self) -> None:
        """The server has ended without tidying up; the next start repairs."""
        if self._process is not None and not _ended(self._process, signal.SIGQUIT, 2):
            _ended(self._process, signal.SIGKILL, FIRM)
        self.stop()

    def running(self) -> bool:
        """True while the process that this object started is alive."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process and self.running() else None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _prepare(self) -> None:
        user = os_user.for_postgres(paths.postgres().resolve())
        data = placement.data_folder(user)
        programs = placement.programs(binaries.find(cluster.version(data)), user)
        cluster.ensure(data, programs, user)
        _end_leftovers(data)
        socket = placement.socket_folder(user, data)
        self._data, self._user = data, user
        self._command = cluster.arguments(data, programs, socket, self._options)

    def _spawn(self) -> None:
        cluster.forget_dead(self._data)
        with log_file.open_for("postgres") as log:
            self._log_from = log.tell()
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env={"LC_ALL": "C", "PATH": os.defpath, "PGTZ": "UTC"},
                start_new_session=True,  # Ctrl-C reaches us, and we end things in order
                preexec_fn=offspring.dies_with_us(signal.SIGINT),
                **self._user.as_popen(),
            )

    def _await(self, within: float, progress: Callable[[float], None]) -> None:
        began = told = time.monotonic()
        self._spawn()
        while not database.answers("super", dbname="postgres"):
            now = time.monotonic()
            if not self.running():
                self._try_again_or_say_why(now - began)
            if now - began > within:
                raise CannotStart(f"PostgreSQL did not answer within {within:.0f} s; {_see_log()}.")
            if now - told >= 1:
                progress(now - began)
                told = now
            time.sleep(0.05)

    def _try_again_or_say_why(self, waited: float) -> None:
        said = log_file.of("postgres").read_bytes()[self._log_from :].decode(errors="replace")
        if waited > 20 or not any(sign in said for sign in STILL_BURIED):
            why = next((line for line in reversed(said.splitlines()) if "FATAL" in line), "it ended at once")
            raise CannotStart(f"PostgreSQL did not start: {why.strip()}; {_see_log()}.")
        time.sleep(0.2)
        self._spawn()

    def _take_lock(self) -> None:
        if self._lock is not None:  # our server died: the lock is still ours
            return
        place = paths.make(paths.home()) / "postgres.lock"
        lock = open(os.open(place, os.O_RDWR | os.O_CREAT, 0o600))
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            raise CannotStart(f"Another Amparo already runs the database of {paths.home()}.") from None
        self._lock = lock

    def _release_lock(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def _see_log() -> str:
    return f"see {log_file.of('postgres')}"


def _ended(process: subprocess.Popen[bytes], word: signal.Signals, patience: float) -> bool:
    process.send_signal(word)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        return False
    return True


def _end_leftovers(data: Path) -> None:
    # We hold the lock, so a server still at work here has lost its supervisor: it must go before ours comes.
    deadline = time.monotonic() + POLITE
    while (alive := cluster.leftovers(data)) and time.monotonic() < deadline:
        for pid in alive:
            _tell(pid, signal.SIGINT)
        time.sleep(0.1)


def _tell(pid: int, word: signal.Signals) -> None:
    try:
        os.kill(pid, word)
    except ProcessLookupError:
        pass
