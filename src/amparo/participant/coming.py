"""The person's court dates, as steps."""

from typing import Any

from django.urls import reverse

from amparo.foundation import wall
from amparo.hearings import queries
from amparo.hearings.rules import State
from amparo.participant.door import Me
from amparo.programme import queries as programmes
from amparo.reminders import queries as reminders
from amparo.reminders import reply_link

MOST = 4


def hearings(me: Me) -> list[dict[str, Any]]:
    """Those that are expected, soonest first."""
    slug = programmes.by_id(me.person.programme_id).slug
    rows = queries.upcoming(me.at).filter(person=me.person.id)[:MOST]
    return [_step(row, me, slug) for row in rows]


def _step(row: Any, me: Me, slug: str) -> dict[str, Any]:
    place = queries.place_of(row)
    # Days are counted on the person's own wall.
    days = (wall.shown(row.starts_at, me.person.zone).date() - wall.shown(me.at, me.person.zone).date()).days
    return {
        "kind": "hearing",
        "starts_at": row.starts_at,
        "days": days,
        "place": ", ".join(part for part in (place.court or place.words, place.address) if part),
        "room": place.room,
        "mode": row.mode,
        "in_question": row.state != State.SCHEDULED,
        "reply_url": _reply_path(row.id, slug),
    }


def _reply_path(hearing_id: Any, slug: str) -> str:
    """Where the person can say whether they can go: the same page as behind a reminder."""
    reminder = reminders.about(hearing_id).last()
    return reverse("participant:reply", args=[slug, reply_link.token(reminder.id)]) if reminder else ""
