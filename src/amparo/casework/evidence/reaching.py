"""The part of a pack about people: outreach, concerns with the person's own words, hearings, messages, consents."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from amparo.casework.evidence.gathering import Gathering
from amparo.casework.evidence.written import moment
from amparo.channels.models import Delivery
from amparo.checkins.models import Checkin
from amparo.concerns.models import Concern, ConcernMove, Outreach
from amparo.concerns.rules import State
from amparo.hearings import queries as hearings_known
from amparo.hearings.models import Hearing, Question
from amparo.people.models import Consent
from amparo.reminders.models import Reminder, Reply

# The person reads the reason once it may no longer change silently: as on their own page.
REASON_SHOWN = (State.RAISED, State.CONTESTED, State.CLOSED)
# A provider's word, told as what it is: something between two machines.
DELIVERED_AS = {Delivery.State.FAILED: "not_accepted", Delivery.State.DROPPED: "not_sent"}
REMINDED_AS = {Reminder.State.PLANNED: "waiting", Reminder.State.DROPPED: "dropped"}
KINDS = {"hearing": "hearing", "checkin": "checkin", "check_in": "checkin"}


def outreach(windows: Sequence[Checkin], g: Gathering) -> list[dict[str, Any]]:
    """Every time somebody reached out: each step, by whom, and what came of it. What they noted stays with them."""
    mine = Outreach.objects.filter(person_id=g.person.id).filter(
        g.within("begun_at") | g.among("about_id", [window.id for window in windows])
    )
    return [
        {
            "outreach": g.ref(row.id),
            "checkin": str(row.about_id),
            "closes_at": moment(row.closes_at),
            "begun_at": moment(row.begun_at),
            "ended_at": moment(row.ended_at),
            "ended": row.ended,
            "steps": [
                {
                    "kind": step.kind,
                    "state": step.state,
                    "due_at": moment(step.due_at),
                    "done_at": moment(step.done_at),
                    "by_name": g.name(step.done_by),
                    "outcome": step.outcome,
                }
                for step in sorted(row.steps.all(), key=lambda step: step.turn)
            ],
        }
        for row in mine.prefetch_related("steps").order_by("begun_at", "id")
    ]


def concerns(windows: Sequence[Checkin], g: Gathering) -> list[dict[str, Any]]:
    """Every concern with its moves, what was asked, and all that the person says to it."""
    mine = Concern.objects.filter(person_id=g.person.id).filter(
        g.within("opened_at") | g.among("about_id", [window.id for window in windows])
    )
    found = list(mine.order_by("opened_at", "id"))
    moves: dict[UUID, list[ConcernMove]] = defaultdict(list)
    for move in ConcernMove.objects.filter(concern_id__in=[row.id for row in found]).order_by("at", "id"):
        moves[move.concern_id].append(move)
    return [_concern(row, moves[row.id], g) for row in found]


def _concern(row: Concern, moves: Iterable[ConcernMove], g: Gathering) -> dict[str, Any]:
    return {
        "concern": g.ref(row.id),
        "outreach": g.ref(row.outreach_id),
        "checkin": str(row.about_id),
        "state": row.state,
        "cause": row.cause,
        "opened_at": moment(row.opened_at),
        "fault_checked_at": moment(row.fault_checked_at),
        "fault_checked_by": g.name(row.fault_checked_by),
        "asked_at": moment(row.asked_at),
        "answer_until": moment(row.answer_until),
        "answered_at": moment(row.answered_at),
        "proposed_by": g.name(row.proposed_by),
        "seconded_by": g.name(row.seconded_by),
        "contested_at": moment(row.contested_at),
        "closed_at": moment(row.closed_at),
        "closed_because": row.closed_because,
        "question": g.sealed("concerns.question", row.id, row.question),
        "answer": g.sealed("concerns.answer", row.id, row.answer),
        "reason": g.sealed("concerns.reason", row.id, row.reason) if row.state in REASON_SHOWN else None,
        "contest": g.sealed("concerns.contest", row.id, row.contest),
        "moves": [
            {"at": moment(m.at), "before": m.before, "after": m.after, "cause": m.cause} | g.who(m.by_kind, m.by_id)
            for m in moves
        ],
    }


def hearings(g: Gathering) -> list[dict[str, Any]]:
    """Hearings of the period, and those that became known in it; with sources, questions, decisions and answers."""
    mine = Hearing.objects.filter(person_id=g.person.id).filter(g.within("starts_at") | g.within("made_at"))
    found = list(mine.select_related("court", "source").order_by("starts_at", "id"))
    ids = [row.id for row in found]
    questions: dict[UUID, list[Question]] = defaultdict(list)
    for question in Question.objects.filter(hearing_id__in=ids).select_related("source").order_by("opened_at", "id"):
        questions[question.hearing_id].append(question)
    replies: dict[UUID, list[Reply]] = defaultdict(list)
    for reply in Reply.objects.filter(about_id__in=ids).order_by("at", "id"):
        replies[reply.about_id].append(reply)
    return [
        {
            "hearing": g.ref(row.id),
            "day": row.day.isoformat(),
            "time": row.time.isoformat("minutes"),
            "zone": row.zone,
            "starts_at": moment(row.starts_at),
            "kind": row.kind,
            "mode": row.mode,
            "court": hearings_known.place_of(row).in_a_line(),
            "state": row.state,
            "source": row.source.name,
            "known_since": moment(row.made_at),
            "confirmed_at": moment(row.last_confirmed_at),
            "questions": [_question(one, g) for one in questions[row.id]],
            "replies": [{"at": moment(one.at), "answer": one.answer} for one in replies[row.id]],
        }
        for row in found
    ]


def _question(row: Question, g: Gathering) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "source": row.source.name if row.source else "",
        "day": row.day.isoformat() if row.day else None,
        "time": row.time.isoformat("minutes") if row.time else None,
        "opened_at": moment(row.opened_at),
        "decided_at": moment(row.decided_at),
        "decided_by": g.name(row.decided_by),
        "decision": row.decision,
        "reason": row.reason,
    }


def messages(g: Gathering) -> list[dict[str, Any]]:
    """For each hearing, check-in or question: how many reminders, and what became of the messages. Never the words."""
    rows = Reminder.objects.filter(g.within("send_at"), person_id=g.person.id).order_by("starts_at", "about_id", "id")
    said = {row.id: row for row in rows}
    told: dict[UUID, Counter[str]] = defaultdict(Counter)
    first: dict[UUID, Reminder] = {}
    for row in said.values():
        first.setdefault(row.about_id, row)
        told[row.about_id]["reminders"] += 1
        if row.state in REMINDED_AS:
            told[row.about_id][REMINDED_AS[row.state]] += 1
    for about, state in Delivery.objects.filter(about_id__in=list(said)).values_list("about_id", "state"):
        told[said[about].about_id][DELIVERED_AS.get(state, state)] += 1
    return [
        {
            "about": KINDS.get(row.kind, "other"),
            "ref": g.ref(about_id),
            "starts_at": moment(row.starts_at),
            "zone": row.zone,
            "counts": dict(told[about_id]),
        }
        for about_id, row in first.items()
    ]


def consents(g: Gathering) -> list[dict[str, Any]]:
    """What the person agreed to or took back in the period, with the words that were shown."""
    rows = Consent.objects.filter(person_id=g.person.id).filter(g.within("given_at") | g.within("withdrawn_at"))
    return [
        {
            "what": row.what,
            "words": row.words,
            "language": row.language,
            "given_at": moment(row.given_at),
            "given_how": row.given_how,
            "withdrawn_at": moment(row.withdrawn_at),
            "withdrawn_how": row.withdrawn_how,
        }
        for row in rows.order_by("given_at", "id")
    ]
