"""What humans conclude from a silence, step by step. Each step is a named member's; the heavy one is two members'."""

from datetime import datetime
from typing import Any
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.concerns import queries, rules
from amparo.concerns.models import Concern, ConcernMove
from amparo.concerns.rules import Signed, State, Why
from amparo.faults.rules import NEVER_AGAINST, Cause
from amparo.foundation.errors import Refused
from amparo.people import queries as people
from amparo.privacy import vault
from amparo.programme import signing

LONGEST_WORDS = 4000


def check_faults(concern_id: UUID, *, cause: Cause, by: Actor, at: datetime) -> Concern:
    """A member has looked at what went wrong in that time, and says which cause it speaks for.

    Code: "never_against" once it was proposed: a fault of ours closes it.
    """
    concern = _locked(concern_id, by, Permission.CONCERN_LOOK)
    if concern.state in (State.CLOSED, State.RAISED):
        raise Refused("no_such_move", before=concern.state, after=concern.state)
    if cause in NEVER_AGAINST and concern.state not in (State.TO_LOOK_AT, State.ASKED):
        # Nothing weighs by such a cause: what was proposed already is closed instead.
        raise Refused("never_against")
    return _set(concern, fault_checked_at=at, fault_checked_by=by.id, cause=cause)


def ask(concern_id: UUID, *, question: str, by: Actor, at: datetime) -> Concern:
    """The person is asked, in their language, and has three days to answer. What was signed before falls.

    What they have said already stays until they say it anew: nobody else takes their words away.

    Codes: "words_missing", "too_long", "fault_check_missing", "second_must_be_another" (what is contested is looked
    at by somebody who did not sign it).
    """
    concern = _locked(concern_id, by, Permission.CONCERN_LOOK)
    _require_not_contested_of(concern, by)
    if concern.fault_checked_at is None:
        raise Refused("fault_check_missing")
    words = _words(question)
    return _move(
        concern,
        State.ASKED,
        by=by,
        at=at,
        question=_seal(concern, "question", words),
        asked_at=at,
        asked_by=by.id,
        asked_in=concern.person.language,
        answer_until=at + rules.TO_ANSWER,
        answered_at=None,
        reason=None,
        proposed_at=None,
        proposed_by=None,
        seconded_at=None,
        seconded_by=None,
    )


def answer(concern_id: UUID, *, words: str, by: Actor, at: datetime) -> Concern:
    """The person says what happened. They may say more until somebody has concluded."""
    concern = _locked(concern_id, by, Permission.CONCERN_ANSWER)
    if concern.state not in (State.TO_LOOK_AT, State.ASKED, State.PROPOSED):
        raise Refused("no_such_move", before=concern.state, after=concern.state)
    return _set(concern, answer=_seal(concern, "answer", _words(words)), answered_at=at)


def propose(concern_id: UUID, *, cause: Cause, reason: str, by: Actor, at: datetime) -> Concern:
    """A member proposes to raise it, and why.

    Codes of rules.require_proposal; "new_sign_in", "second_must_be_another" (they signed what was contested).
    """
    concern = _locked(concern_id, by, Permission.CONCERN_LOOK)
    signing.require_settled(by, at=at)
    _require_not_contested_of(concern, by)
    if not reason.replace("\0", "").strip():
        raise Refused("reason_missing")
    # Whoever sees it otherwise than the look for faults puts a look of their own on record first.
    for each in (cause, Cause(concern.cause)):
        rules.require_proposal(_signed(concern, cause=each, has_reason=True), at)
    words = _words(reason)
    facts = {"cause": cause, "reason": _seal(concern, "reason", words), "proposed_at": at, "proposed_by": by.id}
    return _move(concern, State.PROPOSED, by=by, at=at, **facts)


