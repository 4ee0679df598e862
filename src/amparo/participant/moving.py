"""The offices to tell of a new address, as steps of what is next."""

from typing import Any

from django.urls import reverse

from amparo.addresses import queries
from amparo.participant import address_words
from amparo.participant.door import Me


def offices(me: Me) -> list[dict[str, Any]]:
    """The one whose clock is over first; none on a screen that others use."""
    if me.shown.at_kiosk:
        return []
    return [
        {
            "kind": "tell_office",
            "ask": task.office.ask,
            "left": address_words.left(task.left),
            "pressing": task.left is not None and task.left.days < 1,
            "due_at": task.row.due_at,
            "url": reverse("participant:telling", args=[task.row.id]),
        }
        for task in queries.pressing(me.person.id, me.at)[:1]
    ]
