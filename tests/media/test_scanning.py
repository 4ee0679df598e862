"""The scanner of harmful files, played by a small one that speaks clamd's own protocol."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from amparo.media import scanning
from amparo.media.scanning import Verdict

# The European Institute's test file, in two parts so that no scanner takes this file for it.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class FakeClamd(threading.Thread):
    """Reads INSTREAM as clamd does: the command, pieces with their lengths, a length of nothing."""

    def __init__(self, listening: socket.socket, most: int = 30_000_000, answer: bytes = b"") -> None:
        super().__init__(daemon=True)
        self.listening, self.most, self.answer = listening, most, answer
        self.heard: list[bytes] = []
        self.start()

    def run(self) -> None:
        while True:
            try:
                line, _ = self.listening.accept()
            except OSError:
                return
            with line:
                line.sendall(self.answer or self.say(line))

    def say(self, line: socket.socket) -> bytes:
        reader = line.makefile("rb")
        if reader.read(10) != b"zINSTREAM\0":
            return b"UNKNOWN COMMAND\0"
        data = b""
        while size := int.from_bytes(reader.read(4)):
            if len(data) + size > self.most:
                return b"INSTREAM size limit exceeded. ERROR\0"
            data += reader.read(size)
        self.heard.append(data)
        return b"stream: Win.Test.EICAR_HDB-1 FOUND\0" if data.startswith(EICAR) else b"stream: OK\0"


@pytest.fixture
def unix(tmp_path: Path) -> Iterator[Callable[..., tuple[str, FakeClamd]]]:
    opened: list[socket.socket] = []

    def begin(**how: Any) -> tuple[str, FakeClamd]:
        place = tmp_path / f"clamd{len(opened)}.ctl"
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listening.bind(str(place))
        listening.listen()
        opened.append(listening)
        return f"unix:{place}", FakeClamd(listening, **how)

    yield begin
    for one in opened:
        one.close()


def test_a_clean_file_is_clean_and_arrives_whole(unix: Any) -> None:
    place, clamd = unix()
    data = bytes(range(256)) * 3000
    assert scanning.scan(data, place) is Verdict.CLEAN
    assert clamd.heard == [data]


def test_the_test_file_of_all_scanners_is_found(unix: Any) -> None:
    assert scanning.scan(EICAR, unix()[0]) is Verdict.HARMFUL


def test_over_tcp_it_is_the_same() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        FakeClamd(listening)
        port = listening.getsockname()[1]
        assert scanning.scan(EICAR, f"tcp:127.0.0.1:{port}") is Verdict.HARMFUL


def test_without_a_scanner_nothing_is_claimed() -> None:
    assert scanning.scan(b"x", "") is Verdict.NOT_SCANNED


def test_a_file_too_large_for_the_scanner_is_called_not_scanned(unix: Any) -> None:
    assert scanning.scan(bytes(9_000_000), unix(most=1_000_000)[0]) is Verdict.NOT_SCANNED


@pytest.mark.parametrize("answer", [b"stream: Something odd ERROR\0", b"garbage", b"stream: OK but not\0"])
def test_an_odd_answer_is_no_answer(unix: Any, answer: bytes) -> None:
    assert scanning.scan(b"x", unix(answer=answer)[0]) is Verdict.AWAY


@pytest.mark.parametrize("place", ["unix:/nowhere/clamd.ctl", "tcp:127.0.0.1:1", "tcp:127.0.0.1:no", "what", "tcp:"])
def test_a_scanner_that_does_not_answer_is_away(place: str) -> None:
    assert scanning.scan(b"x", place, patience=2) is Verdict.AWAY


def test_a_scanner_that_hangs_is_away(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
        listening.bind(str(tmp_path / "c"))
        listening.listen()
        assert scanning.scan(b"x", f"unix:{tmp_path / 'c'}", patience=0.3) is Verdict.AWAY
