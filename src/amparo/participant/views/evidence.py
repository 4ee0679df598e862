"""The person's own evidence: for a lawyer, a court, or themselves."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

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
    key = reverse("public:key", args=[told["programme"]["slug"]])
    urls = {"key_url": settings.PUBLIC_URL + key, "verify_url": settings.PUBLIC_URL + reverse("public:verify")}
    file = pack.make(told, **urls, at=me.at).file(alone=request.POST.get("take") == "document")
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"', "Cache-Control": "no-store"}
    return HttpResponse(file.data, content_type=file.kind, headers=headers)


def _asked(request: HttpRequest, begins: str, ends: str, problem: str = "") -> HttpResponse:
    context = {"begins": begins, "ends": ends, "problem": problem}
    return render(request, "participant/evidence.html", context, status=422 if problem else 200)
