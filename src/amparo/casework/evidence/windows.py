"""The part of a pack about check-ins: windows, moves, receipts, other time asked for, and what did not work."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from amparo.casework.evidence import marks
from amparo.casework.evidence.gathering import Gathering
from amparo.casework.evidence.written import moment
from amparo.channels.models import Delivery
from amparo.checkins import receipt
from amparo.checkins.models import Checkin, CheckinMove, Deferral, Submission
from amparo.faults import queries as faults
from amparo.faults.rules import NEVER_AGAINST
from amparo.foundation.errors import Refused

LOST = (Delivery.State.UNDELIVERED, Delivery.State.FAILED)


def rows(person_id: UUID, since: datetime, until: datetime) -> list[Checkin]:
    """The windows of the period, without those that are only planned."""
    found = Checkin.objects.filter(person_id=person_id, opens_at__lt=until, closes_at__gt=since)
    return list(found.exclude(state="planned").order_by("opens_at", "id"))


def checkins(windows: Sequence[Checkin], g: Gathering) -> list[dict[str, Any]]:
    """Each window with every move and everything that arrived for it."""
    ids = [window.id for window in windows]
    moves: dict[UUID, list[CheckinMove]] = defaultdict(list)
    steps = CheckinMove.objects.filter(checkin_id__in=ids).exclude(after="planned")
    # Time that was added is told with what it was added for: here a step is a change.
    for move in steps.exclude(before=F("after")).order_by("at", "id"):
        moves[move.checkin_id].append(move)
    arrived: dict[UUID, list[Submission]] = defaultdict(list)
    for row in Submission.objects.filter(checkin_id__in=ids).order_by("received_at", "id"):
        arrived[row.checkin_id].append(row)
    return [_window(window, moves[window.id], arrived[window.id], g) for window in windows]


def _window(window: Checkin, moves: list[CheckinMove], arrived: list[Submission], g: Gathering) -> dict[str, Any]:
    cause = next((move.cause for move in reversed(moves) if move.after == "explained"), "")
    return {
        # As it stands on the receipts: there it is signed, so here it must be the same.
        "checkin": str(window.id),
        "opens_at": moment(window.opens_at),
        "closes_at": moment(window.closes_at),
        "state": window.state,
        "mark": marks.of(window.state, [row.on_time for row in arrived], cause).value,
        "moves": [
            {"at": moment(m.at), "before": m.before, "after": m.after, "cause": m.cause} | g.who(m.by_kind, m.by_id)
            for m in moves
        ],
        "receipts": [_receipt(row) for row in arrived],
    }


def _receipt(row: Submission) -> dict[str, Any]:
    """What the signed bytes say; the row's own columns where they cannot be read."""
    signed = bytes(row.receipt)
    told = {
        "number": row.receipt_number,
        "channel": row.channel,
        # Sent by the head of their family, as they had agreed.
        "by_head": row.sent_by is not None,
        "signed": receipt.to_text(signed),
    }
    try:
        said = receipt.read(signed)
    except Refused:
        times = {"said_at": moment(row.said_at), "received_at": moment(row.received_at), "on_time": row.on_time}
    else:
        times = {"said_at": moment(said.said_at), "received_at": moment(said.received_at), "on_time": said.on_time}
    return told | times


def deferrals(windows: Sequence[Checkin], person_id: UUID, g: Gathering) -> list[dict[str, Any]]:
    """Each time the person asked for another time: their words, and the answer."""
    ids = [window.id for window in windows]
    asked = Deferral.objects.filter(person_id=person_id).filter(g.within("asked_at") | g.among("checkin_id", ids))
    return [
        {
            "checkin": str(row.checkin_id),
            "asked_at": moment(row.asked_at),
            "kind": row.kind,
            "state": row.state,
            "wanted": row.wanted.isoformat() if row.wanted else None,
            "decided_at": moment(row.decided_at),
            "decided_by": g.name(row.decided_by),
            "until": moment(row.until),
            "words": g.sealed("checkins.words", row.id, row.words),
            "reply": g.sealed("checkins.reply", row.id, row.reply),
        }
        for row in asked.order_by("asked_at", "id")
    ]


def help_asked(windows: Sequence[Checkin], person_id: UUID, g: Gathering) -> list[dict[str, Any]]:
    """The last call for help of each window: by what way, and when somebody took care. What was written stays out."""
    ids = [window.id for window in windows]
    mine = Checkin.objects.filter(person_id=person_id, wants_help=True).exclude(help_asked_at=None)
    found = list(mine.filter(g.within("help_asked_at") | g.among("id", ids)).order_by("help_asked_at", "id"))
    # What asked for it arrived in the same moment; without such a row it was asked for apart from any answers.
    came = Submission.objects.filter(checkin_id__in=[row.id for row in found]).order_by("id")
    ways = {(row.checkin_id, row.received_at): row.channel for row in came}
    return [
        {
            "checkin": str(row.id),
            "asked_at": moment(row.help_asked_at),
            "channel": ways.get((row.id, row.help_asked_at), ""),
            "handled_at": moment(row.help_handled_at),
            "handled_by": g.name(row.help_handled_by) if row.help_handled_at else "",
        }
        for row in found
    ]


def outages(since: datetime, until: datetime) -> list[dict[str, Any]]:
    """Outages that touched the period. They are about machines."""
    return [
        {
            "part": row.part,
            "cause": row.cause,
            "source": row.source,
            "began_at": moment(row.began_at),
            "ended_at": moment(row.ended_at),
        }
        for row in faults.outages(since=since, until=until).order_by("began_at", "id")
    ]


def troubles(person_id: UUID, since: datetime, until: datetime) -> list[dict[str, Any]]:
    """What the phone, the server or a provider told of attempts."""
    found = faults.attempts_of(person_id).filter(first_at__lt=until, last_at__gte=since).order_by("first_at", "id")
    return [
        {
            "code": row.code,
            "cause": row.cause,
            "source": row.source,
            "first_at": moment(row.first_at),
            "last_at": moment(row.last_at),
            "times": row.times,
            "never_against": row.cause in NEVER_AGAINST,
        }
        for row in found
    ]


def lost(person_id: UUID, g: Gathering) -> list[dict[str, Any]]:
    """Messages that did not arrive."""
    found = Delivery.objects.filter(g.within("made_at"), person_id=person_id, state__in=LOST).order_by("made_at", "id")
    return [{"at": moment(row.made_at), "channel": row.channel} for row in found]


def summary(found: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    return marks.counted(one["mark"] for one in found)
