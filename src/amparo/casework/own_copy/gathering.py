"""All rows about one person, and their words opened: as the person, so that no row of anybody else exists."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from amparo.access import actor
from amparo.access.actor import Actor
from amparo.access.rows import acting
from amparo.casework import access_log, held
from amparo.casework.own_copy import tables
from amparo.casework.own_copy.tables import Sealed
from amparo.foundation.errors import Refused
from amparo.people import queries as people
from amparo.people.models import Person
from amparo.privacy import vault
from amparo.privacy.purposes import FieldClass, Purpose, class_of
from amparo.privacy.vault import OpenItem

# One question to the vault is far below what fits into one of its frames.
IN_ONE_GO = 4 * 1024 * 1024
STOPS = ("budget_spent", "cannot_open")
# Sealed values that are files of our own making: sound, pictures and papers.
BEGINS = {b"OggS": "ogg", b"RIFF": "webp", b"\xff\xd8\xff": "jpg", b"%PDF": "pdf"}
KINDS = {"ogg": "recording", "webp": "picture", "jpg": "picture", "pdf": "paper"}


@dataclass(slots=True)
class Row:
    """One row: what is in clear, and what was opened or why not, by column."""

    clear: dict[str, Any]
    opened: dict[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything for one copy. None of it stands in `repr`: it is about a person."""

    person: Person = field(repr=False)
    whole: bool
    told: list[held.Held]
    rows: dict[str, list[Row]] = field(repr=False)
    files: dict[str, bytes] = field(repr=False)
    looks: list[access_log.Look] = field(repr=False)
    proof: list[dict[str, Any]] = field(repr=False)
    colleagues: dict[Any, str]


@dataclass(slots=True)
class _Waiting:
    """A value that is still sealed, and where it goes."""

    item: OpenItem
    sealed: Sealed
    put: Callable[[Any], None]


def gather(
    person: Person, *, whole: bool, begins_with: int, by: Actor, at: datetime, names: dict[Any, str]
) -> Gathered:
    """Everything that is held about `by`. Called inside `acting(by)`, where only their own rows exist."""
    rows: dict[str, list[Row]] = {}
    waiting: list[_Waiting] = []
    files: dict[str, bytes] = {}
    for model in held.about_people():
        label = model._meta.label
        if label in tables.LEFT_OUT or not held.is_open(model, whole=whole):
            continue
        rows[label] = []
        for found in _rows(model, person):
            row = Row(_clear(found))
            rows[label].append(row)
            waiting += _sealed(found, row, label, person, whole, files)
    _open(waiting, begins_with, by, at)
    return Gathered(
        person=person,
        whole=whole,
        told=held.of(person, whole=whole, by=by),
        rows=rows,
        files=files,
        looks=access_log.everything(person, by=by, at=at),
        proof=access_log.exported(person, by=by),
        colleagues=names,
    )


def _rows(model: Any, person: Person) -> list[Any]:
    rows = held.rows_of(model, person).order_by("pk")
    if not held.is_hidden(model):
        return list(rows)
    # A table that is for staff or machines only: named here by its person alone.
    with acting(actor.system(person.programme_id)):
        return list(rows)


def _clear(found: Any) -> dict[str, Any]:
    sealed = found.Privacy.sealed
    columns = [one for one in found._meta.concrete_fields if one.name not in sealed and one.name != "programme_id"]
    # Keys and checksums are bytes; so is a receipt, which the person holds already.
    return {one.name: getattr(found, one.attname) for one in columns if not isinstance(one, models.BinaryField)}


