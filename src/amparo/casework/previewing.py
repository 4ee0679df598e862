"""Looking at a partner's list before anything happens, and letting go of it afterwards."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from amparo.access import actor, gate
from amparo.access.actor import Actor
from amparo.access.rows import acting
from amparo.access.rules import Permission
from amparo.casework import error_file as table_of_errors
from amparo.casework import people_columns, people_matching, people_rows, staging
from amparo.casework.people_columns import Mapping
from amparo.casework.people_matching import Change, Lookalike, Plan
from amparo.casework.people_rows import Line
from amparo.foundation import ids, table_rows, tables
from amparo.foundation.errors import Refused
from amparo.foundation.table_rows import RowProblem, Warned
from amparo.people import names
from amparo.people.models import ImportMapping, ImportRun
from amparo.privacy import vault
from amparo.programme import queries as programmes

State = ImportRun.State
KEPT_FOR = timedelta(hours=24)
MOST_SAVED = 50
PEOPLE = "people"  # the kind of list that is read here; lists of hearings have their own
# New people that a look shows one by one; the others are counted.
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Columns:
    """What a human needs to say which column means what."""

    names: tuple[str, ...] = field(repr=False)
    samples: list[tuple[str, ...]] = field(repr=False)
    guess: Mapping
    # The saved mapping that the guess is, "" if it was guessed by the headings.
    guess_is: str
    saved: list[ImportMapping]
    problems: tuple[RowProblem, ...]
    warnings: tuple[Warned, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What applying would do, by line of the file."""

    new: tuple[int, ...]
    same: tuple[int, ...]
    changed: tuple[Change, ...]
    duplicates: tuple[Lookalike, ...]
    problems: tuple[RowProblem, ...]
    counts: dict[str, int]
    # The first new people as they would be kept, by line; and cells that a spreadsheet would take for formulas.
    people: tuple[Line, ...] = field(default=(), repr=False)
    formulas: tuple[RowProblem, ...] = ()


def stage(data: bytes, filename: str, *, by: Actor, at: datetime) -> ImportRun:
    """The file is kept for a day, sealed with a key of its own. Codes: those of `tables.read`."""
    gate.require_any(by, Permission.PEOPLE_IMPORT)
    table = tables.read(data, filename)
    run = ImportRun(
        id=ids.new(),
        programme_id=by.programme_id,
        kind=PEOPLE,
        digest=hashlib.sha256(data).digest(),
        columns={},
        counts={"rows": len(table.rows)},
        started_by=by.id,
        started_at=at,
        discard_after=at + KEPT_FOR,
    )
    subject = vault.new_subjects(by.programme_id, [run.id])[0]
    run.salt, run.pseudonym = subject.salt, subject.pseudonym
    run.save(force_insert=True)
    staging.put(run, table, at=at)
    return run


def columns(run_id: UUID, *, by: Actor, at: datetime) -> Columns:
    """The file's headings, its first rows, and what they seem to mean."""
    run = run_of(run_id, by=by)
    head = staging.head(run, by=by, at=at)
    saved = saved_mappings(kind=run.kind)
    fitting = [kept for kept in saved if set(kept.columns.get("columns", {}).values()) <= set(head.columns)]
    guess = people_columns.guess(head.columns)
    return Columns(
        names=head.columns,
        samples=[row for _, row in staging.rows(run, by=by, at=at, first=True)[:5]],
        guess=people_columns.from_document(fitting[0].columns) if fitting else guess,
        guess_is=fitting[0].name if fitting else "",
        saved=saved,
        problems=head.problems,
        warnings=head.warnings,
    )


def saved_mappings(*, kind: str) -> list[ImportMapping]:
    """How earlier files were read, the latest first."""
    return list(ImportMapping.objects.filter(kind=kind).order_by("-saved_at")[:MOST_SAVED])


def save_mapping(name: str, mapping: Mapping, *, by: Actor, at: datetime) -> ImportMapping:
    """The next file with these headings is read in the same way. The same name again replaces it."""
    gate.require_any(by, Permission.PEOPLE_IMPORT)
    if not name.strip():
        raise Refused("mapping_name_missing")
    document = mapping.document() | {"other_people": []}
    kept, _ = ImportMapping.objects.update_or_create(
        programme_id=by.programme_id,
        kind=PEOPLE,
        name=name.strip()[:80],
        defaults={"columns": document, "saved_by": by.id, "saved_at": at},
    )
    return kept


def preview(run_id: UUID, mapping: Mapping, *, by: Actor, at: datetime) -> Preview:
    """What applying the file, so read, would do. Nothing is written about anybody."""
    run = run_of(run_id, by=by)
    head, rows = staging.head(run, by=by, at=at), staging.rows(run, by=by, at=at)
    plan = _plan(run, mapping, head, rows, at)
    counts = _counts(run, plan)
    waiting = ImportRun.objects.filter(id=run_id, state=State.PREVIEW)
    waiting.update(columns=mapping.document(), counts=counts)
    return Preview(
        new=tuple(line.number for line in plan.new),
        same=tuple(plan.same),
        changed=tuple(plan.changed),
        duplicates=tuple(plan.duplicates),
        problems=tuple(plan.problems),
        counts=counts,
        people=tuple(plan.new[:SHOWN]),
        formulas=table_rows.formulas(rows, head.columns, mapping.columns.values()),
    )


