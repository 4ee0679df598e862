"""A year of check-ins: most in time, some late, some unanswered or explained, a few that want a look today."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from amparo.checkins import receipt, rules
from amparo.checkins.models import Checkin, CheckinMove, Schedule, Submission
from amparo.checkins.rules import Cause, CheckinState, Look
from amparo.checkins.windows import Cadence, Window, windows_between
from amparo.foundation import ids
from amparo.identity.ways import Way
from amparo.people.models import Person
from amparo.privacy import vault
from amparo.privacy.vault import SealItem, Subject

S = CheckinState
RECENT = timedelta(days=3)
# What became of an old window, and of one that closed in the last days: state, share in a thousand.
Shares = tuple[tuple[CheckinState, int], ...]
LONG_AGO: Shares = ((S.DONE, 948), (S.EXPLAINED, 42), (S.CANCELLED, 10))
LATELY: Shares = ((S.DONE, 868), (S.NEEDS_LOOK, 40), (S.UNANSWERED, 52), (S.EXPLAINED, 40))
OPEN_NOW: Shares = ((S.DUE, 700), (S.DONE, 300))
SHOWN_BY = {"office": Way.SEEN_BY_WORKER, "call": Way.KNOWN_VOICE}
CAUSES = (Cause.CARRIER, Cause.DEVICE, Cause.OUR_OUTAGE, Cause.ASKED_TO_DEFER, Cause.LANGUAGE)
HOW = ("very_well", "well", "well", "so_so", "so_so", "not_well")
NEEDS = ("food", "housing", "health", "work", "children", "legal", "transport", "papers")


def windows_of(schedule: Schedule, at: datetime) -> list[Window]:
    """All windows that have opened since the schedule began."""
    cadence = Cadence(schedule.weeks, schedule.weekday, schedule.opens, schedule.hours)
    return list(windows_between(cadence, schedule.anchor, schedule.zone, schedule.begun_at, at))


def live(person: Person, schedule: Schedule, worker_id: UUID, *, dice: Random, at: datetime) -> int:
    """The person's past windows exist, with what was said in them. Returns how many."""
    checkins, moves, submissions = [], [], []
    for window in windows_of(schedule, at):
        checkin = _checkin(person, schedule, window, dice, at)
        checkins.append(checkin)
        if checkin.state in (S.DONE, S.NEEDS_LOOK):
            submissions.append(_submission(person, checkin, dice, at))
        moves += _moves(checkin, person, worker_id, dice)
    _seal(person, submissions)
    Checkin.objects.bulk_create(checkins)
    Submission.objects.bulk_create(submissions)
    CheckinMove.objects.bulk_create(moves)
    return len(checkins)


def _checkin(person: Person, schedule: Schedule, window: Window, dice: Random, at: datetime) -> Checkin:
    if window.closes_at > at:
        shares = OPEN_NOW
    elif window.closes_at > at - RECENT:
        shares = LATELY
    else:
        shares = LONG_AGO
    state = dice.choices([s for s, _ in shares], [share for _, share in shares])[0]
    end = min(window.closes_at, at)
    checkin = Checkin(
        id=ids.new(),
        programme_id=person.programme_id,
        person=person,
        schedule=schedule,
        opens_at=window.opens_at,
        closes_at=window.closes_at,
        zone=schedule.zone,
        state=state,
        state_at=window.opens_at + (end - window.opens_at) * dice.random(),
    )
    if state is S.NEEDS_LOOK:
        checkin.looks = [Look.CLOCK_DOUBTFUL]
    elif state is S.UNANSWERED:
        checkin.state_at = window.closes_at
    elif state is S.DONE and window.closes_at <= at and dice.random() < 0.04:
        checkin.state_at = min(window.closes_at + timedelta(hours=dice.randint(1, 30)), at)
        checkin.looks = [Look.LATE] if window.closes_at > at - RECENT else []
    return checkin


