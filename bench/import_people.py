"""Ten thousand people come in from a CSV: the file is kept, looked at, decided, and all of them are there."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator
from random import Random
from typing import Any

from drills import crowd, scratch
from drills.running import figure

PEOPLE = 10_000
FIRST = ("Ana", "Luis", "Marie-Ange", "João", "Yolanda", "Óscar", "Nadège", "Edwin", "Rosa", "Héctor")
FAMILY = ("Pérez", "de la Cruz", "Baptiste", "Gonçalves", "Ramírez López", "Quispe Mamani", "Ávila", "Funes")


def run(*, small: bool = False) -> Iterator[dict[str, Any]]:
    """`import_people`: seconds from the file to the last person, the preview included."""
    count = PEOPLE // 10 if small else PEOPLE
    with scratch.installation():
        programme = crowd.programme()
        by = _supervisor(programme)
        steps = _bring_in(_file(count), by, count)
    yield figure("import_people", sum(steps.values()), "s", against=f"{count} people, {_told(steps)}")


def _bring_in(data: bytes, by: Any, count: int) -> dict[str, float]:
    from amparo.access.rows import acting
    from amparo.casework import intake
    from amparo.foundation import clock

    at, began = clock.now(), time.perf_counter()
    with acting(by):
        kept = intake.stage(data, "people.csv", by=by, at=at)
    staged = time.perf_counter()
    with acting(by):
        mapping = intake.columns(kept.id, by=by, at=at).guess
        seen = intake.preview(kept.id, mapping, by=by, at=at)
    previewed = time.perf_counter()
    done = intake.apply(kept.id, by=by, at=at)
    if len(seen.new) != count or done.counts["new"] != count:
        raise RuntimeError(f"{len(seen.new)} of {count} were new")
    return {"keep": staged - began, "look": previewed - staged, "apply": time.perf_counter() - previewed}


def _supervisor(programme: Any) -> Any:
    from amparo.access.actor import Role, system
    from amparo.access.rows import acting
    from amparo.foundation import clock
    from amparo.programme import actions, queries

    with scratch.role("owner"), acting(system(programme.id)):
        member = actions.add_member(
            programme.id, email="sol@bench.invalid", name="Sol", roles=[Role.SUPERVISOR], at=clock.now()
        )
        return queries.actor_of(member, clock.now())


def _file(count: int) -> bytes:
    dice, out = Random(1), io.StringIO()  # noqa: S311  invented people
    rows = csv.writer(out)
    rows.writerow(("Name", "A-Number", "Phone", "Language", "ZIP"))
    for number in range(count):
        name = f"{dice.choice(FIRST)} {dice.choice(FAMILY)} {dice.choice(FAMILY)}"
        phone = f"305{dice.randint(200, 999)}{number:04d}"
        rows.writerow(
            (name, f"A{100_000_000 + number * 37}", phone, dice.choice(("Spanish", "es", "English")), "33010")
        )
    return out.getvalue().encode()


def _told(steps: dict[str, float]) -> str:
    return ", ".join(f"{name} {seconds:.1f} s" for name, seconds in steps.items())
