"""What the person says to a visit: it suits them, or another time. Called inside `acting(...)`."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.foundation.errors import Refused
from amparo.visits import rules, telling
from amparo.visits.models import Visit
from amparo.visits.moving import locked, move, sealed
from amparo.visits.rules import State


def agree(visit_id: UUID, *, by: Actor, at: datetime) -> Visit:
    """The time suits the person. Said twice, nothing changes. Codes: "no_such_move", "in_the_past"."""
    visit = locked(visit_id)
    gate.require(by, Permission.VISIT_ANSWER, visit)
    if visit.state == State.AGREED:
        return visit
    if visit.state == State.ASKED:  # that takes a question back, which is another verb
        raise Refused("no_such_move")
    if visit.starts_at <= at:
        raise Refused("in_the_past")
    move(visit, State.AGREED, by=by, at=at)
    telling.tell(visit, "", at=at)
    return visit


def ask_for_another_time(
    visit_id: UUID, *, wanted: Sequence[datetime], zone: str, note: str = "", by: Actor, at: datetime
) -> Visit:
    """The time named before holds no longer, and a worker chooses among those the person names or offers another.

    Twice without a reason; from then on a few words are asked for. Asked again with the same times, the first stands.
    Codes: "no_such_move", "in_the_past", "reason_missing", and those of `rules.require_wanted`.
    """
    visit = locked(visit_id)
    gate.require(by, Permission.VISIT_ANSWER, visit)
    moments = rules.require_wanted(wanted, zone, at)
    if visit.state == State.ASKED and moments == list(visit.wanted):
        return visit
    # Who asked in time and has no answer yet may still change what they ask for.
    if visit.state != State.ASKED and visit.starts_at <= at:
        raise Refused("in_the_past")
    if rules.needs_reason(visit.moved) and not note.strip():
        raise Refused("reason_missing")
    facts = {"wanted": moments, "note": sealed(visit, "note", note), "asked_at": at, "moved": visit.moved + 1}
    move(visit, State.ASKED, by=by, at=at, **facts)
    telling.take_back(visit, at=at)
    return visit


def take_back(visit_id: UUID, *, by: Actor, at: datetime) -> Visit:
    """The time named before suits the person after all. Codes: "no_such_move", "in_the_past"."""
    visit = locked(visit_id)
    gate.require(by, Permission.VISIT_ANSWER, visit)
    if visit.state == State.AGREED:
        return visit
    if visit.state != State.ASKED:
        raise Refused("no_such_move")
    if visit.starts_at <= at:
        raise Refused("in_the_past")
    move(visit, State.AGREED, by=by, at=at)
    telling.tell(visit, "", at=at)
    return visit
