"""What Lighthouse says of the check-in page on a phone: performance, accessibility, best practices.

Lighthouse is fetched from the registry that npm is set up with, into a folder of its own; without npm it cannot run.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import _phones
from drills import scratch
from drills.running import figure
from tests.journeys.installation import Installation
from tests.journeys.network import free_port
from tests.journeys.seeing import sign_in

VERSION = "12.8.2"
RUNS = 3
WANTED = {"performance": 95, "accessibility": 100, "best-practices": 100}
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
PATIENCE = 180.0


def run(*, small: bool = False, runs: int = RUNS) -> Iterator[dict[str, Any]]:
    """`lighthouse_performance`, `lighthouse_accessibility`, `lighthouse_best_practices`: 0 to 100, each a median."""
    runs = 1 if small else runs
    program = _installed()
    here = Installation()
    try:
        here.ask("programme")
        (person,) = here.ask("people", count=1)
        seen = [_scores(program, here.origin + person.check_in, _cookies(here.origin, person)) for _ in range(runs)]
    finally:
        here.stop()
    for name, wanted in WANTED.items():
        value = statistics.median(one[name] for one in seen)
        said = f"{wanted}; Lighthouse {VERSION}, mobile, simulated slow 4G"
        yield figure(f"lighthouse_{name.replace('-', '_')}", value, "of 100", against=said, runs=runs)


def _installed() -> Path:
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is missing: Lighthouse cannot be fetched")
    folder = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "amparo-bench" / f"lighthouse-{VERSION}"
    program = folder / "node_modules" / ".bin" / "lighthouse"
    if not program.exists():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [
                npm,
                "install",
                "--prefix",
                folder,
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                f"lighthouse@{VERSION}",
            ],
            check=True,
            capture_output=True,
        )
    return program


def _cookies(origin: str, person: Any) -> str:
    with _phones.chromium() as browser:
        phone = browser.new_context(base_url=origin, **_phones.PHONE)
        page = phone.new_page()
        sign_in(page, person)
        return "; ".join(f"{one['name']}={one['value']}" for one in phone.cookies())


def _scores(program: Path, url: str, cookies: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        headers, report = Path(folder) / "headers.json", Path(folder) / "report.json"
        headers.write_text(json.dumps({"Cookie": cookies}))
        command = [
            str(program),
            url,
            "--quiet",
            "--form-factor=mobile",
            "--only-categories=" + ",".join(WANTED),
            "--output=json",
            f"--output-path={report}",
            f"--extra-headers={headers}",
        ]
        for last in (False, True):
            with _chromium() as port:
                done = subprocess.run([*command, f"--port={port}"], check=False, capture_output=True, text=True)
            if not done.returncode:
                break
            if last:
                raise SystemExit(f"Lighthouse could not look at the page, twice: {done.stderr[-1500:]}")
            print("# Lighthouse is asked once more:", done.stderr[-300:])
        told = json.loads(report.read_text())
    for name, category in told["categories"].items():
        low = [ref["id"] for ref in category["auditRefs"] if _lowers(told["audits"][ref["id"]], ref)]
        if low:
            print("#", name, low)
    return {name: round(category["score"] * 100) for name, category in told["categories"].items()}


@contextmanager
def _chromium() -> Iterator[int]:
    """The port of a browser that answers. Lighthouse itself waits 25 s for its own, and a busy machine needs more."""
    port, profile = free_port(), tempfile.mkdtemp(prefix="amparo-lighthouse-")
    command = [_phones.CHROMIUM, *FLAGS, f"--remote-debugging-port={port}", f"--user-data-dir={profile}", "about:blank"]
    with open(f"{profile}/said", "wb") as said:
        browser = subprocess.Popen(command, stdout=said, stderr=said, start_new_session=True)
    try:
        scratch.await_(lambda: _answers(port), f"Chromium on port {port}", browser, within=PATIENCE)
        yield port
    finally:
        scratch.end(browser)
        shutil.rmtree(profile, ignore_errors=True)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/version", timeout=2) as told:  # noqa: S310  our own
            return bool(told.status == 200)
    except OSError:
        return False


def _lowers(audit: dict[str, Any], ref: dict[str, Any]) -> bool:
    return bool(ref["weight"]) and audit["score"] is not None and audit["score"] < 0.9