def _sealed(
    found: Any, row: Row, label: str, person: Person, whole: bool, files: dict[str, bytes]
) -> Iterator[_Waiting]:
    for name in found.Privacy.sealed:
        blob = getattr(found, name)
        if not blob:
            continue
        if name in tables.CLOSED.get(label, {}):
            row.opened[name] = tables.CLOSED[label][name]
            continue
        how = tables.SEALED[label][name]
        if how.passkey and not whole:
            row.opened[name] = tables.WITH_PASSKEY
            continue
        row.opened[name] = tables.NOT_NOW
        sizes = [one[0] for one in getattr(found, "page_sizes", ())] if name == "paper" else []
        name_there = dict(how.by_kind).get(found.kind, how.field) if how.by_kind else how.field
        item = OpenItem(people.subject_of(person), name_there, getattr(found, how.row), bytes(blob), how.version)
        yield _Waiting(item, how, _putting(row, name, name_there, files, sizes))


def _ending(value: bytes, field: str) -> str:
    """What a file with these bytes is called by, where they are no words."""
    if class_of(field) is FieldClass.SPEECH:
        return "ogg"
    return next((ending for begins, ending in BEGINS.items() if value.startswith(begins)), "")


def _putting(row: Row, name: str, field: str, files: dict[str, bytes], sizes: list[int]) -> Callable[[Any], None]:
    def put(value: Any) -> None:
        ending = _ending(value, field) if isinstance(value, bytes) else ""
        if not ending:
            row.opened[name] = value.decode(errors="replace") if isinstance(value, bytes) else value
            return
        named = []
        for page in _pages(value, sizes):
            named.append(f"{KINDS[ending]}-{len(files) + 1:02}.{ending}")
            files[f"{KINDS[ending]}s/{named[-1]}"] = page
        row.opened[name] = ", ".join(named)

    return put


def _pages(value: bytes, sizes: list[int]) -> Iterator[bytes]:
    """The pages of a paper, which are sealed as one value; anything else is one page."""
    at = 0
    for size in sizes or [len(value)]:
        yield value[at : at + size]
        at += size


def _open(waiting: list[_Waiting], begins_with: int, by: Actor, at: datetime) -> None:
    together = [one for one in waiting if not _is_counted(one)]
    for some in _in_bounds(together):
        _open_together(some, by, at)
    for what in (FieldClass.PLACE, FieldClass.SPEECH, FieldClass.PICTURE, FieldClass.PAPER, FieldClass.REQUEST):
        # Ids grow with time: the newest come first.
        alone = [one for one in waiting if class_of(one.item.field) is what][::-1]
        if what is not FieldClass.REQUEST:
            alone = alone[begins_with : begins_with + tables.AT_ONCE]
        _open_alone(alone, by, at)


def _open_together(some: list[_Waiting], by: Actor, at: datetime) -> None:
    try:
        values = vault.open_sealed([one.item for one in some], by=by, why=Purpose.SUBJECT_COPY, at=at)
    except Refused as no:
        if no.code != "cannot_open":
            raise
        # One of them is damaged: the others are still the person's.
        _open_alone(some, by, at)
        return
    for one, value in zip(some, values, strict=True):
        one.put(value)


def _open_alone(some: list[_Waiting], by: Actor, at: datetime) -> None:
    for one in some:
        # A place is opened as one's own record, at the pace that holds for it everywhere.
        is_place = class_of(one.item.field) is FieldClass.PLACE
        try:
            if is_place:
                value = vault.open_sealed([one.item], by=by, why=Purpose.OWN_RECORD, at=at)[0]
            else:
                value = vault.open_sealed([one.item], by=by, why=Purpose.SUBJECT_COPY, at=at)[0]
        except Refused as no:
            if no.code not in STOPS:
                raise
            if no.code == "budget_spent":
                return
            value = None
        one.put(tables.UNREADABLE if value is None else value)


def _is_counted(one: _Waiting) -> bool:
    return class_of(one.item.field) is not FieldClass.CASELOAD


def _in_bounds(waiting: list[_Waiting]) -> Iterator[list[_Waiting]]:
    some: list[_Waiting] = []
    size = 0
    for one in waiting:
        length = len(one.item.blob or b"") + 200
        if some and size + length > IN_ONE_GO:
            yield some
            some, size = [], 0
        some.append(one)
        size += length
    if some:
        yield some