def _submission(person: Person, checkin: Checkin, dice: Random, at: datetime) -> Submission:
    client, received = ids.new(), checkin.state_at
    doubtful = checkin.state == S.NEEDS_LOOK
    waited = timedelta(minutes=dice.randint(1, 600)) if dice.random() < 0.2 else timedelta(0)
    said = max(received - waited, checkin.opens_at)
    answers = {"how": dice.choice(HOW)}
    if dice.random() < 0.15:
        answers["needs"] = [dice.choice(NEEDS)]  # type: ignore[assignment]
        checkin.wants_help = dice.random() < 0.5
        waits = received > at - timedelta(hours=30) and dice.random() < 0.6
        if checkin.wants_help and not waits:
            checkin.help_handled_at = min(received + timedelta(hours=dice.randint(1, 20)), at)
            checkin.help_handled_by = person.worker_id
    channel = dice.choices(("app", "form", "office", "call"), (80, 10, 6, 4))[0]
    return Submission(
        id=ids.new(),
        programme_id=person.programme_id,
        person=person,
        checkin=checkin,
        client_id=client,
        body_hash=client.bytes * 2,
        channel=channel,
        identity=SHOWN_BY.get(channel, Way.PIN),
        said_at=said,
        received_at=received,
        clock="doubtful" if doubtful else "trusted",
        answers=json.dumps(answers).encode(),
        place_cause=dice.choice(("not_asked", "declined", "permission", "unavailable")),
        question_set=1,
        language=person.language,
        on_time=None if doubtful else said <= checkin.closes_at,
        receipt_number=receipt.new_number(),
    )


def _moves(checkin: Checkin, person: Person, worker_id: UUID, dice: Random) -> list[CheckinMove]:
    moves = [_move(checkin, S.PLANNED, S.DUE, checkin.opens_at, "system", UUID(int=0))]
    if checkin.state == S.DUE:
        return moves
    if checkin.state == S.EXPLAINED:
        closed = checkin.closes_at
        moves.append(_move(checkin, S.DUE, S.UNANSWERED, closed, "system", UUID(int=0)))
        cause = dice.choice(CAUSES)
        later = closed + timedelta(hours=20)
        return [*moves, _move(checkin, S.UNANSWERED, S.EXPLAINED, later, "member", worker_id, cause)]
    mover, who = {
        S.UNANSWERED: ("system", UUID(int=0)),
        S.CANCELLED: ("member", worker_id),
    }.get(S(checkin.state), ("person", person.id))
    rules.require_move(S.DUE, checkin.state, mover)
    return [*moves, _move(checkin, S.DUE, checkin.state, checkin.state_at, mover, who)]


def _move(
    checkin: Checkin, before: str, after: str, at: datetime, kind: str, who: UUID, cause: str = ""
) -> CheckinMove:
    return CheckinMove(
        programme_id=checkin.programme_id,
        person_id=checkin.person_id,
        checkin=checkin,
        before=before,
        after=after,
        at=at,
        by_kind=kind,
        by_id=who,
        cause=cause,
    )


def _seal(person: Person, submissions: Sequence[Submission]) -> None:
    subject = Subject(person.programme_id, person.id, bytes(person.salt))
    blobs = vault.seal_many([SealItem(subject, "answers", s.client_id, s.answers) for s in submissions])
    for submission, blob in zip(submissions, blobs, strict=True):
        submission.answers = blob
        said = receipt.Receipt(
            programme_id=person.programme_id,
            number=submission.receipt_number,
            person_ref=receipt.person_ref(person.pseudonym),
            checkin_id=submission.checkin.id,
            client_id=submission.client_id,
            body_hash=submission.body_hash,
            said_at=submission.said_at,
            received_at=submission.received_at,
            closes_at=submission.checkin.closes_at,
            on_time=submission.on_time,
        )
        signed = receipt.payload(said)
        submission.receipt = signed + vault.receipt_sign(person.programme_id, signed)
