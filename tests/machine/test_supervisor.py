import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from amparo.machine import child, database, log_file, postgres, supervisor
from amparo.machine.child import Child
from amparo.machine.supervisor import Supervisor

SLEEPER = [sys.executable, "-c", "import time; print('here', flush=True); time.sleep(99)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); print('here', flush=True); time.sleep(99)",
]
PARENT = [
    sys.executable,
    "-c",
    "import subprocess as s, time; print(s.Popen(['sleep', '99']).pid, flush=True); time.sleep(99)",
]

SPEAKER = """
import signal, sys, time

def end(*_):
    with open({0!r}, "a") as out:
        out.write({1!r})
    sys.exit()

signal.signal(15, end)
print("here", flush=True)
time.sleep(99)
"""


def _until(true: Callable[[], object], within: float = 15) -> bool:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.02)
    return False


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _said(name: str) -> str:
    return log_file.of(name).read_text() if log_file.of(name).exists() else ""


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "FIRST_RETRY", 0.05)
    monkeypatch.setattr(child, "SLOWEST_RETRY", 0.2)


def _run_briefly(them: Supervisor, meanwhile: Callable[[], None]) -> int:
    """It runs in the main thread, as it must; `meanwhile` happens beside it, then somebody presses Ctrl-C."""

    def beside() -> None:
        try:
            meanwhile()
        finally:
            os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=beside)
    status = them.run(ready=thread.start)
    thread.join()
    return status


def test_a_killed_child_is_started_again(home: Path, quick: None) -> None:
    them = Supervisor([Child("web", SLEEPER)], say=lambda _: None)
    seen: list[int] = []

    def kill() -> None:
        seen.append(them.pids()["web"])
        os.kill(seen[0], signal.SIGKILL)
        assert _until(lambda: them.pids().get("web", seen[0]) != seen[0])
        seen.append(them.pids()["web"])

    assert _run_briefly(them, kill) == 0
    assert len(seen) == 2
    assert not any(map(_alive, seen))


def test_a_child_that_keeps_failing_is_tried_less_and_less_often(home: Path, quick: None) -> None:
    said: list[str] = []
    them = Supervisor([Child("web", [sys.executable, "-c", "raise SystemExit(3)"])], say=said.append)
    _run_briefly(them, lambda: _until(lambda: len(said) >= 4) and None)
    assert "web ended (status 3)" in said[0]
    assert them._running[0].pause == 0.2


def test_children_end_in_their_order_and_say_so_in_their_files(home: Path) -> None:
    order = home / "order"
    children = [
        Child(n, [sys.executable, "-c", SPEAKER.format(str(order), n)], stop_order=o)
        for n, o in (("vault", 3), ("web", 1), ("worker", 2))
    ]
    ready = [lambda n=c.name: "here" in _said(n) for c in children]
    children = [Child(c.name, c.argv, stop_order=c.stop_order, ready=r) for c, r in zip(children, ready, strict=True)]
    _run_briefly(Supervisor(children), lambda: None)
    assert order.read_text() == "webworkervault"


def test_the_next_child_waits_until_the_first_is_ready(home: Path) -> None:
    seen: list[bool] = []
    first = Child("vault", SLEEPER, ready=lambda: "here" in _said("vault"))
    second = Child("web", SLEEPER, ready=lambda: seen.append("here" in _said("vault")) or True)
    _run_briefly(Supervisor([first, second]), lambda: None)
    assert seen == [True]


def test_a_child_that_will_not_end_is_ended(home: Path) -> None:
    stubborn = Child("web", STUBBORN, patience=0.3, ready=lambda: "here" in _said("web"))
    them, pids = Supervisor([stubborn]), []
    _run_briefly(them, lambda: pids.extend(them.pids().values()))
    assert pids and not any(map(_alive, pids))


def test_a_second_ctrl_c_does_not_wait(home: Path) -> None:
    stubborn = Child("web", STUBBORN, patience=60, ready=lambda: "here" in _said("web"))
    began = time.monotonic()
    status = _run_briefly(Supervisor([stubborn]), _press_once_more_than_usual)
    assert status == 130
    assert time.monotonic() - began < 15


def _press_once_more_than_usual() -> None:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(0.5)


def test_what_a_dead_child_started_ends_with_it(home: Path, quick: None) -> None:
    them = Supervisor([Child("web", PARENT, ready=lambda: bool(_said("web").strip()))], say=lambda _: None)
    grandchildren: list[int] = []

    def kill() -> None:
        grandchildren.append(int(_said("web").split()[0]))
        os.kill(them.pids()["web"], signal.SIGKILL)
        assert _until(lambda: not _alive(grandchildren[0]))

    _run_briefly(them, kill)
    assert not _alive(grandchildren[0])


def test_the_database_is_started_again_and_ends_last(home: Path) -> None:
    server = postgres.Server()
    them = Supervisor([Child("web", SLEEPER)], server=server)

    def kill() -> None:
        first = server.pid
        assert first
        os.kill(first, signal.SIGKILL)
        assert _until(lambda: server.pid not in (None, first))
        assert _until(lambda: database.answers("super", dbname="postgres"))

    _run_briefly(them, kill)
    assert not server.running()


def test_a_killed_supervisor_leaves_no_orphans(home: Path) -> None:
    script = f"""
    from amparo.machine import postgres, supervisor
    from amparo.machine.child import Child
    children = [Child("web", {SLEEPER!r}), Child("worker", {SLEEPER!r})]
    them = supervisor.Supervisor(children, server=postgres.Server())
    them.run(ready=lambda: print(*them.pids().values(), them._server.pid, flush=True))
    """
    process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE)
    assert process.stdout
    pids = [int(word) for word in process.stdout.readline().split()]
    assert len(pids) == 3
    process.kill()
    process.communicate()
    assert _until(lambda: not any(map(_alive, pids)))


def test_a_child_that_never_gets_ready_is_reported_and_all_end(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "READY_WITHIN", 0.3)
    them = Supervisor([Child("vault", SLEEPER, ready=lambda: False)])
    with pytest.raises(supervisor.CannotStart, match="vault did not get ready"):
        them.run()
    assert them.pids() == {}


def test_a_log_that_grew_large_starts_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_file, "LARGEST", 10)
    with log_file.open_for("web") as log:
        log.write(b"line one, longer than ten\n")
        log.flush()
        log_file.keep_small("web")
        log.write(b"line two\n")
    assert _said("web") == "line two\n"
    assert log_file.of("web").with_suffix(".log.1").read_text() == "line one, longer than ten\n"
    assert log_file.of("web").stat().st_mode & 0o777 == 0o600
