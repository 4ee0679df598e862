"""The evidence of one person's year: gathered, opened, written in two languages, printed and signed."""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Iterator
from statistics import median
from typing import Any

from drills import scratch
from drills.running import figure

WEEKS, RUNS = 52, 7


def run(*, small: bool = False) -> Iterator[dict[str, Any]]:
    """`evidence_pack`: seconds from the question to the .zip, the first one of a process left out."""
    weeks = WEEKS // 4 if small else WEEKS
    # As a case worker at the door: the background may not write what members conclude.
    with scratch.installation(), scratch.role("web"):
        took, pages, size = _packs(weeks)
    against = f"{weeks} check-ins, 4 hearings, 3 concerns: {pages} pages, {size // 1024} kB; at most 3 s"
    yield figure("evidence_pack", median(took), "s", against=against, runs=len(took))


def _packs(weeks: int) -> tuple[list[float], int, int]:
    from amparo.access.rows import acting
    from amparo.casework.evidence import facts, pack, period
    from amparo.foundation import clock
    from tests.casework import a_year
    from tests.conftest import enrol, make_programme

    casa = make_programme("pack")
    person = enrol(casa)
    a_year.live(person, casa.luz, clock.now(), weeks=weeks)
    took, made = [], None
    for _ in range(RUNS + 1):
        at, began = clock.now(), time.perf_counter()
        with acting(casa.luz):
            told = facts.gather(person.id, period.offered(at, person.zone), by=casa.luz, at=at)
        made = pack.make(told, key_url="https://bench.invalid/key/", verify_url="https://bench.invalid/", at=at)
        made.file()
        took.append(time.perf_counter() - began)
    assert made
    pdf = made.files["evidence.pdf"]
    return took[1:], _pages(pdf), len(pdf)


def _pages(pdf: bytes) -> int:
    """How many pages the document itself counts, in its own packed objects."""
    packed = re.findall(rb"stream\n(.*?)\nendstream", pdf, re.DOTALL)
    objects = pdf + b"".join(zlib.decompress(one) for one in packed if one.startswith(b"x"))
    return max((int(n) for n in re.findall(rb"/Type /Pages\b[^>]*?/Count (\d+)", objects)), default=0)
