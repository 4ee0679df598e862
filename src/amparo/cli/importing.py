"""`amparo import`: courts, people or hearings from a file. Looks first; `--apply` does it, all of it or nothing."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from amparo.cli.apart import ground
from amparo.cli.ready import ready
from amparo.foundation.errors import Refused

MOST_SHOWN = 20


def run(
    console: Console, *, kind: str, file: Path, slug: str, on_behalf: str, zone: str, listed_on: str, apply: bool
) -> int:
    """0 when the file can be (or was) brought in; 1 when some of its lines need mending first."""
    if kind not in ("courts", "people", "hearings"):
        console.print("What is in the file? Say one of: courts, people, hearings.")
        return 1
    with ground():
        ready("owner" if kind == "courts" else "web")
        if kind == "courts":
            return _courts(console, file, listed_on, apply)
        by, at = _member(slug, on_behalf)
        return (_people if kind == "people" else _hearings)(console, file, by, at, zone, apply)


def _courts(console: Console, file: Path, listed_on: str, apply: bool) -> int:
    from amparo.directory import actions, court_list
    from amparo.foundation import clock, written_dates

    found = court_list.read(file.read_bytes(), file.name)
    courts = list(found.courts.values())
    without = sum(1 for court in courts if not court.address)
    console.print(f"{len(courts)} courts, {without} without an address (people are told to ask the court).")
    _problems(console, found.problems)
    at = clock.now()
    day = written_dates.read_date(listed_on) if listed_on else at.date()
    if apply and not isinstance(day, written_dates.Ambiguous):
        done = actions.import_courts(courts, listed_on=day, at=at)
        console.print(f"Done: {done.new} new, {done.changed} changed, {done.same} as before.")
    return 1 if found.problems else _or_say_how(console, apply)


def _people(console: Console, file: Path, by: Any, at: datetime, zone: str, apply: bool) -> int:
    from amparo.access.rows import acting
    from amparo.casework import intake
    from amparo.programme import queries

    with acting(by):
        run = intake.stage(file.read_bytes(), file.name, by=by, at=at)
        guess = intake.columns(run.id, by=by, at=at).guess
        # Without a zone in the line, the first office's counts only if somebody says so.
        if zone == "office" and (office := queries.offices().first()):
            guess = type(guess)(**_fields(guess) | {"office_id": office.id, "use_office_zone": True})
        seen = intake.preview(run.id, guess, by=by, at=at)
    console.print(f"Columns: {', '.join(f'{meaning} = {name}' for meaning, name in guess.columns.items())}")
    console.print(
        f"{len(seen.new)} new, {len(seen.changed)} changed, {len(seen.same)} as before, "
        f"{len(seen.duplicates)} that may be somebody already known."
    )
    _problems(console, [*seen.problems, *seen.duplicates])
    if apply:
        done = intake.apply(run.id, by=by, at=at)
        console.print(f"Done: {_counted(done.counts)}", highlight=False)
    else:
        intake.discard(run.id, by=by, at=at)
    return 1 if seen.problems else _or_say_how(console, apply)


def _hearings(console: Console, file: Path, by: Any, at: datetime, zone: str, apply: bool) -> int:
    from amparo.access.rows import acting
    from amparo.casework import hearing_intake

    with acting(by):
        # Without a zone in the line or of its court, none is assumed: the line is left out and says so.
        run = hearing_intake.stage(file.read_bytes(), file.name, source=file.stem, zone=zone, by=by, at=at)
        look = hearing_intake.look(run.id, by=by, at=at)
    if look.found is None:
        console.print(f"These columns were not found: {', '.join(look.missing)}. Import it at /staff/imports/ instead.")
        hearing_intake.discard(run.id, by=by, at=at)
        return 1
    console.print(_counted(look.found.counts()) + " (What is about nobody of ours is not kept.)", highlight=False)
    _problems(console, look.found.problems)
    if apply:
        hearing_intake.apply(run.id, by=by, at=at)
        console.print("Done.")
    else:
        hearing_intake.discard(run.id, by=by, at=at)
    return 1 if look.found.problems else _or_say_how(console, apply)


def _member(slug: str, email: str) -> tuple[Any, datetime]:
    """Who answers for the import. Files hold people's names: somebody must be the one who opened them."""
    from amparo.access.actor import system
    from amparo.access.rows import acting
    from amparo.foundation import clock
    from amparo.programme import queries

    programme, at = queries.by_slug(slug), clock.now()
    if programme is None:
        raise Refused("programme_unknown")
    with acting(system(programme.id)):
        member = queries.members(at).filter(account_id=queries.account_id(email)).first()
        if member is None:
            raise Refused("member_unknown")
        return queries.actor_of(member, at), at


def _fields(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in type(value).__slots__}


def _counted(counts: dict[str, Any]) -> str:
    told = [f"{count} {name.replace('_', ' ')}" for name, count in counts.items() if isinstance(count, int) and count]
    return ", ".join(told) + "." if told else "Nothing in it."


def _problems(console: Console, problems: Iterable[Any]) -> None:
    found = list(problems)
    for problem in found[:MOST_SHOWN]:
        column = f", column {problem.column}" if getattr(problem, "column", "") else ""
        console.print(f"  line {problem.line}{column}: {problem.code.replace('_', ' ')}", highlight=False)
    if len(found) > MOST_SHOWN:
        console.print(f"  … and {len(found) - MOST_SHOWN} more. The staff site gives them all as a file.")


def _or_say_how(console: Console, apply: bool) -> int:
    if not apply:
        console.print("Nothing was changed. Do it with --apply.")
    return 0
