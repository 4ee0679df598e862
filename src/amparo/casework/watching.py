"""Our own health: asked every minute from outside the web process, and by how the carriers behave."""

import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q

from amparo.access.actor import system
from amparo.access.rows import acting
from amparo.channels import providers
from amparo.channels.models import Delivery
from amparo.faults import actions as faults
from amparo.faults.rules import Part

PATIENCE_SECONDS = 10
# One answer serves all programmes of a pass.
FRESH_SECONDS = 20.0
# A carrier is out of order when of at least so many messages in this time none went through.
MOST_RECENT, ENOUGH = timedelta(minutes=10), 5

_last = (0.0, True)
_turn = threading.Lock()


def watch(programme_id: UUID, *, at: datetime) -> int:
    """Every part is felt once. Returns how many outages came to light or ended."""
    by, web = system(programme_id), web_answers()
    with acting(by):
        felt = [faults.feel(Part.WEB, ok=web, by=by, at=at)]
        felt += [faults.feel(Part(name), ok=ok, by=by, at=at) for name, ok in _carriers(at)]
    return sum(one is not None and one.ended_at is not None for one in felt)


def web_answers() -> bool:
    """Whether a check-in could arrive now: the pages, the database and the vault answer, by the address we give out."""
    global _last
    with _turn:
        asked, answer = _last
        if time.monotonic() - asked < FRESH_SECONDS and asked:
            return answer
        answer = _ask(f"{settings.PROBE_URL.rstrip('/')}/healthz") if settings.PROBE_URL else True
        _last = (time.monotonic(), answer)
        return answer


def _ask(url: str) -> bool:
    asked = urllib.request.Request(url, headers={"Host": settings.PROBE_HOST})  # noqa: S310  our own address
    try:
        with urllib.request.urlopen(asked, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310  # nosec B310
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError, ValueError):
        return False


def _carriers(at: datetime) -> Iterable[tuple[str, bool]]:
    """Each channel that is set up, and whether something went through lately, if enough was tried."""
    recent = Delivery.objects.filter(made_at__gt=at - MOST_RECENT)
    through = Q(state__in=(Delivery.State.SENT, Delivery.State.DELIVERED))
    stuck = Q(state=Delivery.State.SENDING, attempt__gt=1)
    rows = recent.values("channel").annotate(good=Count("id", filter=through), bad=Count("id", filter=stuck))
    seen = {row["channel"]: row for row in rows}
    for channel in providers.able():
        row = seen.get(channel, {"good": 0, "bad": 0})
        if channel in {*Part}:
            yield channel, bool(row["good"]) or row["bad"] < ENOUGH
