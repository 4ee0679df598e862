"""Where dates come from: written down once, and read again and again where it is an address."""

import json
from datetime import datetime, timedelta
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor, system
from amparo.access.rows import acting
from amparo.access.rules import Permission
from amparo.directory import queries as directory
from amparo.foundation import wall
from amparo.foundation.errors import Refused
from amparo.hearings import feed_reading, fetching, importing
from amparo.hearings.feed_columns import Mapping
from amparo.hearings.importing import Judgement
from amparo.hearings.models import Source
from amparo.programme import queries as programmes

READ_EVERY = timedelta(hours=1)
TRY_AGAIN = timedelta(minutes=15)
# Shown as where a date comes from; one per programme.
BY_HAND = "Written down by staff"
SUSPICIOUS = "many_vanished"


def add_feed(name: str, url: str, *, zone: str = "", mapping: Mapping | None = None, by: Actor, at: datetime) -> Source:
    """The address is read from now on. Codes: "bad_url", "private_address", "unknown_zone", "name_taken",
    "source_name_missing"."""
    address = may_add(name, url, by=by)
    if zone and not wall.is_zone(zone):
        raise Refused("unknown_zone")
    return Source.objects.create(
        programme_id=by.programme_id,
        name=_name(name),
        kind=Source.Kind.FEED,
        url=address,
        zone=zone,
        columns=document_of(mapping or Mapping()),
        read_next_at=at,
    )


def may_add(name: str, url: str, *, by: Actor) -> str:
    """The address as it is fetched, if a feed of this name could be added. Codes: those of `add_feed`."""
    gate.require_any(by, Permission.HEARING_IMPORT)
    if Source.objects.filter(name=_name(name)).exists():
        raise Refused("name_taken")
    return fetching.normal_url(url)


def stop_reading(source_id: UUID, *, by: Actor, at: datetime) -> None:
    """The address is no longer read; what it said stays known. Code: "no_such_source"."""
    gate.require_any(by, Permission.HEARING_IMPORT)
    if not Source.objects.filter(id=source_id, kind=Source.Kind.FEED).update(read_next_at=None):
        raise Refused("no_such_source")


def read_soon(source_id: UUID, *, by: Actor, at: datetime) -> None:
    """The address is due now, and from now on if it had been stopped. Code: "no_such_source"."""
    gate.require_any(by, Permission.HEARING_IMPORT)
    if not Source.objects.filter(id=source_id, kind=Source.Kind.FEED).update(read_next_at=at):
        raise Refused("no_such_source")


def of_file(name: str, kind: Source.Kind, *, zone: str, columns: Mapping, by: Actor) -> Source:
    """The source that files of this name come from. Codes: "source_name_missing", "source_is_another_kind"."""
    source, is_new = Source.objects.get_or_create(
        programme_id=by.programme_id,
        name=_name(name),
        defaults={"kind": kind, "zone": zone, "columns": document_of(columns)},
    )
    if source.kind != kind:
        raise Refused("source_is_another_kind")
    if not is_new:
        source.zone, source.columns = zone, document_of(columns)
        source.save(update_fields=["zone", "columns"])
    return source


def by_hand(programme_id: UUID) -> Source:
    """The source of what staff write down."""
    zone = programmes.by_id(programme_id).zone
    source, _ = Source.objects.get_or_create(
        programme_id=programme_id, name=BY_HAND, defaults={"kind": Source.Kind.HAND, "zone": zone}
    )
    return source


def read_source(source_id: UUID, *, programme_id: UUID, at: datetime) -> Judgement | None:
    """The feed is read and brought in; None if somebody else reads it, or it could not be read: the source says why.

    Opens transactions of its own: none is open while the address is asked.
    """
    by = system(programme_id)
    with acting(by):
        source = _taken(source_id, at)
        courts = directory.court_book()
    if source is None:
        return None
    try:
        data = fetching.fetch(source.url)
        mapping = mapping_of(source)
        read = feed_reading.read(data, mapping=mapping, courts=courts, zone=source.zone)
        with acting(by):
            found = importing.bring_in(read, source=source, courts=courts, complete=True, by=by, at=at)
            _note(source, at, problem=SUSPICIOUS if found.suspicious else "", is_read=True)
    except Refused as refused:
        with acting(by):
            _note(source, at, problem=refused.code, is_read=False)
        return None
    return found


def mapping_of(source: Source) -> Mapping:
    """Which column of the source's table holds what."""
    return Mapping.from_json(json.dumps(source.columns))


def document_of(mapping: Mapping) -> dict[str, str]:
    """The mapping as it is kept with a source."""
    said: dict[str, str] = json.loads(mapping.to_json())
    return said


def _taken(source_id: UUID, at: datetime) -> Source | None:
    """The source, if it is due and nobody else is reading it."""
    due = Source.objects.filter(id=source_id, kind=Source.Kind.FEED, read_next_at__lte=at)
    # Whoever stops half-way leaves it to be read again soon.
    if not due.update(read_next_at=at + TRY_AGAIN):
        return None
    return Source.objects.get(id=source_id)


def _note(source: Source, at: datetime, *, problem: str, is_read: bool) -> None:
    going_on = Source.objects.filter(id=source.id, read_next_at__isnull=False)
    going_on.update(read_next_at=at + (READ_EVERY if is_read else TRY_AGAIN))
    facts = {"problem": problem[:40]} | ({"read_at": at} if is_read else {})
    Source.objects.filter(id=source.id).update(**facts)


def _name(text: str) -> str:
    name = " ".join(text.split())[:80]
    if not name:
        raise Refused("source_name_missing")
    return name
