"""The person's own evidence: for a lawyer, a court, or themselves."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from amparo.casework.evidence import facts, pack, period
from amparo.foundation.errors import Refused
from amparo.participant import door, scope, wording

FIRST = datetime(1971, 1, 1, tzinfo=UTC)


def page(request: HttpRequest) -> HttpResponse:
    """Which days, and what to take; POST makes it. Rendering begins when the transaction is over."""
    with door.signed_in(request) as me:
        offered = period.offered(me.at, me.person.zone)
        if request.method != "POST":
            return _asked(request, offered.begins.isoformat(), offered.ends.isoformat())
        begins, ends = (request.POST.get(name, "")[:10] for name in ("begins", "ends"))
        try:
            days, since = period.read(begins, ends), _words_since(request, me)
            told = facts.gather(me.person.id, days, by=me.actor, at=me.at, words_since=since)
        except Refused as no:
            if no.code not in wording.PERIOD_REFUSED:
                raise
            return _asked(request, begins, ends, str(wording.PERIOD_REFUSED[no.code]))
    return pack.handed_over(told, alone=request.POST.get("take") == "document", at=me.at)


def _words_since(request: HttpRequest, me: door.Me) -> datetime | None:
    """Since when the words of messages go along, if they are to: no more than this session may read on the page."""
    if not request.POST.get("words"):
        return None
    may = scope.reading(me.shown, me.at)
    if not may.allowed:
        raise door.ShowItIsYou("show_it_is_you", reverse("participant:evidence"))
    return may.since or FIRST


def _asked(request: HttpRequest, begins: str, ends: str, problem: str = "") -> HttpResponse:
    context = {"begins": begins, "ends": ends, "problem": problem}
    return render(request, "participant/evidence.html", context, status=422 if problem else 200)
