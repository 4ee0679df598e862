"""Bringing in a court's file of dates: look at it, decide, apply all of it or nothing.

    stage → choose (as often as one likes) → judged → apply, or discard

The file is kept for a day, sealed with a key of its own, as a list of people is (`casework.intake`, whose sweep ends
both). Everything is called inside `acting(...)`, except `apply` and `discard`, which open their own transactions.
"""

import base64
import hashlib
from dataclasses import asdict, dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from amparo.access import gate, rules
from amparo.access.actor import Actor
from amparo.access.rows import acting
from amparo.access.rules import Permission
from amparo.casework import previewing, staging
from amparo.directory import queries as directory
from amparo.foundation import ids, table_rows, tables, wall
from amparo.foundation.errors import Refused
from amparo.foundation.table_rows import RowProblem
from amparo.foundation.written_dates import Ambiguous
from amparo.hearings import calendar_file, daily_list, feed_guess, feed_reading, fetching, importing, sources
from amparo.hearings.feed_columns import Mapping
from amparo.hearings.feed_reading import Form
from amparo.hearings.importing import Judgement, Read
from amparo.hearings.models import Source
from amparo.people.models import ImportChunk, ImportRun
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose

KIND = "hearings"
# Characters of one sealed piece, and how many pieces go to the vault together.
PIECE, AT_ONCE = 48_000, 50
State = ImportRun.State
MEANINGS = tuple(name for name in asdict(Mapping()) if name != "order")


@dataclass(frozen=True, slots=True)
class Look:
    """A staged file, what its columns are taken for, and, once that is enough, what it would change."""

    run: ImportRun
    names: tuple[str, ...] = field(repr=False)
    samples: list[tuple[str, ...]] = field(repr=False)
    mapping: Mapping
    missing: tuple[str, ...]
    found: Judgement | None
    # A date that is two days, as it is written and both: a human says which comes first.
    unclear: tuple[str, Ambiguous] | None = None
    formulas: tuple[RowProblem, ...] = ()


def stage_feed(name: str, url: str, *, zone: str, by: Actor, at: datetime) -> ImportRun:
    """What stands at the address now is kept for a day, to be looked at; applied, the address is read from then on.

    Opens transactions of its own: none is open while the address is asked. Codes: those of `stage`,
    `sources.add_feed` and `fetching.fetch`.
    """
    with acting(by):
        address = sources.may_add(name, url, by=by)
    data = fetching.fetch(address)
    with acting(by):
        return stage(data, "", source=name, zone=zone, url=address, by=by, at=at)


def stage(data: bytes, filename: str, *, source: str, zone: str, url: str = "", by: Actor, at: datetime) -> ImportRun:
    """The file is kept for a day. `zone` "": nobody said one, and a line that needs it is left out.

    Codes: those of the readers, "source_name_missing", "unknown_zone".
    """
    gate.require_any(by, Permission.HEARING_IMPORT)
    tables.check_size(len(data))
    if not source.strip():
        raise Refused("source_name_missing")
    if zone and not wall.is_zone(zone):
        raise Refused("unknown_zone")
    form = feed_reading.form_of(data)
    # A broken file is refused with its line, before any of it is kept.
    if form is Form.CALENDAR:
        calendar_file.read(data)
    elif form is Form.DAILY_LIST:
        daily_list.read(data)
    mapping = feed_guess.guess(tables.read(data, filename)) if form is Form.TABLE else Mapping()
    run = ImportRun(
        id=ids.new(),
        programme_id=by.programme_id,
        kind=KIND,
        digest=hashlib.sha256(data).digest(),
        columns={
            "source": source.strip()[:80],
            "zone": zone,
            "form": form.value,
            "mapping": asdict(mapping),
            # A feed always lists all it knows.
            "url": url,
            "complete": bool(url),
        },
        started_by=by.id,
        started_at=at,
        discard_after=at + previewing.KEPT_FOR,
    )
    subject = vault.new_subjects(by.programme_id, [run.id])[0]
    run.salt, run.pseudonym = subject.salt, subject.pseudonym
    run.save(force_insert=True)
    _keep(run, data, at)
    return run


def choose(run_id: UUID, mapping: Mapping, *, complete: bool, zone: str | None = None, by: Actor, at: datetime) -> None:
    """The file is read so. `complete`: it lists every date its source knows. `zone` None: as chosen before.

    Code: "unknown_zone".
    """
    run = run_of(run_id, by=by)
    if zone and not wall.is_zone(zone):
        raise Refused("unknown_zone")
    document = run.columns | {"mapping": asdict(mapping), "complete": complete or bool(run.columns.get("url"))}
    if zone is not None:
        document["zone"] = zone
    ImportRun.objects.filter(id=run_id, state=State.PREVIEW).update(columns=document)


