"""Applying a partner's list: sealed in portions with visible progress, then written in one transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rows import acting
from amparo.access.rules import Permission
from amparo.casework import previewing
from amparo.casework.people_matching import Change, Plan
from amparo.foundation import clock, ids
from amparo.foundation.errors import Refused
from amparo.people import actions as people
from amparo.people import case_numbers, enrolment, found_by
from amparo.people import queries as known_people
from amparo.people.models import ImportRun
from amparo.programme import queries as programmes
from amparo.programme.models import Programme

State = ImportRun.State
PORTION = 400
# A process that has not counted on for so long is gone, and another may take over.
SILENT_FOR = timedelta(minutes=10)


def apply(run_id: UUID, *, by: Actor, at: datetime) -> ImportRun:
    """The file's good lines are written, all of them. A second click changes nothing."""
    with transaction.atomic(durable=True), acting(by):
        begin(run_id, by=by, at=at)
    carry_out(run_id, by=by, at=at)
    with acting(by):
        return previewing.run_of(run_id, by=by)


def begin(run_id: UUID, *, by: Actor, at: datetime) -> bool:
    """The file is to be applied, by whoever sweeps first. False if it was already, or cannot be any more."""
    run = previewing.run_of(run_id, by=by)
    gate.require_any(by, Permission.PERSON_ENROL)
    if run.state == State.PREVIEW and not run.columns:
        raise Refused("not_previewed")
    counts = run.counts | {"done": 0, "by": str(by.id), "turn": "", "beat": ""}
    counts.pop("trouble", None)
    waiting = ImportRun.objects.filter(id=run_id, state=State.PREVIEW)
    return bool(waiting.update(state=State.APPLYING, counts=counts))


def carry_out(run_id: UUID, *, by: Actor, at: datetime) -> bool:
    """A file that is to be applied is: everything, or nothing and it can be looked at again."""
    turn = _take(run_id, by, at)
    if not turn:
        return False
    try:
        _write(run_id, turn, by, at)
    except Exception as trouble:
        _give_back(run_id, turn, by, trouble)
        raise
    previewing.end(run_id, by=by, at=at)
    return True


def waiting(programme_id: UUID, at: datetime) -> list[tuple[UUID, Actor]]:
    """Files that are to be applied and nobody is at work on, with whoever decided it."""
    found = []
    for run in ImportRun.objects.filter(programme_id=programme_id, state=State.APPLYING):
        member = programmes.members(at).filter(id=run.counts.get("by")).first()
        if not _somebody_is_at_it(run, at) and member is not None:
            found.append((run.id, programmes.actor_of(member, at)))
    return found


def _take(run_id: UUID, by: Actor, at: datetime) -> str:
    with transaction.atomic(durable=True), acting(by):
        run = ImportRun.objects.select_for_update().filter(id=run_id, state=State.APPLYING).first()
        if run is None or _somebody_is_at_it(run, at):
            return ""
        turn = ids.new().hex
        run.counts |= {"turn": turn, "beat": at.isoformat(), "done": 0}
        run.save(update_fields=["counts"])
        return turn


def _somebody_is_at_it(run: ImportRun, at: datetime) -> bool:
    beat = run.counts.get("beat")
    return bool(beat) and datetime.fromisoformat(beat) > at - SILENT_FOR


def _write(run_id: UUID, turn: str, by: Actor, at: datetime) -> None:
    with acting(by):
        gate.require_any(by, Permission.PEOPLE_IMPORT)
        plan = previewing.plan_of(run_id, by=by, at=at)
        programme = programmes.by_id(by.programme_id)
    sealed = _sealed(run_id, turn, plan, programme, by, at)
    with transaction.atomic(durable=True), acting(by):
        run = _mine(run_id, turn)
        _require_nobody_else_wrote(by.programme_id, plan)
        enrolment.write(sealed)
        for change in plan.changed:
            _change(change, by, at)
        run.state, run.counts = State.APPLIED, _ended(run, plan)
        run.save(update_fields=["state", "counts"])


