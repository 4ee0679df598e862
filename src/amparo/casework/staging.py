"""A file's rows between looking and deciding: sealed in chunks with a key of the file's own."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from amparo.access.actor import Actor
from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.foundation.table_rows import RowProblem, Warned
from amparo.foundation.tables import Table
from amparo.people.models import ImportChunk, ImportRun
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose

ROWS, CHARACTERS = 500, 1_000_000
# Sealed bytes opened in one call of the vault.
AT_ONCE = 8_000_000


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of the file besides its rows. A misread heading may name people: sealed like the rows."""

    columns: tuple[str, ...] = field(repr=False)
    problems: tuple[RowProblem, ...]
    warnings: tuple[Warned, ...]


Rows = list[tuple[int, tuple[str, ...]]]


def put(run: ImportRun, table: Table, *, at: datetime) -> None:
    """The file's head and rows are kept, sealed."""
    texts = [_head(table), *_row_texts(table)]
    subject = subject_of(run)
    chunks = [
        ImportChunk(id=ids.new(), programme_id=run.programme_id, run=run, position=position, staged_at=at)
        for position in range(len(texts))
    ]
    items = [vault.SealItem(subject, "people.rows", chunk.id, text) for chunk, text in zip(chunks, texts, strict=True)]
    for start in range(0, len(items), 8):
        blobs = vault.seal_many(items[start : start + 8])
        for chunk, blob in zip(chunks[start : start + 8], blobs, strict=True):
            chunk.rows = blob
    ImportChunk.objects.bulk_create(chunks, batch_size=50)


def head(run: ImportRun, *, by: Actor, at: datetime) -> Head:
    """What is known of the file besides its rows."""
    chunk = ImportChunk.objects.filter(run=run, position=0).first()
    said = json.loads(_opened(run, [chunk] if chunk else [], by, at)[0])
    return Head(
        columns=tuple(said["columns"]),
        problems=tuple(RowProblem(*one) for one in said["problems"]),
        warnings=tuple(Warned(*one) for one in said["warnings"]),
    )


def rows(run: ImportRun, *, by: Actor, at: datetime, first: bool = False) -> Rows:
    """The file's rows with their line numbers; with `first`, only the first chunk of them."""
    chunks = ImportChunk.objects.filter(run=run, position__gt=0).order_by("position")
    found: Rows = []
    for some in _in_portions(list(chunks[:1] if first else chunks)):
        for text in _opened(run, some, by, at):
            found += [(line, tuple(cells)) for line, cells in json.loads(text)]
    return found


def subject_of(run: ImportRun) -> vault.Subject:
    """The file as the vault knows it. Code: "file_forgotten"."""
    if run.salt is None:
        raise Refused("file_forgotten")
    return vault.Subject(run.programme_id, run.id, bytes(run.salt))


def _opened(run: ImportRun, chunks: list[ImportChunk], by: Actor, at: datetime) -> list[str]:
    subject = subject_of(run)
    items = [vault.OpenItem(subject, "people.rows", chunk.id, bytes(chunk.rows)) for chunk in chunks]
    texts = vault.open_text(items, by=by, why=Purpose.IMPORT_PREVIEW, at=at)
    if not texts or None in texts:
        raise Refused("file_forgotten")
    return [text for text in texts if text is not None]


def _head(table: Table) -> str:
    return json.dumps(
        {
            "columns": table.columns,
            "problems": [(p.line, p.code, p.column) for p in table.problems],
            "warnings": [(w.code, w.line) for w in table.warnings],
        }
    )


def _row_texts(table: Table) -> Iterator[str]:
    some: list[tuple[int, tuple[str, ...]]] = []
    size = 0
    for line, row in zip(table.line_numbers, table.rows, strict=True):
        some.append((line, row))
        size += sum(map(len, row))
        if len(some) >= ROWS or size >= CHARACTERS:
            yield json.dumps(some, ensure_ascii=False)
            some, size = [], 0
    if some:
        yield json.dumps(some, ensure_ascii=False)


def _in_portions(chunks: list[ImportChunk]) -> Iterator[list[ImportChunk]]:
    some: list[ImportChunk] = []
    size = 0
    for chunk in chunks:
        some.append(chunk)
        size += len(chunk.rows)
        if size >= AT_ONCE:
            yield some
            some, size = [], 0
    if some:
        yield some
