"""What a phone tells about something that did not work: a code, a window, a moment. Nothing of the person."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from amparo.faults import actions
from amparo.faults.rules import Trouble
from amparo.foundation.errors import Refused
from amparo.participant import door

LONGEST, MOST = 4096, 20
OLDEST = timedelta(days=60)
# What a phone may tell; the rest is noted by those who know it.
TELLABLE = frozenset(Trouble) - {Trouble.NOT_DELIVERED, Trouble.ASKED_TO_DEFER, Trouble.INCONCLUSIVE, Trouble.PIN_WRONG}


def note(request: HttpRequest) -> HttpResponse:
    """204: it is on record, as often as it happened."""
    told = _read(request.body)
    with door.signed_in(request) as me:
        for code, about, at in told:
            happened = min(max(at or me.at, me.at - OLDEST), me.at)
            actions.note(me.person, code, about_id=about, source="phone", happened_at=happened, by=me.actor)
    return HttpResponse(status=204)


def _read(body: bytes) -> list[tuple[Trouble, UUID | None, datetime | None]]:
    if len(body) > LONGEST:
        raise Refused("too_large")
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise Refused("unreadable") from None
    if not isinstance(said, list):
        raise Refused("unreadable")
    return [_one(item) for item in said[:MOST]]


def _one(item: Any) -> tuple[Trouble, UUID | None, datetime | None]:
    try:
        code = Trouble(item["code"])
        about = UUID(item["about"]) if item.get("about") else None
        at = datetime.fromisoformat(item["at"]) if item.get("at") else None
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Refused("unreadable") from None
    if code not in TELLABLE or (at and at.tzinfo is None):
        raise Refused("unreadable")
    return code, about, at