def _sealed(run_id: UUID, turn: str, plan: Plan, programme: Programme, by: Actor, at: datetime) -> enrolment.Sealed:
    """The new people, sealed portion by portion; whoever looks sees how far it is."""
    rows = enrolment.Sealed()
    for start in range(0, len(plan.new), PORTION):
        some = [line.person for line in plan.new[start : start + PORTION]]
        rows.add(enrolment.sealed(some, programme=programme, by=by, at=at))
        _count_on(run_id, turn, len(rows.people), by)
    return rows


def _count_on(run_id: UUID, turn: str, done: int, by: Actor) -> None:
    with transaction.atomic(durable=True), acting(by):
        run = _mine(run_id, turn)
        # Whether this process lives is a matter of now, not of when the list was decided upon.
        run.counts |= {"done": done, "beat": clock.now().isoformat()}
        run.save(update_fields=["counts"])


def _mine(run_id: UUID, turn: str) -> ImportRun:
    run = ImportRun.objects.select_for_update().filter(id=run_id, state=State.APPLYING).first()
    if run is None or run.counts.get("turn") != turn:
        raise Refused("taken_over")
    return run


def _require_nobody_else_wrote(programme_id: UUID, plan: Plan) -> None:
    """Between looking and writing, nobody enrolled one of these people. One list at a time in a programme."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"import {programme_id}"])
    rows = [line.person.row for line in plan.new]
    cases = [case_numbers.key(line.person.case_number) for line in plan.new]
    for tag, values in ((found_by.ROW, rows), (found_by.CASE, cases)):
        if known_people.found_with(programme_id, tag, values):
            raise Refused("people_changed")


def _change(change: Change, by: Actor, at: datetime) -> None:
    """What the line says otherwise is so now; everything else stays."""
    who, to = change.person_id, change.to
    if "name" in change.what:
        people.change_name(who, to.name, by=by, at=at)
    if "case_number" in change.what:
        people.change_case_number(who, to.case_number, by=by, at=at)
    if "language" in change.what:
        people.change_language(who, to.language, by=by, at=at)
    if "zone" in change.what:
        people.change_zone(who, to.zone, to.zone_source, by=by, at=at)
    if {"worker", "office"} & set(change.what):
        _assign(change, by, at)
    if "contacts" in change.what:
        _add_contacts(who, to.contacts, by, at)
    people.note_row(who, to.row, changed=change.what, by=by, at=at)


def _assign(change: Change, by: Actor, at: datetime) -> None:
    held = known_people.by_id(change.person_id)
    worker = change.to.worker_id if "worker" in change.what else held.worker_id
    office = change.to.office_id if "office" in change.what else None
    people.assign(change.person_id, worker_id=worker, office_id=office, by=by, at=at)


def _add_contacts(person_id: UUID, contacts: Sequence[tuple[str, str]], by: Actor, at: datetime) -> None:
    """Only what is new: a list never brings back what the person has stopped."""
    for kind, address in contacts:
        field = found_by.EMAIL if kind == "email" else found_by.PHONE
        value = address.casefold() if kind == "email" else address
        if person_id not in known_people.found_with(by.programme_id, field, [value]).get(value, set()):
            people.add_contact(person_id, kind, address, by=by, at=at)


def _ended(run: ImportRun, plan: Plan) -> dict[str, object]:
    kept = {name: count for name, count in run.counts.items() if name not in ("turn", "beat")}
    new, changed, same = len(plan.new), len(plan.changed), len(plan.same)
    return kept | {"new": new, "changed": changed, "same": same, "done": new}


def _give_back(run_id: UUID, turn: str, by: Actor, trouble: Exception) -> None:
    """Nothing was written: the file can be looked at, and applied, again. The code says why."""
    code = trouble.code if isinstance(trouble, Refused) else "unexpected"
    with acting(by):
        run = ImportRun.objects.select_for_update().filter(id=run_id, state=State.APPLYING).first()
        if run is not None and run.counts.get("turn") == turn:
            run.state, run.counts = State.PREVIEW, run.counts | {"turn": "", "beat": "", "trouble": code}
            run.save(update_fields=["state", "counts"])