def error_file(run_id: UUID, *, by: Actor, at: datetime, words: Callable[[str], str] = str) -> bytes:
    """The lines that applying would leave out and why, as CSV. `words` turns codes into sentences."""
    run = run_of(run_id, by=by)
    head, rows = staging.head(run, by=by, at=at), staging.rows(run, by=by, at=at)
    plan = _plan(run, _mapping_of(run), head, rows, at)
    alike = [RowProblem(one.line, one.code) for one in plan.duplicates]
    return table_of_errors.write(head.columns, rows, [*plan.problems, *alike], words=words)


def discard(run_id: UUID, *, by: Actor, at: datetime) -> None:
    """The file is not applied, and nobody can read it any more. Discarded or applied already: as it was."""
    with transaction.atomic(durable=True), acting(by):
        run_of(run_id, by=by)
        waiting = ImportRun.objects.filter(id=run_id, state=State.PREVIEW)
        moved = waiting.update(state=State.DISCARDED)
    if moved:
        end(run_id, by=by, at=at)


def end(run_id: UUID, *, by: Actor, at: datetime) -> None:
    """The file's key is destroyed, then its rows. Stopped anywhere, or too much forgotten today, the sweep does it."""
    try:
        vault.forget(by.programme_id, [run_id], by=by, at=at)
    except Refused as no:
        if no.code != "budget_spent":
            raise
        return
    with acting(by):
        run = ImportRun.objects.filter(id=run_id, state__in=(State.APPLIED, State.DISCARDED)).first()
        if run is not None:
            run.importchunk_set.all().delete()
            ImportRun.objects.filter(id=run_id, ended_at=None).update(salt=None, ended_at=at)


def sweep(programme_id: UUID, at: datetime) -> int:
    """No file is kept longer than a day, nor the key of one that was applied. Returns how many ended."""
    by = actor.system(programme_id)
    with transaction.atomic(durable=True), acting(by):
        forgotten = ImportRun.objects.filter(state=State.PREVIEW, discard_after__lte=at)
        forgotten.update(state=State.DISCARDED)
        over = ImportRun.objects.filter(state__in=(State.APPLIED, State.DISCARDED), ended_at=None)
        ended = list(over.values_list("id", flat=True)[:100])
    for run_id in ended:
        end(run_id, by=by, at=at)
    return len(ended)


def plan_of(run_id: UUID, *, by: Actor, at: datetime) -> Plan:
    """What applying the file would do, read as it was last looked at."""
    run = run_of(run_id, by=by)
    head, rows = staging.head(run, by=by, at=at), staging.rows(run, by=by, at=at)
    return _plan(run, _mapping_of(run), head, rows, at)


def _plan(run: ImportRun, mapping: Mapping, head: staging.Head, rows: staging.Rows, at: datetime) -> Plan:
    people_columns.check(mapping, head.columns)
    ground = _ground(run.programme_id, mapping, at)
    lines, problems = _read(rows, head.columns, mapping, ground)
    plan = people_matching.plan(
        lines,
        known=people_matching.known_to(run.programme_id, lines),
        other_people=mapping.other_people,
        case_column=mapping.columns.get("case_number", ""),
    )
    plan.problems = sorted([*head.problems, *problems, *plan.problems], key=lambda problem: problem.line)
    return plan


def _read(
    rows: staging.Rows, heads: Sequence[str], mapping: Mapping, ground: people_rows.Ground
) -> tuple[list[people_rows.Line], list[RowProblem]]:
    lines, problems = [], []
    for number, row in rows:
        read = people_rows.read(number, row, heads, mapping, ground)
        if isinstance(read, people_rows.Line):
            lines.append(read)
        else:
            problems += read
    return lines, problems


def _ground(programme_id: UUID, mapping: Mapping, at: datetime) -> people_rows.Ground:
    offices = list(programmes.offices())
    chosen = next((office for office in offices if office.id == mapping.office_id), None)
    if mapping.office_id and chosen is None:
        raise Refused("office_unknown")
    workers: dict[str, UUID] = {}
    case_workers = programmes.members(at).filter(roles__contains=["case_worker"])
    for member_id, name, email in case_workers.values_list("id", "name", "account__email"):
        workers |= {names.fold(name): member_id, names.fold(email): member_id}
    return people_rows.Ground(
        country=programmes.by_id(programme_id).country,
        offices={names.fold(office.name): office.id for office in offices},
        workers=workers,
        office_zone=chosen.zone if chosen and mapping.use_office_zone else "",
        office_without_zone=chosen is not None and not mapping.use_office_zone,
    )


def _counts(run: ImportRun, plan: Plan) -> dict[str, Any]:
    return {
        "rows": run.counts["rows"],
        "new": len(plan.new),
        "same": len(plan.same),
        "changed": len(plan.changed),
        "duplicates": len(plan.duplicates),
        "problems": len({problem.line for problem in plan.problems}),
    }


def _mapping_of(run: ImportRun) -> Mapping:
    if not run.columns:
        raise Refused("not_previewed")
    return people_columns.from_document(run.columns)


def run_of(run_id: UUID, *, by: Actor) -> ImportRun:
    """The file's state and counts, also while it is being applied."""
    gate.require_any(by, Permission.PEOPLE_IMPORT)
    run = ImportRun.objects.filter(id=run_id).first()
    if run is None:
        raise Refused("unknown_file")
    return run
