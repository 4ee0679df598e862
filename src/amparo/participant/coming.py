"""The person's court dates, visits and own dates, as steps."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from amparo.foundation import wall
from amparo.hearings import queries
from amparo.hearings.rules import State
from amparo.participant import calendar_words
from amparo.participant.door import Me
from amparo.programme import queries as programmes
from amparo.reminders import queries as reminders
from amparo.reminders import replies, reply_link
from amparo.visits import queries as visits

MOST = 4


def dates(me: Me) -> list[dict[str, Any]]:
    """What is to come, of each kind soonest first. A screen that others use shows nothing of the person's own."""
    own = [] if me.shown.at_kiosk else _own(me)
    return [*hearings(me), *_visits(me), *own]


def hearings(me: Me) -> list[dict[str, Any]]:
    """Those that are expected, soonest first."""
    slug = _slug(me)
    rows = queries.upcoming(me.at).filter(person=me.person.id)[:MOST]
    return [_step(row, me, slug) for row in rows]


def reply_url(me: Me, hearing_id: UUID) -> str:
    """Where the person can say whether they can go: the same page as behind a reminder."""
    return _reply_path(hearing_id, _slug(me))


def said_about(hearing_id: UUID) -> Any:
    """What the person answered last about a hearing, in words; empty if nothing."""
    last = replies.last_about(hearing_id)
    return calendar_words.said(last.answer, settled=last.handled_at is not None) if last else ""


def _reply_path(hearing_id: UUID, slug: str) -> str:
    reminder = reminders.about(hearing_id).last()
    return reverse("participant:reply", args=[slug, reply_link.token(reminder.id)]) if reminder else ""


def _slug(me: Me) -> str:
    return programmes.by_id(me.person.programme_id).slug


def _step(row: Any, me: Me, slug: str) -> dict[str, Any]:
    place = queries.place_of(row)
    return {
        "kind": "hearing",
        "starts_at": row.starts_at,
        "days": _days(row, me),
        "place": ", ".join(part for part in (place.court or place.words, place.address) if part),
        "room": place.room,
        "mode": row.mode,
        "in_question": row.state != State.SCHEDULED,
        "said": said_about(row.id),
        "reply_url": _reply_path(row.id, slug),
        "url": reverse("participant:date", args=["hearing", row.id]),
        "calendar_url": reverse("participant:date_file", args=["hearing", row.id]),
    }


def _visits(me: Me) -> list[dict[str, Any]]:
    """Those that stand. What they are about stays sealed until the person opens its page."""
    return [
        {
            "kind": "visit",
            "title": calendar_words.VISITS[row.kind],
            "starts_at": row.starts_at,
            "days": _days(row, me),
            "offered": row.state == "offered",
            "url": reverse("participant:date", args=["visit", row.id]),
            "other_url": reverse("participant:visit", args=[row.id]),
        }
        for row in visits.coming(me.person.id, me.at)[:MOST]
    ]


def _own(me: Me) -> list[dict[str, Any]]:
    """Dates of their own, by the hour alone: their words are opened where the person asks for them."""
    rows = visits.appointments_of(me.person.id).filter(removed_at=None, starts_at__gt=me.at)[:MOST]
    return [
        {
            "kind": "own",
            "starts_at": row.starts_at,
            "days": _days(row, me),
            "url": reverse("participant:date", args=["own", row.id]),
        }
        for row in rows
    ]


def _days(row: Any, me: Me) -> int:
    """Counted on the person's own wall."""
    return (wall.shown(row.starts_at, me.person.zone).date() - wall.shown(me.at, me.person.zone).date()).days
