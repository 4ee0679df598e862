"""The person's own evidence: for a lawyer, a court, or themselves."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from amparo.casework.evidence import facts, pack, period
from amparo.foundation.errors import Refused
from amparo.participant import door, wording


def page(request: HttpRequest) -> HttpResponse:
    """Which days, and what to take; POST makes it. Rendering begins when the transaction is over."""
    with door.signed_in(request) as me:
        offered = period.offered(me.at, me.person.zone)
        if request.method != "POST":
            return _asked(request, offered.begins.isoformat(), offered.ends.isoformat())
        begins, ends = (request.POST.get(name, "")[:10] for name in ("begins", "ends"))
        try:
            told = facts.gather(me.person.id, period.read(begins, ends), by=me.actor, at=me.at)
        except Refused as no:
            if no.code not in wording.PERIOD_REFUSED:
                raise
            return _asked(request, begins, ends, str(wording.PERIOD_REFUSED[no.code]))
    return pack.handed_over(told, alone=request.POST.get("take") == "document", at=me.at)


def _asked(request: HttpRequest, begins: str, ends: str, problem: str = "") -> HttpResponse:
    context = {"begins": begins, "ends": ends, "problem": problem}
    return render(request, "participant/evidence.html", context, status=422 if problem else 200)
