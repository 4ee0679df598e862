"""The fake scanner checked against the true one, ClamAV's clamd with one signature of ours, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from amparo.media import scanning
from amparo.media.scanning import Verdict
from tests.media.test_scanning import EICAR

CLAMD = shutil.which("clamd")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a clamd answers that knows the test file, and takes 2 MB at most."""
    if CLAMD is None:
        pytest.skip("no clamd here: install the package clamav-daemon to check the fake against it")
    home = tmp_path_factory.mktemp("clamd")
    known = home / "signatures"
    known.mkdir()
    # Any file (0) that holds these bytes anywhere (*): see the manual of ClamAV, "Extended signature format".
    (known / "test.ndb").write_text(f"Test.File:0:*:{EICAR.hex()}\n")
    home.chmod(0o755)
    settings = f"LocalSocket {home}/ctl\nDatabaseDirectory {known}\nForeground yes\nStreamMaxLength 2M\nUser root\n"
    (home / "clamd.conf").write_text(settings)
    with (home / "said").open("wb") as said:
        running = subprocess.Popen([CLAMD, "-c", str(home / "clamd.conf")], stdout=said, stderr=said)
    try:
        _wait_for(home / "ctl", running, home / "said")
        yield f"unix:{home}/ctl"
    finally:
        running.terminate()
        running.wait(30)


def _wait_for(socket: Path, running: subprocess.Popen[bytes], said: Path) -> None:
    until = time.monotonic() + 60
    while not socket.exists():
        assert running.poll() is None and time.monotonic() < until, said.read_text()
        time.sleep(0.1)


@pytest.mark.parametrize(
    ("data", "verdict"),
    [
        pytest.param(b"", Verdict.CLEAN, id="nothing"),
        pytest.param(bytes(range(256)) * 3000, Verdict.CLEAN, id="clean, in several pieces"),
        pytest.param(EICAR, Verdict.HARMFUL, id="the test file"),
        pytest.param(b"\0" * 600_000 + EICAR, Verdict.HARMFUL, id="the test file after the second piece"),
        pytest.param(b"a" * 3_000_000, Verdict.NOT_SCANNED, id="more than it takes"),
    ],
)
def test_the_true_scanner_answers_as_the_fake_does(place: str, data: bytes, verdict: Verdict) -> None:
    assert scanning.scan(data, place) is verdict
