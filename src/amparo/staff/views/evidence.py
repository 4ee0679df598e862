"""A person's evidence, made for them by whoever helps them."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from amparo.access.rows import acting
from amparo.access.rules import Permission
from amparo.casework import person_file
from amparo.casework.evidence import facts, pack, period
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.staff import wording

FIRST = datetime(1971, 1, 1, tzinfo=UTC)


def page(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Which days, and what to take; POST makes it, and the person reads in their log who had it made."""
    at, by = clock.now(), request.actor
    with acting(by):
        who = person_file.person(person_id, by=by, permission=Permission.EVIDENCE_MAKE)
        offered = period.offered(at, who.zone)
        if request.method != "POST":
            return _asked(request, who, offered.begins.isoformat(), offered.ends.isoformat())
        begins, ends = (request.POST.get(name, "")[:10] for name in ("begins", "ends"))
        try:
            since = FIRST if request.POST.get("words") else None
            told = facts.gather(person_id, period.read(begins, ends), by=by, at=at, words_since=since)
        except Refused as no:
            if no.code not in wording.PERIOD_REFUSED:
                raise
            return _asked(request, who, begins, ends, str(wording.PERIOD_REFUSED[no.code]))
    return pack.handed_over(told, alone=request.POST.get("take") == "document", at=at)


def _asked(request: HttpRequest, who: Any, begins: str, ends: str, problem: str = "") -> HttpResponse:
    context = {"person": who, "begins": begins, "ends": ends, "problem": problem}
    return render(request, "staff/evidence.html", context, status=422 if problem else 200)
