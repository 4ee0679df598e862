"""The web pages are killed twenty times while two thousand people check in: what was acknowledged is there, once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from drills import answered


def run(*, small: bool = False, teeth: bool = False) -> Iterator[dict[str, Any]]:
    """With `teeth`, some of what was acknowledged is taken away afterwards: that must be noticed."""
    yield from answered.judged(
        people=400 if small else 2000,
        breaks=5 if small else 20,
        break_it=lambda here: here.restart_web(),
        forget=teeth,
    )
