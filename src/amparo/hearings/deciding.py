"""A human decides which date holds; the person can read why."""

from datetime import datetime
from enum import StrEnum

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.foundation import wall
from amparo.foundation.errors import Refused
from amparo.hearings import promises, queries, writing
from amparo.hearings.models import Hearing, Question, Sighting
from amparo.hearings.rules import State


class Decision(StrEnum):
    KEEP = "keep"
    TAKE = "take"
    # The court is asked first: the question stays open, with the reason beside it.
    ASK = "ask"


def decide(question: Question, decision: str, reason: str, *, by: Actor, at: datetime) -> Hearing:
    """The hearing stands as decided, its other open questions with it, and the person is told.

    Codes: "already_decided", "reason_missing", "no_such_decision", "in_the_past" (a date to take),
    "somebody_was_faster".
    """
    gate.require(by, Permission.HEARING_DECIDE, question)
    if decision not in list(Decision):
        raise Refused("no_such_decision")
    if not reason.strip():
        raise Refused("reason_missing")
    hearing = queries.by_id(question.hearing_id)
    asked = list(queries.open_questions(hearing.id).select_for_update(of=("self",)))
    if question.id not in {one.id for one in asked}:
        raise Refused("already_decided")
    said = {"decision": decision, "reason": reason.strip()[:400], "decided_by": by.id}
    if decision == Decision.ASK:
        Question.objects.filter(id=question.id).update(**said)
        return hearing
    told, _ = promises.earliest(hearing, asked, at)
    if decision == Decision.TAKE:
        _take(hearing, question, by, at)
    else:
        writing.move(hearing, State.SCHEDULED, last_confirmed_at=at, confirmed_by=by.id)
    Question.objects.filter(id__in=[one.id for one in asked]).update(decided_at=at, **said)
    _tell(hearing, told, at)
    return hearing


def _take(hearing: Hearing, question: Question, by: Actor, at: datetime) -> None:
    """What the source says becomes ours."""
    said = _said(hearing, question)
    if said is not None and said.cancelled:
        writing.move(hearing, State.CANCELLED, confirmed_by=by.id)
        return
    if question.day is None or question.time is None:
        raise Refused("no_such_decision")
    zone = question.zone or hearing.zone
    starts_at = wall.instant(datetime.combine(question.day, question.time), zone)
    if starts_at <= at:
        raise Refused("in_the_past")
    facts = {"day": question.day, "time": question.time, "zone": zone, "starts_at": starts_at}
    if starts_at != hearing.starts_at:
        # The room and judge of the old date say nothing about the new one.
        facts |= {"room": "", "judge": ""}
    if said is not None and said.court_code and said.court_code != hearing.court_id:
        facts |= {"court_id": said.court_code, "place": ""}
    if question.source_id is not None:
        facts |= {"source_id": question.source_id}
    writing.move(hearing, State.SCHEDULED, last_confirmed_at=at, confirmed_by=by.id, **facts)


def _said(hearing: Hearing, question: Question) -> Sighting | None:
    """What the source of a question says of the hearing now."""
    rows = Sighting.objects.filter(hearing=hearing, source=question.source_id, gone_at=None)
    return rows.order_by("-seen_at").first()


def _tell(hearing: Hearing, told: datetime, at: datetime) -> None:
    promise = promises.begin(hearing.programme_id, at)
    if hearing.state == State.CANCELLED:
        promise.tell_off(hearing)
    else:
        promise.tell(hearing, promises.SCHEDULED if told == hearing.starts_at else promises.MOVED)
    promise.keep()
