"""100,000 due reminders leave: claimed, opened by the vault with a line in each person's log, rendered, handed over.

Others carry ready-made messages from the same PostgreSQL to the same provider and write the receipt back, one job a
message, with nothing to open, log or render.
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from drills import crowd, scratch
from drills.running import figure

MESSAGES = 100_000
# Two processes on two cores: while one waits for the database or the vault, the other sends.
WORKERS = 2
PROVIDER_ALONE = 30_000


def run(*, small: bool = False) -> Iterator[dict[str, Any]]:
    from bench import _peers

    count = MESSAGES // 10 if small else MESSAGES
    with scratch.provider() as url:
        limit = _provider_limit(url, PROVIDER_ALONE)
        with scratch.installation(**scratch.sms_settings(url)) as here:
            ours, memory = _ours(here, url, count)
            # A tenth: they are slower, and their rate does not depend on how many wait.
            peers = list(_peers.measured(url, count // 10))
    yield from peers
    celery = max((p["value"] for p in peers if "celery" in p["figure"]), default=0)
    fastest = max((p["value"] for p in peers), default=0)
    yield _beside("dispatch", ours, "the faster of Celery's brokers", celery)
    yield _beside("dispatch_beside_the_fastest", ours, "the fastest of the others", fastest)
    yield _beside("dispatch_of_provider_limit", ours, "the provider, spoken to by our adapter alone", limit)
    yield figure("dispatch_memory_growth", memory, "MiB", against="from the fifth batch to the end")


def _beside(name: str, ours: float, against: str, theirs: float) -> dict[str, Any]:
    shown = f"{against}: {theirs:.0f}/s" if theirs else f"{against}: not run"
    return figure(name, ours, "messages/s", against=shown, ratio=ours / theirs if theirs else None)


def _ours(here: scratch.Installation, url: str, count: int) -> tuple[float, float]:
    from amparo.foundation import clock

    programme = crowd.programme()
    people = crowd.people(programme, count)
    crowd.hearings_due(programme, people, clock.now())
    scratch.forget(url)
    go = here.home / "go"
    workers = [
        here.start("-m", "bench.dispatch", str(programme.id), str(go), name=f"sender-{n}", AMPARO_ROLE="worker")
        for n in range(WORKERS)
    ]
    scratch.await_(lambda: all("ready" in here.said(f"sender-{n}") for n in range(WORKERS)), "the senders")
    go.touch()
    began = time.perf_counter()
    for worker in workers:
        worker.wait()
    took = time.perf_counter() - began
    arrived = scratch.ask(url, "/seen")
    if arrived["references"] != count or arrived["doubled"]:
        raise RuntimeError(f"{arrived} of {count}: {here.said('sender-0')[-2000:]}")
    grown = [json.loads(here.said(f"sender-{n}").splitlines()[-1])["grown"] for n in range(WORKERS)]
    return count / took, statistics.mean(grown)


def _provider_limit(url: str, count: int) -> float:
    """What the provider takes from our own adapter alone: bare requests from one process, nothing else going on."""
    from amparo.channels.adapters import http
    from amparo.foundation import ids

    pump = http.Pump(http.Line(allow_local=True))
    body = b"From=1&To=2&Body=" + b"w" * 160
    posts = (http.Request(ids.new(), f"{url}/x", body) for _ in range(count))
    began = time.perf_counter()
    assert sum(1 for _ in pump.post_many(posts)) == count
    return count / (time.perf_counter() - began)


def _work(programme_id: str, go: str) -> None:
    """One sending process: from the moment it may until nothing is due."""
    from uuid import UUID

    import django

    django.setup()
    from amparo.foundation import clock
    from amparo.reminders import jobs

    print("ready", flush=True)
    while not Path(go).exists():
        time.sleep(0.005)
    turns, early = 0, 0
    while jobs.send_due(UUID(programme_id), clock.now()):
        turns += 1
        if turns == 5:
            early = _memory()
    print(json.dumps({"grown": (_memory() - early) / 1024 if early else 0.0}))


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    _work(*sys.argv[1:])
