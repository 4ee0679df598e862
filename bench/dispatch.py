"""100,000 due reminders leave: claimed, opened by the vault with a line in each person's log, rendered, handed over.

Others carry the same number of ready-made messages to the same provider, one job a message, with nothing to open,
log or render.
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
import urllib.request
from collections.abc import Iterator
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
        ours, memory = _ours(url, count)
        best = None
        for peer in _peers.measured(url, count // 10):
            yield peer
            if peer["value"]:
                best = max(best or 0.0, peer["value"])
    ratio = ours / best if best else None
    yield figure("dispatch", ours, "messages/s", against="the fastest of the others", ratio=ratio)
    yield figure("dispatch_of_provider_limit", ours / limit, "share", against=f"{limit:.0f}/s", ratio=ours / limit)
    yield figure("dispatch_memory_growth", memory, "MiB", against="from the first fifth to the end")


def _ours(url: str, count: int) -> tuple[float, float]:
    with scratch.installation(**scratch.sms_settings(url)) as here:
        from amparo.foundation import clock

        programme = crowd.programme()
        people = crowd.people(programme, count)
        crowd.hearings_due(programme, people, clock.now())
        _ask(url, "/reset", post=True)
        began = time.perf_counter()
        workers = [
            here.start("-m", "bench.dispatch", str(programme.id), name=f"sender-{n}", AMPARO_ROLE="worker")
            for n in range(WORKERS)
        ]
        for worker in workers:
            worker.wait()
        took = time.perf_counter() - began
        arrived = _ask(url, "/seen")
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


def _ask(url: str, path: str, *, post: bool = False) -> Any:
    with urllib.request.urlopen(urllib.request.Request(url + path, b"" if post else None)) as told:
        return json.loads(told.read() or b"null")


def _work(programme_id: str) -> None:
    """One sending process: until nothing is due."""
    from uuid import UUID

    import django

    django.setup()
    from amparo.foundation import clock
    from amparo.reminders import jobs

    turns, early = 0, 0
    while jobs.send_due(UUID(programme_id), clock.now()):
        turns += 1
        if turns == 5:
            early = _memory()
    print(json.dumps({"grown": (_memory() - early) / 1024 if early else 0.0}))


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    _work(sys.argv[1])
