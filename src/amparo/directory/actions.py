"""Bringing in the list of courts. Only the owner of the database may: doors and worker read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from amparo.directory import court_list
from amparo.directory.models import Court
from amparo.foundation.errors import Refused

FACTS = ("name", "address", "phone", "status", "zone", "latitude", "longitude", "successor_id")


@dataclass(frozen=True, slots=True)
class Imported:
    """How many courts the list made, changed, left as they were, and no longer names."""

    new: int
    changed: int
    same: int
    not_listed: int


def import_courts(rows: Iterable[court_list.Court], *, listed_on: date, at: datetime) -> Imported:
    """The courts are as the list of that day says. A court that it no longer names stays: hearings point at it.

    Codes: "list_empty", "list_from_the_future", "list_older" (than the one already known).
    """
    listed = {row.code: row for row in rows}
    if not listed:
        raise Refused("list_empty")
    if listed_on > at.date():
        raise Refused("list_from_the_future")
    with transaction.atomic():
        known = {court.code: court for court in Court.objects.select_for_update()}
        if known and listed_on < Court.objects.aggregate(latest=Max("listed_on"))["latest"]:
            raise Refused("list_older")
        return _written(listed, known, listed_on)


def _written(listed: dict[str, court_list.Court], known: dict[str, Court], listed_on: date) -> Imported:
    wanted = {code: _row(row, listed, known, listed_on) for code, row in listed.items()}
    new = [court for code, court in wanted.items() if code not in known]
    kept = [court for code, court in wanted.items() if code in known]
    changed = [court for court in kept if _facts(court) != _facts(known[court.code])]
    successors = {court.code: court.successor_id for court in new}
    # A successor may stand further down in the list: first all courts, then who follows whom.
    for court in new:
        court.successor_id = None
    Court.objects.bulk_create(new)
    for court in new:
        court.successor_id = successors[court.code]
    Court.objects.bulk_update(new, ["successor"], batch_size=500) if new else None
    Court.objects.bulk_update(kept, [*FACTS[:-1], "successor", "listed_on"], batch_size=500) if kept else None
    return Imported(len(new), len(changed), len(kept) - len(changed), len(set(known) - set(wanted)))


def _row(row: court_list.Court, listed: dict[str, court_list.Court], known: dict[str, Court], listed_on: date) -> Court:
    is_there = row.successor_code in listed or row.successor_code in known
    return Court(
        code=row.code,
        name=row.name[:200],
        address=(row.address or "")[:300],
        phone=row.phone[:32],
        status=row.status.value,
        zone=row.zone or "",
        latitude=row.latitude,
        longitude=row.longitude,
        successor_id=row.successor_code if is_there else None,
        listed_on=listed_on,
    )


def _facts(court: Court) -> tuple[object, ...]:
    return tuple(getattr(court, name) for name in FACTS)