def look(run_id: UUID, *, by: Actor, at: datetime) -> Look:
    """What the file holds and, if its columns are known, what applying it would do. Nothing is written."""
    run = run_of(run_id, by=by)
    data, mapping = _data(run, by, at), Mapping(**run.columns["mapping"])
    if run.columns["form"] != Form.TABLE:
        return Look(run, (), [], mapping, (), _judged(run, data, mapping, by, at))
    table = tables.read(data, "")
    missing = mapping.missing()
    found = None if missing else _judged(run, data, mapping, by, at)
    samples, used = [tuple(row) for row in table.rows[:5]], [getattr(mapping, name) for name in MEANINGS]
    rows = zip(table.line_numbers, table.rows, strict=True)
    odd, unclear = table_rows.formulas(rows, table.columns, used), feed_guess.two_days(table, mapping)
    return Look(run, tuple(table.columns), samples, mapping, missing, found, unclear, odd)


def apply(run_id: UUID, *, by: Actor, at: datetime) -> ImportRun:
    """What the file says is so, all of it. A second click changes nothing."""
    with transaction.atomic(durable=True), acting(by):
        run = run_of(run_id, by=by)
        if ImportRun.objects.filter(id=run_id, state=State.PREVIEW).update(state=State.APPLYING):
            read, source = _read(run, _data(run, by, at), Mapping(**run.columns["mapping"]), by, at)
            done = importing.bring_in(
                read,
                source=source,
                courts=directory.court_book(),
                complete=bool(run.columns.get("complete")),
                by=by,
                at=at,
            )
            ImportRun.objects.filter(id=run_id).update(state=State.APPLIED, counts=done.counts())
    previewing.end(run_id, by=by, at=at)
    with acting(by):
        return run_of(run_id, by=by)


def discard(run_id: UUID, *, by: Actor, at: datetime) -> None:
    """The file is not applied, and can no longer be read by anybody."""
    with transaction.atomic(durable=True), acting(by):
        run_of(run_id, by=by)
        moved = ImportRun.objects.filter(id=run_id, state=State.PREVIEW).update(state=State.DISCARDED)
    if moved:
        previewing.end(run_id, by=by, at=at)


def run_of(run_id: UUID, *, by: Actor) -> ImportRun:
    """The file's state and counts, for whoever brought it and for supervisors: it names other workers' people."""
    gate.require_any(by, Permission.HEARING_IMPORT)
    run = ImportRun.objects.filter(id=run_id, kind=KIND).first()
    if run is None or not (run.started_by == by.id or rules.supervisor(by, run)):
        raise Refused("unknown_file")
    return run


def _judged(run: ImportRun, data: bytes, mapping: Mapping, by: Actor, at: datetime) -> Judgement:
    # The source is only tried on: a look leaves nothing behind.
    with transaction.atomic():
        read, source = _read(run, data, mapping, by, at)
        complete = bool(run.columns.get("complete"))
        found = importing.judge(read, source=source, courts=directory.court_book(), complete=complete, by=by, at=at)
        transaction.set_rollback(True)
    return found


def _read(run: ImportRun, data: bytes, mapping: Mapping, by: Actor, at: datetime) -> tuple[Read, Source]:
    name, zone, url = run.columns["source"], run.columns["zone"], run.columns.get("url", "")
    read = feed_reading.read(data, mapping=mapping, courts=directory.court_book(), zone=zone)
    if url:
        return read, sources.add_feed(name, url, zone=zone, mapping=mapping, by=by, at=at)
    kind = Source.Kind("table" if run.columns["form"] == Form.TABLE else "calendar")
    return read, sources.of_file(name, kind, zone=zone, columns=mapping, by=by)


def _keep(run: ImportRun, data: bytes, at: datetime) -> None:
    text = base64.b64encode(data).decode()
    pieces = [text[start : start + PIECE] for start in range(0, len(text), PIECE)]
    chunks = [
        ImportChunk(id=ids.new(), programme_id=run.programme_id, run=run, position=position, staged_at=at)
        for position in range(len(pieces))
    ]
    subject = staging.subject_of(run)
    for start in range(0, len(chunks), AT_ONCE):
        some = slice(start, start + AT_ONCE)
        pairs = list(zip(chunks[some], pieces[some], strict=True))
        sealed = vault.seal_many([vault.SealItem(subject, "people.rows", one.id, text) for one, text in pairs])
        for (chunk, _text), blob in zip(pairs, sealed, strict=True):
            chunk.rows = blob
    ImportChunk.objects.bulk_create(chunks)


def _data(run: ImportRun, by: Actor, at: datetime) -> bytes:
    subject = staging.subject_of(run)
    chunks = ImportChunk.objects.filter(run=run).order_by("position")
    items = [vault.OpenItem(subject, "people.rows", chunk.id, bytes(chunk.rows)) for chunk in chunks]
    texts: list[str | None] = []
    for start in range(0, len(items), AT_ONCE):
        texts += vault.open_text(items[start : start + AT_ONCE], by=by, why=Purpose.IMPORT_PREVIEW, at=at)
    if not texts or None in texts:
        raise Refused("file_forgotten")
    return base64.b64decode("".join(text for text in texts if text is not None))
