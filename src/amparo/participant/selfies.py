"""A selfie beside the other ways to show who checks in: offered to whoever set up their face, required of nobody."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from amparo.checkins import queries, rules
from amparo.identity import faces
from amparo.identity.face_rules import SHOWS
from amparo.participant import selfie_words as words


def url(checkin_id: UUID) -> str:
    """Where a selfie for this check-in is taken."""
    return f"{reverse('participant:selfie')}?{urlencode({'about': str(checkin_id)})}"


def offered(person_id: UUID, checkin_id: UUID, at: datetime) -> str:
    """The same, for whoever has set up their face, while it can count; else nothing."""
    may = faces.is_set_up(person_id) and queries.selfie_may_show(person_id, checkin_id, at)
    return url(checkin_id) if may else ""


def beside(person_id: UUID, checkin_id: UUID, at: datetime) -> dict[str, Any]:
    """Where to take one for this check-in, and what became of the last one; see parts/ways.html."""
    if not faces.is_set_up(person_id):
        return {}
    last = faces.latest_about(person_id, checkin_id)
    lately = last is not None and rules.selfie_counts(taken_at=last.received_at, sent_at=at)
    state = last.state if last and lately else ""
    return {"url": url(checkin_id), "shown": state in SHOWS, "said": words.BESIDE.get(state, "")}
