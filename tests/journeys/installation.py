"""A true installation for the journeys: its own folder, database, vault and web server, as `amparo serve` runs it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tests.journeys.network import Network, free_port

PATIENCE = 90.0


class Installation:
    """Runs until `stop`."""

    def __init__(self, network: type[Network] = Network) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="amparo-journey-"))
        self.home.chmod(0o711)
        self._port = free_port()
        self.network = network(self._port)
        # What this process has set for a database of its own must not reach the installation.
        clean = {name: value for name, value in os.environ.items() if not name.startswith("AMPARO_")}
        self._env = clean | {"AMPARO_HOME": str(self.home), "AMPARO_PUBLIC_URL": self.network.origin}
        self._log = open(self.home / "serve.log", "wb")  # noqa: SIM115
        self._serve(self._env)

    @property
    def origin(self) -> str:
        return self.network.origin

    @property
    def environment(self) -> dict[str, str]:
        """In which a process of its own works on this installation."""
        return dict(self._env)

    def ask(self, what: str, **details: Any) -> Any:
        """Something made or looked up by the programme's own verbs, in a process of its own."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.journeys.verbs", what, json.dumps(details)],
            env=self._env | {"AMPARO_ROLE": "owner"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stderr[-3000:])
        return json.loads(done.stdout, object_hook=lambda facts: SimpleNamespace(**facts))

    def release(self, package: Path) -> None:
        """From now on it runs the Amparo of this folder, as after an upgrade."""
        self._end()
        self._serve(self._env | {"PYTHONPATH": str(package)})

    def stop(self) -> None:
        """Everything has ended and the folder is gone."""
        self.network.cut()
        self._end()
        self._log.close()
        _remove(self.home)

    def _serve(self, env: dict[str, str]) -> None:
        command = ["-m", "amparo", "serve", "--port", str(self._port), "--web-workers", "1", "--workers", "0"]
        self._serving = subprocess.Popen(
            [sys.executable, *command], env=env, stdout=self._log, stderr=self._log, start_new_session=True
        )
        self._await_health()

    def _end(self) -> None:
        self._serving.send_signal(signal.SIGINT)
        try:
            self._serving.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(self._serving.pid, signal.SIGKILL)

    def _await_health(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self._serving.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.origin}/healthz", timeout=2) as answer:  # noqa: S310
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.2)
        said = (self.home / "serve.log").read_text()[-3000:]
        self.stop()
        raise RuntimeError(f"the installation did not start\n{said}")


def _remove(home: Path) -> None:
    data = home / "postgres"
    if data.is_symlink():  # as root, PostgreSQL keeps its files where its own user may walk
        shutil.rmtree(data.resolve().parent, ignore_errors=True)
    shutil.rmtree(home, ignore_errors=True)


def profile_folder() -> Path:
    """Where a browser keeps what it keeps."""
    return Path(tempfile.mkdtemp(prefix="amparo-phone-"))