def second(concern_id: UUID, *, answered: datetime | None = None, by: Actor, at: datetime) -> Concern:
    """Another member signs: the concern is raised, and the person is told.

    `answered`: the moment of the answer that they have read; None where there was none. Codes of rules.require_second;
    "new_sign_in", "answered_meanwhile", "second_must_be_another" also for who signed what was contested.
    """
    concern = _locked(concern_id, by, Permission.CONCERN_SECOND)
    signing.require_settled(by, at=at)
    _require_not_contested_of(concern, by)
    rules.require_move(concern.state, State.RAISED, by.kind.value)
    rules.require_second(_signed(concern), by.id, at)
    if concern.answered_at != answered:
        raise Refused("answered_meanwhile")
    return _move(concern, State.RAISED, by=by, at=at, seconded_at=at, seconded_by=by.id)


def contest(concern_id: UUID, *, words: str, by: Actor, at: datetime) -> Concern:
    """The person says it is not so: it is open again, for somebody who did not sign it."""
    concern = _locked(concern_id, by, Permission.CONCERN_ANSWER)
    sealed = _seal(concern, "contest", _words(words))
    return _move(concern, State.CONTESTED, by=by, at=at, contest=sealed, contested_at=at)


def close(concern_id: UUID, *, because: Why, cause: Cause, by: Actor, at: datetime) -> Concern:
    """A member lets it go. Nothing of it weighs on the person."""
    concern = _locked(concern_id, by, Permission.CONCERN_LOOK)
    return let_go(concern, because=because, cause=cause, by=by, at=at)


def let_go(concern: Concern, *, because: Why, cause: Cause | None = None, by: Actor, at: datetime) -> Concern:
    """As `close`, for a row that is locked already: by whoever found that there is no question any more."""
    facts: dict[str, Any] = {"closed_at": at, "closed_by": by.id, "closed_because": because}
    return _move(concern, State.CLOSED, by=by, at=at, cause=cause or concern.cause, **facts)


def note_move(concern: Concern, *, before: str, by: Actor, at: datetime) -> None:
    """A line of the concern's history."""
    ConcernMove.objects.create(
        programme_id=concern.programme_id,
        person_id=concern.person_id,
        concern=concern,
        before=before,
        after=concern.state,
        at=at,
        by_kind=by.kind.value,
        by_id=by.id,
        cause=concern.cause,
    )


def _locked(concern_id: UUID, by: Actor, permission: Permission) -> Concern:
    rows = Concern.objects.select_for_update(of=("self",)).select_related("person")
    concern = rows.filter(id=concern_id).first()
    if concern is None:
        raise Refused("unknown_concern")
    gate.require(by, permission, concern)
    return concern


def _require_not_contested_of(concern: Concern, by: Actor) -> None:
    """What somebody signed and the person contested, somebody else looks at: now, and at every later step."""
    if by.id in queries.contested_of(concern):
        raise Refused("second_must_be_another")


def _move(concern: Concern, to: State, *, by: Actor, at: datetime, **facts: Any) -> Concern:
    rules.require_move(concern.state, to, by.kind.value)
    before = concern.state
    _set(concern, state=to, state_at=at, **facts)
    note_move(concern, before=before, by=by, at=at)
    return concern


def _set(concern: Concern, **facts: Any) -> Concern:
    if not Concern.objects.filter(id=concern.id, state=concern.state).update(**facts):
        raise Refused("somebody_was_faster")
    for name, value in facts.items():
        setattr(concern, name, value)
    return concern


def _signed(concern: Concern, *, cause: Cause | None = None, has_reason: bool = False) -> Signed:
    return Signed(
        cause=cause or Cause(concern.cause),
        outreach_done_at=concern.outreach_done_at,
        fault_checked_at=concern.fault_checked_at,
        asked_at=concern.asked_at,
        answer_until=concern.answer_until,
        answered_at=concern.answered_at,
        has_reason=has_reason or concern.reason is not None,
        proposed_by=concern.proposed_by,
    )


def _words(text: str) -> str:
    words = text.replace("\0", "").strip()
    if not words:
        raise Refused("words_missing")
    if len(words) > LONGEST_WORDS:
        raise Refused("too_long")
    return words


def _seal(concern: Concern, field: str, words: str) -> bytes:
    return vault.seal(people.subject_of(concern.person), f"concerns.{field}", concern.id, words)
