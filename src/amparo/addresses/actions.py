"""The verbs of moving: say where one lives now, tell an office, leave one out, take it back, ask for help.

A new address counts at once, for this programme: it is the person's own to say. Nothing else follows from it by itself;
their time zone, office and court stay until a human changes them. Every verb is called inside `acting(...)`.
"""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor, Kind
from amparo.access.rules import Permission
from amparo.addresses import offices, queries, rules
from amparo.addresses.models import NewAddress, Telling
from amparo.addresses.rules import State
from amparo.foundation import ids, wall
from amparo.foundation.errors import Refused
from amparo.people import queries as people
from amparo.privacy import vault
from amparo.programme import queries as programmes

LONGEST_PICTURE = 2 * 1024 * 1024  # as we wrote it anew
# Nobody moves more often in a day; whoever holds their phone must not fill our tables.
MOST_A_DAY, DAY = 6, timedelta(days=1)
FORMER_KEPT = timedelta(days=365)


def say(person_id: UUID, *, client_id: UUID, address: str, moved_on: date, by: Actor, at: datetime) -> NewAddress:
    """The person lives there from that day, and each office to tell has its clock. The same form again changes nothing.

    Codes: "address_missing", "too_long", "day_too_far", "day_too_long_ago", "too_many_moves".
    """
    person = people.locked(person_id)
    gate.require(by, Permission.ADDRESS_SAY, person)
    if known := queries.said(person_id, client_id):
        return known
    words = rules.words(address, rules.LONGEST_ADDRESS)
    if not words:
        raise Refused("address_missing")
    rules.require_move_day(moved_on, wall.shown(at, person.zone).date())
    if NewAddress.objects.filter(person=person, said_at__gt=at - DAY).count() >= MOST_A_DAY:
        raise Refused("too_many_moves")
    _end_former(person_id, by, at)
    made = NewAddress(
        programme_id=person.programme_id,
        person=person,
        client_id=client_id,
        moved_on=moved_on,
        said_at=at,
        said_by=by.id,
        # Whoever works here and writes it down has seen it.
        seen_at=at if by.kind is Kind.MEMBER else None,
        seen_by=by.id if by.kind is Kind.MEMBER else None,
    )
    made.address = vault.seal(people.subject_of(person), "addresses.address", made.id, words)
    made.save(force_insert=True)
    Telling.objects.bulk_create(_tellings(made, person, by, at))
    return made


def tell(
    telling_id: UUID,
    *,
    told_on: date,
    number: str = "",
    note: str = "",
    picture: bytes | None = None,
    by: Actor,
    at: datetime,
) -> Telling:
    """The office was told on that day, and this shows it. What is told already is added to, and never replaced.

    Codes: "proof_missing", "reason_missing" (a colleague says how they know), "day_not_yet", "day_too_long_ago",
    "too_long", "too_large", "already_handled".
    """
    row = _locked(telling_id, by, Permission.ADDRESS_SAY)
    if row.state not in (State.OPEN, State.DONE):
        raise Refused("already_handled")
    said = {
        "number": rules.words(number, rules.LONGEST_NUMBER) or None,
        "note": rules.words(note, rules.LONGEST_WORDS) or None,
        "picture": picture or None,
    }
    if by.kind is Kind.MEMBER and not said["note"]:
        raise Refused("reason_missing")
    if picture and len(picture) > LONGEST_PICTURE:
        raise Refused("too_large")
    new = {name: value for name, value in said.items() if value and getattr(row, name) is None}
    if row.state == State.DONE:
        return _set(row, **_sealed(row, new))
    if not new:
        raise Refused("proof_missing")
    rules.require_told_day(told_on, row.new_address.moved_on, wall.shown(at, row.person.zone).date())
    return _set(row, state=State.DONE, state_at=at, state_by=by.id, told_on=told_on, **_sealed(row, new))


def leave_out(telling_id: UUID, *, reason: str = "", by: Actor, at: datetime) -> Telling:
    """This office need not be told. Codes: "reason_missing", "too_long", "already_handled"."""
    row = _locked(telling_id, by, Permission.ADDRESS_SAY)
    if row.state == State.NOT_NEEDED:
        return row
    if row.state != State.OPEN:
        raise Refused("already_handled")
    words = rules.words(reason, rules.LONGEST_WORDS)
    if not words and (row.needed or by.kind is Kind.MEMBER):
        raise Refused("reason_missing")
    kept = _sealed(row, {"note": words} if words else {})
    return _set(row, state=State.NOT_NEEDED, state_at=at, state_by=by.id, **kept)


