"""A check-in is sent: the whole path, against a bare Django view that inserts one row.

Same web server, same number of processes, same database; the two take turns, five times.
"""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Iterator
from typing import Any

from drills import crowd, phones, scratch
from drills.running import figure

RUNS = 5
EACH = 1500
AT_ONCE = 16


def run(*, small: bool = False) -> Iterator[dict[str, Any]]:
    """`submission`: check-ins a second, ratio to the bare view; and the ratio of the slowest hundredth."""
    each = EACH // 5 if small else EACH
    with scratch.installation() as here:
        programme = crowd.programme()
        everybody = phones.make(programme, each * (RUNS + 1))
        ours, bare = scratch.free_port(), scratch.free_port()
        here.web(ours)
        _bare(here, bare)
        rounds = []
        for number in range(RUNS + 1):  # the first round warms both up, and is not counted
            some = everybody[number * each : (number + 1) * each]
            rounds.append((_round(some, ours, None), _round(some, bare, "/insert/")))
    counted = rounds[1:]
    rates = [(len(everybody) // (RUNS + 1) / a[0], each / b[0]) for a, b in counted]
    ratio = statistics.median(a / b for a, b in rates)
    yield figure(
        "submission",
        statistics.median(a for a, _ in rates),
        "check-ins/s",
        against=f"bare view, {statistics.median(b for _, b in rates):.0f}/s",
        ratio=ratio,
        runs=RUNS,
    )
    slow = [(a[1], b[1]) for a, b in counted]
    yield figure(
        "submission_p99",
        statistics.median(a for a, _ in slow) * 1000,
        "ms",
        against=f"bare view, {statistics.median(b for _, b in slow) * 1000:.1f} ms",
        ratio=statistics.median(a / b for a, b in slow),
        runs=RUNS,
    )


def _round(some: list[phones.Phone], port: int, path: str | None) -> tuple[float, float]:
    """(seconds for all, the slowest hundredth's fastest)."""
    where = (lambda _: path) if path else (lambda phone: phone.path)
    took = phones.send_all(some, f"http://127.0.0.1:{port}", at_once=AT_ONCE, path=where)
    refused = [phone.statuses[-1] for phone in some if phone.statuses[-1] != 201]
    if refused:
        raise RuntimeError(f"{len(refused)} of {len(some)} were not taken: {sorted(set(refused))}")
    return took, sorted(phone.seconds for phone in some)[int(len(some) * 0.99)]


def _bare(here: scratch.Installation, port: int) -> None:
    from psycopg.conninfo import conninfo_to_dict

    from amparo.cli import serving
    from amparo.machine import secrets

    with scratch.superuser() as db:
        db.execute("CREATE TABLE bench_row (id bigserial PRIMARY KEY, body text NOT NULL, at timestamptz NOT NULL)")
        db.execute("GRANT SELECT, INSERT ON bench_row TO amp_web; GRANT USAGE ON SEQUENCE bench_row_id_seq TO amp_web")
    parts = conninfo_to_dict(secrets.dsn("web"))
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    database: dict[str, Any] = {ours: parts[theirs] for theirs, ours in names.items()}
    database["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}}
    child = serving.web("127.0.0.1", port, 2)
    argv = [*child.argv[1:-1], "bench.bare:application"]
    started = here.start(*argv, name="bare", BARE_DATABASE=json.dumps(database), AMPARO_ROLE="web")
    scratch.await_(child.ready, "the bare view", started)


if __name__ == "__main__":
    for told in run(small="--small" in sys.argv):
        print(json.dumps(told))
