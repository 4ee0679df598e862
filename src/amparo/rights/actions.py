"""The verbs of a person's rights: ask, withdraw, answer, open again; and of the copy: ask for it, take it away."""

from datetime import datetime, timedelta
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.people import queries as people
from amparo.privacy import vault
from amparo.programme import queries as programmes
from amparo.rights import queries, rules
from amparo.rights.models import Copy, CopyPart, Request
from amparo.rights.rules import Kind, State


def ask(person_id: UUID, *, kind: str, words: str, client_id: UUID, by: Actor, at: datetime) -> Request:
    """The person has asked, and somebody outside their team must answer in time. Sent again, it is the same one.

    Codes: "pick_one", "words_missing", "too_long", "too_many".
    """
    person = people.locked(person_id)
    gate.require(by, Permission.RIGHTS_ASK, person)
    if kind not in set(Kind):
        raise Refused("pick_one")
    said = rules.words_of(words, kind=Kind(kind))
    mine = Request.objects.filter(person=person)
    if known := mine.filter(client_id=client_id).first():
        return known
    if mine.filter(state=State.WAITING).count() >= rules.MOST_WAITING:
        raise Refused("too_many")
    made = Request(
        id=ids.new(),
        programme_id=person.programme_id,
        person=person,
        client_id=client_id,
        kind=Kind(kind),
        asked_at=at,
        due_at=at + timedelta(days=programmes.rules_at(person.programme_id, at).rights_days),
    )
    if said:
        made.words = _sealed(made, "words", said)
    made.save(force_insert=True)
    return made


def withdraw(request_id: UUID, *, by: Actor, at: datetime) -> Request:
    """The person no longer wants it. Withdrawn already, nothing changes. Code: "somebody_was_faster"."""
    found = _locked(request_id)
    gate.require(by, Permission.RIGHTS_ASK, found)
    if found.state == State.WITHDRAWN:
        return found
    return _moved(found, State.WITHDRAWN, ended_at=at)


def answer(request_id: UUID, *, granted: bool, words: str, where: str = "", by: Actor, at: datetime) -> Request:
    """It was done, or refused for a reason that names where to complain about it.

    Codes: "words_missing", "where_missing", "too_long", "somebody_was_faster".
    """
    found = _locked(request_id)
    gate.require(by, Permission.RIGHTS_DECIDE, found)
    said = rules.words_of(words)
    address = rules.address_of(where) if not granted else ""
    facts = {"ended_at": at, "answered_by": by.id, "answer": _sealed(found, "answer", said)}
    if address:
        facts["where"] = _sealed(found, "where", address)
    return _moved(found, State.DONE if granted else State.REFUSED, **facts)


def open_again(person_id: UUID, *, by: Actor) -> int:
    """Nobody gave the second signature: the wish to be forgotten waits for an answer again. Returns how many."""
    gate.require(by, Permission.RIGHTS_REOPEN, people.by_id(person_id))
    granted = Request.objects.filter(person=person_id, kind=Kind.ERASE, state=State.DONE)
    return granted.update(state=State.WAITING, ended_at=None, answered_by=None, answer=None)


def ask_for_copy(person_id: UUID, *, whole: bool, begins_with: int, language: str, by: Actor, at: datetime) -> Copy:
    """A copy of everything is being made. What waits stays as it was; one that is ready makes room for a new one.

    Code: "copy_too_soon": making one takes a processor for seconds, and whoever asks on and on takes it from others.
    """
    person = people.locked(person_id)
    gate.require(by, Permission.COPY_OWN, person)
    known = queries.copy_of(person_id)
    if known and (known.whole or not whole):
        if known.state == Copy.State.WAITING:
            return known
        if at - known.asked_at < rules.BETWEEN_COPIES:
            raise Refused("copy_too_soon")
    if known:
        known.delete()
    return Copy.objects.create(
        programme_id=person.programme_id,
        person=person,
        whole=whole,
        begins_with=begins_with,
        language=language,
        asked_at=at,
    )


def drop_copy(person_id: UUID, *, by: Actor) -> None:
    """No copy of theirs is kept, nor made. None there, nothing changes."""
    gate.require(by, Permission.COPY_OWN, people.by_id(person_id))
    for copy in Copy.objects.select_for_update().filter(person=person_id):
        CopyPart.objects.filter(copy=copy).delete()
        Copy.objects.filter(id=copy.id).update(state=Copy.State.DROPPED, size=0)


def _locked(request_id: UUID) -> Request:
    found = Request.objects.select_for_update(of=("self",)).select_related("person").filter(id=request_id).first()
    if found is None:
        raise Refused("unknown_request")
    return found


def _moved(found: Request, after: State, **facts: object) -> Request:
    rules.require_move(found.state, after)
    for name, value in facts.items():
        setattr(found, name, value)
    found.state = after
    found.save(update_fields=["state", *facts])
    return found


def _sealed(found: Request, name: str, words: str) -> bytes:
    return vault.seal(people.subject_of(found.person), queries.FIELDS[name], found.id, words)