def take_back(telling_id: UUID, *, by: Actor, at: datetime) -> Telling:
    """It is not done yet, the person says; what was kept of it is gone. Code: "already_handled"."""
    row = _locked(telling_id, by, Permission.ADDRESS_OWN)
    if row.state == State.OPEN:
        return row
    if row.state == State.OVERTAKEN:
        raise Refused("already_handled")
    gone = dict.fromkeys(("told_on", "number", "note", "picture"))
    return _set(row, state=State.OPEN, state_at=at, state_by=by.id, **gone)


def ask_help(telling_id: UUID, *, by: Actor, at: datetime) -> Telling:
    """A worker helps with it: it stands on their day. Asked again, the first time counts."""
    row = _locked(telling_id, by, Permission.ADDRESS_OWN)
    if row.help_asked_at is not None and row.help_handled_at is None:
        return row
    return _set(row, help_asked_at=at, help_handled_at=None, help_handled_by=None)


def handle_help(telling_id: UUID, *, by: Actor, at: datetime) -> None:
    """Somebody has taken care. Code: "already_handled"."""
    row = _locked(telling_id, by, Permission.NEED_HANDLE)
    waiting = Telling.objects.filter(id=row.id, help_asked_at__isnull=False, help_handled_at=None)
    if not waiting.update(help_handled_at=at, help_handled_by=by.id):
        raise Refused("already_handled")


def see(new_address_id: UUID, *, by: Actor, at: datetime) -> None:
    """A worker has looked whether office, time zone and court still fit. Code: "already_handled"."""
    row = NewAddress.objects.select_related("person").filter(id=new_address_id).first()
    if row is None:
        raise Refused("unknown_address")
    gate.require(by, Permission.NEED_HANDLE, row)
    if not NewAddress.objects.filter(id=row.id, seen_at=None).update(seen_at=at, seen_by=by.id):
        raise Refused("already_handled")


def let_go_former(programme_id: UUID, *, by: Actor, at: datetime) -> int:
    """Addresses that ended more than a year ago are gone, with what was told of them. Returns how many."""
    gate.require(by, Permission.ADDRESS_SWEEP, by)
    over = NewAddress.objects.filter(programme_id=programme_id, ended_at__lt=at - FORMER_KEPT)
    chosen = list(over.values_list("id", flat=True)[:1_000])
    NewAddress.objects.filter(id__in=chosen).delete()
    return len(chosen)


def _tellings(made: NewAddress, person: Any, by: Actor, at: datetime) -> list[Telling]:
    country = programmes.by_id(person.programme_id).country
    rows = []
    for office in offices.to_tell(country):
        last = office.clock.last_day(made.moved_on, country) if office.clock else None
        rows.append(
            Telling(
                id=ids.new(),
                programme_id=person.programme_id,
                person=person,
                new_address=made,
                office=office.code,
                needed=office.needed,
                last_day=last,
                due_at=rules.end_of(last, person.zone) if last else None,
                state_at=at,
                state_by=by.id,
            )
        )
    return rows


def _end_former(person_id: UUID, by: Actor, at: datetime) -> None:
    """Nobody is told of the address before this one any more; what was told of it stays on record."""
    Telling.objects.filter(person=person_id, state=State.OPEN).update(
        state=State.OVERTAKEN, state_at=at, state_by=by.id, help_asked_at=None
    )
    NewAddress.objects.filter(person=person_id, ended_at=None).update(ended_at=at)


def _locked(telling_id: UUID, by: Actor, permission: Permission) -> Telling:
    rows = Telling.objects.select_for_update(of=("self",)).select_related("person", "new_address")
    row = rows.filter(id=telling_id).first()
    if row is None:
        raise Refused("unknown_telling")
    gate.require(by, permission, row)
    return row


def _sealed(row: Telling, values: dict[str, Any]) -> dict[str, Any]:
    subject = people.subject_of(row.person)
    items = [vault.SealItem(subject, f"addresses.{name}", row.id, value) for name, value in values.items()]
    return dict(zip(values, vault.seal_many(items), strict=True))


def _set(row: Telling, **facts: Any) -> Telling:
    if facts and not Telling.objects.filter(id=row.id, state=row.state).update(**facts):
        raise Refused("somebody_was_faster")
    for name, value in facts.items():
        setattr(row, name, value)
    return row
