"""The reading process is killed, bombed and hung; whoever asks gets a code, and the next one an answer."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from amparo.media import sandbox
from amparo.media.sandbox import Sandbox
from amparo.media.unusable import Unusable

NASTY = "tests.media.nasty_tasks"


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    box = Sandbox(NASTY, patience=20)
    yield box
    box.close()


def code_of(box: Sandbox, task: str, **given: object) -> str:
    with pytest.raises(Unusable) as refused:
        box.ask(task, **given)
    return refused.value.code


def test_bytes_go_in_and_come_out(box: Sandbox) -> None:
    assert box.ask("echo", data=b"\x00\xff" * 100_000)["data"] == b"\x00\xff" * 100_000


def test_whoever_waits_for_a_page_goes_first(box: Sandbox) -> None:
    box.ask("echo")
    assert box.pid
    ours = os.getpriority(os.PRIO_PROCESS, 0)
    assert os.getpriority(os.PRIO_PROCESS, box.pid) == min(ours + sandbox.YIELDING, 19)


def test_a_code_comes_through_and_the_process_lives_on(box: Sandbox) -> None:
    box.ask("echo")
    before = box.pid
    assert code_of(box, "refuse") == "some_code"
    assert box.pid == before


@pytest.mark.parametrize(
    ("task", "given", "code"),
    [
        pytest.param("die", {"how": signal.SIGKILL}, "reader_died", id="killed"),
        pytest.param("fall", {}, "reader_died", id="a fault of memory"),
        pytest.param("grow", {}, "out_of_memory", id="eight gigabytes"),
        pytest.param("fail", {}, "reader_failed", id="a fault of ours"),
        pytest.param("lie", {}, "reader_died", id="rubbish on the pipe"),
        pytest.param("no_such_task", {}, "reader_failed", id="no such task"),
    ],
)
def test_after_any_end_the_next_task_finds_a_new_process(
    box: Sandbox, task: str, given: dict[str, object], code: str
) -> None:
    box.ask("echo")
    before = box.pid
    assert code_of(box, task, **given) == code
    assert box.ask("echo", well=1) == {"well": 1}
    assert box.pid != before


def test_a_process_killed_between_two_tasks_is_replaced(box: Sandbox) -> None:
    box.ask("echo")
    assert box.pid
    os.kill(box.pid, signal.SIGKILL)
    while box.pid:
        time.sleep(0.01)
    assert box.ask("echo", well=1) == {"well": 1}


@pytest.mark.parametrize("task", ["hang", "spin"])
def test_what_takes_too_long_is_ended(task: str) -> None:
    box = Sandbox(NASTY, patience=1)
    assert code_of(box, task) == "too_slow"
    assert box.pid is None
    box.close()


def test_where_somebody_waits_it_is_ended_sooner_but_never_later() -> None:
    box = Sandbox(NASTY, patience=30)
    with pytest.raises(Unusable, match="too_slow"):
        box.ask("hang", within=1)
    box._patience = 1
    with pytest.raises(Unusable, match="too_slow"):
        box.ask("hang", within=3600)
    box.close()


def test_the_processor_itself_ends_what_computes_too_long() -> None:
    box = Sandbox(NASTY, patience=1)
    box._patience = 30
    assert code_of(box, "spin") == "reader_died"
    box.close()


def test_what_libraries_print_does_not_reach_the_answer(box: Sandbox) -> None:
    assert box.ask("babble") == {"well": True}


def test_no_secret_and_no_open_file_is_inherited(box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMPARO_KEY", "a secret")
    box.close()
    seen = box.ask("surroundings")
    assert set(seen["environment"]) == set(sandbox.ENVIRONMENT)
    assert seen["open"] <= 5


def test_no_file_can_be_written_and_none_of_ours_be_read(box: Sandbox, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("a secret")
    beside = Path(__file__).parents[2] / "pyproject.toml"
    box.ask("echo")
    box.ask("write", path=str(tmp_path / "new"))
    assert not (tmp_path / "new").exists() or (tmp_path / "new").stat().st_size == 0
    if "no_files" not in box.granted:
        pytest.skip("this kernel has no Landlock")
    for path in (secret, beside, Path("/etc/passwd"), Path("/proc/1/environ")):
        assert "refused" in box.ask("read", path=str(path)), path


def test_nothing_can_be_reached(box: Sandbox) -> None:
    box.ask("echo")
    if "no_network" not in box.granted:
        pytest.skip("this machine lets no process give up its network")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        assert box.ask("call", port=listening.getsockname()[1]) == {"reached": False}


def test_many_threads_each_get_their_own_answer(box: Sandbox) -> None:
    found: dict[int, int] = {}
    threads = [
        threading.Thread(target=lambda n=n: found.update({n: box.ask("echo", number=n)["number"]})) for n in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {n: n for n in range(16)}


def test_an_old_process_is_replaced(box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "TASKS_A_LIFE", 2)
    box.close()
    assert len({(box.ask("echo"), box.pid)[1] for _ in range(3)}) > 1


def test_a_process_that_does_not_start_says_so() -> None:
    assert code_of(Sandbox("no.such.module"), "echo") == "reader_died"
